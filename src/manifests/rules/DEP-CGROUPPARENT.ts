import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.25. */
export default defineManifestRule({
  id: 'DEP-CGROUPPARENT',
  name: 'no-cgroup-parent',
  severity: 'low',
  severityReason: 'The limits of the container are those of another group',
  practice: 'denial-of-service',
  title: 'Service chooses its control group',
  why: 'In another control group the container shares the limits of other programs, or has none, and can take their memory and CPU time.',
  remediation: 'Remove `cgroup_parent`, and set limits on the service',
  references: ['https://docs.docker.com/reference/compose-file/services/#cgroup_parent'],
  tags: ['cis:5.25'],
  wrong: 'services:\n  app:\n    cgroup_parent: system.slice',
  right: 'services:\n  app:\n    mem_limit: 256m',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const parent = valueAt(node, 'cgroup_parent');
      if (isSet(parent))
        report({
          at: parent.range,
          about: `${name} ${textOf(parent)}`,
          message: `Service "${name}" runs in a control group that the manifest chooses`,
        });
    }
  },
});
