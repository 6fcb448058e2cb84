import { addTo } from '../lib/group-by.js';
import { serviceMounts } from './compose/service-values.js';
import type { Pod } from './kubernetes/pods.js';
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
export function servicesWith(manifest: Manifest, volume: string): VolumeMount[] {
  return manifest.services.flatMap(({ name, node }) =>
    serviceMounts(node)
      .filter(({ source }) => source === volume)
      .flatMap(({ isReadOnly }) => [
        serviceMount({ name, node }, isReadOnly),
        ...borrowersOf(manifest, name, isReadOnly),
      ]),
  );
}

/** The services of a Compose file that use one of its configurations or secrets. */
export function servicesUsing(
  { services }: Manifest,
  key: 'configs' | 'secrets',
  name: string,
): VolumeMount[] {
  return services
    .filter(({ node }) =>
      valueAt(node, key)?.items.some((item) => textOf(valueAt(item, 'source') ?? item) === name),
    )
    .map((service) => serviceMount(service, true));
}

/** The services that mount with `volumes_from` what a service mounts, also through others. */
export function borrowersOf(
  { services }: Manifest,
  lender: string,
  isReadOnly: boolean,
): VolumeMount[] {
  const byLender = borrowersIn(services);
  if (!byLender.has(lender)) return [];
  const mounts = new Map<string, VolumeMount>();
  const left = [{ name: lender, isReadOnly }];
  for (let one = left.pop(); one && mounts.size < MOST_BORROWERS; one = left.pop())
    for (const { service, isReadOnly: ofMount } of byLender.get(one.name) ?? []) {
      const mode = one.isReadOnly || ofMount;
      const known = mounts.get(service.name);
      if (service.name === lender || (known && (mode || !known.isReadOnly))) continue;
      mounts.set(service.name, serviceMount(service, mode));
      left.push({ name: service.name, isReadOnly: mode });
    }
  return [...mounts.values()];
}

/** More services that have one mount are not told apart. */
const MOST_BORROWERS = 1_000;

interface Borrower {
  readonly service: Service;
  readonly isReadOnly: boolean;
}

const borrowers = new WeakMap<readonly Service[], ReadonlyMap<string, readonly Borrower[]>>();

/** The services with `volumes_from` by the name of the service that they mount from. */
function borrowersIn(services: readonly Service[]): ReadonlyMap<string, readonly Borrower[]> {
  const known = borrowers.get(services);
  if (known) return known;
  const byLender = new Map<string, Borrower[]>();
  for (const service of services)
    for (const item of valueAt(service.node, 'volumes_from')?.items ?? []) {
      const [from = '', mode] = textOf(item).split(':');
      addTo(byLender, from, { service, isReadOnly: mode === 'ro' });
    }
  borrowers.set(services, byLender);
  return byLender;
}

type Service = Manifest['services'][number];

function serviceMount(
  { name, node }: Pick<Service, 'name' | 'node'>,
  isReadOnly: boolean,
): VolumeMount {
  return { at: node.key, name: `service "${name}"`, isReadOnly, part: '' };
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
