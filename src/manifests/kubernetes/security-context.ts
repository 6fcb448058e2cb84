import type { ManifestNode } from '../manifest-yaml.js';
import { valueAt } from '../yaml-values.js';
import type { Container, Pod } from './pods.js';
import { describeResource } from './resources.js';

/** A value of the security context of a container; if it is not set, the value of the pod. */
export function securityContextValue(
  container: Container,
  ...path: readonly string[]
): ManifestNode | undefined {
  return (
    valueAt(container.node, 'securityContext', ...path) ??
    valueAt(container.pod.spec, 'securityContext', ...path)
  );
}

/** A `securityContext` of a pod or a container. */
export interface SecurityContext {
  readonly node: ManifestNode;
  readonly pod: Pod;
  /** Starts a sentence: `Container "web"`. */
  readonly subject: string;
  /** The name of the container; undefined for the context of a pod. */
  readonly container: string | undefined;
}

/** The security contexts of pods and their containers. */
export function securityContexts(pods: readonly Pod[]): SecurityContext[] {
  return pods.flatMap((pod) => {
    const subject = describeResource(pod.workload);
    const own = { holder: pod.spec, subject, container: undefined };
    const ofContainers = pod.containers.map(({ name, node }) => {
      return { holder: node, subject: `Container "${name}"`, container: name };
    });
    return [own, ...ofContainers].flatMap(({ holder, ...rest }) => {
      const node = valueAt(holder, 'securityContext');
      return node ? [{ ...rest, node, pod }] : [];
    });
  });
}
