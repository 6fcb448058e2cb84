import { defineRule } from '../rule.js';
import type { YamlNode } from '../yaml.js';

const SOCKET = /(docker|containerd|crio|podman|cri-dockerd|buildkitd)\.sock$/;

/** Source: CIS Docker Benchmark 5.32. */
export default defineRule({
  id: 'DEP-SOCK',
  name: 'no-engine-socket',
  severity: 'critical',
  practice: 'deployment-security',
  title: 'The container engine’s socket is mounted',
  why: 'Whoever can talk to the engine can start a privileged container on the host; a read-only mount does not change that.',
  mend: 'Do not mount the socket; give the container a narrow interface instead.',
  tags: ['cis:5.32'],
  wrong: 'services:\n  app:\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
  check(manifest, report) {
    for (const { name, node, pod } of manifest.containers)
      for (const source of pod ? [] : bindSources(node))
        if (SOCKET.test(String(source.scalar).split(':')[0] ?? ''))
          report({
            at: source.range,
            message: `The service "${name}" mounts the container engine’s socket.`,
          });
    const pods = new Set(manifest.containers.flatMap(({ pod }) => (pod ? [pod] : [])));
    for (const pod of pods)
      for (const volume of pod.entries.get('volumes')?.items ?? []) {
        const path = volume.entries.get('hostPath')?.entries.get('path');
        if (path && SOCKET.test(String(path.scalar)))
          report({ at: path.range, message: 'The pod mounts the container engine’s socket.' });
      }
  },
});

/** Compose volumes, short form `source:target[:mode]` or long form with `source`. */
function bindSources(service: YamlNode): YamlNode[] {
  return (service.entries.get('volumes')?.items ?? []).flatMap((volume) => {
    if (volume.kind === 'scalar') return [volume];
    const source = volume.entries.get('source');
    return source ? [source] : [];
  });
}
