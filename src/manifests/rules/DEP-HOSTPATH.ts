import { hostPathProblem } from '../host-paths.js';
import { ofAgent } from '../kubernetes/agents.js';
import { defineManifestRule } from '../rule.js';
import { usersOf, volumeMountsOf } from '../volume-mounts.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "HostPath Volumes". */
export default defineManifestRule({
  id: 'DEP-HOSTPATH',
  name: 'no-host-path',
  severity: 'medium',
  severityReason: 'Reads or changes files of the node, none of which is known to control it',
  supersedes: ['DEP-VOLTYPE'],
  practice: 'deployment-security',
  title: 'hostPath volume is used',
  why: 'A host path ties the pod to its node, and lets it read or change files of the node and of other pods.',
  remediation: 'Use a PersistentVolumeClaim, a ConfigMap or an emptyDir',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  aliases: ['KSV-0023'],
  tags: ['pss:baseline'],
  wrong: 'kind: Pod\nspec:\n  volumes:\n    - name: data\n      hostPath: { path: /srv/data }',
  right:
    'kind: Pod\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim: { claimName: data }',
  check(manifest, report) {
    for (const pod of manifest.pods)
      for (const volume of valueAt(pod.spec, 'volumes')?.items ?? []) {
        const hostPath = valueAt(volume, 'hostPath');
        const name = textOf(valueAt(volume, 'name'));
        if (hostPath && hostPath.scalar !== null)
          report({
            at: hostPath.key,
            // Without the name of the volume, which can change.
            about: textOf(valueAt(hostPath, 'path')),
            reach: usersOf(volumeMountsOf(pod, volume)),
            problem: hostPathProblem(pod, textOf(valueAt(hostPath, 'path'))),
            message: `Volume "${name}"${ofAgent(pod)} mounts a path of the host`,
          });
      }
  },
});
