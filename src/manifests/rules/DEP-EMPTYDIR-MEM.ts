import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-EMPTYDIR-MEM',
  name: 'memory-volume-size',
  severity: 'low',
  severityReason: 'Availability: the volume can use the memory of the node',
  ruleSet: 'all',
  practice: 'denial-of-service',
  title: 'In-memory volume has no size limit',
  why: 'The files of the volume use the memory of the node: without a limit the pod can fill it until other pods are killed.',
  remediation: 'Set `sizeLimit`',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#emptydir'],
  wrong: 'kind: Pod\nspec:\n  volumes:\n    - name: a\n      emptyDir: { medium: Memory }',
  right:
    'kind: Pod\nspec:\n  volumes:\n    - name: a\n      emptyDir: { medium: Memory, sizeLimit: 64Mi }',
  check(manifest, report) {
    for (const { spec } of manifest.pods)
      for (const volume of valueAt(spec, 'volumes')?.items ?? []) {
        const medium = valueAt(volume, 'emptyDir', 'medium');
        const name = textOf(valueAt(volume, 'name'));
        if (
          medium &&
          textOf(medium) === 'Memory' &&
          !isSet(valueAt(volume, 'emptyDir', 'sizeLimit'))
        )
          report({
            at: medium.range,
            about: name,
            message: `In-memory volume "${name}" has no size limit`,
          });
      }
  },
});
