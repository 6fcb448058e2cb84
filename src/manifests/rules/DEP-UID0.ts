import type { Pod } from '../kubernetes/pods.js';
import { securityContexts } from '../kubernetes/security-context.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Running as Non-root user"; CIS Docker Benchmark 4.1. */
export default defineManifestRule({
  id: 'DEP-UID0',
  name: 'no-root-user',
  severity: 'medium',
  severityReason:
    'Root in the container: an attacker still has to take over the process, and then to leave the container; low where each container has another user',
  supersedes: ['DEP-NONROOT'],
  practice: 'deployment-security',
  title: 'Manifest sets the root user',
  why: 'The manifest overrides the user of the image, so the process is root for the kernel.',
  remediation: 'Set a user id above 0, preferably above 10000 so that the host does not use it',
  aliases: ['KSV-0105'],
  tags: ['pss:restricted', 'cis:4.1'],
  wrong: 'services:\n  app:\n    user: root',
  right: 'services:\n  app:\n    user: "10001:10001"',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const user = valueAt(node, 'user');
      if (user && /^(0+|root)(:|$)/.test(textOf(user)))
        report({ at: user.range, about: name, message: `Service "${name}" runs as root` });
    }
    for (const { node, pod, subject, container } of securityContexts(manifest.pods)) {
      const user = valueAt(node, 'runAsUser');
      if (!user || pod.hasUserNamespace || !isRoot(user)) continue;
      // Pod Security refuses the value also where it has no effect.
      const hasNoEffect = container === undefined && isOverridden(pod);
      report({
        at: user.range,
        about: container,
        ...(container === undefined && { reach: containersUnder(pod, ['runAsUser']) }),
        ...(hasNoEffect ? { severity: 'low' as const } : {}),
        message: hasNoEffect
          ? `${subject} sets the root user (0), which each of its containers overrides`
          : `${subject} runs as root (user 0)`,
      });
    }
  },
});

function isRoot(user: ManifestNode): boolean {
  return textOf(user) !== '' && Number(textOf(user)) === 0;
}

/** Whether every container has a user of its own. */
function isOverridden({ containers }: Pod): boolean {
  const users = containers.map(({ node }) => valueAt(node, 'securityContext', 'runAsUser'));
  return users.length > 0 && users.every(isSet);
}
