import type { ManifestNode } from '../../manifest-yaml.js';
import { RenderGap } from './budget.js';

/** A field that is a text, or a map or list of fields; `texts` is a map of texts with any keys. */
type TextField = 'text' | 'texts' | readonly [TextField] | { readonly [key: string]: TextField };

const OPTIONS: TextField = { annotations: 'texts', labels: 'texts' };
const TARGET: TextField = {
  annotationSelector: 'text',
  group: 'text',
  kind: 'text',
  labelSelector: 'text',
  name: 'text',
  namespace: 'text',
  version: 'text',
};
const PATCH: TextField = { patch: 'text', path: 'text', target: TARGET };
const GENERATOR: TextField = {
  behavior: 'text',
  env: 'text',
  envs: ['text'],
  files: ['text'],
  literals: ['text'],
  name: 'text',
  namespace: 'text',
  options: OPTIONS,
  type: 'text',
};
const FIELDS: TextField = {
  bases: ['text'],
  commonAnnotations: 'texts',
  commonLabels: 'texts',
  components: ['text'],
  configMapGenerator: [GENERATOR],
  generatorOptions: OPTIONS,
  images: [{ digest: 'text', name: 'text', newName: 'text', newTag: 'text' }],
  labels: [{ pairs: 'texts' }],
  namePrefix: 'text',
  nameSuffix: 'text',
  namespace: 'text',
  patches: [PATCH],
  patchesJson6902: [PATCH],
  patchesStrategicMerge: ['text'],
  replicas: [{ name: 'text' }],
  resources: ['text'],
  secretGenerator: [GENERATOR],
};

/**
 * Throws RenderGap for a field that has to be a text and is something else, as Kustomize does: a number, or a word that
 * YAML 1.1 reads as true or false, such as `yes` without quotes.
 */
export function requireTexts(document: ManifestNode): void {
  visit(document, FIELDS);
}

function visit(node: ManifestNode, field: TextField): void {
  if (field === 'text') requireText(node);
  else if (field === 'texts') for (const value of node.entries.values()) requireText(value);
  else if (Array.isArray(field)) for (const item of node.items) visit(item, field[0]);
  else
    for (const [key, value] of node.entries) {
      const inner = Object.hasOwn(field, key) ? (field as FieldMap)[key] : undefined;
      if (inner) visit(value, inner);
    }
}

type FieldMap = Readonly<Record<string, TextField>>;

function requireText({ kind, scalar, range }: ManifestNode): void {
  if (kind === 'scalar' && scalar === null) return;
  const isPlain =
    typeof scalar === 'string' &&
    range.startLine === range.endLine &&
    range.endColumn - range.startColumn === scalar.length;
  if (typeof scalar === 'string' && !(isPlain && BOOLEAN.test(scalar))) return;
  const value = kind === 'scalar' ? String(scalar).slice(0, 50) : `a ${kind}`;
  throw new RenderGap(
    `${value} in line ${range.startLine} of ${range.path} is not a text (write it in quotes)`,
  );
}

/** Source: YAML 1.1, "bool". */
const BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;
