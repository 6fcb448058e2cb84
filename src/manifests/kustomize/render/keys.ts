import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, valueAt } from '../../yaml-values.js';
import { COVERED_KEYS } from '../kustomization.js';

export { isRemote, kustomizationsIn } from '../kustomization.js';

/** The keys of a kustomization that rendering applies, or that do not change what rules look at. */
const RENDERED_KEYS: ReadonlySet<string> = new Set([
  ...COVERED_KEYS,
  'components',
  'configurations',
  'generators',
  'openapi',
  'patches',
  'patchesJson6902',
  'patchesStrategicMerge',
  'replacements',
  'transformers',
  'vars',
]);

/** The keys that rendering does not apply, such as charts. */
export function unrenderedKeys(document: ManifestNode): string[] {
  return [...document.entries.keys()].filter(
    (key) => !RENDERED_KEYS.has(key) && isSet(valueAt(document, key)),
  );
}
