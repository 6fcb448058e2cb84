import type { Container } from '../kubernetes/pods.js';
import { isZeroOrUnset } from '../kubernetes/quantities.js';
import type { Manifest } from '../manifest.js';
import { textOf, valueAt } from '../yaml-values.js';

/** `default` sets limits, and requests where `defaultRequest` has none. */
export type LimitRangeKey = 'default' | 'defaultRequest';

/**
 * Whether a LimitRange in the namespace of a container sets the resource where the container does not. Source: Kubernetes,
 * "Limit Ranges".
 */
export function hasDefault(
  { pod }: Container,
  resource: 'cpu' | 'memory',
  keys: readonly LimitRangeKey[],
  manifests: readonly Manifest[],
): boolean {
  const defaults = computed.get(manifests) ?? defaultsOf(manifests);
  computed.set(manifests, defaults);
  return keys.some((key) => defaults.has(`${pod.workload.namespace}\n${key}\n${resource}`));
}

/** The API server takes the maximum as a default that is not set, and the minimum as a default request. */
const DEFAULTS = [
  ['default', 'max'],
  ['defaultRequest', 'min'],
] as const;

const computed = new WeakMap<readonly Manifest[], ReadonlySet<string>>();

/** Namespace, key and resource of all defaults. Computed once, since each container asks. */
function defaultsOf(manifests: readonly Manifest[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { resources } of manifests)
    for (const { kind, node, namespace } of resources) {
      if (kind !== 'LimitRange') continue;
      for (const limit of valueAt(node, 'spec', 'limits')?.items ?? [])
        if (textOf(valueAt(limit, 'type')) === 'Container')
          for (const [key, other] of DEFAULTS)
            for (const from of [key, other])
              for (const [resource, value] of valueAt(limit, from)?.entries ?? [])
                if (!isZeroOrUnset(value)) found.add(`${namespace}\n${key}\n${resource}`);
    }
  return found;
}
