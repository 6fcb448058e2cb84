import { hasDefault } from '../cluster/limit-ranges.js';
import { rejectedBy } from '../cluster/namespace-limits.js';
import { hasRequest } from '../cluster/requests.js';
import { containerLocation } from '../kubernetes/pods.js';
import { isZeroOrUnset } from '../kubernetes/quantities.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

const REQUESTS = ['requests.memory', 'memory'];

/** Source: CIS Docker Benchmark 5.11. */
export default defineManifestRule({
  id: 'DEP-MEMLIMIT',
  name: 'memory-limit',
  severity: 'low',
  severityReason: 'Availability: one container can use the memory of the host',
  ruleSet: 'all',
  practice: 'denial-of-service',
  title: 'No memory limit',
  why: 'A container that leaks memory or is attacked can take the memory of all others on the host.',
  remediation: 'Set a memory limit a little above what the program needs',
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
          about: name,
          message: `Service "${name}" has no memory limit`,
        });
    }
    for (const container of manifest.containers) {
      if (container.list === 'ephemeralContainers' || container.partial) continue;
      const limit = valueAt(container.node, 'resources', 'limits', 'memory');
      const podLimit = valueAt(container.pod.spec, 'resources', 'limits', 'memory');
      if (!limit && hasDefault(container, 'memory', ['default'], manifest.allManifests)) continue;
      if (!isZeroOrUnset(limit) || !isZeroOrUnset(podLimit)) continue;
      // A request that is not set has the value of the limit.
      const keys = hasRequest(container, 'memory', manifest.allManifests) ? [] : REQUESTS;
      const rejected = isSet(limit)
        ? ''
        : rejectedBy(manifest, container, ['limits.memory', ...keys]);
      report({
        at: isSet(limit) ? limit.range : containerLocation(container),
        about: container.name,
        message: `Container "${container.name}" has no memory limit${rejected}`,
      });
    }
  },
});
