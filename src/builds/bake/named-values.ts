import type { Location } from '../../core/location.js';
import type { BakeFile } from './bake-file.js';
import { bakeScope, blocksByName, targetVariants } from './declared-builds.js';
import type { HclAttribute, HclBlock, HclEntry, HclExpression } from './hcl-model.js';
import {
  evaluateHcl,
  type HclScope,
  type HclValue,
  isUnknownValue,
  textOfValue,
} from './hcl-values.js';

/** A value of a Bake file under its name, and where the file gives it. */
export interface BakeValue {
  readonly name: string;
  readonly value: string;
  readonly at: Location;
}

type Variables = BakeFile['variables'];

/** The defaults of the variables of a file, as Bake evaluates them. `shared` has those of the files that it may be read with. */
export function* variableDefaults(
  { variables }: BakeFile,
  shared: Variables,
): Generator<BakeValue> {
  const scope = scopeOf(variables, shared);
  for (const [name, attribute] of variables) if (attribute) yield* given(name, attribute, scope);
}

/** The arguments and labels of the targets of a file, as Bake evaluates them with the defaults of variables. */
export function targetValues(file: BakeFile, shared: Variables): Generator<BakeValue> {
  return valuesOfTargets(file, shared, ({ attributes }, scope) =>
    ['args', 'labels'].flatMap((key) => [...entriesOf(attributes.get(key), scope)]),
  );
}

/** What the targets of a file ask of the builder: entitlements, and `network.host` for the network of the host. */
export function targetEntitlements(file: BakeFile, shared: Variables): Generator<BakeValue> {
  return valuesOfTargets(file, shared, ({ attributes, labels }, scope) => {
    const [name = ''] = labels;
    const of = (key: string) => {
      const attribute = attributes.get(key);
      return attribute ? [...scalars(name, evaluateHcl(attribute.value, scope), attribute.at)] : [];
    };
    const networks = of('network').filter(({ value }) => value === 'host');
    return [...of('entitlements'), ...networks.map((one) => ({ ...one, value: 'network.host' }))];
  });
}

function* valuesOfTargets(
  file: BakeFile,
  shared: Variables,
  valuesOf: (block: HclBlock, scope: HclScope) => readonly BakeValue[],
): Generator<BakeValue> {
  const scope = scopeOf(file.variables, shared);
  const blocks = blocksByName([file]);
  for (const [target, own] of blocks)
    for (const variant of targetVariants(target, blocks, scope).variants)
      for (const block of own) yield* valuesOf(block, variant.scope);
}

function scopeOf(own: Variables, shared: Variables): HclScope {
  return bakeScope(
    (name) => own.get(name) ?? shared.get(name),
    () => undefined,
  );
}

/** The entries of a map, each at its place; at that of the map if an expression makes it. */
function* entriesOf(attribute: HclAttribute | undefined, scope: HclScope): Generator<BakeValue> {
  if (!attribute) return;
  if (attribute.value.kind === 'map')
    for (const entry of attribute.value.entries) yield* entryOf(entry, scope);
  else yield* given('args', attribute, scope);
}

function* entryOf({ key, ...attribute }: HclEntry, scope: HclScope): Generator<BakeValue> {
  yield* given(textOfValue(evaluateHcl(key, scope)), attribute, scope);
}

/** A value, and the texts in one that is not evaluated: `coalesce(PASSWORD, "…")`. */
function* given(name: string, { value, at }: HclAttribute, scope: HclScope): Generator<BakeValue> {
  const result = evaluateHcl(value, scope);
  yield* scalars(name, result, at);
  if (!isUnknownValue(result)) return;
  const texts: string[] = [];
  for (const part of partsOf(value))
    if (part.kind === 'map') yield* entriesOf({ value: part, at }, scope);
    else if (partsOf(part).length > 0) yield* given(name, { value: part, at }, scope);
    else texts.push(...textsIn(evaluateHcl(part, scope)));
  // The parts of `join` are one text.
  yield { name, value: texts.join(''), at };
}

/** The parts that may be the value of an expression that is not evaluated. */
function partsOf(expression: HclExpression): readonly HclExpression[] {
  if (expression.kind === 'unknown') return expression.parts;
  return expression.kind === 'conditional' ? [expression.yes, expression.no] : [];
}

function textsIn(value: HclValue): readonly string[] {
  if (isUnknownValue(value)) return [];
  return Array.isArray(value) ? value.map(textOfValue) : [textOfValue(value)];
}

/** The text of a value: those of a list have its name, and those of a map their own. Deeper ones are no texts of Bake. */
function* scalars(name: string, value: HclValue, at: Location): Generator<BakeValue> {
  if (Array.isArray(value))
    for (const item of value as readonly HclValue[]) yield { name, value: textOfValue(item), at };
  else if (value instanceof Map)
    for (const [key, item] of value as ReadonlyMap<string, HclValue>)
      yield { name: key, value: textOfValue(item), at };
  else yield { name, value: textOfValue(value), at };
}
