import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.29. */
export default defineManifestRule({
  id: 'DEP-PIDS',
  name: 'process-limit',
  severity: 'low',
  severityReason:
    'Availability: one container can use up the processes of the host; most engines have a limit of their own',
  ruleSet: 'all',
  practice: 'denial-of-service',
  title: 'No process limit',
  why: 'A fork bomb in one container uses up the process ids of the host.',
  remediation: 'Set `pids_limit`; most services need fewer than 100',
  tags: ['cis:5.29'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    pids_limit: 100',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      const limits = [
        valueAt(node, 'pids_limit'),
        valueAt(node, 'deploy', 'resources', 'limits', 'pids'),
      ].filter(isSet);
      // A variable without a default is not a number and counts as a limit.
      const limited = limits.some((limit) => !(Number(textOf(limit)) <= 0));
      if (!limited && !(partial && limits.length === 0))
        report({
          at: limits[0]?.range ?? node.key,
          about: name,
          message: `Service "${name}" has no process limit`,
        });
    }
  },
});
