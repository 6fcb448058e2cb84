import { securityContexts } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards restricted "Running as Non-root user"; CIS Docker Benchmark 4.1. */
export default defineRule({
  id: 'DEP-UID0',
  name: 'no-root-user',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A container runs as root by its manifest',
  why: 'The manifest overrides what the image says: the process is root for the kernel.',
  remediation: 'Name a user above 0, best one above 10000 that the host does not have.',
  aliases: ['KSV-0105'],
  tags: ['pss:restricted', 'cis:4.1'],
  wrong: 'services:\n  app:\n    user: root',
  right: 'services:\n  app:\n    user: "10001:10001"',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const user = valueAt(node, 'user');
      if (user && /^(0+|root)(:|$)/.test(textOf(user)))
        report({ at: user.range, message: `The service "${name}" runs as root.` });
    }
    for (const { whose, context, pod } of securityContexts(manifest.pods)) {
      const user = valueAt(context, 'runAsUser');
      if (user && !pod.hasUserNamespace && textOf(user) !== '' && Number(textOf(user)) === 0)
        report({ at: user.range, message: `${whose} runs as user 0, which is root.` });
    }
  },
});
