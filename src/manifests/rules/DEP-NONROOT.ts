import { containerOffer, serviceOffer } from '../image-needs/offer.js';
import { startsAsRoot } from '../images-started-as-root.js';
import { containerLocation } from '../kubernetes/pods.js';
import { describeResource } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isFalse, isSet, isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Running as Non-root". */
export default defineManifestRule({
  id: 'DEP-NONROOT',
  name: 'run-as-non-root',
  severity: 'low',
  severityReason:
    'Only if the image has no user of its own, which the manifest does not show; medium where the manifest allows root explicitly',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'Container may run as root',
  why: 'Root in a container is root for the kernel: a single vulnerability in the runtime gives root on the host.',
  remediation:
    'Set `runAsNonRoot: true` or `runAsUser` (Kubernetes) or `user` (Compose), and add a USER to the image',
  aliases: ['KSV-0012', 'run-as-non-root'],
  tags: ['pss:restricted', 'cis:4.1'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    user: "10001:10001"',
  check(manifest, report) {
    for (const service of manifest.services) {
      const { name, node, built, partial } = service;
      if (!built && !partial && !isSet(valueAt(node, 'user')))
        report({
          at: node.key,
          about: name,
          message: `Service "${name}" sets no user, so it may run as root`,
          ...serviceOffer('user', service, manifest, () => undefined),
        });
    }
    // Dockerfile rules check the user of the last stage.
    for (const service of manifest.services) {
      const { name, node, build } = service;
      const user =
        build && !isSet(valueAt(node, 'user')) ? manifest.builtImageUser?.(build) : undefined;
      if (!user || user.last || user.name !== undefined) continue;
      report({
        at: node.key,
        about: name,
        message: `Service "${name}" and its stage "${build?.target}" set no user, so it may run as root`,
        related: [{ location: user.at, message: 'This stage has no USER' }],
        ...serviceOffer('user', service, manifest, () => undefined),
      });
    }
    for (const pod of manifest.pods) {
      if (pod.hasUserNamespace) continue;
      const podValue = valueAt(pod.spec, 'securityContext', 'runAsNonRoot');
      if (podValue && isFalse(podValue) && !hasOtherUser(pod.spec))
        report({
          at: podValue.range,
          severity: 'medium',
          reach: containersUnder(pod, ['runAsNonRoot'], ['runAsUser']),
          message: `${describeResource(pod.workload)} allows its containers to run as root`,
          fix: pod.containers.some(({ node }) => isRoot(node, pod.spec))
            ? undefined
            : setKey(podValue, [], 'true', DESCRIPTION),
        });
      for (const container of pod.containers) {
        const own = valueAt(container.node, 'securityContext', 'runAsNonRoot');
        const hasOwn = own && own.scalar !== null;
        if (isTrue(hasOwn ? own : podValue) || hasOtherUser(container.node, pod.spec)) continue;
        // The value of the pod is reported above. A partial container can have its value in another file.
        if (!hasOwn && (container.partial || isFalse(podValue))) continue;
        report({
          at: hasOwn ? own.range : containerLocation(container),
          about: container.name,
          ...(own && isFalse(own) && { severity: 'medium' as const }),
          message: `Container "${container.name}" may run as root`,
          ...containerOffer('user', container, manifest, () =>
            startsAsRoot(container.node) || isRoot(container.node, pod.spec)
              ? undefined
              : setKey(container.node, ['securityContext', 'runAsNonRoot'], 'true', DESCRIPTION),
          ),
        });
      }
    }
  },
});

/** Whether the first of the security contexts that sets a user sets another one than root. */
function hasOtherUser(...holders: readonly ManifestNode[]): boolean {
  return /^0*[1-9]\d*$/.test(userOf(holders));
}

/** Whether the user is root: the kubelet does not start a container that has this and `runAsNonRoot: true`. */
function isRoot(...holders: readonly ManifestNode[]): boolean {
  return /^0+$/.test(userOf(holders));
}

/** The user of the first security context that sets one. */
function userOf(holders: readonly ManifestNode[]): string {
  const users = holders.map((holder) => textOf(valueAt(holder, 'securityContext', 'runAsUser')));
  return users.find((user) => user !== '') ?? '';
}

const DESCRIPTION = 'Require a non-root user';
