import { createHash } from 'node:crypto';
import { baseName } from '../../../lib/paths.js';
import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, isTrue, plainValue, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { renderedMap, renderedScalar, withChangedEntries, withEntry } from './node-edits.js';
import {
  allIds,
  currentId,
  describeId,
  isSameId,
  newObject,
  type RenderedObject,
  rememberId,
  rename,
} from './objects.js';
import { writtenScalar } from './strategic-merge.js';

/** What generators need of the rendering that they are part of. */
export interface GeneratorContext {
  readonly budget: RenderBudget;
  readonly objects: RenderedObject[];
  /** The text of a file that is named relative to the kustomization; undefined for one that is made elsewhere. */
  readonly readText: (node: ManifestNode, name: string) => string | undefined;
  readonly globalOptions: ManifestNode | undefined;
}

/** Adds the ConfigMap or Secret of a generator, or merges it into the one that exists. Throws RenderGap. */
export function generate(
  kind: 'ConfigMap' | 'Secret',
  args: ManifestNode,
  context: GeneratorContext,
): void {
  const options = optionsOf(args, context.globalOptions);
  const created = newObject(createObject(kind, args, options, context));
  created.needsHash = !options.withoutHash;
  const id = currentId(created);
  const matches = context.objects.filter((one) => allIds(one).some((own) => isSameId(own, id)));
  const [old, second] = matches;
  const behavior = textOf(valueAt(args, 'behavior'));
  const isUpdate = behavior === 'merge' || behavior === 'replace';
  if (second) throw new RenderGap(`more than one object is called ${describeId(id)}`);
  if (!old) {
    if (isUpdate) throw new RenderGap(`${describeId(id)} does not exist, and cannot be merged`);
    context.objects.push(created);
    return;
  }
  if (!isUpdate) throw new RenderGap(`${describeId(id)} exists, and its behavior is not merge`);
  update(old, created, behavior === 'merge');
}

/** The content of the new object in place of the old one, which keeps its name. */
function update(old: RenderedObject, created: RenderedObject, isMerge: boolean): void {
  let { node } = created;
  for (const key of ['labels', 'annotations']) {
    const merged = mergedMaps(valueAt(old.node, 'metadata', key), valueAt(node, 'metadata', key));
    node = withMetadata(node, key, merged);
  }
  for (const key of ['name', 'namespace'])
    node = withMetadata(node, key, valueAt(old.node, 'metadata', key));
  for (const key of isMerge ? ['data', 'binaryData'] : [])
    node = withEntry(node, key, mergedMaps(valueAt(old.node, key), valueAt(node, key)));
  old.node = node;
  old.needsHash &&= created.needsHash;
}

function withMetadata(
  node: ManifestNode,
  key: string,
  value: ManifestNode | undefined,
): ManifestNode {
  const metadata = valueAt(node, 'metadata') ?? renderedMap([], node);
  return withEntry(node, 'metadata', withEntry(metadata, key, value));
}

function mergedMaps(
  below: ManifestNode | undefined,
  above: ManifestNode | undefined,
): ManifestNode | undefined {
  if (!below || !above) return above ?? below;
  return { ...below, entries: new Map([...below.entries, ...above.entries]) };
}

interface GeneratorOptions {
  readonly labels: ManifestNode | undefined;
  readonly annotations: ManifestNode | undefined;
  readonly withoutHash: boolean;
  readonly immutable: boolean;
}

function optionsOf(args: ManifestNode, global: ManifestNode | undefined): GeneratorOptions {
  const own = valueAt(args, 'options');
  const flag = (key: string) => isTrue(valueAt(own, key)) || isTrue(valueAt(global, key));
  const map = (key: string) => mergedMaps(valueAt(global, key), valueAt(own, key));
  return {
    labels: map('labels'),
    annotations: map('annotations'),
    withoutHash: flag('disableNameSuffixHash'),
    immutable: flag('immutable'),
  };
}

function createObject(
  kind: 'ConfigMap' | 'Secret',
  args: ManifestNode,
  { labels, annotations, immutable }: GeneratorOptions,
  context: GeneratorContext,
): ManifestNode {
  const name = valueAt(args, 'name');
  if (!isSet(name))
    throw new RenderGap(`the generator in line ${args.range.startLine} has no name`);
  const text = (value: string) => renderedScalar(value, name);
  const texts = (map: ManifestNode | undefined) =>
    map &&
    renderedMap(
      [...map.entries].map(([key, value]) => [key, renderedScalar(textOf(value), value)]),
      map,
    );
  const namespace = valueAt(args, 'namespace');
  const metadata: [string, ManifestNode | undefined][] = [
    ['name', name],
    ['namespace', isSet(namespace) ? namespace : undefined],
    ['labels', isSet(labels) ? texts(labels) : undefined],
    ['annotations', isSet(annotations) ? texts(annotations) : undefined],
  ];
  const type = valueAt(args, 'type');
  const data = dataOf(kind, args, context);
  const entries: [string, ManifestNode | undefined][] = [
    ['apiVersion', text('v1')],
    ['kind', text(kind)],
    ['metadata', renderedMap(present(metadata), args)],
    ['type', kind === 'Secret' ? (isSet(type) ? type : text('Opaque')) : undefined],
    ['data', data.size > 0 || kind === 'Secret' ? renderedMap(data, args) : undefined],
    ['immutable', immutable ? renderedScalar(true, args) : undefined],
  ];
  return renderedMap(present(entries), args);
}

function present(entries: readonly [string, ManifestNode | undefined][]): [string, ManifestNode][] {
  return entries.flatMap(([key, value]) => (value ? [[key, value]] : []));
}

/**
 * The values, which have the place of the entry of the generator that names them. None if some keys are in a file that is
 * made elsewhere: nobody can say then which keys there are.
 */
function dataOf(
  kind: 'ConfigMap' | 'Secret',
  args: ManifestNode,
  { budget, readText }: GeneratorContext,
): Map<string, ManifestNode> {
  const data = new Map<string, ManifestNode>();
  const add = (at: ManifestNode, key: string, value: string) => {
    spend(budget, 'characters', value.length);
    if (!/^[-._a-zA-Z0-9]+$/.test(key) || data.has(key))
      throw new RenderGap(
        `the key "${key.slice(0, 60)}" in line ${at.range.startLine} is invalid or repeated`,
      );
    const text = kind === 'Secret' ? wrappedBase64(value) : value;
    data.set(key, renderedScalar(text, at));
  };
  const envs = [...(valueAt(args, 'envs')?.items ?? []), valueAt(args, 'env')].filter(isSet);
  for (const at of envs) {
    const text = readText(at, textOf(at));
    if (text === undefined) return new Map();
    for (const line of text.split(/\r?\n/)) {
      const [, key = '', value = ''] = /^\s*([^=#][^=]*)?(?:=(.*))?$/s.exec(line) ?? [];
      if (key !== '') add(at, key, value);
    }
  }
  for (const at of valueAt(args, 'literals')?.items ?? []) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(textOf(at)) ?? [];
    if (key === '')
      throw new RenderGap(`the literal in line ${at.range.startLine} is not key=value`);
    add(at, key, unquoted(value));
  }
  for (const at of valueAt(args, 'files')?.items ?? []) {
    const [first = '', second, third] = textOf(at).split('=');
    if (third !== undefined || first === '' || second === '')
      throw new RenderGap(`the file in line ${at.range.startLine} is not [key=]path`);
    add(at, second === undefined ? baseName(first) : first, readText(at, second ?? first) ?? '');
  }
  return data;
}

/** Kustomize breaks lines after 70 characters. */
function wrappedBase64(value: string): string {
  const text = Buffer.from(value).toString('base64');
  return text.length < 70 ? text : text.replace(/.{1,70}/g, '$&\n');
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

/** Adds the hash of their content to the names of generated objects. */
export function addHashes(objects: readonly RenderedObject[]): void {
  for (const object of objects) {
    if (!object.needsHash) continue;
    const hash = contentHash(object.node);
    rememberId(object);
    rename(object, `${currentId(object).name}-${hash}`);
  }
}

/** Source: kubectl, "hash" of ConfigMaps and Secrets: ten characters without vowels. Kustomize leaves the name empty. */
function contentHash(node: ManifestNode): string {
  const kind = textOf(valueAt(node, 'kind'));
  const member = (key: string) => valueAt(node, key);
  const plain = (value: ManifestNode | undefined) => (value ? plainValue(value) : '');
  const content: Record<string, unknown> = {
    kind,
    name: '',
    data: plain(member('data')),
    ...(kind === 'Secret' ? { type: plain(member('type')) } : {}),
  };
  const more = kind === 'Secret' ? 'stringData' : 'binaryData';
  if (member(more)?.kind === 'map') content[more] = plain(member(more));
  const hash = createHash('sha256').update(goJson(content)).digest('hex').slice(0, 10);
  return hash.replace(/[013ae]/g, (digit) => ENCODED[digit] ?? digit);
}

const ENCODED: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/** JSON as Go writes it: sorted keys, and some characters escaped. */
function goJson(value: unknown): string {
  const sorted = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    const entries = Object.entries(one).sort(([a], [b]) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    return new Map(entries.map(([key, inner]) => [key, sorted(inner)]));
  };
  const write = (one: unknown): string =>
    one instanceof Map
      ? `{${[...one].map(([key, inner]) => `${write(key)}:${write(inner)}`).join(',')}}`
      : JSON.stringify(one);
  return write(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The object with its annotations as Kustomize writes them: texts, and no empty map. Throws RenderGap. */
export function withTextAnnotations(node: ManifestNode): ManifestNode {
  const annotations = valueAt(node, 'metadata', 'annotations');
  if (!annotations) return node;
  if (!isSet(annotations)) return withMetadata(node, 'annotations', undefined);
  const { range } = annotations;
  if (annotations.kind !== 'map')
    throw new RenderGap(`the annotations in ${range.path}:${range.startLine} are not a map`);
  const texts = withChangedEntries(annotations, (value) =>
    typeof value.scalar === 'string' ? value : renderedScalar(writtenScalar(value), value),
  );
  return withMetadata(node, 'annotations', texts);
}
