import { workloadLocation } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isSet, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-JOBTTL',
  name: 'job-time-to-live',
  severity: 'info',
  severityReason: 'Size: finished objects stay in the cluster',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Finished job is never removed',
  why: 'Its pods, logs and secrets stay in the cluster until someone deletes them.',
  remediation: 'Set `ttlSecondsAfterFinished`',
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
        about: resource.name,
        message: `Job "${resource.name}" is not removed after it finishes`,
        fix: setKey(
          spec,
          ['ttlSecondsAfterFinished'],
          '86400',
          'Remove the job a day after it finishes',
        ),
      });
    }
  },
});
