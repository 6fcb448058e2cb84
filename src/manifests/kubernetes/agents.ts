import { textOf, valueAt } from '../yaml-values.js';
import type { Pod } from './pods.js';
import { describeResource } from './resources.js';

/** What programs that manage a cluster are, by a part of the names of their objects. */
const AGENTS: readonly (readonly [RegExp, string])[] = [
  [
    named('antrea|calico|canal|cilium|flannel|kube-router|multus|weave-net|aws-node'),
    'a CNI plugin',
  ],
  [
    named('csi|local-path-provisioner|nfs-client-provisioner|longhorn|rook|openebs'),
    'a CSI driver',
  ],
  [named('falco|tetragon|tracee|kubescape|trivy-operator|aqua-enforcer'), 'a security agent'],
  [
    named(
      'node-exporter|kube-state-metrics|prometheus|metrics-server|datadog|newrelic|opentelemetry|otel',
    ),
    'a monitoring agent',
  ],
  [named('fluent-?bit|fluentd|filebeat|promtail|vector-agent'), 'a log agent'],
  [named('ingress-nginx|nginx-ingress|traefik|haproxy-ingress|contour'), 'an ingress controller'],
  [named('cert-manager'), 'a certificate controller'],
  [named('external-secrets|sealed-secrets|vault-agent-injector'), 'a secret operator'],
  [named('argocd|argo-cd|fluxcd|helm-controller|kustomize-controller'), 'a deployment controller'],
  [named('istio|istiod|linkerd|consul-connect-injector'), 'a service mesh'],
  [named('velero'), 'a backup program'],
  [named('cloud-controller-manager|cluster-autoscaler|karpenter'), 'a cloud controller'],
];

/** With word boundaries, so that `vector-agent-x` matches and `gitlab-csirt` does not. */
function named(names: string): RegExp {
  return new RegExp(`(?:^|[-:_./])(?:${names})(?:[-:_./@]|$)`, 'i');
}

/**
 * What kind of program an object belongs to, if its name is that of a well-known one: `a CNI plugin`. Anyone can choose a
 * name, so it explains a finding and never removes one.
 */
export function agentOf(name: string): string | undefined {
  return AGENTS.find(([pattern]) => pattern.test(name))?.[1];
}

/** ` of a CNI plugin`, by the name of the workload or of an image; empty if it is no well-known program. */
export function ofAgent({ workload, containers }: Pod): string {
  const images = containers.map(({ node }) => textOf(valueAt(node, 'image')));
  const [agent] = [workload.name, ...images].flatMap((name) => agentOf(name) ?? []);
  return agent === undefined ? '' : ` of ${agent}`;
}

/** For a message: `DaemonSet "cilium" of a CNI plugin`. */
export function describeWorkload(pod: Pod): string {
  return describeResource(pod.workload) + ofAgent(pod);
}
