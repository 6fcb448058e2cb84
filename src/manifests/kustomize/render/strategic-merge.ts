import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import {
  canMatch,
  keyOf,
  keysAreMissing,
  keyTexts,
  unkeyed,
  withoutRepeated,
} from './keyed-items.js';
import { type ListPlace, mergeKeysOf, placeAt } from './merge-keys.js';
import {
  isNull,
  isSameValue,
  scalarText,
  withChangedEntries,
  withEntry,
  withItems,
} from './node-edits.js';

const DIRECTIVE = '$patch';
/** Keys of other implementations of strategic merge, which Kustomize writes into the objects instead. */
const OTHER_DIRECTIVES = /^\$(?:setElementOrder|deleteFromPrimitiveList|retainKeys)/;
const MAX_DEPTH = 200;

/**
 * The object with a strategic merge patch; undefined if the patch deletes it. Values of the patch keep their places, so that a
 * finding is on the line that sets it. Throws RenderGap.
 * Source: Kubernetes, "Update API Objects in Place Using kubectl patch", with the order of lists that Kustomize gives them.
 */
export function strategicMerge(
  object: ManifestNode,
  patch: ManifestNode,
  budget: RenderBudget,
): ManifestNode | undefined {
  // Kustomize does not replace a whole object.
  if (directiveOf(patch) === 'replace') return object;
  const identifying = ['apiVersion', 'kind'];
  return merge(object, patch, { place: placeAt(object), budget, depth: 0, identifying });
}

interface MergeContext {
  /** Where in an object of Kubernetes the values are. */
  readonly place: ListPlace | undefined;
  readonly budget: RenderBudget;
  readonly depth: number;
  /** The keys that say which object or item the patch changes. */
  readonly identifying?: readonly string[];
}

/** Merges two values, at least one of which exists. */
function merge(
  target: ManifestNode | undefined,
  patch: ManifestNode | undefined,
  context: MergeContext,
): ManifestNode | undefined {
  spend(context.budget, 'steps');
  if (context.depth > MAX_DEPTH) throw new RenderGap('a patch is nested too deep');
  // A value that is written as null stays if no patch changes it.
  if (!patch) return target && isBare(target) ? undefined : target && clean(target, context);
  if (isNull(patch)) return undefined;
  if (!target || isNull(target)) return addValue(patch, context);
  if (target.kind !== patch.kind)
    throw new RenderGap(
      `the patch in ${patch.range.path}:${patch.range.startLine} replaces a ${target.kind} by a ${patch.kind}`,
    );
  if (patch.kind === 'scalar') return patch;
  if (patch.kind === 'map') return mergeMaps(target, patch, context);
  const keys = mergeKeysOf(context.place);
  return keys ? mergeLists(target, patch, keys, context) : patch;
}

/** A value of a key without text, which Kustomize drops from objects that it patches. */
function isBare({ kind, scalar, range, key, isRendered }: ManifestNode): boolean {
  return (
    kind === 'scalar' &&
    scalar === null &&
    !isRendered &&
    (range === key || (range.startLine === range.endLine && range.startColumn === range.endColumn))
  );
}

/** The text of a scalar without its type: a null is `null`, or empty for a key without a value. */
export function writtenScalar(node: ManifestNode): string {
  return isNull(node) && !isBare(node) ? 'null' : scalarText(node);
}

/** What only the target has: bare keys are dropped. */
function clean(target: ManifestNode, context: MergeContext): ManifestNode {
  const deeper = { ...context, depth: context.depth + 1 };
  if (target.kind === 'map') {
    return withChangedEntries(target, (value, key) =>
      merge(value, undefined, { ...deeper, place: context.place?.at(key) }),
    );
  }
  if (target.kind === 'scalar') return withWrittenText(target);
  const keys = mergeKeysOf(context.place);
  if (target.kind !== 'list' || !keys) return target;
  const loose = looseItem(target, keys);
  if (loose) return withItems(target, [loose]);
  const repeated = new Set<string>();
  const items = target.items.flatMap((item) => {
    const id = keyOf(keyTexts(item, keys));
    if (keys.length > 0 && repeated.has(id)) return item;
    repeated.add(id);
    return merge(item, undefined, deeper) ?? [];
  });
  return withItems(target, keys.length > 0 ? withoutRepeated(items, keys, context.budget) : items);
}

/** A text that a replacement wrote into a new field without quotes has quotes after a patch. */
function withWrittenText(target: ManifestNode): ManifestNode {
  const text = String(target.scalar);
  return target.writtenText === JSON.stringify(text) ? { ...target, scalar: text } : target;
}

/** What only the patch has: it is merged with itself, so that nulls and directives in it are applied. */
function addValue(patch: ManifestNode, context: MergeContext): ManifestNode | undefined {
  const deeper = { ...context, depth: context.depth + 1 };
  if (patch.kind === 'map') {
    const directive = directiveOf(patch);
    if (directive === 'delete') return undefined;
    spend(context.budget, 'steps', patch.entries.size);
    const added = directive === undefined ? patch : withEntry(patch, DIRECTIVE, undefined);
    return withChangedEntries(added, (value, key) => {
      rejectOtherDirectives(key, value);
      return isNull(value)
        ? undefined
        : addValue(value, { ...deeper, place: context.place?.at(key) });
    });
  }
  const keys = patch.kind === 'list' ? mergeKeysOf(context.place) : undefined;
  if (!keys) return patch;
  const loose = looseItem(patch, keys);
  const directive = patch.items.find(isDirective);
  if (directive && loose)
    throw new RenderGap(
      `${directive.range.path}:${directive.range.startLine} has a $patch for a list that is not there`,
    );
  return loose ? withItems(patch, [loose]) : mergeLists(withItems(patch, []), patch, keys, context);
}

function mergeMaps(
  target: ManifestNode,
  patch: ManifestNode,
  context: MergeContext,
): ManifestNode | undefined {
  const directive = directiveOf(patch);
  if (directive === 'delete') return undefined;
  if (directive === 'replace') return addValue(patch, context);
  const deeper = { ...context, depth: context.depth + 1, identifying: [] };
  const mergeEntry = (key: string) => {
    const [below, above] = [target.entries.get(key), patch.entries.get(key)];
    if (above) rejectOtherDirectives(key, above);
    // A patch repeats names to say what it changes: they are still set by the object.
    if (below && above && context.identifying?.includes(key) && isSameValue(below, above))
      return below;
    const identifying = context.depth === 0 && key === 'metadata' ? ['name'] : [];
    return merge(below, above, { ...deeper, place: context.place?.at(key), identifying });
  };
  const merged = withChangedEntries(target, (_, key) => mergeEntry(key));
  const added = [...patch.entries.keys()].flatMap((key) => {
    const value = key === DIRECTIVE || target.entries.has(key) ? undefined : mergeEntry(key);
    return value ? [[key, value] as const] : [];
  });
  return added.length > 0 ? { ...merged, entries: new Map([...merged.entries, ...added]) } : merged;
}

function directiveOf(patch: ManifestNode): 'delete' | 'replace' | 'merge' | undefined {
  const node = patch.entries.get(DIRECTIVE);
  if (isNull(node)) return undefined;
  const text = textOf(node);
  if (text === 'delete' || text === 'replace' || text === 'merge') return text;
  throw new RenderGap(`line ${node?.range.startLine} of ${node?.range.path} has an unknown $patch`);
}

function rejectOtherDirectives(key: string, { range }: ManifestNode): void {
  const [directive] = OTHER_DIRECTIVES.exec(key) ?? [];
  if (directive === undefined) return;
  throw new RenderGap(`${range.path}:${range.startLine} uses ${directive}, which is not supported`);
}

function isDirective({ entries }: ManifestNode): boolean {
  return entries.size === 1 && entries.has(DIRECTIVE);
}

/** The last item without the key of its list, of which Kustomize drops all other items. Throws RenderGap for several keys. */
function looseItem({ items }: ManifestNode, keys: readonly string[]): ManifestNode | undefined {
  const loose = items.findLast((item) => keysAreMissing(item, keys));
  if (loose && keys.length > 1) throw unkeyed(loose, keys);
  return loose;
}

/** Merges a list whose items have keys. Items of the patch come first. */
function mergeLists(
  target: ManifestNode,
  patch: ManifestNode,
  keys: readonly string[],
  context: MergeContext,
): ManifestNode | undefined {
  const directive = patch.items.find(isDirective);
  const others = patch.items.filter((item) => item !== directive && item.entries.has(DIRECTIVE));
  if (directive && others.length > 0)
    throw new RenderGap(
      `the list in ${patch.range.path}:${patch.range.startLine} has more than one $patch`,
    );
  const kind = directive && directiveOf(directive);
  if (kind === 'delete') return undefined;
  const own = patch.items.filter((item) => item !== directive);
  const base = kind === 'replace' ? [] : target.items;
  const loose = looseItem(withItems(target, base), keys);
  if (loose) return withItems(target, [loose]);
  spend(context.budget, 'steps', own.length + base.length);
  if (keys.length === 0) return withItems(target, mergePrimitives(base, own));
  const items = mergeItems(base, own, keys, context);
  return items.length === target.items.length && items.length === 0
    ? target
    : withItems(target, items);
}

function mergePrimitives(
  base: readonly ManifestNode[],
  own: readonly ManifestNode[],
): ManifestNode[] {
  const byText = new Map<string, ManifestNode>();
  for (const item of [...own, ...base])
    if (!byText.has(scalarText(item))) byText.set(scalarText(item), item);
  return [...byText.values()];
}

/** The items of one key, in the lists that are merged. */
interface ItemGroup {
  readonly values: readonly string[];
  base?: ManifestNode;
  own?: ManifestNode;
  /** The last item of the object that repeats the key, which Kustomize writes over the one that it merged. */
  repeated?: ManifestNode;
}

function mergeItems(
  base: readonly ManifestNode[],
  own: readonly ManifestNode[],
  keys: readonly string[],
  context: MergeContext,
): ManifestNode[] {
  const groups: ItemGroup[] = [];
  const byKey = new Map<string, ItemGroup>();
  const add = (item: ManifestNode, list: 'base' | 'own') => {
    const values = keyTexts(item, keys);
    if (keysAreMissing(item, keys)) {
      throw unkeyed(item, keys);
    }
    const group = byKey.get(keyOf(values));
    if (group?.base && list === 'base' && keys.length === 1) {
      group.repeated = item;
      return;
    }
    if (group?.[list]) {
      throw new RenderGap(
        `${item.range.path}:${item.range.startLine} repeats ${keys.join(' and ')} ${values.join(' ')}`,
      );
    }
    const found = group ?? { values };
    if (!group) groups.push(found);
    found[list] = item;
    byKey.set(keyOf(values), found);
  };
  for (const item of own) add(item, 'own');
  for (const item of base) add(item, 'base');
  if (keys.length > 1 && withoutRepeated(base, keys, context.budget).length < base.length)
    throw new RenderGap(
      `the list in ${base[0]?.range.path}:${base[0]?.range.startLine} repeats an item with the same ${keys[0]}`,
    );
  const kept = keys.length > 1 ? groups.filter((group) => !isDropped(group, groups)) : groups;
  const merged = kept.flatMap((group) => {
    const node = mergeItem(group, keys, context);
    return node ? [{ node, group }] : [];
  });
  const secondary = keys.length > 1 && groups.some(({ values }) => values.slice(1).some(Boolean));
  // With several keys, Kustomize puts the items of the object back in their own order, after the new ones.
  const order = new Map(base.map((item, index) => [item, index]));
  const place = ({ group }: (typeof merged)[number]) =>
    secondary && group.base ? (order.get(group.base) ?? 0) : -1;
  const sorted = secondary ? [...merged].sort((a, b) => place(a) - place(b)) : merged;
  return sorted.map(({ node }) => node);
}

/** Kustomize drops an item of a patch that has only some of the keys of an item of the object, or the other way round. */
function isDropped(group: ItemGroup, groups: readonly ItemGroup[]): boolean {
  return !group.base && groups.some(({ base, values }) => base && canMatch(values, group.values));
}

function mergeItem(
  { base, own, repeated }: ItemGroup,
  keys: readonly string[],
  context: MergeContext,
): ManifestNode | undefined {
  // Kustomize does not replace a whole item.
  const isReplaced = base && own && directiveOf(own) === 'replace';
  const place = context.place?.items();
  const merged = merge(base, isReplaced ? undefined : own, {
    ...context,
    place,
    depth: context.depth + 1,
    identifying: keys,
  });
  const isEmpty = merged?.kind === 'map' && merged.entries.size === 0;
  return isEmpty || !merged ? undefined : (repeated ?? merged);
}
