import type { Pod } from '../kubernetes/pods.js';
import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import { textOf, valueAt } from '../yaml-values.js';

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
  return accountsOf(manifests).get(`${pod.workload.namespace}\n${serviceAccountName(pod)}`);
}

const accounts = new WeakMap<readonly Manifest[], ReadonlyMap<string, Resource>>();

/** The ServiceAccount objects by namespace and name, the first of each. Computed once, since each pod asks. */
function accountsOf(manifests: readonly Manifest[]): ReadonlyMap<string, Resource> {
  const known = accounts.get(manifests);
  if (known) return known;
  const found = new Map<string, Resource>();
  for (const { resources } of manifests)
    for (const resource of resources) {
      const key = `${resource.namespace}\n${resource.name}`;
      if (resource.kind === 'ServiceAccount' && !found.has(key)) found.set(key, resource);
    }
  accounts.set(manifests, found);
  return found;
}
