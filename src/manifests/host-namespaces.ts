import { describeWorkload } from './kubernetes/agents.js';
import type { Manifest } from './manifest.js';
import { containersUnder } from './pod-reach.js';
import type { ManifestObservation } from './rule.js';
import { replaceScalar } from './yaml-edits.js';
import { isTrue, textOf, valueAt } from './yaml-values.js';

/** A namespace of the host, and the keys that share it with a container. */
interface HostNamespace {
  readonly name: string;
  /** The field of a pod specification. */
  readonly podField: string;
  /** The key of a Compose service. */
  readonly serviceKey: string;
}

/** Reports the pods and services that share a namespace of the host. */
export function reportHostNamespace(
  manifest: Manifest,
  { name: namespace, podField, serviceKey }: HostNamespace,
  report: (observation: ManifestObservation) => void,
): void {
  for (const pod of manifest.pods) {
    const value = valueAt(pod.spec, podField);
    if (value && isTrue(value))
      report({
        at: value.range,
        reach: containersUnder(pod),
        message: `${describeWorkload(pod)} shares the host’s ${namespace}`,
        fix: replaceScalar(value, 'false', `Set ${podField} to false`),
      });
  }
  for (const { name, node } of manifest.services) {
    const value = valueAt(node, serviceKey);
    if (value && textOf(value) === 'host')
      report({
        at: value.range,
        about: name,
        message: `Service "${name}" shares the host’s ${namespace}`,
        advice: `Remove \`${serviceKey}: host\``,
      });
  }
}
