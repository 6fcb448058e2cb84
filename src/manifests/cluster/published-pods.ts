import type { Pod } from '../kubernetes/pods.js';
import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, isTrue, textOf, valueAt } from '../yaml-values.js';
import { labelsOf, podSearch } from './pod-labels.js';

/** The pods that are reached from outside of the cluster: by a port of the node, a load balancer, an ingress or a route. */
export function publishedPods(manifests: readonly Manifest[]): ReadonlySet<Pod> {
  const resources = manifests.flatMap(({ resources }) => resources);
  const routed = new Set(resources.flatMap(routedServices));
  const services = resources.filter(
    (one) => one.kind === 'Service' && (isOpen(one) || routed.has(keyOf(one, one.name))),
  );
  const find = podSearch(manifests);
  const published = new Set(manifests.flatMap(({ pods }) => pods.filter(usesHostNetwork)));
  for (const { node, namespace } of services) {
    const selector = labelsOf(valueAt(node, 'spec', 'selector'));
    if (selector.size > 0) for (const pod of find(selector, namespace)) published.add(pod);
  }
  return published;
}

function usesHostNetwork({ spec }: Pod): boolean {
  return isTrue(valueAt(spec, 'hostNetwork'));
}

function isOpen({ node }: Resource): boolean {
  const type = textOf(valueAt(node, 'spec', 'type'));
  return (
    type === 'NodePort' || type === 'LoadBalancer' || isSet(valueAt(node, 'spec', 'externalIPs'))
  );
}

function keyOf({ namespace }: Resource, service: string): string {
  return `${namespace}/${service}`;
}

/** Kinds whose objects lead requests to services. Those of Istio and Traefik are among them. */
const ROUTES =
  /^(?:Ingress|IngressRoute(?:TCP|UDP)?|Route|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute|UDPRoute|VirtualService|HTTPProxy)(?:\.|$)/;
/** Keys whose value is, or whose `name` is, the name of a service. */
const BACKENDS: ReadonlySet<string> = new Set(['serviceName', 'host']);
const MAX_DEPTH = 20;

function routedServices(resource: Resource): string[] {
  if (!ROUTES.test(resource.kind)) return [];
  const names: string[] = [];
  const walk = (node: ManifestNode, key: string, depth: number) => {
    if (depth > MAX_DEPTH) return;
    if (BACKENDS.has(key)) names.push(textOf(node).split('.', 1)[0] ?? '');
    if (/^(?:service|services|to|backendRefs)$/.test(key))
      names.push(textOf(valueAt(node, 'name')));
    for (const item of node.items) walk(item, key, depth + 1);
    for (const [name, value] of node.entries) walk(value, name, depth + 1);
  };
  const spec = valueAt(resource.node, 'spec');
  if (spec) walk(spec, '', 0);
  return names.filter(Boolean).map((name) => keyOf(resource, name));
}
