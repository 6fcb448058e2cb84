import { defineRule } from '../rule.js';
import { valueAt } from '../yaml-values.js';

/** `hostPath` is DEP-HOSTPATH's. */
const ALLOWED = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'hostPath',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Source: Pod Security Standards restricted "Volume Types". */
export default defineRule({
  id: 'DEP-VOLTYPE',
  name: 'restricted-volume-types',
  severity: 'low',
  practice: 'deployment-security',
  title: 'A volume has a type outside the restricted set',
  why: 'Such volumes reach storage past the cluster’s own control over it, some with the node’s rights.',
  remediation: 'Claim the storage with a persistent volume claim.',
  aliases: ['KSV-0028'],
  tags: ['pss:restricted'],
  wrong:
    'kind: Pod\nspec:\n  volumes:\n    - name: data\n      nfs: { server: files, path: /data }',
  right:
    'kind: Pod\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim: { claimName: data }',
  check(manifest, report) {
    for (const { spec } of manifest.pods)
      for (const volume of valueAt(spec, 'volumes')?.items ?? [])
        for (const [type, node] of volume.entries)
          if (type !== 'name' && node.scalar !== null && !ALLOWED.has(type))
            report({
              at: node.key,
              message: `The volume type ${type} is not one that the restricted standard allows.`,
            });
  },
});
