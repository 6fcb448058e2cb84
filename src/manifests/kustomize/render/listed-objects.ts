import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { RenderGap } from './budget.js';
import { isNull } from './node-edits.js';

/** Annotations with which a file gives Kustomize instructions that are not part of its format. */
const INTERNAL =
  /^(?:internal\.config\.kubernetes\.io|config\.k8s\.io|kustomize\.config\.k8s\.io)\//;

/** The objects of the documents of a file; the items of Lists are separate objects. Throws RenderGap. */
export function listedObjects(documents: readonly ManifestNode[]): ManifestNode[] {
  const objects: ManifestNode[] = [];
  const pending = documents.map((node) => ({ node, depth: 0 }));
  for (const { node, depth } of pending) {
    if (isNull(node) || (node.kind === 'map' && node.entries.size === 0)) continue;
    const items = valueAt(node, 'items');
    const kind = textOf(valueAt(node, 'kind'));
    if (kind.endsWith('List') && items) {
      if (depth > 8) throw gap(node, 'is a list nested too deep');
      for (const item of items.items) pending.push({ node: item, depth: depth + 1 });
      continue;
    }
    objects.push(checked(node, kind));
  }
  return objects;
}

function checked(node: ManifestNode, kind: string): ManifestNode {
  if (node.kind !== 'map') throw gap(node, 'is not a map of keys');
  if (kind === '') throw gap(node, 'is an object without a kind');
  if (textOf(valueAt(node, 'metadata', 'name')) === '' && !kind.endsWith('List'))
    throw gap(node, 'is an object without a name');
  for (const key of valueAt(node, 'metadata', 'annotations')?.entries.keys() ?? [])
    if (INTERNAL.test(key)) throw gap(node, `has the annotation ${key.slice(0, 60)}`);
  return node;
}

function gap({ range }: ManifestNode, what: string): RenderGap {
  return new RenderGap(`${range.path}:${range.startLine} ${what}`);
}
