import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

const NAMESPACES = [
  ['uts', 'UTS namespace', 'cis:5.21'],
  ['userns_mode', 'user namespace', 'cis:5.31'],
  ['cgroup', 'cgroup namespace', 'cis:5.25'],
] as const;

/** Source: CIS Docker Benchmark 5.21, 5.25 and 5.31. */
export default defineManifestRule({
  id: 'DEP-HOSTNS-OTHER',
  name: 'no-other-host-namespace',
  severity: 'medium',
  severityReason: 'One barrier to the host less, which alone gives no access',
  practice: 'deployment-security',
  title: 'Host UTS, user or cgroup namespace is shared',
  why: 'The container can change the host name, is root with the user ids of the host, or can see and change the control groups of the host.',
  remediation: 'Remove the key: the container then gets its own namespace',
  wrong: 'services:\n  app:\n    userns_mode: host',
  right: 'services:\n  app:\n    cgroup: private',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const [key, namespace, cisTag] of NAMESPACES) {
        const value = valueAt(node, key);
        if (value && textOf(value) === 'host')
          report({
            at: value.range,
            about: `${name} ${key}`,
            message: `Service "${name}" shares the host’s ${namespace}`,
            tags: [cisTag],
          });
      }
  },
});
