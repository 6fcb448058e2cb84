import type { Shape } from '../shape.js';
import { POD_SPEC, QUANTITIES, TEMPLATE, TYPE } from './pod-shapes.js';

const WORKLOAD: Shape = {
  required: {
    map: { serviceName: 'fixed', template: TEMPLATE, ttlSecondsAfterFinished: 'number' },
  },
};
const LABEL_SELECTOR: Shape = {
  map: {
    matchExpressions: {
      list: { map: { key: 'fixed', operator: 'fixed', values: { list: 'fixed' } } },
    },
    matchLabels: { values: 'fixed' },
  },
};
/** Only whether it is empty is read. */
const ANY_SELECTOR: Shape = {
  map: { matchExpressions: { list: { map: {} } }, matchLabels: { values: 'free' } },
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
const PEER: Shape = {
  map: {
    ipBlock: { map: { cidr: 'fixed', except: { list: 'free' } } },
    namespaceSelector: ANY_SELECTOR,
    podSelector: ANY_SELECTOR,
  },
};
const BINDING: Readonly<Record<string, Shape>> = {
  roleRef: { map: { kind: 'fixed', name: 'fixed' } },
  subjects: { list: { map: { kind: 'fixed', name: 'fixed' } } },
};
const SERVICE: Shape = { map: { name: 'fixed', namespace: 'fixed', port: 'fixed' } };
/** Of an Ingress, also of version v1beta1. */
const BACKEND: Shape = {
  map: {
    service: {
      map: { name: 'fixed', port: { map: { name: 'fixed', number: 'fixed' } } },
    },
    serviceName: 'fixed',
    servicePort: 'fixed',
  },
};
const ROUTE: Readonly<Record<string, Shape>> = {
  spec: {
    map: {
      rules: {
        list: {
          map: {
            backendRefs: {
              list: {
                map: { kind: 'fixed', name: 'fixed', namespace: 'fixed', port: 'fixed' },
              },
            },
          },
        },
      },
    },
  },
};
const WEBHOOKS: Readonly<Record<string, Shape>> = {
  webhooks: { list: { map: { clientConfig: { map: { service: SERVICE } } } } },
};
const DATA: Readonly<Record<string, Shape>> = {
  data: { values: 'free' },
  stringData: { values: 'free' },
};

/** The kinds that rules read, with the keys that they use. Every other kind is listed in a note. */
export const KINDS: ReadonlyMap<string, Readonly<Record<string, Shape>>> = new Map([
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
                from: { list: PEER },
                ports: { list: { map: {} } },
              },
            },
          },
          egress: { list: { map: { ports: { list: { map: {} } }, to: { list: PEER } } } },
          podSelector: LABEL_SELECTOR,
          policyTypes: { list: 'fixed' },
        },
      },
    },
  ],
  [
    'Ingress',
    {
      spec: {
        map: {
          backend: BACKEND,
          defaultBackend: BACKEND,
          rules: {
            list: {
              map: {
                host: 'free',
                http: { map: { paths: { list: { map: { backend: BACKEND } } } } },
              },
            },
          },
          tls: { list: { map: {} } },
        },
      },
    },
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
          ports: { list: { map: { name: 'fixed', port: 'fixed', targetPort: 'fixed' } } },
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
  ['PersistentVolumeClaim', {}],
  ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map(
    (kind) => [kind, ROUTE] as const,
  ),
  ['ValidatingWebhookConfiguration', WEBHOOKS],
  ['MutatingWebhookConfiguration', WEBHOOKS],
  ['APIService', { spec: { map: { service: SERVICE } } }],
]);

/** Other programs have a kind of this name, too. */
export const AUDIT_POLICY: Readonly<Record<string, Shape>> = {
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
