import { reportHostNamespace } from '../host-namespaces.js';
import { defineManifestRule } from '../rule.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.17. */
export default defineManifestRule({
  id: 'DEP-HOSTIPC',
  name: 'no-host-ipc',
  severity: 'high',
  severityReason: 'Reads and changes the shared memory of every process of the host',
  practice: 'deployment-security',
  title: 'Host IPC namespace is shared',
  why: 'The container can read and change the shared memory and message queues of host processes.',
  remediation:
    'Remove `hostIPC` or `ipc: host`; services of one project can share a namespace with `ipc: shareable`',
  aliases: ['KSV-0008'],
  tags: ['pss:baseline', 'cis:5.17'],
  wrong: 'services:\n  app:\n    ipc: host',
  right: 'services:\n  app:\n    ipc: shareable',
  check(manifest, report) {
    reportHostNamespace(
      manifest,
      { name: 'IPC namespace', podField: 'hostIPC', serviceKey: 'ipc' },
      report,
    );
  },
});
