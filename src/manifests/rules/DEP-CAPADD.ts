import { ofAgent } from '../kubernetes/agents.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** The capabilities that engines give to every container and that the baseline level allows to add. */
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

/** Each of these alone is enough to escape from the container. */
const ESCAPE = new Set([
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
export default defineManifestRule({
  id: 'DEP-CAPADD',
  name: 'no-added-capability',
  severity: 'high',
  practice: 'deployment-security',
  title: 'Non-default capability is added',
  why: 'Added capabilities open parts of the kernel that are closed to containers by default. With some of them a container can take over the host.',
  remediation: 'Remove the capability, or replace ALL with the capability that the program needs',
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
            about: `${name} ${capability}`,
            severity: ESCAPE.has(capability) ? 'critical' : 'high',
            message: `Service "${name}" adds capability ${capability}`,
          });
      }
    for (const { name, node, pod } of manifest.containers)
      for (const item of valueAt(node, 'securityContext', 'capabilities', 'add')?.items ?? []) {
        const capability = textOf(item);
        const about = `${name} ${capability}`;
        const message = `Container "${name}"${ofAgent(pod)} adds capability ${capability}`;
        if (!DEFAULT.has(capability))
          report({
            at: item.range,
            about,
            // The runtime accepts the prefix CAP_. Pod Security does not know names with it, and rejects them.
            severity: ESCAPE.has(capability.toUpperCase().replace(/^CAP_/, ''))
              ? 'critical'
              : 'high',
            message,
            tags: ['pss:baseline'],
          });
        else if (capability !== 'NET_BIND_SERVICE' && !pod.isWindows)
          report({ at: item.range, about, severity: 'low', message, tags: ['pss:restricted'] });
      }
  },
});
