import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

const NAMESPACES = [
  ['uts', 'UTS namespace', 'cis:5.21'],
  ['userns_mode', 'user namespace', 'cis:5.31'],
  ['cgroup', 'cgroup namespace', 'cis:5.25'],
] as const;

/** Source: CIS Docker Benchmark 5.21, 5.25 and 5.31. */
export default defineRule({
  id: 'DEP-HOSTNS-OTHER',
  name: 'no-other-host-namespace',
  severity: 'medium',
  practice: 'deployment-security',
  title: 'A container shares the host’s UTS, user or cgroup namespace',
  why: 'It can rename the host, is root with the host’s own user ids, or sees and may change the host’s control groups.',
  remediation: 'Remove the key: the engine then makes a namespace for the container.',
  wrong: 'services:\n  app:\n    userns_mode: host',
  right: 'services:\n  app:\n    cgroup: private',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const [key, what, cis] of NAMESPACES) {
        const value = valueAt(node, key);
        if (value && textOf(value) === 'host')
          report({
            at: value.range,
            message: `The service "${name}" shares the host’s ${what}.`,
            tags: [cis],
          });
      }
  },
});
