import type { YamlNode } from './yaml.js';

/** The value below `node` at a path of keys; undefined where one of them is missing. */
export function valueAt(
  node: YamlNode | undefined,
  ...path: readonly string[]
): YamlNode | undefined {
  return path.reduce((at, key) => at?.entries.get(key), node);
}

/** A scalar as text; empty for maps, lists, nulls and what is missing. */
export function textOf(node: YamlNode | undefined): string {
  return node?.scalar === undefined || node.scalar === null ? '' : String(node.scalar);
}

/** True, in any spelling that Kubernetes' YAML 1.1 or Compose takes for it. */
export function isTrue(node: YamlNode | undefined): boolean {
  return /^(true|yes|on|y)$/i.test(textOf(node));
}

/** False, in any spelling that Kubernetes' YAML 1.1 or Compose takes for it. */
export function isFalse(node: YamlNode | undefined): boolean {
  return /^(false|no|off|n)$/i.test(textOf(node));
}

/** True where the value says something: not null, and no empty text, map or list. */
export function isSet(node: YamlNode | undefined): node is YamlNode {
  if (!node) return false;
  if (node.kind === 'map') return node.entries.size > 0;
  if (node.kind === 'list') return node.items.length > 0;
  return node.scalar !== null && node.scalar !== '';
}
