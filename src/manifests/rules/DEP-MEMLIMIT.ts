import { containerLocation, isZeroOrUnset } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.11. */
export default defineRule({
  id: 'DEP-MEMLIMIT',
  name: 'memory-limit',
  severity: 'medium',
  practice: 'denial-of-service',
  title: 'No memory limit is set',
  why: 'One container that leaks or is attacked takes the memory of all others on the host.',
  remediation: 'Set a memory limit a little above what the program needs.',
  aliases: ['KSV-0018', 'unset-memory-requirements'],
  tags: ['cis:5.11'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    mem_limit: 256m',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      const limits = [
        valueAt(node, 'mem_limit'),
        valueAt(node, 'deploy', 'resources', 'limits', 'memory'),
      ];
      if (!partial && !limits.some((limit) => isSet(limit) && !/^0+[a-z]*$/i.test(textOf(limit))))
        report({
          at: node.key,
          message: `The service "${name}" has no memory limit.`,
        });
    }
    for (const container of manifest.containers) {
      if (container.list === 'ephemeralContainers' || container.partial) continue;
      const limit = valueAt(container.node, 'resources', 'limits', 'memory');
      const ofPod = valueAt(container.pod.spec, 'resources', 'limits', 'memory');
      if (isZeroOrUnset(limit) && isZeroOrUnset(ofPod))
        report({
          at: isSet(limit) ? limit.range : containerLocation(container),
          message: `The container "${container.name}" has no memory limit.`,
        });
    }
  },
});
