import type { Location } from '../../core/location.js';
import {
  type BuildMount,
  type BuildValue,
  type DeclaredBuild,
  type DeclaredBuilds,
  isRemoteContext,
  MAX_BUILDS,
  MAX_PARTS,
  mountName,
  READ_PARTS,
} from '../../manifests/declared-build.js';
import { siblingPath } from '../../manifests/paths.js';
import { type BakeFile, readBakeFile } from './bake-file.js';
import type { HclAttribute, HclBlock } from './hcl-model.js';
import {
  evaluateHcl,
  type HclScope,
  type HclValue,
  isUnknownValue,
  textOfValue,
} from './hcl-values.js';

/** The files that one call of Bake reads, in order, and how it is called. */
export interface BakeCall {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The folder in which Bake runs, from the root; contexts are relative to it. */
  readonly folder: string;
  /** Variables of the environment. */
  readonly environment?: ReadonlyMap<string, string>;
  /** `--set TARGET.KEY=VALUE` */
  readonly overrides?: readonly string[];
  /** The targets and groups that the call names: `default` if it names none. Absent: all that are not only inherited. */
  readonly targets?: readonly string[];
}

/** A target with its attributes evaluated, and those that it inherits. */
type Target = ReadonlyMap<string, readonly PlacedValue[]>;

/** A value, with its place. */
interface PlacedValue {
  readonly value: HclValue;
  readonly at: Location;
}

/** Characters that variables may add to the targets of a call. */
const MAX_EXPANDED = 1 << 22;
const MAX_INHERITED = 20;
/** Targets that one matrix makes. */
const MAX_MATRIX = 100;

/**
 * The builds of a call of Bake, or of the files: each target that is not only inherited by others. Throws PortsideError (incomplete) for a
 * file that is not valid.
 */
export function bakeBuilds(call: BakeCall): DeclaredBuilds {
  const files = call.files.map(({ path, text }) => readBakeFile(text, path));
  const variables = new Map(files.flatMap(({ variables: own }) => [...own]));
  const scope = bakeScope((name) => variables.get(name), environmentFor(variables, call));
  const blocks = blocksByName(files);
  const groups = new Map(files.flatMap(({ groups: own }) => [...own]));
  const chosen = call.targets && withGroups(call.targets, groups, scope);
  const names = chosen ? [...blocks.keys()] : ownTargets(blocks, groups, scope);
  const builds: DeclaredBuild[] = [];
  const gaps: string[] = [];
  for (const name of names) {
    const { variants, isCut } = targetVariants(name, blocks, scope);
    gaps.push(
      ...unknownParts(name, blocks, scope).map((part) => `${pathOf(call)} ${name}: ${part}`),
    );
    if (isCut) gaps.push(`${pathOf(call)} ${name} has more than ${MAX_MATRIX} rows in its matrix`);
    for (const variant of variants) {
      if (chosen && !chosen.has(name) && !chosen.has(variant.name)) continue;
      if (builds.length === MAX_BUILDS)
        return {
          builds,
          gaps: [
            ...gaps,
            `${pathOf(call)} has more than ${MAX_BUILDS} targets, the others are not read`,
          ],
        };
      builds.push(buildOf(variant, blocks, call));
    }
  }
  return { builds, gaps: [...gaps, ...cutParts(call, scope)] };
}

/** Attributes that decide which builds there are, and whose value is not known. */
function unknownParts(
  name: string,
  blocks: ReadonlyMap<string, readonly HclBlock[]>,
  scope: HclScope,
): string[] {
  return ['inherits', 'matrix'].flatMap((key) => {
    const isUnknown = (blocks.get(name) ?? []).some(({ attributes }) => {
      const attribute = attributes.get(key);
      return attribute !== undefined && isUnknownValue(evaluateHcl(attribute.value, scope));
    });
    return isUnknown ? [`the value of ${key} is not known`] : [];
  });
}

/** What of a call is not read, each a sentence. */
function cutParts(call: BakeCall, { budget }: HclScope): string[] {
  return [
    ...(budget.isCut
      ? [`${pathOf(call)} has targets that inherit more than ${MAX_INHERITED} others`]
      : []),
    ...((call.overrides?.length ?? 0) > MAX_PARTS
      ? [`A call of ${pathOf(call)} has more than ${MAX_PARTS} overrides, the others are not read`]
      : []),
  ];
}

/** The targets that are not only inherited by others. */
function ownTargets(
  blocks: ReadonlyMap<string, readonly HclBlock[]>,
  groups: BakeFile['groups'],
  scope: HclScope,
): string[] {
  const inherited = new Set(
    [...blocks.values()]
      .flat()
      .flatMap((block) => namesIn(block.attributes.get('inherits')?.value, scope)),
  );
  const grouped = new Set([...groups.values()].flatMap((names) => namesIn(names, scope)));
  return [...blocks.keys()].filter((name) => !inherited.has(name) || grouped.has(name));
}

/** The names with those in the groups among them. */
function withGroups(
  names: readonly string[],
  groups: BakeFile['groups'],
  scope: HclScope,
): Set<string> {
  const found = new Set(names.length > 0 ? names : ['default']);
  // A set visits what is added to it in the loop.
  for (const name of found) {
    const group = groups.get(name);
    if (group) for (const member of namesIn(group, scope)) found.add(member);
  }
  return found;
}

function pathOf({ files: [first] }: BakeCall): string {
  return first?.path ?? '';
}

/** What the environment sets of the variables. */
function environmentFor(
  variables: BakeFile['variables'],
  { environment }: BakeCall,
): (name: string) => string | undefined {
  return (name) => (variables.has(name) ? environment?.get(name) : undefined);
}

/** Variables by their default, or as the environment sets them. One that refers to itself is not known. */
export function bakeScope(
  variableOf: (name: string) => HclAttribute | undefined,
  given: (name: string) => string | undefined,
): HclScope {
  const values = new Map<string, HclValue | undefined>();
  const scope: HclScope = {
    budget: { left: MAX_EXPANDED },
    variable: (name) => {
      const own = given(name);
      if (own !== undefined) return own;
      if (values.has(name)) return values.get(name);
      values.set(name, undefined);
      const attribute = variableOf(name);
      const value = attribute && evaluateHcl(attribute.value, scope);
      values.set(name, value);
      return value;
    },
  };
  return scope;
}

export function blocksByName(files: readonly BakeFile[]): Map<string, HclBlock[]> {
  const blocks = new Map<string, HclBlock[]>();
  for (const block of files.flatMap(({ targets }) => targets)) {
    const name = block.labels[0] ?? '';
    const same = blocks.get(name);
    if (same) same.push(block);
    else blocks.set(name, [block]);
  }
  return blocks;
}

function namesIn(
  expression: Parameters<typeof evaluateHcl>[0] | undefined,
  scope: HclScope,
): string[] {
  const value = expression && evaluateHcl(expression, scope);
  return Array.isArray(value) ? (value as readonly HclValue[]).map(textOfValue) : [];
}

/** A target as it is built, with the variables of its matrix. */
interface Variant {
  readonly name: string;
  readonly target: string;
  readonly scope: HclScope;
}

/** One for each combination of the values of a matrix. */
export function targetVariants(
  target: string,
  blocks: ReadonlyMap<string, readonly HclBlock[]>,
  scope: HclScope,
): { readonly variants: readonly Variant[]; readonly isCut: boolean } {
  const own = blocks.get(target) ?? [];
  const attribute = (key: string) =>
    own.findLast(({ attributes }) => attributes.has(key))?.attributes.get(key);
  const matrix = attribute('matrix');
  const axes = matrix && evaluateHcl(matrix.value, scope);
  if (!(axes instanceof Map)) return { variants: [{ name: target, target, scope }], isCut: false };
  let isCut = false;
  let rows: ReadonlyMap<string, HclValue>[] = [new Map()];
  for (const [name, list] of axes as ReadonlyMap<string, HclValue>) {
    const values = Array.isArray(list) ? (list as readonly HclValue[]) : [list];
    const all = rows.flatMap((row) => values.map((value) => new Map([...row, [name, value]])));
    isCut ||= all.length > MAX_MATRIX;
    rows = all.slice(0, MAX_MATRIX);
  }
  const naming = attribute('name');
  const variants = rows.map((row, index) => {
    const own: HclScope = { ...scope, variable: (name) => row.get(name) ?? scope.variable(name) };
    const name = naming ? textOfValue(evaluateHcl(naming.value, own)) : `${target} ${index + 1}`;
    return { name, target, scope: own };
  });
  return { variants, isCut };
}

/** The attributes of a target: those that it inherits first. */
function resolveTarget(
  name: string,
  blocks: ReadonlyMap<string, readonly HclBlock[]>,
  scope: HclScope,
  open: readonly string[],
): Map<string, PlacedValue[]> {
  const found = new Map<string, PlacedValue[]>();
  if (open.includes(name)) return found;
  if (open.length > MAX_INHERITED) scope.budget.isCut = true;
  if (scope.budget.isCut) return found;
  for (const block of blocks.get(name) ?? []) {
    const parents = namesIn(block.attributes.get('inherits')?.value, scope);
    if (parents.length > MAX_INHERITED) scope.budget.isCut = true;
    for (const parent of parents.slice(0, MAX_INHERITED))
      addAll(found, resolveTarget(parent, blocks, scope, [...open, name]));
    const own = new Map(
      [...block.attributes].map(([key, { value, at }]) => [
        key,
        [{ value: evaluateHcl(value, scope), at }],
      ]),
    );
    addAll(found, own);
  }
  return found;
}

function addAll(found: Map<string, PlacedValue[]>, more: Target): void {
  for (const [key, values] of more)
    found.set(key, [...(found.get(key) ?? []), ...values].slice(-MAX_PARTS));
}

function buildOf(
  { name, target, scope }: Variant,
  blocks: ReadonlyMap<string, readonly HclBlock[]>,
  call: BakeCall,
): DeclaredBuild {
  const block = blocks.get(target)?.at(-1);
  const at = block?.at ?? {
    path: pathOf(call),
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 1,
  };
  const attributes = resolveTarget(target, blocks, scope, []);
  for (const [key, value] of overridesOf(call, [name, target]))
    addAll(attributes, new Map([[key, [{ value, at }]]]));
  const last = (key: string) => attributes.get(key)?.at(-1);
  const textAt = (key: string) => textOfValue(last(key)?.value);
  const inline = last('dockerfile-inline');
  const context = textAt('context') || '.';
  const isRemote = isRemoteContext(context);
  const file = textAt('dockerfile');
  const isFar = isRemoteContext(file) && !file.startsWith('cwd://');
  const isKnown =
    !isFar &&
    [last('context'), last('dockerfile')].every((one) => !one || !isUnknownValue(one.value));
  const stage = textAt('target');
  const platforms = textsOf(last('platforms')).map(({ text }) => text);
  return {
    definition: {
      name: `${at.path} ${name}`,
      source: 'bake',
      location: at,
      ...(!inline && !isRemote && isKnown && { dockerfile: dockerfilePath(call, context, file) }),
      ...(stage !== '' && { target: stage }),
      ...(platforms.length > 0 && { platforms }),
    },
    ...(inline && { inline: { text: textOfValue(inline.value), at: inline.at } }),
    ...(!isKnown &&
      !inline && { remoteContext: { text: isFar ? file : `${context}/${file}`, at } }),
    ...(isRemote && { remoteContext: { text: context, at: last('context')?.at ?? at } }),
    args: new Map([...merged(attributes.get('args'))].map(([key, { text }]) => [key, text])),
    contexts: merged(attributes.get('contexts')),
    mayHaveMore: {
      args: hasUnknown(attributes.get('args')),
      contexts: hasUnknown(attributes.get('contexts')),
    },
    mounts: [
      ...mounts('cache', attributes.get('cache-from')),
      ...mounts('secret', attributes.get('secret')),
      ...mounts('ssh', attributes.get('ssh')),
    ],
  };
}

/** The context is relative to the folder in which Bake runs, the Dockerfile to the context; `cwd://` to the folder. */
function dockerfilePath({ folder }: BakeCall, context: string, file: string): string {
  const name = file || 'Dockerfile';
  const isOfFolder = name.startsWith('cwd://');
  const path = isOfFolder ? name.slice(6) : `${context.replace(/^cwd:\/\//, '')}/${name}`;
  return siblingPath(`${folder === '' ? '' : `${folder}/`}file`, path);
}

function overridesOf({ overrides = [] }: BakeCall, names: readonly string[]): [string, HclValue][] {
  return overrides.slice(0, MAX_PARTS).flatMap((text): [string, HclValue][] => {
    const [, pattern = '', key = '', sub, value = ''] =
      /^([^.=\s]+)\.([\w-]+)(?:\.([^=]+))?\+?=(.*)$/s.exec(text) ?? [];
    if (!names.includes(pattern) && pattern !== '*') return [];
    return [[key, sub === undefined ? value : new Map([[sub, value]])]];
  });
}

/** The maps of all values in one; later ones replace entries, and `null` removes one. */
function merged(values: readonly PlacedValue[] | undefined): Map<string, BuildValue> {
  const all = new Map<string, BuildValue>();
  for (const { value, at } of values ?? [])
    if (value instanceof Map)
      for (const [key, one] of value as ReadonlyMap<string, HclValue>)
        if (one === null) all.delete(key);
        else if (all.size < READ_PARTS) all.set(key, { text: textOfValue(one), at });
  return all;
}

/** Whether one of the values is no map that can be read: a function, a `for` expression. */
function hasUnknown(values: readonly PlacedValue[] = []): boolean {
  return values.some(({ value }) => isUnknownValue(value));
}

function textsOf(value: PlacedValue | undefined): BuildValue[] {
  if (!value) return [];
  const { at } = value;
  const items = Array.isArray(value.value) ? (value.value as readonly HclValue[]) : [value.value];
  return items.slice(0, READ_PARTS).map((item) => ({ text: flattened(item), at }));
}

/** `{ type = "registry", ref = "…" }` as `type=registry,ref=…` */
function flattened(value: HclValue): string {
  if (!(value instanceof Map)) return textOfValue(value);
  return [...(value as ReadonlyMap<string, HclValue>)]
    .map(([key, one]) => `${key}=${textOfValue(one)}`)
    .join(',');
}

function mounts(
  kind: BuildMount['kind'],
  values: readonly PlacedValue[] | undefined,
): BuildMount[] {
  return (values ?? [])
    .flatMap(textsOf)
    .filter(({ text }) => text !== '')
    .map(({ text, at }) => ({ kind, at, text: kind === 'cache' ? text : mountName(text) }));
}
