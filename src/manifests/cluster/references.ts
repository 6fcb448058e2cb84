import { type ObjectReference, referenceTo } from '../kubernetes/object-reference.js';
import { podReferences } from '../kubernetes/pod-references.js';
import { hasPodTemplate } from '../kubernetes/pod-templates.js';
import type { Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** The references of objects and pods to other objects, without optional ones. */
export function objectReferences({ resources, pods }: Manifest): ObjectReference[] {
  return [...resources.flatMap(ofResource), ...pods.flatMap(podReferences)];
}

const OF_KIND: ReadonlyMap<string, (resource: Resource) => ObjectReference[]> = new Map([
  ['Ingress', ingressReferences],
  ...['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map(
    (kind) => [kind, routeReferences] as const,
  ),
  ['RoleBinding', roleReferences],
  ['ClusterRoleBinding', roleReferences],
  ['HorizontalPodAutoscaler', scalerReferences],
  ['ValidatingWebhookConfiguration', webhookReferences],
  ['MutatingWebhookConfiguration', webhookReferences],
  [
    'APIService',
    (resource) => apiServerReference(resource, valueAt(resource.node, 'spec', 'service')),
  ],
  [
    'StatefulSet',
    (resource) => referenceTo(resource, 'Service', valueAt(resource.node, 'spec', 'serviceName')),
  ],
]);

function ofResource(resource: Resource): ObjectReference[] {
  return OF_KIND.get(resource.kind)?.(resource) ?? [];
}

/** Source: Kubernetes API, networking.k8s.io/v1 and the v1beta1 before it. */
function ingressReferences(ingress: Resource): ObjectReference[] {
  const spec = valueAt(ingress.node, 'spec');
  const paths = (valueAt(spec, 'rules')?.items ?? []).flatMap(
    (rule) => valueAt(rule, 'http', 'paths')?.items ?? [],
  );
  const backends = [
    valueAt(spec, 'defaultBackend'),
    valueAt(spec, 'backend'),
    ...paths.map((path) => valueAt(path, 'backend')),
  ];
  return backends.flatMap((backend) => {
    const service = valueAt(backend, 'service');
    const port = valueAt(service, 'port');
    const ports = [valueAt(port, 'name'), valueAt(port, 'number'), valueAt(backend, 'servicePort')];
    // The load balancer of AWS takes the name for that of an annotation.
    if (ports.some((one) => textOf(one) === 'use-annotation')) return [];
    const name = valueAt(service, 'name') ?? valueAt(backend, 'serviceName');
    return referenceTo(ingress, 'Service', name, ports);
  });
}

/** Source: Gateway API, "BackendRef". */
function routeReferences(route: Resource): ObjectReference[] {
  const backends = (valueAt(route.node, 'spec', 'rules')?.items ?? []).flatMap(
    (rule) => valueAt(rule, 'backendRefs')?.items ?? [],
  );
  return backends.flatMap((backend) => {
    const isService = ['', 'Service'].includes(textOf(valueAt(backend, 'kind')));
    return isService ? serviceReference(route, backend) : [];
  });
}

/** Roles that Kubernetes, or a program that it is installed with, creates. */
const CREATED_ROLE =
  /^(?:admin|cluster-admin|edit|view|extension-apiserver-authentication-reader|system:.*)$/;

function roleReferences(binding: Resource): ObjectReference[] {
  const name = valueAt(binding.node, 'roleRef', 'name');
  const kind = textOf(valueAt(binding.node, 'roleRef', 'kind'));
  const isRole = kind === 'Role' || kind === 'ClusterRole';
  if (!isRole || CREATED_ROLE.test(textOf(name))) return [];
  // A ClusterRole is in no namespace.
  const from = kind === 'ClusterRole' ? { ...binding, namespace: 'default' } : binding;
  return referenceTo(from, kind, name);
}

function scalerReferences(scaler: Resource): ObjectReference[] {
  const target = valueAt(scaler.node, 'spec', 'scaleTargetRef');
  const kind = textOf(valueAt(target, 'kind'));
  return hasPodTemplate(kind) ? referenceTo(scaler, kind, valueAt(target, 'name')) : [];
}

function webhookReferences(configuration: Resource): ObjectReference[] {
  return (valueAt(configuration.node, 'webhooks')?.items ?? []).flatMap((webhook) =>
    apiServerReference(configuration, valueAt(webhook, 'clientConfig', 'service')),
  );
}

/** Of a service that the API server calls: without a port, at 443. */
function apiServerReference(from: Resource, service: ManifestNode | undefined): ObjectReference[] {
  return serviceReference(from, service).map((reference) =>
    reference.parts.length > 0
      ? reference
      : { ...reference, parts: [{ text: '443', range: reference.at.range }] },
  );
}

/** Of a map with a name, and a namespace and port if they are not the usual ones. */
function serviceReference(from: Resource, service: ManifestNode | undefined): ObjectReference[] {
  const namespace = textOf(valueAt(service, 'namespace')) || from.namespace;
  return referenceTo({ ...from, namespace }, 'Service', valueAt(service, 'name'), [
    valueAt(service, 'port'),
  ]);
}
