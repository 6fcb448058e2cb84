import { hostPathProblem, isEngineSocket } from '../host-paths.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-HOSTPATH-RW',
  name: 'host-path-read-only',
  severity: 'medium',
  severityReason: 'Changes files of the host, none of which is known to control it',
  practice: 'minimal-containers',
  title: 'Host path is mounted writable',
  why: 'Files that a container writes to its host outlive the container, and the host may execute them.',
  remediation: 'Set `readOnly: true` on the mount',
  aliases: ['writable-host-mount'],
  wrong:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      volumeMounts:\n        - { name: data, mountPath: /data }\n  volumes:\n    - { name: data, hostPath: { path: /srv/data } }',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      volumeMounts:\n        - { name: data, mountPath: /data, readOnly: true }\n  volumes:\n    - { name: data, hostPath: { path: /srv/data } }',
  check(manifest, report) {
    for (const { name, node, pod } of manifest.containers) {
      const volumes = valueAt(pod.spec, 'volumes')?.items ?? [];
      const hostVolumes = new Map(
        volumes
          .filter((volume) => valueAt(volume, 'hostPath'))
          .map((volume) => [
            textOf(valueAt(volume, 'name')),
            textOf(valueAt(volume, 'hostPath', 'path')),
          ]),
      );
      for (const mount of valueAt(node, 'volumeMounts')?.items ?? []) {
        const volume = valueAt(mount, 'name');
        const path = volume && hostVolumes.get(textOf(volume));
        if (!volume || path === undefined || isTrue(valueAt(mount, 'readOnly'))) continue;
        // DEP-SOCK: read-only, it gives as much.
        if (isEngineSocket(path)) continue;
        report({
          at: (valueAt(mount, 'readOnly') ?? volume).range,
          // Without the name of the volume, which can change.
          about: [name, path, ...partOf(mount)].join(' '),
          problem: hostPathProblem(pod, path),
          message: `Container "${name}" can write to the host through volume "${textOf(volume)}"`,
          fix: setKey(mount, ['readOnly'], 'true', 'Mount the path read-only'),
        });
      }
    }
  },
});

/** The part of the volume that is mounted. */
function partOf(mount: ManifestNode): string[] {
  return ['subPath', 'subPathExpr'].flatMap((key) => textOf(valueAt(mount, key)) || []);
}
