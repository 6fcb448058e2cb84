import { defineRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-OOM',
  name: 'no-oom-exemption',
  severity: 'medium',
  practice: 'denial-of-service',
  title: 'The container is kept from being killed when memory runs out',
  why: 'The kernel then kills something else of the host, or hangs.',
  remediation: 'Remove the key and set a memory limit.',
  wrong: 'services:\n  app:\n    oom_kill_disable: true',
  right: 'services:\n  app:\n    mem_limit: 256m',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const message = `The service "${name}" is kept from being killed when memory runs out: others are.`;
      const disable = valueAt(node, 'oom_kill_disable');
      if (disable && isTrue(disable))
        report({
          at: disable.range,
          message,
          fix: replaceScalar(disable, 'false', 'Let the kernel kill it'),
        });
      const score = valueAt(node, 'oom_score_adj');
      if (score && Number(textOf(score)) <= -900)
        report({
          at: score.range,
          message,
          fix: replaceScalar(score, '0', 'Use the default score'),
        });
    }
  },
});
