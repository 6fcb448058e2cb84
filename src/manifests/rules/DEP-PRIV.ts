import { defineRule } from '../rule.js';

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
  tags: ['pss:baseline', 'cis:5.5'],
  wrong: 'services:\n  app:\n    privileged: true',
  right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
  check(manifest, report) {
    for (const { name, node, pod } of manifest.containers) {
      const holder = pod ? node.entries.get('securityContext') : node;
      const privileged = holder?.entries.get('privileged');
      if (privileged?.scalar === true || (!pod && privileged?.scalar === 'true'))
        report({
          at: privileged.range,
          message: `The container "${name}" is privileged: a break-in owns the host.`,
          fix: {
            description: 'Turn privileged off',
            edits: [{ ...privileged.range, text: 'false' }],
          },
        });
    }
  },
});
