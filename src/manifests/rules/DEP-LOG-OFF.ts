import { defineRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-LOG-OFF',
  name: 'no-disabled-log',
  severity: 'medium',
  practice: 'monitoring',
  title: 'A service writes no log',
  why: 'After a break-in nobody can say what happened.',
  remediation: 'Use the driver `local`, or one that ships the log.',
  wrong: 'services:\n  app:\n    logging: { driver: none }',
  right: 'services:\n  app:\n    logging: { driver: local }',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const driver = valueAt(node, 'logging', 'driver');
      if (driver && textOf(driver) === 'none')
        report({
          at: driver.range,
          message: `The service "${name}" writes no log.`,
          fix: replaceScalar(driver, 'local', 'Keep a log that is rotated'),
        });
    }
  },
});
