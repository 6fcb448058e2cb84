import type { Pod } from '../kubernetes/pods.js';
import { defineManifestRule } from '../rule.js';
import { identityText, textOf, valueAt } from '../yaml-values.js';

/** The last part of a short mount, such as `ro,rshared`. */
const SHARED_OPTION = /:(?:[\w-]+,)*r?shared(?:,[\w-]+)*$/;

/** Source: CIS Docker Benchmark 5.20. */
export default defineManifestRule({
  id: 'DEP-PROPAGATION',
  name: 'no-shared-mount-propagation',
  severity: 'medium',
  severityReason: 'What the container mounts appears on the host; needs the right to mount',
  practice: 'deployment-security',
  title: 'Mounts of the container appear on the host',
  why: 'With shared propagation, what the container mounts is mounted on the host and in other containers too, over the files that they use.',
  remediation: 'Remove the propagation, or use rslave (HostToContainer) to see mounts of the host',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation'],
  tags: ['cis:5.20'],
  wrong: 'services:\n  app:\n    volumes: ["/mnt:/mnt:rshared"]',
  right: 'services:\n  app:\n    volumes: ["/mnt:/mnt:rslave"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const volume of valueAt(node, 'volumes')?.items ?? []) {
        const mode = valueAt(volume, 'bind', 'propagation');
        if (!/^r?shared$/.test(textOf(mode)) && !SHARED_OPTION.test(textOf(volume))) continue;
        report({
          at: (mode ?? volume).range,
          about: `${name} ${textOf(valueAt(volume, 'source') ?? volume)} ${textOf(mode)}`.trim(),
          message: `Mounts of service "${name}" appear on the host (shared propagation)`,
        });
      }
    for (const { name, node, pod } of manifest.containers)
      for (const mount of valueAt(node, 'volumeMounts')?.items ?? []) {
        const mode = valueAt(mount, 'mountPropagation');
        if (mode && textOf(mode) === 'Bidirectional')
          report({
            at: mode.range,
            about: `${name} ${sourceOf(pod, textOf(valueAt(mount, 'name')))}`,
            message: `Mounts of container "${name}" appear on the host (Bidirectional)`,
          });
      }
  },
});

/** What is mounted, without the name of the volume, which can change. */
function sourceOf({ spec }: Pod, name: string): string {
  const volumes = valueAt(spec, 'volumes')?.items ?? [];
  const volume = volumes.find((one) => textOf(valueAt(one, 'name')) === name);
  const sources = [...(volume?.entries ?? [])].filter(([key]) => key !== 'name');
  return sources.map(([key, source]) => `${key} ${identityText(source)}`).join(' ');
}
