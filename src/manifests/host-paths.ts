import { claimMountsOf } from './claim-mounts.js';
import { serviceMounts } from './compose/service-values.js';
import { describeWorkload } from './kubernetes/agents.js';
import { describeResource, type Pod } from './kubernetes/resources.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import type { ManifestRuleContext } from './rule.js';
import { borrowersOf, servicesWith, type VolumeMount, volumeMountsOf } from './volume-mounts.js';
import { textOf, valueAt } from './yaml-values.js';

/** A path of the host that a container can access. */
export interface HostPath {
  readonly at: ManifestNode;
  /** Normalized; `~` is the home of the user who starts the container. */
  readonly path: string;
  /** Starts a sentence: `Service "web"`. */
  readonly subject: string;
  /** The name of the service or volume; undefined for a pod. */
  readonly name?: string;
  /** What findings about the same volume of a pod have in common. */
  readonly problem?: string;
  /** The service cannot write to it. */
  readonly isReadOnly?: boolean;
  /** Who mounts the volume; for a mount of a service, who has it from there. */
  readonly mounts?: readonly VolumeMount[];
}

/**
 * Every absolute path of the host that a manifest mounts, by bind mounts, named volumes, hostPath volumes and persistent volumes. A path that
 * starts with a variable counts as absolute; a named pipe of Windows starts with `/pipe`.
 */
export function hostPaths(
  manifest: Manifest & Pick<ManifestRuleContext, 'allManifests'>,
): HostPath[] {
  const paths: HostPath[] = [];
  const add = (at: ManifestNode, value: string, rest: Omit<HostPath, 'at' | 'path'>) => {
    const path = value.replaceAll('\\', '/');
    if (/^(?:~?\/|\$\{?\w+\}?\/)/.test(path))
      paths.push({ at, path: normalizePath(path), ...rest });
  };
  for (const { name, node } of manifest.services)
    for (const { at, source, isReadOnly } of serviceMounts(node))
      add(at, source, {
        subject: `Service "${name}"`,
        name,
        isReadOnly,
        mounts: borrowersOf(manifest, name, isReadOnly),
      });
  if (manifest.kind === 'compose')
    for (const document of manifest.documents)
      for (const [name, volume] of valueAt(document, 'volumes')?.entries ?? []) {
        const device = valueAt(volume, 'driver_opts', 'device');
        const mounts = servicesWith(manifest, name);
        if (device) add(device, textOf(device), { subject: `Volume "${name}"`, name, mounts });
      }
  for (const pod of manifest.pods)
    for (const volume of valueAt(pod.spec, 'volumes')?.items ?? []) {
      const path = valueAt(volume, 'hostPath', 'path');
      if (path)
        add(path, textOf(path), {
          subject: describeWorkload(pod),
          problem: hostPathProblem(pod, textOf(path)),
          mounts: volumeMountsOf(pod, volume),
        });
    }
  for (const volume of manifest.resources)
    for (const source of volume.kind === 'PersistentVolume' ? ['hostPath', 'local'] : []) {
      const path = valueAt(volume.node, 'spec', source, 'path');
      if (path)
        add(path, textOf(path), {
          subject: describeResource(volume),
          name: volume.name,
          mounts: claimMountsOf(volume, manifest.allManifests ?? [manifest]),
        });
    }
  return paths;
}

/** Whether a path is the socket of a container engine: who reaches it controls the host, also through a read-only mount. */
export function isEngineSocket(path: string): boolean {
  return SOCKET.test(path);
}

const SOCKET =
  /(^|\/)(docker|containerd|crio|podman|cri-dockerd|buildkitd)\.sock$|^\/pipe\/docker_engine/;

/** What findings about a path of the host that a pod mounts have in common: they are one problem. */
export function hostPathProblem({ workload }: Pod, path: string): string {
  return `${workload.kind} ${workload.namespace} ${workload.name} hostPath ${path}`;
}

function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return /^[~$]/.test(path) ? parts.join('/') : `/${parts.join('/')}`;
}
