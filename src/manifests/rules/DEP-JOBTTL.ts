import { workloadLocation } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isSet, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-JOBTTL',
  name: 'job-time-to-live',
  severity: 'info',
  practice: 'minimal-containers',
  title: 'A finished job is kept for ever',
  why: 'Its pods, logs and secrets stay in the cluster until somebody cleans up.',
  remediation: 'Set `ttlSecondsAfterFinished`.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/'],
  aliases: ['job-ttl-seconds-after-finished'],
  wrong: 'kind: Job\nmetadata: { name: a }\nspec: { template: { spec: {} } }',
  right: 'kind: Job\nmetadata: { name: a }\nspec: { ttlSecondsAfterFinished: 86400 }',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      const spec = valueAt(resource.node, 'spec');
      if (resource.kind !== 'Job' || !spec || isSet(valueAt(spec, 'ttlSecondsAfterFinished')))
        continue;
      report({
        at: workloadLocation(resource),
        message: `The job "${resource.name}" is kept for ever after it has finished.`,
        fix: setKey(spec, ['ttlSecondsAfterFinished'], '86400', 'Remove it after a day'),
      });
    }
  },
});
