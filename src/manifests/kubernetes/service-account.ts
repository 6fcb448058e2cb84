import { find, textOf } from '../compose/compose-values.js';
import type { Manifest } from '../manifest.js';
import type { Pod, Resource } from './kubernetes.js';

/** The name of the account that a pod runs as. */
export function accountName({ spec }: Pod): string {
  return (
    textOf(find(spec, 'serviceAccountName')) || textOf(find(spec, 'serviceAccount')) || 'default'
  );
}

/** The account itself, where one of the manifests makes it. */
export function accountOf(pod: Pod, set: readonly Manifest[]): Resource | undefined {
  const name = accountName(pod);
  return set
    .flatMap(({ resources }) => resources)
    .find(
      (resource) =>
        resource.kind === 'ServiceAccount' &&
        resource.name === name &&
        resource.namespace === pod.workload.namespace,
    );
}
