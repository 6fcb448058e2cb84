import { startsAsRoot } from '../images-started-as-root.js';
import { containerLocation } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isFalse, isSet, isTrue, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Running as Non-root". */
export default defineRule({
  id: 'DEP-NONROOT',
  name: 'run-as-non-root',
  severity: 'medium',
  practice: 'deployment-security',
  title: 'A container may run as root',
  why: 'Root in a container is root for the kernel: one hole in the runtime, and it is root on the host.',
  remediation:
    'Set `runAsNonRoot: true` (Kubernetes) or `user` (Compose), and a USER in the image.',
  aliases: ['KSV-0012', 'run-as-non-root'],
  tags: ['pss:restricted', 'cis:4.1'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    user: "10001:10001"',
  check(manifest, report) {
    for (const { name, node, built, partial } of manifest.services)
      if (!built && !partial && !isSet(valueAt(node, 'user')))
        report({
          at: node.key,
          message: `The service "${name}" names no user: it runs as root unless its image says otherwise.`,
        });
    // What its last stage says of the user, the Dockerfile is told by its own rules.
    for (const { name, node, build } of manifest.services) {
      const user =
        build && !isSet(valueAt(node, 'user')) ? manifest.builtImageUser?.(build) : undefined;
      if (!user || user.last || user.name !== undefined) continue;
      report({
        at: node.key,
        message: `The service "${name}" names no user, nor does the stage "${build?.target}" that it is built from: it runs as root unless the base image says otherwise.`,
        related: [{ location: user.at, message: 'This stage names no USER.' }],
      });
    }
    for (const pod of manifest.pods) {
      if (pod.hasUserNamespace) continue;
      const ofPod = valueAt(pod.spec, 'securityContext', 'runAsNonRoot');
      if (ofPod && isFalse(ofPod))
        report({
          at: ofPod.range,
          message: 'The pod lets its containers run as root.',
          fix: setKey(ofPod, [], 'true', DESCRIPTION),
        });
      for (const container of pod.containers) {
        const own = valueAt(container.node, 'securityContext', 'runAsNonRoot');
        const set = own && own.scalar !== null;
        if (isTrue(set ? own : ofPod)) continue;
        // What the pod says is reported there; what a part of a container lacks is not known.
        if (!set && (container.partial || isFalse(ofPod))) continue;
        report({
          at: set ? own.range : containerLocation(container),
          message: `The container "${container.name}" may run as root.`,
          fix: startsAsRoot(container.node)
            ? undefined
            : setKey(container.node, ['securityContext', 'runAsNonRoot'], 'true', DESCRIPTION),
        });
      }
    }
  },
});

const DESCRIPTION = 'Refuse to run as root';
