import type { ManifestNode } from './manifest-yaml.js';

/** The value at a path of keys below `node`; undefined if a key is missing. */
export function valueAt(
  node: ManifestNode | undefined,
  ...path: readonly string[]
): ManifestNode | undefined {
  return path.reduce((at, key) => at?.entries.get(key), node);
}

/** The text of a scalar; empty for maps, lists, null and missing values. */
export function textOf(node: ManifestNode | undefined): string {
  return node?.scalar === undefined || node.scalar === null ? '' : String(node.scalar);
}

/** The text of a scalar as the file has it, before Kustomize changed it; empty for a value that Kustomize adds. */
export function writtenText(node: ManifestNode | undefined): string {
  return node?.isRendered ? (node.writtenText ?? '') : textOf(node);
}

/** Whether the value is true in YAML 1.2, or in YAML 1.1 as Kubernetes and Compose read it. */
export function isTrue(node: ManifestNode | undefined): boolean {
  return /^(true|yes|on|y)$/i.test(textOf(node));
}

/** Whether the value is false in YAML 1.2, or in YAML 1.1 as Kubernetes and Compose read it. */
export function isFalse(node: ManifestNode | undefined): boolean {
  return /^(false|no|off|n)$/i.test(textOf(node));
}

/** Whether there is a value: not null, and not an empty string, map or list. */
export function isSet(node: ManifestNode | undefined): node is ManifestNode {
  if (!node) return false;
  if (node.kind === 'map') return node.entries.size > 0;
  if (node.kind === 'list') return node.items.length > 0;
  return node.scalar !== null && node.scalar !== '';
}

/** The value as a text that identifies it: the order of its keys does not matter. */
export function identityText({ kind, scalar, entries, items }: ManifestNode): string {
  if (kind === 'list') return `[${items.map(identityText).join(', ')}]`;
  if (kind === 'scalar') return String(scalar ?? '');
  const texts = [...entries].map(([key, value]) => `${key}: ${identityText(value)}`);
  return `{${texts.sort().join(', ')}}`;
}

/** The value without its places, as JSON has it. */
export function plainValue({ kind, scalar, entries, items }: ManifestNode): unknown {
  if (kind === 'list') return items.map(plainValue);
  if (kind === 'scalar') return scalar;
  return Object.fromEntries([...entries].map(([key, value]) => [key, plainValue(value)]));
}
