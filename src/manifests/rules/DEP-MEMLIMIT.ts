import { find, isSet, textOf } from '../compose/compose-values.js';
import { isNoQuantity, nameKey } from '../kubernetes/kubernetes.js';
import { defineRule } from '../rule.js';

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
        find(node, 'mem_limit'),
        find(node, 'deploy', 'resources', 'limits', 'memory'),
      ];
      if (!partial && !limits.some((limit) => isSet(limit) && !/^0+[a-z]*$/i.test(textOf(limit))))
        report({
          at: node.key,
          message: `The service "${name}" has no memory limit.`,
        });
    }
    for (const container of manifest.containers) {
      if (container.list === 'ephemeralContainers' || container.partial) continue;
      const limit = find(container.node, 'resources', 'limits', 'memory');
      const ofPod = find(container.pod.spec, 'resources', 'limits', 'memory');
      if (isNoQuantity(limit) && isNoQuantity(ofPod))
        report({
          at: isSet(limit) ? limit.range : nameKey(container),
          message: `The container "${container.name}" has no memory limit.`,
        });
    }
  },
});
