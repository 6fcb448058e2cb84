import type { Manifest } from '../manifest.js';
import { isKustomization } from '../manifest-kind.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { baseName, siblingPath } from '../paths.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Keys of a kustomization that change objects before they are applied to the cluster. */
const TRANSFORMER_KEYS = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'transformers',
  'components',
  'helmCharts',
];

/** A note if a kustomization changes the objects of its files: the files are checked as they are written. */
export function kustomizationNotes(document: ManifestNode): string[] {
  const used = TRANSFORMER_KEYS.filter((key) => isSet(valueAt(document, key)));
  if (used.length === 0) return [];
  return [
    `The check does not apply ${used.join(', ')} of this kustomization. Run kubectl kustomize and check its output`,
  ];
}

/** The manifests; those that a kustomization uses as patches are marked as partial objects, because a base has the rest. */
export function markPatches(manifests: readonly Manifest[]): readonly Manifest[] {
  const patches = new Set(manifests.flatMap(patchFiles));
  if (patches.size === 0) return manifests;
  return manifests.map((manifest) => (patches.has(manifest.path) ? asPartial(manifest) : manifest));
}

function patchFiles({ path, documents }: Manifest): string[] {
  if (!isKustomization(baseName(path))) return [];
  return documents.flatMap((document) => {
    const patches = [
      ...(valueAt(document, 'patchesStrategicMerge')?.items ?? []),
      ...(valueAt(document, 'patches')?.items ?? []).map((patch) => valueAt(patch, 'path')),
    ];
    // The list can also contain the text of a patch.
    return patches
      .map(textOf)
      .filter((text) => /^[^\n]+$/.test(text))
      .map((name) => siblingPath(path, name));
  });
}

function asPartial(manifest: Manifest): Manifest {
  const pods = manifest.pods.map((whole) => {
    const pod = { ...whole, partial: true };
    const containers = whole.containers.map((container) => ({ ...container, pod, partial: true }));
    return { ...pod, containers };
  });
  return { ...manifest, pods, containers: pods.flatMap(({ containers }) => containers) };
}
