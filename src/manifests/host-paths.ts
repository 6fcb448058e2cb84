import { claimMountsOf } from './claim-mounts.js';
import { serviceMounts } from './compose/service-values.js';
import { describeWorkload } from './kubernetes/agents.js';
import type { Pod } from './kubernetes/pods.js';
import { describeResource } from './kubernetes/resources.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import type { ManifestRuleContext } from './rule.js';
import {
  borrowersOf,
  servicesUsing,
  servicesWith,
  type VolumeMount,
  volumeMountsOf,
} from './volume-mounts.js';
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
  for (const { name, options, mounts } of localVolumes(manifest)) {
    const rest = { subject: `Volume "${name}"`, name, mounts };
    const device = valueAt(options, 'device');
    if (device) add(device, textOf(device), rest);
    const option = valueAt(options, 'o');
    for (const path of layersOf(textOf(option))) if (option) add(option, path, rest);
  }
  for (const { at, name, kind, mounts } of mountedFiles(manifest))
    add(at, textOf(at), { subject: `${kind} "${name}"`, name, isReadOnly: true, mounts });
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

/** A volume of a Compose file with options of its driver. */
interface LocalVolume {
  readonly name: string;
  readonly options: ManifestNode;
  readonly mounts: readonly VolumeMount[];
}

/** The volumes of a Compose file that are mounted with options. */
export function localVolumes(manifest: Manifest): LocalVolume[] {
  if (manifest.kind !== 'compose') return [];
  return manifest.documents.flatMap((document) =>
    [...(valueAt(document, 'volumes')?.entries ?? [])].flatMap(([name, volume]) => {
      const options = valueAt(volume, 'driver_opts');
      return options ? [{ name, options, mounts: servicesWith(manifest, name) }] : [];
    }),
  );
}

/** The folders of an overlay: `lowerdir=/a:/b,upperdir=/c`. */
function layersOf(options: string): string[] {
  return options
    .split(',')
    .flatMap((option) => /^(?:lowerdir|upperdir)=(.*)$/s.exec(option)?.[1]?.split(':') ?? []);
}

/** The files of the host that a Compose file mounts as configurations and secrets. Outside of Swarm, they are bind mounts. */
function mountedFiles(manifest: Manifest) {
  if (manifest.kind !== 'compose') return [];
  return manifest.documents.flatMap((document) =>
    (['configs', 'secrets'] as const).flatMap((key) =>
      [...(valueAt(document, key)?.entries ?? [])].flatMap(([name, entry]) => {
        const at = valueAt(entry, 'file');
        const kind = key === 'configs' ? 'Configuration' : 'Secret';
        return at ? [{ at, name, kind, mounts: servicesUsing(manifest, key, name) }] : [];
      }),
    ),
  );
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
