import { defineManifestRule } from '../rule.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.27. */
export default defineManifestRule({
  id: 'DEP-HEALTH-OFF',
  name: 'no-disabled-health-check',
  severity: 'low',
  severityReason: 'Availability: nobody notices that the program hangs',
  ruleSet: 'all',
  supersedes: ['DEP-HEALTH'],
  practice: 'monitoring',
  title: 'Health check is disabled',
  why: 'A container that hangs counts as running, although the image could detect it.',
  remediation: 'Fix the health check instead of disabling it',
  tags: ['cis:5.27'],
  wrong: 'services:\n  app:\n    healthcheck: { disable: true }',
  right: 'services:\n  app:\n    healthcheck: { test: [CMD, /app, -health] }',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const disable = valueAt(node, 'healthcheck', 'disable');
      const test = valueAt(node, 'healthcheck', 'test');
      const off =
        disable && isTrue(disable)
          ? disable
          : test && textOf(test.items[0] ?? test) === 'NONE'
            ? test
            : undefined;
      if (off)
        report({
          at: off.range,
          about: name,
          message: `Service "${name}" disables its health check`,
        });
    }
  },
});
