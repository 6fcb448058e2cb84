import type { ManifestNode } from '../../manifest-yaml.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { isNull, scalarText } from './node-edits.js';

/** One text for the values of all keys. */
export function keyOf(values: readonly string[]): string {
  return values.join('\n');
}

/** Kustomize writes the items of a list one after the other: each replaces those with its keys, and a key that it lacks fits any. */
export function withoutRepeated(
  items: readonly ManifestNode[],
  keys: readonly string[],
  budget: RenderBudget,
): ManifestNode[] {
  const written: { node: ManifestNode; values: readonly string[] }[] = [];
  for (const node of items) {
    const values = keyTexts(node, keys);
    spend(budget, 'steps', written.length);
    const same = written.filter((one) =>
      values.every((value, index) => value === '' || value === one.values[index]),
    );
    for (const one of same) Object.assign(one, { node, values });
    if (same.length === 0) written.push({ node, values });
  }
  return written.map(({ node }) => node);
}

/** The texts of the keys of an item, empty for a missing one. */
export function keyTexts(item: ManifestNode, keys: readonly string[]): string[] {
  return keys.map((key) => {
    const value = item.entries.get(key);
    if (value && value.kind !== 'scalar')
      throw new RenderGap(
        `the ${key} in ${value.range.path}:${value.range.startLine} is not a single value`,
      );
    return value ? scalarText(value) : '';
  });
}

/** Whether two items can be the same: one may lack some of the keys. */
export function canMatch(a: readonly string[], b: readonly string[]): boolean {
  return (
    a.every((value, index) => value === b[index] || value === '' || b[index] === '') &&
    a.some((value, index) => value === b[index])
  );
}

/** Kustomize drops such an item of a list that it merges, or all of them. */
export function keysAreMissing(item: ManifestNode, keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => isNull(item.entries.get(key)));
}

/** The gap of an item whose keys are missing. */
export function unkeyed({ range }: ManifestNode, keys: readonly string[]): RenderGap {
  return new RenderGap(`${range.path}:${range.startLine} is an item without ${keys.join(' or ')}`);
}
