import { describeResource } from '../kubernetes/resources.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { isTrue, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-SHAREPID',
  name: 'no-shared-process-namespace',
  severity: 'low',
  severityReason: "Containers of one pod see each other's environment and files",
  practice: 'deployment-security',
  title: 'Containers of a pod share their processes',
  why: 'Each container can read the files, environment and secrets of the others through /proc, and send them signals.',
  remediation: 'Remove `shareProcessNamespace`',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/'],
  wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { shareProcessNamespace: true }',
  right: 'kind: Pod\nmetadata: { name: a }\nspec: { shareProcessNamespace: false }',
  check(manifest, report) {
    for (const pod of manifest.pods) {
      const { workload, spec } = pod;
      const value = valueAt(spec, 'shareProcessNamespace');
      if (value && isTrue(value))
        report({
          at: value.range,
          about: `${workload.kind} ${workload.name}`,
          reach: containersUnder(pod),
          message: `The containers of ${describeResource(workload)} share one process namespace`,
        });
    }
  },
});
