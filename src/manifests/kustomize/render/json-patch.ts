import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { isNull, isSameValue, renderedScalar, withEntry, withItems } from './node-edits.js';

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
    const countCopied = (parent: ManifestNode) =>
      spend(budget, 'steps', 1 + parent.entries.size + parent.items.length);
    return applyOperation(node, operation, countCopied);
  }, object);
}

function applyOperation(
  object: ManifestNode,
  operation: ManifestNode,
  countCopied: (parent: ManifestNode) => void,
): ManifestNode {
  const op = textOf(valueAt(operation, 'op'));
  const path = pointerOf(operation, 'path');
  const place = `${operation.range.path}:${operation.range.startLine}`;
  const value = valueAt(operation, 'value');
  const missing = () => new RenderGap(`the patch in ${place} finds no ${path.join('/')}`);
  const change = (node: ManifestNode, keys: readonly string[], apply: Change) =>
    changeAt(node, keys, countCopied, (parent, key) => {
      const result = apply(parent, key);
      if (!result) throw missing();
      return result;
    });
  switch (op) {
    case 'add':
      if (!value) throw new RenderGap(`the patch in ${place} has no value`);
      return change(object, path, adding(value));
    case 'remove':
      return change(object, path, removing);
    case 'replace':
      if (!value) throw new RenderGap(`the patch in ${place} has no value`);
      return change(object, path, (parent, key) => replacing(parent, key, value));
    case 'test': {
      rejectAnnotations(path, place);
      const found = lookUp(object, path);
      const isEqual = value && found ? isSameValue(value, found) : isNull(value) && isNull(found);
      if (!isEqual) throw new RenderGap(`the test of the patch in ${place} fails`);
      return object;
    }
    case 'move':
    case 'copy': {
      const from = pointerOf(operation, 'from');
      rejectAnnotations(from, place);
      const found = lookUp(object, from);
      if (!found) throw missing();
      const rest = op === 'move' ? change(object, from, removing) : object;
      return change(rest, path, adding(found));
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

/** Kustomize keeps its own annotations in the objects while it renders them, where `test` and `copy` find them. */
function rejectAnnotations(path: readonly string[], place: string): void {
  if (/^metadata(?:\/annotations)?$/.test(path.join('/')))
    throw new RenderGap(`the patch in ${place} tests or copies annotations that Kustomize adds to`);
}

/** Changes the map or list that has the last key of a pointer; undefined if it cannot. */
type Change = (parent: ManifestNode, key: string) => ManifestNode | undefined;

/** Changes the parent of the last key of a path; the maps and lists on the way are copied. */
function changeAt(
  node: ManifestNode,
  path: readonly string[],
  countCopied: (parent: ManifestNode) => void,
  apply: (parent: ManifestNode, key: string) => ManifestNode,
): ManifestNode {
  const parents: { readonly node: ManifestNode; readonly key: string }[] = [];
  let last = node;
  for (const key of path.slice(0, -1)) {
    parents.push({ node: last, key });
    // Without the child, `apply` finds nothing either.
    countCopied(last);
    last = childOf(last, key) ?? renderedScalar(null, last);
  }
  countCopied(last);
  let result = apply(last, path.at(-1) ?? '');
  for (const parent of parents.reverse())
    result = replacing(parent.node, parent.key, result) ?? parent.node;
  return result;
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
