import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, valueAt } from '../../yaml-values.js';
import { CONFIGURATION } from '../fields.js';
import { RenderGap } from './budget.js';
import { decoded } from './decoded.js';
import { type FieldSpec, fieldSpecOf, isFieldOf, textsOf } from './field-paths.js';
import { IMAGE_FIELDS } from './images.js';
import { COMMON_ANNOTATIONS, COMMON_LABELS } from './labels.js';
import { NAME_FIELDS, NAMESPACE_FIELDS, SCALED } from './names.js';
import { REFERENCE_FIELDS, type ReferenceFields } from './reference-fields.js';
import { VARIABLE_FIELDS } from './vars.js';

const LISTS = [
  'commonAnnotations',
  'commonLabels',
  'images',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'replicas',
  'varReference',
] as const;

/** The fields that `configurations` add to those that Kustomize knows. */
export type Configuration = Record<(typeof LISTS)[number], FieldSpec[]> & {
  readonly nameReference: ReferenceFields[];
};

export function emptyConfiguration(): Configuration {
  return {
    commonAnnotations: [],
    commonLabels: [],
    images: [],
    namePrefix: [],
    nameSuffix: [],
    namespace: [],
    replicas: [],
    varReference: [],
    nameReference: [],
  };
}

/** The fields that Kustomize knows, which a configuration must not change. */
const KNOWN: Readonly<Record<(typeof LISTS)[number], readonly FieldSpec[]>> = {
  commonAnnotations: COMMON_ANNOTATIONS,
  commonLabels: COMMON_LABELS,
  images: IMAGE_FIELDS.filter(({ create }) => create),
  namePrefix: NAME_FIELDS,
  nameSuffix: NAME_FIELDS,
  namespace: NAMESPACE_FIELDS,
  replicas: SCALED,
  varReference: VARIABLE_FIELDS,
};

/** More fields are not rendered. Those of kubebuilder have about ten. docs/limits.md */
const MAX_FIELDS = 500;

/** How many fields there are. Throws RenderGap for too many. */
export function countFields(configuration: Configuration): number {
  const references = configuration.nameReference.reduce(
    (sum, { fields }) => sum + fields.length,
    0,
  );
  const count = LISTS.reduce((sum, key) => sum + configuration[key].length, references);
  if (count > MAX_FIELDS) throw new RenderGap(`its configurations have over ${MAX_FIELDS} fields`);
  return count;
}

/** Adds the fields of a base, which those that include it have too. */
export function mergeConfiguration(into: Configuration, from: Configuration): void {
  for (const key of LISTS) addFields(into[key], from[key], KNOWN[key]);
  for (const reference of from.nameReference) addReference(into, reference);
}

/**
 * Throws RenderGap for fields of a base that Kustomize knows and creates otherwise: those that include the base add the known
 * ones to them, for all kinds.
 */
export function rejectKnownFields({ nameReference, ...lists }: Configuration): void {
  for (const key of LISTS) addFields([], KNOWN[key], lists[key]);
  for (const reference of nameReference)
    for (const known of REFERENCE_FIELDS)
      if (isSameKind(known, reference)) addFields([], known.fields, reference.fields);
}

/** Adds the fields of a file of `configurations`. Throws RenderGap. Source: Kustomize, "transformer configurations". */
export function addConfiguration(
  into: Configuration,
  documents: readonly ManifestNode[],
  at: ManifestNode,
): void {
  const [document, second] = documents;
  const { path, startLine } = at.range;
  if (document?.kind !== 'map' || second)
    throw new RenderGap(`line ${startLine} of ${path} names a file that is not one map of keys`);
  for (const [key, value] of decoded(document, CONFIGURATION).entries) {
    if (!isSet(value)) continue;
    const list = LISTS.find((name) => name === key);
    if (!list && key !== 'nameReference')
      throw new RenderGap(`the configuration in ${value.range.path} sets ${key.slice(0, 60)}`);
    if (list) addFields(into[list], value.items.map(fieldSpecOf), KNOWN[list]);
    else for (const item of value.items) addReference(into, referenceOf(item));
  }
}

function addReference(into: Configuration, reference: ReferenceFields): void {
  const known = [...REFERENCE_FIELDS, ...into.nameReference].filter((one) =>
    isSameKind(one, reference),
  );
  addFields(
    [],
    reference.fields,
    known.flatMap((one) => one.fields),
  );
  into.nameReference.push(reference);
}

function isSameKind(a: ReferenceFields, b: ReferenceFields): boolean {
  const [one, other] = [kindOf(a), kindOf(b)];
  return one.kind === other.kind && one.group === other.group && one.version === other.version;
}

/** Adds the fields that are not known yet. Throws RenderGap for one that is known and created otherwise. */
function addFields(
  into: FieldSpec[],
  fields: readonly FieldSpec[],
  defaults: readonly FieldSpec[],
): void {
  for (const field of fields) {
    const known = [...defaults, ...into].find(
      (one) => one.path === field.path && isFieldOf(field, kindOf(one)),
    );
    if (into.length > MAX_FIELDS)
      throw new RenderGap(`its configurations have over ${MAX_FIELDS} fields`);
    const general = [...defaults, ...into].find(
      (one) => one.path === field.path && isFieldOf(one, kindOf(field)),
    );
    // Kustomize drops one of them, which depends on the order in which it sorts kinds. It finds images of containers anyway.
    if (!known && general && !IMAGE_FIELDS.includes(general))
      throw new RenderGap(`its configurations set ${field.path} for some kinds and for all`);
    if (!known) into.push(field);
    else if (Boolean(known.create) !== Boolean(field.create))
      throw new RenderGap(`its configurations set create of ${field.path} to true and to false`);
  }
}

function kindOf({ group = '', version = '', kind = '' }: Omit<FieldSpec, 'path'>) {
  return { group, version, kind };
}

function referenceOf(node: ManifestNode): ReferenceFields {
  const fields = (valueAt(node, 'fieldSpecs')?.items ?? []).map(fieldSpecOf);
  const [kind = '', group = '', version = ''] = textsOf(node, 'kind', 'group', 'version');
  return { kind, group, version, fields };
}
