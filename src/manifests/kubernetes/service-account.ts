import type { Manifest } from '../manifest.js';
import { textOf, valueAt } from '../yaml-values.js';
import type { Pod, Resource } from './resources.js';

/** The name of the service account that a pod uses. */
export function serviceAccountName({ spec }: Pod): string {
  return (
    textOf(valueAt(spec, 'serviceAccountName')) ||
    textOf(valueAt(spec, 'serviceAccount')) ||
    'default'
  );
}

/** The ServiceAccount object that a pod uses, if one of the manifests defines it. */
export function serviceAccountOf(pod: Pod, manifests: readonly Manifest[]): Resource | undefined {
  const name = serviceAccountName(pod);
  return manifests
    .flatMap(({ resources }) => resources)
    .find(
      (resource) =>
        resource.kind === 'ServiceAccount' &&
        resource.name === name &&
        resource.namespace === pod.workload.namespace,
    );
}
