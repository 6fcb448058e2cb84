import type { ManifestNode } from '../../manifest-yaml.js';
import { isTrue, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { changeField, type FieldSpec, fieldSpecOf, isFieldOf } from './field-paths.js';
import { isNull, renderedScalar, withChangedEntries, withItems, withScalar } from './node-edits.js';
import { currentId, type RenderedObject } from './objects.js';

/** The metadata of an object and of the pods that it creates. `what` is labels or annotations. */
function metadataFields(what: 'labels' | 'annotations'): FieldSpec[] {
  const field = (path: string, spec: Omit<FieldSpec, 'path' | 'create'> = {}): FieldSpec => ({
    path: `${path}metadata/${what}`,
    create: true,
    ...spec,
  });
  return [...templateFields(field), field('')];
}

function templateFields(
  field: (path: string, spec: Omit<FieldSpec, 'path' | 'create'>) => FieldSpec,
): FieldSpec[] {
  return [
    field('spec/template/', { version: 'v1', kind: 'ReplicationController' }),
    ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => field('spec/template/', { kind })),
    field('spec/template/', { group: 'apps', kind: 'StatefulSet' }),
    field('spec/template/', { group: 'batch', kind: 'Job' }),
    field('spec/jobTemplate/', { group: 'batch', kind: 'CronJob' }),
    field('spec/jobTemplate/spec/template/', { group: 'batch', kind: 'CronJob' }),
  ];
}

const AFFINITY_TERMS = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
  `${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
]);

/** The selectors that name pods by their labels. Source: Kustomize, default transformer configurations, "commonLabels". */
const SELECTORS: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
  { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => ({
    path: 'spec/selector/matchLabels',
    create: true,
    kind,
  })),
  { path: 'spec/selector/matchLabels', create: true, group: 'apps', kind: 'StatefulSet' },
  ...['Deployment', 'StatefulSet'].flatMap((kind) => [
    ...AFFINITY_TERMS.map((term) => ({
      path: `spec/template/spec/affinity/${term}/labelSelector/matchLabels`,
      group: 'apps',
      kind,
    })),
    {
      path: 'spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels',
      group: 'apps',
      kind,
    },
  ]),
  { path: 'spec/selector/matchLabels', group: 'batch', kind: 'Job' },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', group: 'batch', kind: 'CronJob' },
  { path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
  ...['podSelector', 'ingress/from/podSelector', 'egress/to/podSelector'].map((selector) => ({
    path: `spec/${selector}/matchLabels`,
    group: 'networking.k8s.io',
    kind: 'NetworkPolicy',
  })),
];

const CLAIM_TEMPLATES: FieldSpec = {
  path: 'spec/volumeClaimTemplates[]/metadata/labels',
  create: true,
  group: 'apps',
  kind: 'StatefulSet',
};

const LABELS = metadataFields('labels');
/** The fields of `commonLabels`. */
export const COMMON_LABELS: readonly FieldSpec[] = [...SELECTORS, ...LABELS, CLAIM_TEMPLATES];
/** The fields of `commonAnnotations`. */
export const COMMON_ANNOTATIONS: readonly FieldSpec[] = metadataFields('annotations').map((spec) =>
  spec.kind === 'StatefulSet' ? { path: spec.path, create: true, kind: spec.kind } : spec,
);

/** What is needed to add labels or annotations. */
interface LabelContext {
  readonly budget: RenderBudget;
  /** Fields of `configurations`. */
  readonly configured: readonly FieldSpec[];
}

/** Adds the labels of an entry of `labels`. */
export function addLabels(
  objects: readonly RenderedObject[],
  entry: ManifestNode,
  { budget, configured }: LabelContext,
): void {
  const own = (valueAt(entry, 'fields')?.items ?? []).map(fieldSpecOf);
  const withTemplates = isTrue(valueAt(entry, 'includeTemplates'));
  // Versions of Kustomize that do not know the key take it for the same as includeTemplates.
  const claims = valueAt(entry, 'includeVolumeClaimTemplates');
  const withClaims = claims && !isNull(claims) ? isTrue(claims) : withTemplates;
  const metadata = [
    ...LABELS.filter(({ path }) => withTemplates || path === 'metadata/labels'),
    ...(withClaims ? [CLAIM_TEMPLATES] : []),
  ];
  const all = [...COMMON_LABELS, ...configured];
  const fields = isTrue(valueAt(entry, 'includeSelectors')) ? all : metadata;
  addPairs(objects, valueAt(entry, 'pairs'), [...own, ...fields], budget);
}

/** Adds `commonLabels`, also to selectors. */
export function addCommonLabels(
  objects: readonly RenderedObject[],
  labels: ManifestNode | undefined,
  { budget, configured }: LabelContext,
): void {
  addPairs(objects, labels, [...COMMON_LABELS, ...configured], budget);
}

/** Adds `commonAnnotations`. */
export function addCommonAnnotations(
  objects: readonly RenderedObject[],
  annotations: ManifestNode | undefined,
  { budget, configured }: LabelContext,
): void {
  addPairs(objects, annotations, [...COMMON_ANNOTATIONS, ...configured], budget);
}

/** Adds labels or annotations to fields. */
export function addPairs(
  objects: readonly RenderedObject[],
  pairs: ManifestNode | undefined,
  fields: readonly FieldSpec[],
  budget: RenderBudget,
): void {
  if (!pairs || pairs.entries.size === 0) return;
  const texts = new Map(
    [...pairs.entries].map(([key, value]) => [key, renderedScalar(textOf(value), value)]),
  );
  for (const object of objects) {
    const id = currentId(object);
    for (const field of fields) {
      if (!isFieldOf(field, id)) continue;
      spend(budget, 'steps', 1 + pairs.entries.size);
      const replaced = new Map<ManifestNode, ManifestNode>();
      object.node = changeField(object.node, field, {
        change: (map) => withPairs(map, texts, { added: object.addedLabels, replaced }),
        created: { kind: 'map', at: pairs },
      });
      if (replaced.size > 0) object.node = withReplaced(object.node, replaced, budget);
    }
    for (const text of texts.values()) object.addedLabels.add(text);
  }
}

/** Labels that Kustomize added at once stay one value: if one of them gets another text, all of them do. */
interface SharedLabels {
  readonly added: ReadonlySet<ManifestNode>;
  readonly replaced: Map<ManifestNode, ManifestNode>;
}

function withReplaced(
  node: ManifestNode,
  replaced: ReadonlyMap<ManifestNode, ManifestNode>,
  budget: RenderBudget,
): ManifestNode {
  spend(budget, 'steps');
  const visit = (one: ManifestNode) => replaced.get(one) ?? withReplaced(one, replaced, budget);
  return node.kind === 'list'
    ? withItems(node, node.items.map(visit))
    : withChangedEntries(node, visit);
}

function withPairs(
  map: ManifestNode,
  texts: ReadonlyMap<string, ManifestNode>,
  { added, replaced }: SharedLabels,
): ManifestNode {
  if (map.kind !== 'map')
    throw new RenderGap(`${map.range.path}:${map.range.startLine} is not a map of keys`);
  const entries = new Map(map.entries);
  for (const [key, text] of texts) {
    const old = map.entries.get(key);
    const changed = old ? withScalar(old, text.scalar, text) : text;
    if (old && changed.scalar !== old.scalar && added.has(old)) replaced.set(old, changed);
    entries.set(key, changed);
  }
  return { ...map, entries };
}
