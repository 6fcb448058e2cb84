import type { Manifest } from '../manifest.js';
import { textOf, valueAt } from '../yaml-values.js';
import type { Pod, Resource } from './resources.js';

/** The name of the account that a pod runs as. */
export function serviceAccountName({ spec }: Pod): string {
  return (
    textOf(valueAt(spec, 'serviceAccountName')) ||
    textOf(valueAt(spec, 'serviceAccount')) ||
    'default'
  );
}

/** The account itself, where one of the manifests makes it. */
export function serviceAccountOf(pod: Pod, set: readonly Manifest[]): Resource | undefined {
  const name = serviceAccountName(pod);
  return set
    .flatMap(({ resources }) => resources)
    .find(
      (resource) =>
        resource.kind === 'ServiceAccount' &&
        resource.name === name &&
        resource.namespace === pod.workload.namespace,
    );
}
