import { hasDefault } from '../cluster/limit-ranges.js';
import { rejectedBy } from '../cluster/namespace-limits.js';
import { containerLocation } from '../kubernetes/pods.js';
import { isZeroOrUnset } from '../kubernetes/quantities.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.12. */
export default defineManifestRule({
  id: 'DEP-CPULIMIT',
  name: 'cpu-limit',
  severity: 'low',
  severityReason:
    'Availability: a limit also slows a program down, and many leave it out on purpose',
  ruleSet: 'all',
  practice: 'denial-of-service',
  title: 'No CPU limit',
  why: 'A container without a limit can take all CPU time from the others on the host.',
  remediation: 'Set a CPU limit',
  aliases: ['KSV-0011'],
  tags: ['cis:5.12'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    cpus: 0.5',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      const limits = [
        valueAt(node, 'cpus'),
        valueAt(node, 'cpu_quota'),
        valueAt(node, 'deploy', 'resources', 'limits', 'cpus'),
      ];
      if (!partial && !limits.some((limit) => isSet(limit) && !/^[0.]+$/.test(textOf(limit))))
        report({
          at: node.key,
          about: name,
          message: `Service "${name}" has no CPU limit`,
        });
    }
    for (const container of manifest.containers) {
      if (container.list === 'ephemeralContainers' || container.partial) continue;
      const limit = valueAt(container.node, 'resources', 'limits', 'cpu');
      const podLimit = valueAt(container.pod.spec, 'resources', 'limits', 'cpu');
      if (!limit && hasDefault(container, 'cpu', ['default'], manifest.allManifests)) continue;
      if (!isZeroOrUnset(limit) || !isZeroOrUnset(podLimit)) continue;
      const rejected = isSet(limit) ? '' : rejectedBy(manifest, container, ['limits.cpu']);
      report({
        at: isSet(limit) ? limit.range : containerLocation(container),
        about: container.name,
        message: `Container "${container.name}" has no CPU limit${rejected}`,
      });
    }
  },
});
