import { defineRule } from '../rule.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.27. */
export default defineRule({
  id: 'DEP-HEALTH-OFF',
  name: 'no-disabled-health-check',
  severity: 'low',
  practice: 'monitoring',
  title: 'The image’s health check is switched off',
  why: 'A container that hangs counts as running, although its image knows better.',
  remediation: 'Fix the check instead of removing it.',
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
        report({ at: off.range, message: `The service "${name}" switches its health check off.` });
    }
  },
});
