import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-LOG-OFF',
  name: 'no-disabled-log',
  severity: 'medium',
  severityReason: 'No trace of an attack',
  supersedes: ['DEP-LOG-UNBOUNDED'],
  practice: 'monitoring',
  title: 'Logging is disabled',
  why: 'Without logs an incident cannot be investigated.',
  remediation: 'Use the log driver `local`, or one that sends the logs to another system',
  wrong: 'services:\n  app:\n    logging: { driver: none }',
  right: 'services:\n  app:\n    logging: { driver: local }',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const driver = valueAt(node, 'logging', 'driver');
      if (driver && textOf(driver) === 'none')
        report({
          at: driver.range,
          about: name,
          message: `Service "${name}" disables logging`,
          fix: replaceScalar(driver, 'local', 'Write a log that is rotated'),
        });
    }
  },
});
