import { defineManifestRule } from '../rule.js';
import { usersOf, volumeMountsOf } from '../volume-mounts.js';
import { identityText, valueAt } from '../yaml-values.js';

/** DEP-HOSTPATH reports `hostPath`. */
const ALLOWED_TYPES = new Set([
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
export default defineManifestRule({
  id: 'DEP-VOLTYPE',
  name: 'restricted-volume-types',
  severity: 'low',
  severityReason:
    'Outside the restricted standard; DEP-HOSTPATH rates the volumes that reach the host',
  ruleSet: 'all',
  practice: 'deployment-security',
  title: 'Volume type is outside the restricted set',
  why: 'Such volumes access storage outside the control of the cluster, some of them with the permissions of the node.',
  remediation: 'Use a PersistentVolumeClaim',
  aliases: ['KSV-0028'],
  tags: ['pss:restricted'],
  wrong:
    'kind: Pod\nspec:\n  volumes:\n    - name: data\n      nfs: { server: files, path: /data }',
  right:
    'kind: Pod\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim: { claimName: data }',
  check(manifest, report) {
    for (const pod of manifest.pods)
      for (const volume of valueAt(pod.spec, 'volumes')?.items ?? [])
        for (const [type, node] of volume.entries)
          if (type !== 'name' && node.scalar !== null && !ALLOWED_TYPES.has(type))
            report({
              at: node.key,
              about: `${type} ${identityText(node)}`,
              reach: usersOf(volumeMountsOf(pod, volume)),
              message: `Volume type ${type} is not allowed by the restricted Pod Security Standard`,
            });
  },
});
