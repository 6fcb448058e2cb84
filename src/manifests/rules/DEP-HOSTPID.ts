import { reportHostNamespace } from '../host-namespaces.js';
import { defineManifestRule } from '../rule.js';

/** Source: Pod Security Standards baseline "Host Namespaces"; CIS Docker Benchmark 5.16. */
export default defineManifestRule({
  id: 'DEP-HOSTPID',
  name: 'no-host-pid',
  severity: 'high',
  severityReason:
    'Sees every process of the host, with its environment, and can signal those of its user',
  practice: 'deployment-security',
  title: 'Host PID namespace is shared',
  why: 'The container can read the environment and memory of host processes, and send them signals.',
  remediation: 'Remove `hostPID` or `pid: host`',
  aliases: ['KSV-0010'],
  tags: ['pss:baseline', 'cis:5.16'],
  wrong: 'services:\n  app:\n    pid: host',
  right: 'services:\n  app:\n    pid: service:web',
  check(manifest, report) {
    reportHostNamespace(
      manifest,
      { name: 'PID namespace', podField: 'hostPID', serviceKey: 'pid' },
      report,
    );
  },
});
