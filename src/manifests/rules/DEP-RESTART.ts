import { defineRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isSet, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.15. */
export default defineRule({
  id: 'DEP-RESTART',
  name: 'restart-policy',
  severity: 'info',
  practice: 'monitoring',
  title: 'A service has no restart policy',
  why: 'A service that crashes once stays down; one that restarts for ever hides that it crashes.',
  remediation: 'Set `restart: on-failure:5`; a job says `restart: "no"`.',
  tags: ['cis:5.15'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    restart: on-failure:5',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      if (partial || isSet(valueAt(node, 'deploy', 'restart_policy'))) continue;
      if (!isSet(valueAt(node, 'restart')))
        report({
          at: node.key,
          message: `The service "${name}" has no restart policy.`,
          fix: setKey(node, ['restart'], 'on-failure:5', 'Restart it a few times after a failure'),
        });
    }
  },
});
