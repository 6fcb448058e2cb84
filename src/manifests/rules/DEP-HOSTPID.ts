import { reportHostNamespace } from '../host-namespaces.js';
import { defineRule } from '../rule.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.16. */
export default defineRule({
  id: 'DEP-HOSTPID',
  name: 'no-host-pid',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A container sees the host’s processes',
  why: 'It can read the environment and memory of the host’s processes, and signal them.',
  remediation: 'Leave the process namespace to the container.',
  aliases: ['KSV-0010'],
  tags: ['pss:baseline', 'cis:5.16'],
  wrong: 'services:\n  app:\n    pid: host',
  right: 'services:\n  app:\n    pid: service:web',
  check(manifest, report) {
    reportHostNamespace(manifest, 'hostPID', 'pid', 'process namespace', report);
  },
});
