import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isSet, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.15. */
export default defineManifestRule({
  id: 'DEP-RESTART',
  name: 'restart-policy',
  severity: 'info',
  severityReason: 'Availability: the service stays down after an error, which may be wanted',
  ruleSet: 'all',
  practice: 'monitoring',
  title: 'No restart policy',
  why: 'A service that crashes once stays down. A service that restarts without a limit hides that it crashes.',
  remediation: 'Set `restart: on-failure:5`, or `restart: "no"` for a job',
  tags: ['cis:5.15'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    restart: on-failure:5',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      if (partial || isSet(valueAt(node, 'deploy', 'restart_policy'))) continue;
      if (!isSet(valueAt(node, 'restart')))
        report({
          at: node.key,
          about: name,
          message: `Service "${name}" has no restart policy`,
          fix: setKey(node, ['restart'], 'on-failure:5', 'Restart up to 5 times after a failure'),
        });
    }
  },
});
