import { defineRule } from '../rule.js';
import { valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "HostPath Volumes". */
export default defineRule({
  id: 'DEP-HOSTPATH',
  name: 'no-host-path',
  severity: 'medium',
  practice: 'deployment-security',
  title: 'A volume takes a path of the host',
  why: 'A path of the host ties the pod to its node and lets it read or change what belongs to others.',
  remediation: 'Use a persistent volume claim, a config map or an emptyDir.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  aliases: ['KSV-0023'],
  tags: ['pss:baseline'],
  wrong: 'kind: Pod\nspec:\n  volumes:\n    - name: data\n      hostPath: { path: /srv/data }',
  right:
    'kind: Pod\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim: { claimName: data }',
  check(manifest, report) {
    for (const { spec } of manifest.pods)
      for (const volume of valueAt(spec, 'volumes')?.items ?? []) {
        const hostPath = valueAt(volume, 'hostPath');
        if (hostPath && hostPath.scalar !== null)
          report({
            at: hostPath.key,
            message: 'The volume takes a path of the host, which other pods and the node share.',
          });
      }
  },
});
