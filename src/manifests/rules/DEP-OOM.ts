import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-OOM',
  name: 'no-oom-exemption',
  severity: 'low',
  severityReason: 'Availability: the host runs out of memory instead of the container',
  practice: 'denial-of-service',
  title: 'OOM killer is disabled',
  why: 'When memory runs out, the kernel kills other processes of the host instead, or the host hangs.',
  remediation: 'Remove the key and set a memory limit',
  wrong: 'services:\n  app:\n    oom_kill_disable: true',
  right: 'services:\n  app:\n    mem_limit: 256m',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      const message = `Service "${name}" is exempt from the OOM killer`;
      const disable = valueAt(node, 'oom_kill_disable');
      if (disable && isTrue(disable))
        report({
          at: disable.range,
          about: `${name} oom_kill_disable`,
          message,
          fix: replaceScalar(disable, 'false', 'Enable the OOM killer'),
        });
      const score = valueAt(node, 'oom_score_adj');
      if (score && Number(textOf(score)) <= -900)
        report({
          at: score.range,
          about: `${name} ${textOf(score)}`,
          message,
          fix: replaceScalar(score, '0', 'Use the default OOM score'),
        });
    }
  },
});
