import { GENERATORS } from '../generators.js';

/**
 * What Kustomize decodes a value into. `texts` is a map of texts with any keys, `any` is not decoded further; a list has the
 * field of its items, an object those of its keys. The keys of a Map are read in their own case only.
 */
export type KustomizationField =
  | 'any'
  | 'flag'
  | 'integer'
  | 'text'
  | 'texts'
  | readonly [KustomizationField]
  | ReadonlyMap<string, KustomizationField>
  | { readonly [key: string]: KustomizationField };

const KIND: KustomizationField = { group: 'text', kind: 'text', version: 'text' };
const ID: KustomizationField = { ...KIND, name: 'text', namespace: 'text' };
const SELECTOR: KustomizationField = { ...ID, annotationSelector: 'text', labelSelector: 'text' };
const FIELD_SPEC: KustomizationField = { ...KIND, create: 'flag', path: 'text' };
const FIELD_SPECS: KustomizationField = [FIELD_SPEC];
const IMAGE: KustomizationField = {
  digest: 'text',
  name: 'text',
  newName: 'text',
  newTag: 'text',
  tagSuffix: 'text',
};
const PATCH: KustomizationField = {
  // Until version 5.7 it is a map of flags with any keys, whose case matters; later ones have two keys in any case.
  options: new Map([
    ['allowKindChange', 'flag'],
    ['allowNameChange', 'flag'],
  ]),
  patch: 'text',
  path: 'text',
  target: SELECTOR,
};
const GENERATOR_OPTIONS: KustomizationField = {
  annotations: 'texts',
  disableNameSuffixHash: 'flag',
  immutable: 'flag',
  labels: 'texts',
};
const CONFIG_MAP: KustomizationField = {
  behavior: 'text',
  env: 'text',
  envs: ['text'],
  files: ['text'],
  literals: ['text'],
  name: 'text',
  namespace: 'text',
  options: GENERATOR_OPTIONS,
};
const SECRET: KustomizationField = { ...CONFIG_MAP, type: 'text' };
const PART: KustomizationField = {
  create: 'flag',
  delimiter: 'text',
  encoding: 'text',
  index: 'integer',
};
const METADATA: KustomizationField = {
  annotations: 'texts',
  labels: 'texts',
  name: 'text',
  namespace: 'text',
};
const REPLICA: KustomizationField = { count: 'integer', name: 'text' };

/** An entry of `replacements`, or one in a file of them. */
export const REPLACEMENT: KustomizationField = {
  source: { ...ID, fieldPath: 'text', options: PART },
  targets: [{ fieldPaths: ['text'], options: PART, reject: [SELECTOR], select: SELECTOR }],
};

/** Source: Kustomize, `types.Kustomization`. */
export const KUSTOMIZATION: KustomizationField = {
  apiVersion: 'text',
  bases: ['text'],
  buildMetadata: ['text'],
  commonAnnotations: 'texts',
  commonLabels: 'texts',
  components: ['text'],
  [GENERATORS[0]]: [CONFIG_MAP],
  configurations: ['text'],
  crds: ['text'],
  generatorOptions: GENERATOR_OPTIONS,
  generators: ['text'],
  helmChartInflationGenerator: ['any'],
  helmCharts: ['any'],
  helmGlobals: { chartHome: 'text', configHome: 'text' },
  images: [IMAGE],
  imageTags: [IMAGE],
  kind: 'text',
  labels: [
    {
      fields: FIELD_SPECS,
      includeSelectors: 'flag',
      includeTemplates: 'flag',
      includeVolumeClaimTemplates: 'flag',
      pairs: 'texts',
    },
  ],
  metadata: METADATA,
  namePrefix: 'text',
  nameSuffix: 'text',
  namespace: 'text',
  openapi: 'texts',
  patches: [PATCH],
  patchesJson6902: [PATCH],
  patchesStrategicMerge: ['text'],
  replacements: [{ ...REPLACEMENT, path: 'text' }],
  replicas: [REPLICA],
  resources: ['text'],
  [GENERATORS[1]]: [SECRET],
  sortOptions: {
    legacySortOptions: { orderFirst: ['text'], orderLast: ['text'] },
    order: 'text',
  },
  transformers: ['text'],
  validators: ['text'],
  vars: [{ fieldref: { fieldPath: 'text' }, name: 'text', objref: { ...ID, apiVersion: 'text' } }],
};

/** A file of `configurations`. Source: Kustomize, `builtinconfig.TransformerConfig`. */
export const CONFIGURATION: KustomizationField = {
  commonAnnotations: FIELD_SPECS,
  commonLabels: FIELD_SPECS,
  images: FIELD_SPECS,
  labels: FIELD_SPECS,
  namePrefix: FIELD_SPECS,
  nameReference: [{ ...KIND, fieldSpecs: FIELD_SPECS }],
  nameSuffix: FIELD_SPECS,
  namespace: FIELD_SPECS,
  replicas: FIELD_SPECS,
  templateLabels: FIELD_SPECS,
  varReference: FIELD_SPECS,
};

/** The builtin plugins that `generators` and `transformers` can name. Source: Kustomize, `builtinhelpers`. */
export const PLUGINS: ReadonlyMap<string, { readonly [key: string]: KustomizationField }> = new Map<
  string,
  { readonly [key: string]: KustomizationField }
>([
  ['AnnotationsTransformer', { annotations: 'texts', fieldSpecs: FIELD_SPECS }],
  ['ConfigMapGenerator', { ...CONFIG_MAP, metadata: METADATA }],
  ['ImageTagTransformer', { fieldSpecs: FIELD_SPECS, imageTag: IMAGE }],
  ['LabelTransformer', { fieldSpecs: FIELD_SPECS, labels: 'texts' }],
  [
    'NamespaceTransformer',
    {
      fieldSpecs: FIELD_SPECS,
      metadata: METADATA,
      setRoleBindingSubjects: 'text',
      unsetOnly: 'flag',
    },
  ],
  ['PatchJson6902Transformer', { jsonOp: 'text', path: 'text', target: SELECTOR }],
  ['PatchStrategicMergeTransformer', { patches: 'text', paths: ['text'] }],
  ['PatchTransformer', PATCH],
  ['PrefixSuffixTransformer', { fieldSpecs: FIELD_SPECS, prefix: 'text', suffix: 'text' }],
  ['PrefixTransformer', { fieldSpecs: FIELD_SPECS, prefix: 'text' }],
  ['ReplacementTransformer', { replacements: [{ ...REPLACEMENT, path: 'text' }] }],
  ['ReplicaCountTransformer', { fieldSpecs: FIELD_SPECS, replica: REPLICA }],
  ['SecretGenerator', { ...SECRET, metadata: METADATA }],
  ['SuffixTransformer', { fieldSpecs: FIELD_SPECS, suffix: 'text' }],
]);
