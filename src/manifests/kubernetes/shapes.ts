import type { ManifestNode } from '../manifest-yaml.js';
import { type Misfit, misfitsOf, type Shape } from '../shape.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { type EmbeddedPod, embeddedPods } from './embedded-pods.js';
import {
  describeResource,
  hasPodTemplate,
  objectsOf,
  type Pod,
  podOf,
  type Resource,
  workloadLocation,
} from './resources.js';

const TYPE: Shape = { map: { type: 'fixed' } };

const SECURITY_CONTEXT: Shape = {
  map: {
    allowPrivilegeEscalation: 'flag',
    appArmorProfile: TYPE,
    fsGroup: 'number',
    capabilities: { map: { add: { list: 'fixed' }, drop: { list: 'fixed' } } },
    privileged: 'flag',
    procMount: 'fixed',
    readOnlyRootFilesystem: 'flag',
    runAsGroup: 'number',
    runAsNonRoot: 'flag',
    runAsUser: 'number',
    seLinuxOptions: { map: { role: 'fixed', type: 'fixed', user: 'fixed' } },
    seccompProfile: TYPE,
    supplementalGroups: { list: 'number' },
    sysctls: { list: { map: { name: 'fixed' } } },
    windowsOptions: { map: { hostProcess: 'flag' } },
  },
};

const HOST: Shape = { map: { host: 'fixed', port: 'fixed' } };
const HANDLER: Shape = { map: { httpGet: HOST, tcpSocket: HOST } };
const QUANTITIES: Shape = { values: 'fixed' };
const RESOURCES: Shape = { map: { limits: QUANTITIES, requests: QUANTITIES } };

interface MapShape {
  readonly map: Readonly<Record<string, Shape>>;
}

const CONTAINER: MapShape = {
  map: {
    args: { list: 'free' },
    command: { list: 'free' },
    env: {
      list: {
        map: {
          name: 'fixed',
          value: 'free',
          valueFrom: { map: { secretKeyRef: { map: {} } } },
        },
      },
    },
    envFrom: { list: { map: { secretRef: { map: {} } } } },
    image: 'fixed',
    imagePullPolicy: 'fixed',
    lifecycle: { map: { postStart: HANDLER, preStop: HANDLER } },
    livenessProbe: HANDLER,
    name: 'fixed',
    ports: {
      list: {
        map: { containerPort: 'number', hostPort: 'number', name: 'fixed', protocol: 'fixed' },
      },
    },
    readinessProbe: HANDLER,
    resources: RESOURCES,
    securityContext: SECURITY_CONTEXT,
    startupProbe: HANDLER,
    volumeMounts: {
      list: { map: { mountPropagation: 'fixed', name: 'fixed', readOnly: 'flag' } },
    },
  },
};

const POD_SPEC: MapShape = {
  map: {
    automountServiceAccountToken: 'flag',
    containers: { required: { list: CONTAINER } },
    ephemeralContainers: { list: CONTAINER },
    hostAliases: { list: { map: {} } },
    hostIPC: 'flag',
    hostNetwork: 'flag',
    hostPID: 'flag',
    hostUsers: 'flag',
    initContainers: { list: CONTAINER },
    os: { map: { name: 'fixed' } },
    resources: RESOURCES,
    restartPolicy: 'fixed',
    securityContext: SECURITY_CONTEXT,
    serviceAccount: 'fixed',
    serviceAccountName: 'fixed',
    shareProcessNamespace: 'flag',
    volumes: {
      list: {
        map: {
          emptyDir: { map: { medium: 'fixed', sizeLimit: 'fixed' } },
          hostPath: { map: { path: 'fixed' } },
          name: 'fixed',
        },
      },
    },
  },
};

/** A custom object can have only some of its containers. The image can be a variable of its own language. */
const EMBEDDED_CONTAINER: Shape = { map: { ...CONTAINER.map, image: 'free' } };
const EMBEDDED_SPEC: Shape = {
  map: {
    ...POD_SPEC.map,
    containers: { list: EMBEDDED_CONTAINER },
    initContainers: { list: EMBEDDED_CONTAINER },
  },
};

const METADATA: Shape = {
  map: {
    annotations: {
      map: { 'prometheus.io/port': 'fixed', 'prometheus.io/scrape': 'fixed' },
      values: 'free',
    },
    labels: { values: 'fixed' },
    name: 'fixed',
    namespace: 'fixed',
  },
};

const TEMPLATE: Shape = {
  required: { map: { metadata: METADATA, spec: { required: POD_SPEC } } },
};
const WORKLOAD: Shape = {
  required: { map: { template: TEMPLATE, ttlSecondsAfterFinished: 'number' } },
};
const LABEL_SELECTOR: Shape = {
  map: {
    matchExpressions: {
      list: { map: { key: 'fixed', operator: 'fixed', values: { list: 'fixed' } } },
    },
    matchLabels: { values: 'fixed' },
  },
};
const ROLE: Readonly<Record<string, Shape>> = {
  rules: {
    list: {
      map: {
        apiGroups: { list: 'fixed' },
        resourceNames: { list: 'fixed' },
        resources: { list: 'fixed' },
        verbs: { list: 'fixed' },
      },
    },
  },
};
const BINDING: Readonly<Record<string, Shape>> = {
  roleRef: { map: { name: 'fixed' } },
  subjects: { list: { map: { kind: 'fixed', name: 'fixed' } } },
};
const DATA: Readonly<Record<string, Shape>> = {
  data: { values: 'free' },
  stringData: { values: 'free' },
};

/** The keys of each kind that rules use. */
const KINDS: ReadonlyMap<string, Readonly<Record<string, Shape>>> = new Map([
  ['Pod', { spec: { required: POD_SPEC } }],
  ['PodTemplate', { template: TEMPLATE }],
  ...['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job'].map(
    (kind) => [kind, { spec: WORKLOAD }] as const,
  ),
  ['CronJob', { spec: { required: { map: { jobTemplate: { map: { spec: WORKLOAD } } } } } }],
  ['Role', ROLE],
  ['ClusterRole', ROLE],
  ['RoleBinding', BINDING],
  ['ClusterRoleBinding', BINDING],
  ['ConfigMap', DATA],
  ['Secret', DATA],
  [
    'NetworkPolicy',
    {
      spec: {
        map: {
          ingress: {
            list: {
              map: {
                from: { list: { map: { ipBlock: { map: { cidr: 'fixed' } } } } },
                ports: { list: { map: {} } },
              },
            },
          },
          podSelector: LABEL_SELECTOR,
        },
      },
    },
  ],
  [
    'Ingress',
    { spec: { map: { rules: { list: { map: { host: 'free' } } }, tls: { list: { map: {} } } } } },
  ],
  ['Namespace', {}],
  [
    'HorizontalPodAutoscaler',
    {
      spec: {
        map: {
          maxReplicas: 'number',
          metrics: { list: { map: { resource: { map: { name: 'fixed', target: TYPE } } } } },
          minReplicas: 'number',
          scaleTargetRef: { map: { kind: 'fixed', name: 'fixed' } },
          targetCPUUtilizationPercentage: 'number',
        },
      },
    },
  ],
  [
    'PodDisruptionBudget',
    {
      spec: {
        map: { maxUnavailable: 'fixed', minAvailable: 'fixed', selector: LABEL_SELECTOR },
      },
    },
  ],
  [
    'ServiceMonitor',
    {
      spec: {
        map: {
          endpoints: { list: { map: { port: 'fixed' } } },
          namespaceSelector: { map: { any: 'flag', matchNames: { list: 'fixed' } } },
          selector: LABEL_SELECTOR,
        },
      },
    },
  ],
  [
    'Service',
    {
      spec: {
        map: {
          externalIPs: { list: 'free' },
          loadBalancerSourceRanges: { list: 'fixed' },
          ports: { list: { map: { targetPort: 'fixed' } } },
          selector: { values: 'fixed' },
          type: 'fixed',
        },
      },
    },
  ],
  [
    'LimitRange',
    {
      spec: {
        map: {
          limits: {
            list: {
              map: {
                default: QUANTITIES,
                defaultRequest: QUANTITIES,
                max: QUANTITIES,
                min: QUANTITIES,
                type: 'fixed',
              },
            },
          },
        },
      },
    },
  ],
  ['ResourceQuota', { spec: { map: { hard: QUANTITIES } } }],
  [
    'PodMonitor',
    {
      spec: {
        map: {
          namespaceSelector: { map: { any: 'flag', matchNames: { list: 'fixed' } } },
          podMetricsEndpoints: { list: { map: { port: 'fixed' } } },
          selector: LABEL_SELECTOR,
        },
      },
    },
  ],
  [
    'PersistentVolume',
    {
      spec: {
        map: { hostPath: { map: { path: 'fixed' } }, local: { map: { path: 'fixed' } } },
      },
    },
  ],
  [
    'EncryptionConfiguration',
    {
      apiVersion: 'fixed',
      resources: {
        list: { map: { providers: { list: { map: {} } }, resources: { list: 'fixed' } } },
      },
    },
  ],
  ['ServiceAccount', { automountServiceAccountToken: 'flag' }],
]);

/** Other programs have a kind of this name, too. */
const AUDIT_POLICY: Readonly<Record<string, Shape>> = {
  apiVersion: 'fixed',
  rules: {
    list: {
      map: {
        level: 'fixed',
        resources: { list: { map: { group: 'fixed', resources: { list: 'fixed' } } } },
        verbs: { list: 'fixed' },
      },
    },
  },
};

const BY_LOWER_CASE = new Map([...KINDS.keys()].map((kind) => [kind.toLowerCase(), kind]));

/** Placeholders of Helm, Jinja, ERB and envsubst. Kubernetes itself replaces only `$(NAME)`. */
const PLACEHOLDER = /\{\{|\{%|<%|\$\{|\$[A-Za-z_]/;

const OPTIONS = {
  isPlaceholder: (node: ManifestNode) => PLACEHOLDER.test(textOf(node)),
};

/**
 * The values of a document that rules would skip, because they are of another kind than expected or placeholders, and
 * objects without a kind.
 */
export function documentMisfits(document: ManifestNode): Misfit[] {
  // kubectl skips empty documents.
  if (document.scalar === null) return [];
  return objectsOf(document).flatMap(({ node, kind, items }) => {
    if (kind === '') return [{ at: node, path: 'the object', problem: 'has no kind' }];
    if (!items) return objectMisfits(node, kind);
    const [at, path] = [items, 'items'];
    return items.kind === 'list'
      ? [{ at, path, problem: 'is nested too deep' }]
      : [{ at, path, problem: 'is not a list' }];
  });
}

function objectMisfits(node: ManifestNode, kind: string): Misfit[] {
  const common: Readonly<Record<string, Shape>> = {
    apiVersion: 'free',
    kind: 'fixed',
    metadata: METADATA,
  };
  const own = KINDS.get(kind) ?? (isAuditPolicy(node, kind) ? AUDIT_POLICY : undefined);
  if (own) return misfitsOf(node, { map: { ...common, ...own } }, OPTIONS);
  const written = valueAt(node, 'kind');
  const meant = BY_LOWER_CASE.get(kind.toLowerCase());
  if (written && meant)
    return [{ at: written, path: 'kind', problem: `"${kind}" is unknown, use "${meant}"` }];
  const resource = { kind, name: '', namespace: '', node };
  const pod = podOf(resource);
  return [
    ...misfitsOf(node, { map: { kind: 'fixed' } }, OPTIONS),
    ...(pod ? misfitsOf(pod.spec, POD_SPEC, OPTIONS, 'spec.template.spec') : []),
    ...embeddedPods(resource, pod?.spec).flatMap((one) =>
      one.isLoose ? [] : embeddedMisfits(one),
    ),
  ];
}

function isAuditPolicy(node: ManifestNode, kind: string): boolean {
  const version = textOf(valueAt(node, 'apiVersion'));
  return kind === 'Policy' && (version.startsWith('audit.') || !/^[\w./-]+$/.test(version));
}

function embeddedMisfits({ pod, path }: EmbeddedPod): Misfit[] {
  return [
    ...misfitsOf(pod.spec, EMBEDDED_SPEC, OPTIONS, path),
    ...pod.containers
      .filter(({ list }) => list === 'other')
      .flatMap(({ node }) => misfitsOf(node, EMBEDDED_CONTAINER, OPTIONS, path)),
  ];
}

/**
 * One sentence for each workload without containers, and for each pod that has none. Kubernetes rejects both; a patch of
 * Kustomize can lack them.
 */
export function missingContainers(resources: readonly Resource[], pods: readonly Pod[]): string[] {
  const specs = new Map(pods.map(({ workload, spec }) => [workload, spec]));
  return resources.flatMap((resource) => {
    if (!hasPodTemplate(resource.kind)) return [];
    const containers = valueAt(specs.get(resource), 'containers');
    if (containers && (containers.kind !== 'list' || isSet(containers))) return [];
    const { startLine } = workloadLocation(resource);
    return [`Line ${startLine}: ${describeResource(resource)} has no containers to check`];
  });
}
