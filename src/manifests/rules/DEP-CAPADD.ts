import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** What engines give every container, and the baseline lets a manifest ask for. */
const DEFAULT = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Each of these alone is a way out of the container. */
const BREAKOUT = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'NET_ADMIN',
  'BPF',
  'DAC_READ_SEARCH',
]);

/** Source: Pod Security Standards baseline and restricted "Capabilities"; CIS Docker Benchmark 5.4. */
export default defineRule({
  id: 'DEP-CAPADD',
  name: 'no-added-capability',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A capability is added that containers do not have by default',
  why: 'Added capabilities open parts of the kernel that containers are kept from; some of them are as good as root on the host.',
  remediation: 'Remove the capability, or replace ALL by the one that is needed.',
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  aliases: ['KSV-0022'],
  tags: ['cis:5.4'],
  wrong: 'services:\n  app:\n    cap_add: [SYS_ADMIN]',
  right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const item of valueAt(node, 'cap_add')?.items ?? []) {
        const capability = textOf(item).toUpperCase().replace(/^CAP_/, '');
        if (!DEFAULT.has(capability) && !capability.includes('$'))
          report({
            at: item.range,
            severity: BREAKOUT.has(capability) ? 'critical' : 'high',
            message: `The service "${name}" adds the capability ${capability}.`,
          });
      }
    for (const { name, node, pod } of manifest.containers)
      for (const item of valueAt(node, 'securityContext', 'capabilities', 'add')?.items ?? []) {
        const capability = textOf(item);
        const message = `The container "${name}" adds the capability ${capability}.`;
        if (!DEFAULT.has(capability))
          report({
            at: item.range,
            // The runtime takes the prefix off, Pod Security does not: CAP_SYS_ADMIN is refused and dangerous.
            severity: BREAKOUT.has(capability.toUpperCase().replace(/^CAP_/, ''))
              ? 'critical'
              : 'high',
            message,
            tags: ['pss:baseline'],
          });
        else if (capability !== 'NET_BIND_SERVICE' && !pod.isWindows)
          report({ at: item.range, severity: 'low', message, tags: ['pss:restricted'] });
      }
  },
});
