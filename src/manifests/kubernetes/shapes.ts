import type { ManifestNode } from '../manifest-yaml.js';
import { type Misfit, misfitsOf, type Shape } from '../shape.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { configurationShape } from './configuration-shapes.js';
import { type EmbeddedPod, embeddedPods } from './embedded-pods.js';
import { AUDIT_POLICY, KINDS } from './kinds.js';
import { EMBEDDED_CONTAINER, EMBEDDED_SPEC, METADATA, POD_SPEC } from './pod-shapes.js';
import { hasPodTemplate } from './pod-templates.js';
import { type Pod, podOf } from './pods.js';
import {
  describeResource,
  kindInGroup,
  objectsOf,
  type Resource,
  workloadLocation,
} from './resources.js';

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
    if (!items) return objectMisfits(node, kindInGroup(kind, textOf(valueAt(node, 'apiVersion'))));
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
  const own =
    KINDS.get(kind) ?? (isAuditPolicy(node, kind) ? AUDIT_POLICY : configurationShape(node, kind));
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

/** Whether rules are about objects of this kind. They look for pods and images in those of each kind. */
export function isReadKind({ kind, node }: Pick<Resource, 'kind' | 'node'>): boolean {
  return (
    KINDS.has(kind) ||
    kind === 'List' ||
    isAuditPolicy(node, kind) ||
    configurationShape(node, kind) !== undefined
  );
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
