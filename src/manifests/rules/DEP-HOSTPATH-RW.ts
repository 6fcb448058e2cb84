import { defineRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-HOSTPATH-RW',
  name: 'host-path-read-only',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'A path of the host is mounted writable',
  why: 'What a container writes to its host outlives the container and may be run by the host.',
  remediation: 'Set `readOnly: true` on the mount.',
  aliases: ['writable-host-mount'],
  wrong:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      volumeMounts:\n        - { name: data, mountPath: /data }\n  volumes:\n    - { name: data, hostPath: { path: /srv/data } }',
  right:
    'kind: Pod\nspec:\n  containers:\n    - name: a\n      volumeMounts:\n        - { name: data, mountPath: /data, readOnly: true }\n  volumes:\n    - { name: data, hostPath: { path: /srv/data } }',
  check(manifest, report) {
    for (const { name, node, pod } of manifest.containers) {
      const volumes = valueAt(pod.spec, 'volumes')?.items ?? [];
      const fromHost = new Set(
        volumes.filter((v) => valueAt(v, 'hostPath')).map((v) => textOf(valueAt(v, 'name'))),
      );
      for (const mount of valueAt(node, 'volumeMounts')?.items ?? []) {
        const volume = valueAt(mount, 'name');
        if (!volume || !fromHost.has(textOf(volume)) || isTrue(valueAt(mount, 'readOnly')))
          continue;
        report({
          at: (valueAt(mount, 'readOnly') ?? volume).range,
          message: `The container "${name}" may write to the host through the volume "${textOf(volume)}".`,
          fix: setKey(mount, ['readOnly'], 'true', 'Mount the path read-only'),
        });
      }
    }
  },
});
