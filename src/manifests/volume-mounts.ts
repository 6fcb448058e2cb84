import { serviceMounts } from './compose/service-values.js';
import type { Pod } from './kubernetes/resources.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import type { ObservedReach } from './observed-reach.js';
import { containerReach } from './pod-reach.js';
import { isTrue, textOf, valueAt } from './yaml-values.js';

/** A container or service that mounts a volume. */
export interface VolumeMount extends Pick<ObservedReach, 'name'> {
  readonly at: NonNullable<ObservedReach['at']>;
  readonly isReadOnly: boolean;
  /** The part of the volume that it mounts; empty for all of it. */
  readonly part: string;
}

/** The mounts of a volume by the containers of its pod. */
export function volumeMountsOf(pod: Pod, volume: ManifestNode): VolumeMount[] {
  const own = textOf(valueAt(volume, 'name'));
  return pod.containers.flatMap((container) =>
    (valueAt(container.node, 'volumeMounts')?.items ?? [])
      .filter((mount) => textOf(valueAt(mount, 'name')) === own)
      .map((mount) => ({
        ...containerReach(container),
        isReadOnly: isTrue(valueAt(mount, 'readOnly')),
        part: textOf(valueAt(mount, 'subPath') ?? valueAt(mount, 'subPathExpr')),
      })),
  );
}

/** The mounts of a named volume by the services of a Compose file. */
export function servicesWith({ services }: Manifest, volume: string): VolumeMount[] {
  return services.flatMap(({ name, node }) =>
    serviceMounts(node)
      .filter(({ source }) => source === volume)
      .map(({ isReadOnly }) => ({
        at: node.key,
        name: `service "${name}"`,
        isReadOnly,
        part: '',
      })),
  );
}

/** Who has the volume, whether or not for reading only: with a socket, that makes no difference. */
export function usersOf(mounts: readonly VolumeMount[]): ObservedReach[] {
  return mounts.map(({ at, name, part }) => ({ at, name, value: `read ${part}` }));
}

/** Who has the volume, and who can write to it. */
export function usersAndWritersOf(mounts: readonly VolumeMount[]): ObservedReach[] {
  const writers = mounts.filter(({ isReadOnly }) => !isReadOnly);
  return [
    ...usersOf(mounts),
    ...writers.map(({ at, name, part }) => ({
      at,
      name: `writes of ${name}`,
      value: `write ${part}`,
    })),
  ];
}
