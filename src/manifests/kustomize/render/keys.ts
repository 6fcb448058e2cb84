import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, valueAt } from '../../yaml-values.js';

export { isRemote, kustomizationsIn } from '../kustomization.js';

/** The keys of a kustomization that rendering applies, or that do not change what rules look at. */
const RENDERED_KEYS: ReadonlySet<string> = new Set([
  'apiVersion',
  'bases',
  'buildMetadata',
  'commonAnnotations',
  'commonLabels',
  'components',
  'configurations',
  'configMapGenerator',
  'generatorOptions',
  'generators',
  'images',
  'imageTags',
  'kind',
  'labels',
  'metadata',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'openapi',
  'patches',
  'patchesJson6902',
  'patchesStrategicMerge',
  'replacements',
  'replicas',
  'resources',
  'secretGenerator',
  'sortOptions',
  'transformers',
  'vars',
]);

/** The keys that rendering does not apply, such as charts. */
export function unrenderedKeys(document: ManifestNode): string[] {
  return [...document.entries.keys()].filter(
    (key) => !RENDERED_KEYS.has(key) && isSet(valueAt(document, key)),
  );
}
