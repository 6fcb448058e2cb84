import { reportHostNamespace } from '../host-namespaces.js';
import { defineRule } from '../rule.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.17. */
export default defineRule({
  id: 'DEP-HOSTIPC',
  name: 'no-host-ipc',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A container shares the host’s memory segments',
  why: 'It can read and change the shared memory and message queues of the host’s processes.',
  remediation:
    'Leave the IPC namespace to the container; `shareable` lets services of one project share it.',
  aliases: ['KSV-0008'],
  tags: ['pss:baseline', 'cis:5.17'],
  wrong: 'services:\n  app:\n    ipc: host',
  right: 'services:\n  app:\n    ipc: shareable',
  check(manifest, report) {
    reportHostNamespace(manifest, 'hostIPC', 'ipc', 'IPC namespace', report);
  },
});
