import { addTo } from '../../lib/group-by.js';
import type { YamlRange } from '../../lib/yaml-node.js';
import { CLUSTER_API_GROUP, groupOf } from '../kubernetes/configuration-shapes.js';
import { resourcesOf } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import { type ManifestNode, readManifestYaml } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import { type Component, readFlags, type SettingValue } from './flags.js';
import { COMPONENT_SETTINGS, type ComponentName } from './settings.js';

/** An object of a configuration file; in the text of a ConfigMap, with the place of that text. */
interface Configuration {
  readonly kind: string;
  readonly group: string;
  readonly node: ManifestNode;
  readonly textAt?: YamlRange;
}

/** The components that configuration files set up: those of kubeadm, of the kubelet and the scheduler, of k3s and RKE2. */
export function configuredComponents(manifest: Manifest): Component[] {
  if (manifest.kind === 'engine') return manifest.documents.flatMap(ofK3s);
  return configurationsOf(manifest).flatMap((one) => {
    const { kind, group, node } = one;
    if (group === 'kubeadm.k8s.io') return ofKubeadm(one);
    const name = OWN_FILES.get(`${group}/${kind}`);
    if (name) return [ofOwnFile(name, one)];
    if (!CLUSTER_API_GROUP.test(group)) return [];
    return CLUSTER_API_PATHS.flatMap((path) => {
      const spec = valueAt(node, 'spec', ...path);
      return CLUSTER_API_KEYS.flatMap(([key, inner]) => {
        const found = valueAt(spec, key);
        return found ? ofKubeadm({ kind: inner, group, node: found }) : [];
      });
    });
  });
}

const OWN_FILES: ReadonlyMap<string, ComponentName> = new Map([
  ['kubelet.config.k8s.io/KubeletConfiguration', 'kubelet'],
  ['kubescheduler.config.k8s.io/KubeSchedulerConfiguration', 'kube-scheduler'],
]);

/** Source: Cluster API, "KubeadmControlPlane" and "KubeadmConfig". */
const CLUSTER_API_PATHS = [
  [],
  ['kubeadmConfigSpec'],
  ['template', 'spec'],
  ['template', 'spec', 'kubeadmConfigSpec'],
];
const CLUSTER_API_KEYS = [
  ['clusterConfiguration', 'ClusterConfiguration'],
  ['initConfiguration', 'InitConfiguration'],
  ['joinConfiguration', 'JoinConfiguration'],
] as const;

/** A longer text of a ConfigMap is not read. */
const MAX_TEXT = 200_000;

function configurationsOf({ resources }: Manifest): Configuration[] {
  return resources.flatMap(({ kind, node }): Configuration[] => {
    if (kind !== 'ConfigMap') return [{ kind, group: groupOf(node), node }];
    return [...(valueAt(node, 'data')?.entries.values() ?? [])].flatMap((value) => {
      const text = textOf(value);
      if (text.length > MAX_TEXT || !EMBEDDED.test(text)) return [];
      return embeddedObjects(text).map((one) => ({
        kind: one.kind,
        group: groupOf(one.node),
        node: one.node,
        textAt: value.key,
      }));
    });
  });
}

const EMBEDDED = /\b(?:kubelet\.config|kubescheduler\.config|kubeadm)\.k8s\.io\//;

function embeddedObjects(text: string) {
  try {
    return readManifestYaml(text, '').flatMap((document) => resourcesOf(document));
  } catch {
    // The text is data of a ConfigMap, and need not be YAML.
    return [];
  }
}

/** The flags that kubeadm adds, by their place. Source: kubeadm, v1beta4 and before. */
const EXTRA_ARGUMENTS: readonly (readonly [ComponentName, string, ...string[]])[] = [
  ['kube-apiserver', 'ClusterConfiguration', 'apiServer', 'extraArgs'],
  ['kube-controller-manager', 'ClusterConfiguration', 'controllerManager', 'extraArgs'],
  ['kube-scheduler', 'ClusterConfiguration', 'scheduler', 'extraArgs'],
  ['etcd', 'ClusterConfiguration', 'etcd', 'local', 'extraArgs'],
  ['kubelet', 'InitConfiguration', 'nodeRegistration', 'kubeletExtraArgs'],
  ['kubelet', 'JoinConfiguration', 'nodeRegistration', 'kubeletExtraArgs'],
];

function ofKubeadm({ kind, node, textAt }: Configuration): Component[] {
  return EXTRA_ARGUMENTS.flatMap(([name, of, ...path]) => {
    const args = of === kind ? valueAt(node, ...path) : undefined;
    if (!args) return [];
    const values = new Map<string, SettingValue[]>();
    const pairs: [string, ManifestNode | undefined][] =
      args.kind === 'list'
        ? args.items.map((item) => [textOf(valueAt(item, 'name')), valueAt(item, 'value')])
        : [...args.entries];
    for (const [flag, value] of pairs)
      if (value) addTo(values, flag, { value: textOf(value), at: textAt ?? value.range });
    return [{ name, at: textAt ?? args.key, isWhole: false, values }];
  });
}

/** A configuration file has secure defaults, or its component also has flags. */
function ofOwnFile(name: ComponentName, { kind, node, textAt }: Configuration): Component {
  const values = new Map<string, SettingValue[]>();
  for (const { key } of COMPONENT_SETTINGS[name]) {
    const found = key === undefined ? undefined : valueAt(node, ...key.split('.'));
    if (key === undefined || !found || found.scalar === null) continue;
    const value = found.kind === 'list' ? found.items.map(textOf).join(',') : textOf(found);
    addTo(values, key, { value, at: textAt ?? found.range });
  }
  return { name, object: kind, at: textAt ?? node.key, isWhole: false, values };
}

/** Source: K3s, "k3s server"; RKE2, "Server Configuration Reference". */
const K3S_KEYS: readonly (readonly [string, ComponentName])[] = [
  ['kube-apiserver-arg', 'kube-apiserver'],
  ['kube-controller-manager-arg', 'kube-controller-manager'],
  ['kube-scheduler-arg', 'kube-scheduler'],
  ['etcd-arg', 'etcd'],
  ['kubelet-arg', 'kubelet'],
];

function ofK3s(document: ManifestNode): Component[] {
  return K3S_KEYS.flatMap(([key, name]) => {
    const found = valueAt(document, key) ?? valueAt(document, `${key}+`);
    if (!found) return [];
    const words = (found.kind === 'list' ? found.items : [found]).map((item) => ({
      text: `--${textOf(item).replace(/^--/, '')}`,
      at: item.range,
    }));
    return [{ name, at: found.key, isWhole: false, values: readFlags(name, words).values }];
  });
}
