/** A version of the API that Kubernetes does not serve any more. */
export interface RemovedVersion {
  /** The first minor version of Kubernetes 1 without it. */
  readonly since: number;
  /** The version to use; undefined if the kind was removed. */
  readonly newVersion?: string;
  /** The objects of the new version have the same fields, with the same defaults. */
  readonly isSame: boolean;
}

/** What Kubernetes removed of an API group and version; undefined if it still serves the kind, or never did. */
export function removedVersion(apiVersion: string, kind: string): RemovedVersion | undefined {
  return REMOVED.get(`${apiVersion} ${kind}`);
}

type Row = readonly [
  since: number,
  apiVersion: string,
  newVersion: string,
  kinds: string,
  change?: 'same',
];

/**
 * Reviews and events are left out: programs send them, and no manifest contains them.
 * Source: Kubernetes, "Deprecated API Migration Guide".
 */
const ROWS: readonly Row[] = [
  [16, 'extensions/v1beta1', 'apps/v1', 'DaemonSet Deployment ReplicaSet'],
  [16, 'apps/v1beta1', 'apps/v1', 'Deployment ReplicaSet StatefulSet'],
  [16, 'apps/v1beta2', 'apps/v1', 'DaemonSet Deployment ReplicaSet StatefulSet', 'same'],
  [16, 'extensions/v1beta1', 'networking.k8s.io/v1', 'NetworkPolicy', 'same'],
  [16, 'extensions/v1beta1', '', 'PodSecurityPolicy'],
  [22, 'extensions/v1beta1', 'networking.k8s.io/v1', 'Ingress'],
  [22, 'networking.k8s.io/v1beta1', 'networking.k8s.io/v1', 'Ingress'],
  [22, 'networking.k8s.io/v1beta1', 'networking.k8s.io/v1', 'IngressClass', 'same'],
  [
    22,
    'rbac.authorization.k8s.io/v1beta1',
    'rbac.authorization.k8s.io/v1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    'same',
  ],
  [
    22,
    'admissionregistration.k8s.io/v1beta1',
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  ],
  [22, 'apiextensions.k8s.io/v1beta1', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  [22, 'apiregistration.k8s.io/v1beta1', 'apiregistration.k8s.io/v1', 'APIService', 'same'],
  [22, 'certificates.k8s.io/v1beta1', 'certificates.k8s.io/v1', 'CertificateSigningRequest'],
  [22, 'coordination.k8s.io/v1beta1', 'coordination.k8s.io/v1', 'Lease', 'same'],
  [22, 'scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1', 'PriorityClass', 'same'],
  [
    22,
    'storage.k8s.io/v1beta1',
    'storage.k8s.io/v1',
    'CSIDriver CSINode StorageClass VolumeAttachment',
    'same',
  ],
  [25, 'batch/v1beta1', 'batch/v1', 'CronJob', 'same'],
  [25, 'discovery.k8s.io/v1beta1', 'discovery.k8s.io/v1', 'EndpointSlice'],
  [25, 'node.k8s.io/v1beta1', 'node.k8s.io/v1', 'RuntimeClass', 'same'],
  [25, 'policy/v1beta1', 'policy/v1', 'PodDisruptionBudget', 'same'],
  [25, 'policy/v1beta1', '', 'PodSecurityPolicy'],
  [25, 'autoscaling/v2beta1', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
  [26, 'autoscaling/v2beta2', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'same'],
  [27, 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1', 'CSIStorageCapacity', 'same'],
  ...([26, 29, 32] as const).map(
    (since, index): Row => [
      since,
      `flowcontrol.apiserver.k8s.io/v1beta${index + 1}`,
      'flowcontrol.apiserver.k8s.io/v1',
      'FlowSchema PriorityLevelConfiguration',
    ],
  ),
];

const REMOVED: ReadonlyMap<string, RemovedVersion> = new Map(
  ROWS.flatMap(([since, apiVersion, newVersion, kinds, change]) =>
    kinds.split(' ').map((kind) => {
      const removed = { since, isSame: change === 'same' };
      const value = newVersion === '' ? removed : { ...removed, newVersion };
      return [`${apiVersion} ${kind}`, value] as const;
    }),
  ),
);
