import type { Container } from '../kubernetes/pods.js';
import { isZeroOrUnset } from '../kubernetes/quantities.js';
import type { Manifest } from '../manifest.js';
import { valueAt } from '../yaml-values.js';
import { hasDefault } from './limit-ranges.js';

/**
 * Whether a container requests some of a resource: by itself, by its pod, by a limit, which counts as a request, or by a
 * LimitRange of its namespace. Source: Kubernetes, "Resource Management for Pods and Containers".
 */
export function hasRequest(
  container: Container,
  resource: 'cpu' | 'memory',
  manifests: readonly Manifest[],
): boolean {
  const quantities = [container.node, container.pod.spec].flatMap((holder) => [
    valueAt(holder, 'resources', 'requests', resource),
    valueAt(holder, 'resources', 'limits', resource),
  ]);
  const isUnset = quantities.every((quantity) => quantity === undefined);
  if (isUnset && hasDefault(container, resource, ['default', 'defaultRequest'], manifests))
    return true;
  return !quantities.every(isZeroOrUnset);
}
