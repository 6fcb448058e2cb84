import type { ManifestNode } from '../manifest-yaml.js';
import type { Shape } from '../shape.js';
import { textOf, valueAt } from '../yaml-values.js';

/** The group of an API version: `kubeadm.k8s.io`. */
export function groupOf(node: ManifestNode): string {
  return textOf(valueAt(node, 'apiVersion')).replace(/\/.*$/s, '');
}

/** Objects of Cluster API that have a configuration of kubeadm. */
export const CLUSTER_API_GROUP = /^(?:controlplane|bootstrap)\.cluster\.x-k8s\.io$/;

const ARGUMENTS: Shape = {
  oneOf: [{ values: 'fixed' }, { list: { map: { name: 'fixed', value: 'fixed' } } }],
};
const OF_NODE: Shape = { map: { kubeletExtraArgs: ARGUMENTS } };
const OF_COMPONENT: Shape = { map: { extraArgs: ARGUMENTS } };

/** What rules read of configuration files. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  'kubeadm.k8s.io/ClusterConfiguration': {
    apiServer: OF_COMPONENT,
    controllerManager: OF_COMPONENT,
    scheduler: OF_COMPONENT,
    etcd: { map: { local: OF_COMPONENT } },
  },
  'kubeadm.k8s.io/InitConfiguration': { nodeRegistration: OF_NODE },
  'kubeadm.k8s.io/JoinConfiguration': { nodeRegistration: OF_NODE },
  'kubelet.config.k8s.io/KubeletConfiguration': {
    authentication: {
      map: {
        anonymous: { map: { enabled: 'flag' } },
        x509: { map: { clientCAFile: 'fixed' } },
      },
    },
    authorization: { map: { mode: 'fixed' } },
    featureGates: { values: 'flag' },
    makeIPTablesUtilChains: 'flag',
    podPidsLimit: 'number',
    protectKernelDefaults: 'flag',
    readOnlyPort: 'number',
    rotateCertificates: 'flag',
    seccompDefault: 'flag',
    streamingConnectionIdleTimeout: 'fixed',
    tlsCipherSuites: { list: 'fixed' },
    tlsMinVersion: 'fixed',
  },
  'kubescheduler.config.k8s.io/KubeSchedulerConfiguration': { enableProfiling: 'flag' },
};

const KUBEADM = {
  map: {
    clusterConfiguration: { map: SHAPES['kubeadm.k8s.io/ClusterConfiguration'] ?? {} },
    initConfiguration: { map: { nodeRegistration: OF_NODE } },
    joinConfiguration: { map: { nodeRegistration: OF_NODE } },
  },
};
const CLUSTER_API: Readonly<Record<string, Shape>> = {
  spec: {
    map: {
      ...KUBEADM.map,
      kubeadmConfigSpec: KUBEADM,
      template: { map: { spec: { map: { ...KUBEADM.map, kubeadmConfigSpec: KUBEADM } } } },
    },
  },
};

/** The shape of a configuration file that rules are about; undefined for other objects. */
export function configurationShape(
  node: ManifestNode,
  kind: string,
): Readonly<Record<string, Shape>> | undefined {
  const group = groupOf(node);
  const key = `${group}/${kind}`;
  if (Object.hasOwn(SHAPES, key)) return { apiVersion: 'fixed', ...SHAPES[key] };
  if (CLUSTER_API_GROUP.test(group) && /^Kubeadm/.test(kind)) return CLUSTER_API;
  // A placeholder can be any version, and what is no text has to be reported.
  const version = valueAt(node, 'apiVersion');
  const isOther = !version || (version.kind === 'scalar' && /^[\w.-]*$/.test(group));
  const known = Object.entries(SHAPES).find(([name]) => name.endsWith(`/${kind}`))?.[1];
  return known && !isOther ? { apiVersion: 'fixed', ...known } : undefined;
}
