import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';

const policies = new WeakMap<readonly Manifest[], ReadonlyMap<string, readonly Resource[]>>();

/** The NetworkPolicy objects of a namespace. Searched once for all manifests, since each pod asks. */
export function networkPoliciesOf(
  namespace: string,
  manifests: readonly Manifest[],
): readonly Resource[] {
  const known = policies.get(manifests) ?? byNamespace(manifests);
  policies.set(manifests, known);
  return known.get(namespace) ?? [];
}

function byNamespace(manifests: readonly Manifest[]): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const { resources } of manifests)
    for (const resource of resources) {
      // That of Calico, whose selectors are expressions, counts for all pods.
      if (!/^NetworkPolicy\b/.test(resource.kind)) continue;
      const others = found.get(resource.namespace);
      if (others) others.push(resource);
      else found.set(resource.namespace, [resource]);
    }
  return found;
}
