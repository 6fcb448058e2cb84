import type { ManifestNode } from '../manifest-yaml.js';
import { isTrue, valueAt } from '../yaml-values.js';
import { type ObjectReference, referenceTo } from './object-reference.js';
import type { Pod } from './pods.js';

/**
 * The references of a pod to its service account, volume claims, and to ConfigMaps and Secrets with the keys that it uses.
 * Those that are optional are left out, and pull secrets: they are seldom in a repository.
 */
export function podReferences({ workload, spec, containers, partial }: Pod): ObjectReference[] {
  if (partial) return [];
  const volumes = valueAt(spec, 'volumes')?.items ?? [];
  const account = valueAt(spec, 'serviceAccountName') ?? valueAt(spec, 'serviceAccount');
  const sources = [
    ...volumes.flatMap(ofVolume),
    ...containers.flatMap(({ node }) => [
      ...(valueAt(node, 'envFrom')?.items ?? []).flatMap((from) => [
        sourceOf('ConfigMap', valueAt(from, 'configMapRef')),
        sourceOf('Secret', valueAt(from, 'secretRef')),
      ]),
      ...(valueAt(node, 'env')?.items ?? []).flatMap((one) => [
        sourceOf('ConfigMap', valueAt(one, 'valueFrom', 'configMapKeyRef')),
        sourceOf('Secret', valueAt(one, 'valueFrom', 'secretKeyRef')),
      ]),
    ]),
  ];
  return [
    ...referenceTo(workload, 'ServiceAccount', account),
    ...volumes.flatMap((volume) =>
      referenceTo(
        workload,
        'PersistentVolumeClaim',
        valueAt(volume, 'persistentVolumeClaim', 'claimName'),
      ),
    ),
    ...sources
      .filter(({ node }) => !isTrue(valueAt(node, 'optional')))
      .flatMap(({ kind, node }) =>
        referenceTo(workload, kind, valueAt(node, 'name') ?? valueAt(node, 'secretName'), [
          valueAt(node, 'key'),
          ...(valueAt(node, 'items')?.items ?? []).map((item) => valueAt(item, 'key')),
        ]),
      ),
  ];
}

/** Where a pod uses a ConfigMap or Secret. */
interface DataSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly node: ManifestNode | undefined;
}

function sourceOf(kind: DataSource['kind'], node: ManifestNode | undefined): DataSource {
  return { kind, node };
}

function ofVolume(volume: ManifestNode): DataSource[] {
  const projected = valueAt(volume, 'projected', 'sources')?.items ?? [];
  return [volume, ...projected].flatMap((one) => [
    sourceOf('ConfigMap', valueAt(one, 'configMap')),
    sourceOf('Secret', valueAt(one, 'secret')),
  ]);
}
