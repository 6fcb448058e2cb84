import { replace } from '../edit.js';
import { defineRule } from '../rule.js';
import { find, isTrue } from '../values.js';

/** Source: Pod Security Standards baseline "Privileged Containers"; CIS Docker Benchmark 5.5. */
export default defineRule({
  id: 'DEP-PRIV',
  name: 'no-privileged-container',
  severity: 'critical',
  practice: 'deployment-security',
  title: 'A privileged container owns its host',
  why: 'A privileged container has every capability and every device: whoever breaks into it is root on the host.',
  mend: 'Remove `privileged` and add the single capability or device that is needed.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  aliases: ['KSV-0017'],
  tags: ['pss:baseline', 'cis:5.5'],
  wrong: 'services:\n  app:\n    privileged: true',
  right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
  check(manifest, report) {
    const holders = [
      ...manifest.services.map(({ name, node }) => ({ name, holder: node })),
      ...manifest.containers.map(({ name, node }) => ({
        name,
        holder: find(node, 'securityContext'),
      })),
    ];
    for (const { name, holder } of holders) {
      const privileged = find(holder, 'privileged');
      if (privileged && isTrue(privileged))
        report({
          at: privileged.range,
          message: `The container "${name}" is privileged: a break-in owns the host.`,
          fix: replace(privileged, 'false', 'Turn privileged off'),
        });
    }
  },
});
