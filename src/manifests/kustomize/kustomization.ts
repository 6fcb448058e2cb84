import type { Manifest } from '../manifest.js';
import { isKustomization } from '../manifest-kind.js';
import { baseName, siblingPath } from '../paths.js';
import type { YamlNode } from '../yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** What changes the objects between the files and the cluster. */
const TRANSFORMERS = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'transformers',
  'components',
  'helmCharts',
];

/** One sentence where a kustomization changes what its files say: those are judged as they are written. */
export function kustomizationNotes(document: YamlNode): string[] {
  const used = TRANSFORMERS.filter((key) => isSet(valueAt(document, key)));
  if (used.length === 0) return [];
  return [
    `Bases are judged as they are written: what ${used.join(', ')} of this kustomization change is not taken into account. Render it with kubectl kustomize, and check what comes out`,
  ];
}

/** The manifests, those that a kustomization of theirs names as patches being parts of objects: what they lack, a base says. */
export function markPatches(manifests: readonly Manifest[]): readonly Manifest[] {
  const patches = new Set(manifests.flatMap(patchFiles));
  if (patches.size === 0) return manifests;
  return manifests.map((manifest) => (patches.has(manifest.path) ? asPart(manifest) : manifest));
}

function patchFiles({ path, documents }: Manifest): string[] {
  if (!isKustomization(baseName(path))) return [];
  return documents.flatMap((document) => {
    const listed = [
      ...(valueAt(document, 'patchesStrategicMerge')?.items ?? []),
      ...(valueAt(document, 'patches')?.items ?? []).map((patch) => valueAt(patch, 'path')),
    ];
    // A patch may also be written out in the list.
    return listed
      .map(textOf)
      .filter((name) => /^[^\n]+$/.test(name))
      .map((name) => siblingPath(path, name));
  });
}

function asPart(manifest: Manifest): Manifest {
  const pods = manifest.pods.map((pod) => {
    const part = { ...pod, partial: true };
    return {
      ...part,
      containers: pod.containers.map((container) => ({ ...container, pod: part, partial: true })),
    };
  });
  return { ...manifest, pods, containers: pods.flatMap(({ containers }) => containers) };
}
