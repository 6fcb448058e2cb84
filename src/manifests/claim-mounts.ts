import { groupBy } from '../lib/group-by.js';
import type { Pod } from './kubernetes/pods.js';
import type { Resource } from './kubernetes/resources.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';
import { type VolumeMount, volumeMountsOf } from './volume-mounts.js';
import { textOf, valueAt } from './yaml-values.js';

/**
 * The containers that mount a persistent volume: those of pods with a claim that names it, or that it names. Which volume
 * another claim gets, the cluster decides.
 */
export function claimMountsOf(volume: Resource, manifests: readonly Manifest[]): VolumeMount[] {
  const { byVolume, users } = claimsIn(manifests);
  const reserved = valueAt(volume.node, 'spec', 'claimRef');
  const claims = new Set(byVolume.get(volume.name)?.map(({ claim }) => claim));
  if (reserved) {
    const namespace = textOf(valueAt(reserved, 'namespace')) || 'default';
    claims.add(`${namespace} ${textOf(valueAt(reserved, 'name'))}`);
  }
  return [...claims].flatMap((claim) =>
    (users.get(claim) ?? []).flatMap((user) => volumeMountsOf(user.pod, user.volume)),
  );
}

/** The claims of manifests by the volume that they name, and the volumes of pods by their claim: its namespace and name. */
interface Claims {
  readonly byVolume: ReadonlyMap<string, readonly { readonly claim: string }[]>;
  readonly users: ReadonlyMap<string, readonly { pod: Pod; volume: ManifestNode }[]>;
}

const known = new WeakMap<readonly Manifest[], Claims>();

function claimsIn(manifests: readonly Manifest[]): Claims {
  const before = known.get(manifests);
  if (before) return before;
  const bound = manifests
    .flatMap(({ resources }) => resources)
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map(({ node, name, namespace }) => ({
      volume: textOf(valueAt(node, 'spec', 'volumeName')),
      claim: `${namespace} ${name}`,
    }));
  const users = manifests
    .flatMap(({ pods }) => pods)
    .flatMap((pod) =>
      (valueAt(pod.spec, 'volumes')?.items ?? []).flatMap((volume) => {
        const name = textOf(valueAt(volume, 'persistentVolumeClaim', 'claimName'));
        const claim = `${pod.workload.namespace} ${name}`;
        return name === '' ? [] : [{ claim, pod, volume }];
      }),
    );
  const claims = {
    byVolume: groupBy(
      bound.filter(({ volume }) => volume !== ''),
      ({ volume }) => volume,
    ),
    users: groupBy(users, ({ claim }) => claim),
  };
  known.set(manifests, claims);
  return claims;
}
