import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf } from '../../yaml-values.js';
import { groupAndVersion } from './objects.js';

/** The keys by which the items of a list are merged; no key for a list of single values. */
type Keys = readonly string[];

/** A list that a patch merges instead of replacing it, or a map that contains some. */
interface Merging {
  readonly keys?: Keys;
  /** Below the map, or below the items of the list. */
  readonly below?: Readonly<Record<string, Merging>>;
}

const CONTAINERS: Merging = {
  keys: ['name'],
  below: {
    env: { keys: ['name'] },
    ports: { keys: ['containerPort', 'protocol'] },
    volumeDevices: { keys: ['devicePath'] },
    volumeMounts: { keys: ['mountPath'] },
  },
};
const EPHEMERAL: Merging = { ...CONTAINERS, below: { ...CONTAINERS.below, ports: {} } };

const METADATA: Merging = {
  below: { finalizers: { keys: [] }, ownerReferences: { keys: ['uid'] } },
};
const POD_SPEC: Merging = {
  below: {
    containers: CONTAINERS,
    ephemeralContainers: EPHEMERAL,
    hostAliases: { keys: ['ip'] },
    imagePullSecrets: { keys: ['name'] },
    initContainers: CONTAINERS,
    topologySpreadConstraints: { keys: ['topologyKey', 'whenUnsatisfiable'] },
    volumes: { keys: ['name'] },
  },
};
const TEMPLATE: Merging = { below: { metadata: METADATA, spec: POD_SPEC } };
const CONDITIONS: Merging = { below: { conditions: { keys: ['type'] } } };
const WORKLOAD: Merging = { below: { template: TEMPLATE } };
const JOB_TEMPLATE: Merging = { below: { metadata: METADATA, spec: WORKLOAD } };
const CLAIMS: Merging = {};

/**
 * The lists that are merged, by kind and version. Source: Kubernetes API reference, "patch strategy merge", as of version
 * 1.21, which Kustomize has. A list of a version that is not here is replaced, as Kustomize does for custom objects.
 */
const KINDS: ReadonlyMap<string, Readonly<Record<string, Merging>>> = new Map<
  string,
  Readonly<Record<string, Merging>>
>([
  ['v1 Pod', { spec: POD_SPEC }],
  ['v1 PodTemplate', { template: TEMPLATE }],
  ['v1 ReplicationController', { spec: WORKLOAD, status: CONDITIONS }],
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map(
    (kind) =>
      [
        `apps/v1 ${kind}`,
        {
          spec: { below: { ...WORKLOAD.below, volumeClaimTemplates: CLAIMS } },
          status: CONDITIONS,
        },
      ] as const,
  ),
  ['batch/v1 Job', { spec: WORKLOAD, status: CONDITIONS }],
  ...['batch/v1 CronJob', 'batch/v1beta1 CronJob'].map(
    (kind) => [kind, { spec: { below: { jobTemplate: JOB_TEMPLATE } } }] as const,
  ),
  [
    'v1 Service',
    { spec: { below: { ports: { keys: ['port', 'protocol'] } } }, status: CONDITIONS },
  ],
  ['v1 ServiceAccount', { secrets: { keys: ['name'] } }],
  ...['v1', 'v1beta1'].flatMap((version) =>
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map(
      (kind) =>
        [
          `admissionregistration.k8s.io/${version} ${kind}`,
          { webhooks: { keys: ['name'] } },
        ] as const,
    ),
  ),
  ['v1 Node', { spec: { below: { podCIDRs: { keys: [] } } } }],
]);

/** Kinds without lists of their own that are merged: only those of their metadata. Other kinds are custom ones. */
const PLAIN: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'Endpoints', 'LimitRange', 'Namespace', 'PersistentVolume'].map(
    (kind) => `v1 ${kind}`,
  ),
  ...['PersistentVolumeClaim', 'ResourceQuota', 'Secret'].map((kind) => `v1 ${kind}`),
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].flatMap((kind) => [
    `rbac.authorization.k8s.io/v1 ${kind}`,
    `rbac.authorization.k8s.io/v1beta1 ${kind}`,
  ]),
  ...['Ingress', 'IngressClass', 'NetworkPolicy'].map((kind) => `networking.k8s.io/v1 ${kind}`),
  'networking.k8s.io/v1beta1 Ingress',
  'extensions/v1beta1 Ingress',
  ...['v1', 'v2beta1', 'v2beta2'].map(
    (version) => `autoscaling/${version} HorizontalPodAutoscaler`,
  ),
  'policy/v1 PodDisruptionBudget',
  'policy/v1beta1 PodDisruptionBudget',
  'policy/v1beta1 PodSecurityPolicy',
  'storage.k8s.io/v1 StorageClass',
  'scheduling.k8s.io/v1 PriorityClass',
]);

/** A place in an object whose schema is known. */
export interface ListPlace {
  readonly at: (key: string) => ListPlace | undefined;
  readonly items: () => ListPlace | undefined;
  readonly merging: Merging;
}

/** The top of an object; undefined if its schema is not known, as that of custom objects. */
export function placeAt(object: ManifestNode): ListPlace | undefined {
  const [group, version] = groupAndVersion(textOf(object.entries.get('apiVersion')));
  const kind = `${group === '' ? '' : `${group}/`}${version} ${textOf(object.entries.get('kind'))}`;
  const own = KINDS.get(kind);
  if (!own && !PLAIN.has(kind)) return undefined;
  return placeOf({ below: { metadata: METADATA, ...own } });
}

function placeOf(merging: Merging): ListPlace {
  return {
    merging,
    at: (key) => {
      const below = merging.below;
      const next = below && Object.hasOwn(below, key) ? below[key] : undefined;
      return next && placeOf(next);
    },
    items: () => (merging.below ? placeOf({ below: merging.below }) : undefined),
  };
}

/** The keys of the list at a place; undefined if a patch replaces the list. */
export function mergeKeysOf(place: ListPlace | undefined): Keys | undefined {
  return place?.merging.keys;
}
