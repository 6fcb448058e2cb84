import type { ManifestNode } from '../../manifest-yaml.js';

const NO_ENTRIES: ReadonlyMap<string, ManifestNode> = new Map();
const NO_ITEMS: readonly ManifestNode[] = [];

/** The place of a node that rendering creates: the value in a kustomization or patch that it comes from. */
export type NodeOrigin = Pick<ManifestNode, 'range' | 'key'>;

/** A scalar that is not written in any file. No edit can change it. */
export function renderedScalar(
  scalar: ManifestNode['scalar'],
  { range, key }: NodeOrigin,
): ManifestNode {
  return {
    range,
    key,
    kind: 'scalar',
    scalar,
    entries: NO_ENTRIES,
    items: NO_ITEMS,
    isRendered: true,
  };
}

/** A map that is not written in any file. */
export function renderedMap(
  entries: Iterable<readonly [string, ManifestNode]>,
  { range, key }: NodeOrigin,
): ManifestNode {
  return {
    range,
    key,
    kind: 'map',
    scalar: undefined,
    entries: new Map(entries),
    items: NO_ITEMS,
    isRendered: true,
  };
}

/**
 * The scalar with another text, at its own place or at that of the value that changes it: also if that sets the same text,
 * because a change of the first would have no effect.
 */
export function withScalar(
  node: ManifestNode,
  scalar: ManifestNode['scalar'],
  { range }: Pick<NodeOrigin, 'range'> = node,
): ManifestNode {
  if (node.scalar === scalar && range === node.range) return node;
  const writtenText = node.writtenText ?? scalarText(node);
  return { ...node, scalar, range, isRendered: true, writtenText };
}

/** The map with a value for a key; the key is removed if the value is undefined. */
export function withEntry(
  node: ManifestNode,
  key: string,
  value: ManifestNode | undefined,
): ManifestNode {
  if (node.entries.get(key) === value) return node;
  const entries = new Map(node.entries);
  if (value) {
    entries.set(key, value);
    return { ...node, entries };
  }
  entries.delete(key);
  // The file still has the key, so that an edit must not add it again.
  const { end: _, ...rest } = node;
  return { ...rest, entries };
}

/** The map with its values changed; a key is removed if its new value is undefined. Large maps are copied once. */
export function withChangedEntries(
  node: ManifestNode,
  change: (value: ManifestNode, key: string) => ManifestNode | undefined,
): ManifestNode {
  const entries = new Map<string, ManifestNode>();
  let isChanged = false;
  for (const [key, value] of node.entries) {
    const changed = change(value, key);
    if (changed !== value) isChanged = true;
    if (changed) entries.set(key, changed);
  }
  if (!isChanged) return node;
  if (entries.size === node.entries.size) return { ...node, entries };
  const { end: _, ...rest } = node;
  return { ...rest, entries };
}

/** The list with other items. */
export function withItems(node: ManifestNode, items: readonly ManifestNode[]): ManifestNode {
  const isSame =
    items.length === node.items.length && items.every((item, index) => item === node.items[index]);
  return isSame ? node : { ...node, items };
}

/** The map with the value at a path of keys; missing maps are added. */
export function withValueAt(
  node: ManifestNode,
  path: readonly string[],
  value: ManifestNode | undefined,
): ManifestNode {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? node;
  if (rest.length === 0) return withEntry(node, key, value);
  const child = node.entries.get(key);
  if (child?.kind !== 'map')
    return value ? withEntry(node, key, withValueAt(renderedMap([], value), rest, value)) : node;
  return withEntry(node, key, withValueAt(child, rest, value));
}

/** Whether there is no value: a missing or null one. */
export function isNull(node: ManifestNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.scalar === null);
}

/** The text of a scalar as Kustomize compares it; empty for null, maps and lists. */
export function scalarText({ scalar }: ManifestNode): string {
  return scalar === null || scalar === undefined ? '' : String(scalar);
}

/** Whether two nodes have the same value. */
export function isSameValue(a: ManifestNode, b: ManifestNode): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.scalar !== b.scalar) return false;
  if (a.items.length !== b.items.length || a.entries.size !== b.entries.size) return false;
  for (const [index, item] of a.items.entries()) {
    const other = b.items[index];
    if (!other || !isSameValue(item, other)) return false;
  }
  for (const [key, value] of a.entries) {
    const other = b.entries.get(key);
    if (!other || !isSameValue(value, other)) return false;
  }
  return true;
}
