import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { isNull, isSameValue, withEntry, withItems } from './node-edits.js';

/**
 * The object with the operations of a JSON patch. Values keep their places in the patch. Throws RenderGap.
 * Source: RFC 6902; RFC 6901 for the pointers.
 */
export function applyJsonPatch(
  object: ManifestNode,
  operations: readonly ManifestNode[],
  budget: RenderBudget,
): ManifestNode {
  return operations.reduce((node, operation) => {
    spend(budget, 'steps');
    return applyOperation(node, operation);
  }, object);
}

function applyOperation(object: ManifestNode, operation: ManifestNode): ManifestNode {
  const op = textOf(valueAt(operation, 'op'));
  const path = pointerOf(operation, 'path');
  const place = `${operation.range.path}:${operation.range.startLine}`;
  const value = valueAt(operation, 'value');
  const missing = () => new RenderGap(`the patch in ${place} finds no ${path.join('/')}`);
  switch (op) {
    case 'add':
      if (!value) throw new RenderGap(`the patch in ${place} has no value`);
      return change(object, path, adding(value), missing);
    case 'remove':
      return change(object, path, removing, missing);
    case 'replace':
      if (!value) throw new RenderGap(`the patch in ${place} has no value`);
      return change(object, path, (parent, key) => replacing(parent, key, value), missing);
    case 'test': {
      const found = lookUp(object, path);
      const isEqual = value && found ? isSameValue(value, found) : isNull(value) && isNull(found);
      if (!isEqual) throw new RenderGap(`the test of the patch in ${place} fails`);
      return object;
    }
    case 'move':
    case 'copy': {
      const from = pointerOf(operation, 'from');
      const found = lookUp(object, from);
      if (!found) throw missing();
      const rest = op === 'move' ? change(object, from, removing, missing) : object;
      return change(rest, path, adding(found), missing);
    }
    default:
      throw new RenderGap(`the patch in ${place} has an unknown op`);
  }
}

function pointerOf(operation: ManifestNode, key: string): string[] {
  const text = textOf(valueAt(operation, key));
  const { path, startLine } = operation.range;
  if (!text.startsWith('/'))
    throw new RenderGap(`the patch in ${path}:${startLine} has no ${key} that begins with /`);
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Changes the map or list that has the last key of a pointer; undefined if it cannot. */
type Change = (parent: ManifestNode, key: string) => ManifestNode | undefined;

function change(
  node: ManifestNode,
  path: readonly string[],
  apply: Change,
  missing: () => RenderGap,
): ManifestNode {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    const result = apply(node, key);
    if (!result) throw missing();
    return result;
  }
  const child = childOf(node, key);
  if (!child) throw missing();
  return replacing(node, key, change(child, rest, apply, missing)) ?? node;
}

function adding(value: ManifestNode): Change {
  return (parent, key) => {
    if (parent.kind === 'map') return withEntry(parent, key, value);
    if (parent.kind !== 'list') return undefined;
    const index = key === '-' ? parent.items.length : indexOf(key, parent.items.length + 1);
    return index === undefined
      ? undefined
      : withItems(parent, [...parent.items.slice(0, index), value, ...parent.items.slice(index)]);
  };
}

function removing(parent: ManifestNode, key: string): ManifestNode | undefined {
  if (parent.kind === 'map')
    return parent.entries.has(key) ? withEntry(parent, key, undefined) : undefined;
  const index = parent.kind === 'list' ? indexOf(key, parent.items.length) : undefined;
  return index === undefined
    ? undefined
    : withItems(parent, [...parent.items.slice(0, index), ...parent.items.slice(index + 1)]);
}

function replacing(
  parent: ManifestNode,
  key: string,
  value: ManifestNode,
): ManifestNode | undefined {
  if (parent.kind === 'map')
    return parent.entries.has(key) ? withEntry(parent, key, value) : undefined;
  const index = parent.kind === 'list' ? indexOf(key, parent.items.length) : undefined;
  if (index === undefined) return undefined;
  return withItems(
    parent,
    parent.items.map((item, at) => (at === index ? value : item)),
  );
}

function lookUp(node: ManifestNode, path: readonly string[]): ManifestNode | undefined {
  let found: ManifestNode | undefined = node;
  for (const key of path) found = found && childOf(found, key);
  return found;
}

function childOf(node: ManifestNode, key: string): ManifestNode | undefined {
  if (node.kind === 'map') return node.entries.get(key);
  const index = indexOf(key, node.items.length);
  return index === undefined ? undefined : node.items[index];
}

function indexOf(key: string, length: number): number | undefined {
  const index = /^(?:0|-?[1-9]\d{0,8})$/.test(key) ? Number(key) : Number.NaN;
  const place = index < 0 ? length + index : index;
  return place >= 0 && place < length ? place : undefined;
}
