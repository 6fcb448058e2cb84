import type { FieldSpec } from './field-paths.js';

/** The fields of other objects in which the name of an object of a kind stands. */
export interface ReferenceFields {
  /** Of the object that is named. */
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly fields: readonly FieldSpec[];
}

type Kinds = Readonly<Record<string, string>>;

const TEMPLATE = 'spec/template/spec';
const CRON_JOB = 'spec/jobTemplate/spec/template/spec';

/** Where the specification of pods is, in the kinds whose volumes and variables Kustomize searches for names. */
const DATA_USERS: Kinds = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: TEMPLATE,
  ReplicaSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  StatefulSet: TEMPLATE,
  Job: TEMPLATE,
  CronJob: CRON_JOB,
};

/** The same for accounts, claims and priorities. */
const WORKLOADS: Kinds = {
  Pod: 'spec',
  StatefulSet: TEMPLATE,
  Deployment: TEMPLATE,
  ReplicationController: TEMPLATE,
  CronJob: CRON_JOB,
  Job: TEMPLATE,
  DaemonSet: TEMPLATE,
};

function inPods(kinds: Kinds, paths: readonly string[]): FieldSpec[] {
  return Object.entries(kinds).flatMap(([kind, prefix]) =>
    paths.map((path) => ({ path: `${prefix}/${path}`, kind })),
  );
}

function inKinds(kinds: readonly string[], path: string, group = ''): FieldSpec[] {
  return kinds.map((kind) => ({ path, kind, group }));
}

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';

function ofContainers(key: string, from: string): string[] {
  return ['containers', 'initContainers'].flatMap((list) => [
    `${list}/env/valueFrom/${key}/name`,
    `${list}/envFrom/${from}/name`,
  ]);
}

/** Source: Kustomize, default transformer configurations, "nameReference". */
export const REFERENCE_FIELDS: readonly ReferenceFields[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    kind,
    fields: inKinds(['HorizontalPodAutoscaler'], 'spec/scaleTargetRef/name'),
  })),
  {
    kind: 'ConfigMap',
    version: 'v1',
    fields: [
      ...inPods(DATA_USERS, [
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...ofContainers('configMapKeyRef', 'configMapRef'),
      ]),
      ...inKinds(['Node'], 'spec/configSource/configMap'),
      ...inKinds(['Role', 'ClusterRole'], 'rules/resourceNames'),
      ...inKinds(
        ['Ingress'],
        'metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap',
      ),
    ],
  },
  {
    kind: 'Secret',
    version: 'v1',
    fields: [
      ...inPods(DATA_USERS, [
        'volumes/secret/secretName',
        'volumes/projected/sources/secret/name',
        'imagePullSecrets/name',
        ...ofContainers('secretKeyRef', 'secretRef'),
      ]),
      ...inKinds(['Ingress'], 'spec/tls/secretName'),
      ...['ingress', 'nginx.ingress'].flatMap((prefix) =>
        inKinds(['Ingress'], `metadata/annotations/${prefix}.kubernetes.io\\/auth-secret`),
      ),
      ...inKinds(['Ingress'], 'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret'),
      ...inKinds(['ServiceAccount'], 'imagePullSecrets/name'),
      ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].flatMap((name) =>
        inKinds(['StorageClass'], `parameters/${name}`),
      ),
      ...inKinds(['Role', 'ClusterRole'], 'rules/resourceNames'),
      {
        path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
        kind: 'Service',
        group: 'serving.knative.dev',
        version: 'v1',
      },
      ...inKinds(['PersistentVolume'], 'spec/azureFile/secretName'),
    ],
  },
  {
    kind: 'Service',
    version: 'v1',
    fields: [
      ...inKinds(['StatefulSet'], 'spec/serviceName', 'apps'),
      ...[
        'rules/http/paths/backend/serviceName',
        'backend/serviceName',
        'rules/http/paths/backend/service/name',
        'defaultBackend/service/name',
      ].flatMap((path) => inKinds(['Ingress'], `spec/${path}`)),
      ...inKinds(['APIService'], 'spec/service/name', 'apiregistration.k8s.io'),
      ...inKinds(
        ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
        'webhooks/clientConfig/service',
        ADMISSION,
      ),
    ],
  },
  { kind: 'Role', group: RBAC, fields: inKinds(['RoleBinding'], 'roleRef/name', RBAC) },
  {
    kind: 'ClusterRole',
    group: RBAC,
    fields: inKinds(['RoleBinding', 'ClusterRoleBinding'], 'roleRef/name', RBAC),
  },
  {
    kind: 'ServiceAccount',
    version: 'v1',
    fields: [
      ...inKinds(['RoleBinding', 'ClusterRoleBinding'], 'subjects', RBAC),
      ...inPods(WORKLOADS, ['serviceAccountName']),
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    version: 'v1',
    fields: inPods(WORKLOADS, ['volumes/persistentVolumeClaim/claimName']),
  },
  {
    kind: 'PersistentVolume',
    version: 'v1',
    fields: [
      ...inKinds(['PersistentVolumeClaim'], 'spec/volumeName'),
      ...inKinds(['ClusterRole'], 'rules/resourceNames'),
    ],
  },
  {
    kind: 'StorageClass',
    version: 'v1',
    group: 'storage.k8s.io',
    fields: [
      ...inKinds(['PersistentVolume', 'PersistentVolumeClaim'], 'spec/storageClassName'),
      ...inKinds(['StatefulSet'], 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  },
  {
    kind: 'PriorityClass',
    version: 'v1',
    group: 'scheduling.k8s.io',
    fields: inPods(WORKLOADS, ['priorityClassName']),
  },
  {
    kind: 'ValidatingAdmissionPolicy',
    group: ADMISSION,
    fields: inKinds(['ValidatingAdmissionPolicyBinding'], 'spec/policyName', ADMISSION),
  },
];
