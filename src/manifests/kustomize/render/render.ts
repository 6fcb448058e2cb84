import type { ManifestNode } from '../../manifest-yaml.js';
import { baseName, siblingPath } from '../../paths.js';
import { isFalse, isSet, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, renderBudget, spend } from './budget.js';
import {
  addConfiguration,
  type Configuration,
  countFields,
  emptyConfiguration,
  mergeConfiguration,
} from './configurations.js';
import { addHashes, generate, withTextAnnotations } from './generate.js';
import { replaceImages } from './images.js';
import { isRemote, kustomizationsIn, unrenderedKeys } from './keys.js';
import { addCommonAnnotations, addCommonLabels, addLabels } from './labels.js';
import { listedObjects } from './listed-objects.js';
import { correctReferences } from './name-references.js';
import { addAffixes, rejectSameIds, setNamespace, setReplicas } from './names.js';
import { renderedMap } from './node-edits.js';
import { newObject, type RenderedObject } from './objects.js';
import { applyJsonPatches, applyMergePatches, applyPatches, type PatchContext } from './patches.js';
import { builtinPlugin, type Plugin } from './plugins.js';
import { replaceValues } from './replacements.js';
import { type DocumentSource, parsePatchText } from './sources.js';
import { requireTexts } from './text-fields.js';
import { addVariables, replaceVariables, type Variable } from './vars.js';

/** A kustomization as it is applied to a cluster. */
export interface Rendering {
  /** The objects, each of nodes that keep the places of the files that set them. */
  readonly objects: readonly ManifestNode[];
  /** The files that it reads, the kustomizations among them. */
  readonly files: ReadonlySet<string>;
  /** Why it cannot be rendered, one sentence part each; there are no objects then. */
  readonly gaps: readonly string[];
  /** The listed resource that is remote or missing, if that is why it cannot be rendered. */
  readonly unavailable?: ManifestNode | undefined;
}

/** Bases that include each other deeper than this are not rendered. */
const MAX_DEPTH = 30;
/** Of maps and lists in an object. */
const MAX_LEVELS = 200;

/**
 * Renders the kustomization in a file as `kubectl kustomize` does. Nothing is downloaded or executed; what would need that,
 * and what Kustomize refuses, is a gap.
 * Source: Kustomize, "kustomization.yaml" and its order of transformers.
 */
export function renderKustomization(
  path: string,
  source: DocumentSource,
  budget = renderBudget(),
): Rendering {
  const state: RenderState = {
    source,
    budget,
    files: new Set(),
    stack: [],
    variables: new Map(),
    configuration: emptyConfiguration(),
  };
  const refused = (reason: string, unavailable?: ManifestNode): Rendering => ({
    objects: [],
    files: state.files,
    gaps: [reason],
    unavailable,
  });
  try {
    const objects = accumulate(path, undefined, state);
    addHashes(objects);
    const { nameReference, varReference } = state.configuration;
    spend(budget, 'steps', objects.length * countFields(state.configuration));
    correctReferences(objects, nameReference, state.budget);
    const variables = { budget: state.budget, configured: varReference };
    replaceVariables(objects, state.variables, variables);
    rejectSameIds(objects);
    const deployed = objects.filter(isDeployed).map(({ node }) => withTextAnnotations(node));
    for (const node of deployed) countNodes(node, state.budget);
    return { objects: deployed, files: state.files, gaps: [] };
  } catch (error) {
    if (error instanceof RangeError) return refused('its objects are nested too deep');
    if (!(error instanceof RenderGap)) throw error;
    return refused(error.message, error.unavailable);
  }
}

interface RenderState {
  readonly source: DocumentSource;
  readonly budget: RenderBudget;
  readonly files: Set<string>;
  /** The kustomizations that are being read, the root first. */
  readonly stack: string[];
  readonly variables: Map<string, Variable>;
  /** That of the kustomization that is being read, with those of its bases. */
  configuration: Configuration;
}

/** An object that is only for the person who renders it is not applied. */
function isDeployed({ node }: RenderedObject): boolean {
  const local = valueAt(node, 'metadata', 'annotations', 'config.kubernetes.io/local-config');
  return local === undefined || isFalse(local);
}

/** Copies can share their values, but rules visit each of them. */
function countNodes({ entries, items }: ManifestNode, budget: RenderBudget, depth = 0): void {
  spend(budget, 'steps');
  if (depth > MAX_LEVELS) throw new RenderGap('its objects are nested too deep');
  for (const value of entries.values()) countNodes(value, budget, depth + 1);
  for (const item of items) countNodes(item, budget, depth + 1);
}

/** The objects of a kustomization; a component changes those of the one that includes it. */
function accumulate(
  path: string,
  parents: readonly RenderedObject[] | undefined,
  state: RenderState,
): RenderedObject[] {
  if (state.stack.includes(path)) throw new RenderGap(`${path} includes itself`);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const inside = state.stack.find((one) => one.startsWith(folder));
  if (inside !== undefined)
    throw new RenderGap(`${inside} includes ${path}, which is in a folder around its own`);
  if (state.stack.length === MAX_DEPTH) throw new RenderGap('its bases are nested too deep');
  const document = readKustomization(path, state);
  state.stack.push(path);
  const outer = state.configuration;
  if (!parents) state.configuration = emptyConfiguration();
  const objects = [...(parents ?? [])];
  for (const item of listOf(document, 'resources', 'bases'))
    for (const object of resourcesAt(path, item, state)) objects.push(object);
  rejectSameIds(objects);
  for (const item of listOf(document, 'configurations'))
    addConfiguration(state.configuration, load(siblingPath(path, textOf(item)), item, state), item);
  const readText = (at: ManifestNode, name: string) => readFile(siblingPath(path, name), at, state);
  const globalOptions = valueAt(document, 'generatorOptions');
  const generators = [
    ['Secret', 'secretGenerator'],
    ['ConfigMap', 'configMapGenerator'],
  ] as const;
  for (const [kind, key] of generators)
    for (const args of listOf(document, key))
      generate(kind, args, { budget: state.budget, objects, readText, globalOptions });
  const generator = { budget: state.budget, objects, readText, globalOptions: undefined };
  for (const { key, entries } of pluginsOf(document, 'generators', path, state))
    for (const args of entries)
      generate(key === 'secretGenerator' ? 'Secret' : 'ConfigMap', args, generator);
  let all = objects;
  for (const item of listOf(document, 'components'))
    all = accumulate(kustomizationAt(path, item, 'Component', state), all, state);
  all = transform(all, document, path, state);
  for (const { key, entries } of pluginsOf(document, 'transformers', path, state)) {
    const own = renderedMap([[key, listNode(entries, document)]], document);
    all = transform(all, own, path, state);
  }
  state.stack.pop();
  if (!parents) {
    mergeConfiguration(outer, state.configuration);
    state.configuration = outer;
  }
  return all;
}

/** The plugins of a key of the kustomization: each item is the text of some, or the name of a file. */
function pluginsOf(
  document: ManifestNode,
  key: 'generators' | 'transformers',
  path: string,
  state: RenderState,
): Plugin[] {
  const plugins: Plugin[] = [];
  const objects: RenderedObject[] = [];
  for (const item of listOf(document, key)) {
    const file = siblingPath(path, textOf(item));
    const isText = /[\n{]/.test(textOf(item));
    if (!isText && !state.source.hasFile(file))
      throw new RenderGap(`${key} in line ${item.range.startLine} of ${path} name no file`);
    const documents = isText ? parsePatchText(item, state.source, 'text') : load(file, item, state);
    for (const object of listedObjects(documents)) {
      objects.push(newObject(object));
      const plugin = builtinPlugin(object, item);
      if (plugin.key.endsWith('Generator') !== (key === 'generators'))
        throw new RenderGap(`${key} in line ${item.range.startLine} of ${path} are other plugins`);
      requireTexts(renderedMap([[plugin.key, listNode(plugin.entries, item)]], item));
      plugins.push(plugin);
    }
  }
  rejectSameIds(objects);
  return plugins;
}

function listNode(items: readonly ManifestNode[], at: ManifestNode): ManifestNode {
  return { ...renderedMap([], at), kind: 'list', items };
}

function listOf(document: ManifestNode, ...keys: readonly string[]): ManifestNode[] {
  return keys.flatMap((key) => {
    const value = valueAt(document, key);
    if (value && value.kind !== 'list' && isSet(value))
      throw new RenderGap(`${key} in line ${value.range.startLine} is not a list`);
    return value?.items ?? [];
  });
}

function readKustomization(path: string, state: RenderState): ManifestNode {
  const [first, second] = kustomizationsIn(siblingPath(path, '.')).filter(state.source.hasFile);
  if (second !== undefined) throw new RenderGap(`${first} and ${second} are in one folder`);
  const documents = load(path, undefined, state);
  const [document] = documents;
  if (documents.every(isEmpty)) throw new RenderGap(`${path} is empty, which Kustomize refuses`);
  if (!document || documents.length > 1 || document.kind !== 'map')
    throw new RenderGap(`${path} is not one map of keys`);
  const keys = unrenderedKeys(document);
  if (keys.length > 0) throw new RenderGap(`${path} uses ${keys.join(', ')}`);
  requireTexts(document);
  return document;
}

/** Source: Kustomize, `CheckEmpty`: without a key that has a value, besides the type. An empty list is a value. */
function isEmpty(document: ManifestNode): boolean {
  if (document.kind !== 'map') return document.kind === 'scalar' && document.scalar === null;
  return [...document.entries].every(
    ([key, { kind, scalar }]) =>
      key === 'apiVersion' || key === 'kind' || (kind === 'scalar' && scalar === null),
  );
}

/** The objects of a file, or of the kustomization in a folder. */
function resourcesAt(path: string, item: ManifestNode, state: RenderState): RenderedObject[] {
  const name = textOf(item);
  const place = `line ${item.range.startLine} of ${path}`;
  if (name === '' || name.includes('\n')) throw new RenderGap(`${place} names no resource`);
  if (isRemote(name)) throw remote(item);
  const file = siblingPath(path, name);
  if (state.source.hasFile(file)) {
    if (/^kustomization\.ya?ml$|^Kustomization$/.test(baseName(file)))
      throw new RenderGap(`${place} names a kustomization instead of its folder`);
    const objects = listedObjects(load(file, item, state));
    spend(state.budget, 'objects', objects.length);
    return objects.map(newObject);
  }
  return accumulate(kustomizationAt(path, item, 'Kustomization', state), undefined, state);
}

function kustomizationAt(
  path: string,
  item: ManifestNode,
  kind: 'Kustomization' | 'Component',
  state: RenderState,
): string {
  const name = textOf(item);
  if (isRemote(name)) throw remote(item);
  const [first] = kustomizationsIn(siblingPath(path, name)).filter(state.source.hasFile);
  if (!first)
    throw new RenderGap(
      `${name.slice(0, 100)} in line ${item.range.startLine} of ${path} is no file of at most 1 MiB and no kustomization of the repository`,
      item,
    );
  const written = textOf(valueAt(state.source.documents(first)[0], 'kind')) || 'Kustomization';
  if (written !== kind) throw new RenderGap(`${first} is a ${written}, not a ${kind}`);
  return first;
}

function remote(item: ManifestNode): RenderGap {
  const { path, startLine } = item.range;
  const name = textOf(item).slice(0, 100);
  return new RenderGap(`${name} in line ${startLine} of ${path} is remote`, item);
}

function load(
  path: string,
  at: ManifestNode | undefined,
  state: RenderState,
): readonly ManifestNode[] {
  spend(state.budget, 'files');
  state.files.add(path);
  if (at && !state.source.hasFile(path)) throw missing(path, at);
  return state.source.documents(path);
}

function readFile(path: string, at: ManifestNode, state: RenderState): string {
  spend(state.budget, 'files');
  const text = state.source.text(path);
  if (text === undefined) throw missing(path, at);
  state.files.add(path);
  return text;
}

function missing(path: string, { range }: ManifestNode): RenderGap {
  return new RenderGap(
    `${path}, which line ${range.startLine} of ${range.path} names, cannot be read`,
  );
}

/** Source: Kustomize, the order in which the fields of a kustomization apply. */
function transform(
  before: readonly RenderedObject[],
  document: ManifestNode,
  path: string,
  state: RenderState,
): RenderedObject[] {
  const { budget, configuration } = state;
  spend(budget, 'steps', before.length * (1 + countFields(configuration)));
  const patches: PatchContext = {
    budget,
    load: (node, kind) => {
      const file = siblingPath(path, textOf(node));
      const documents =
        kind === 'path' ? load(file, node, state) : parsePatchText(node, state.source, kind);
      const text = kind === 'path' ? (state.source.text(file) ?? '') : textOf(node);
      if (text.startsWith('[') && !isJsonText(text))
        throw new RenderGap(
          `the patch that line ${node.range.startLine} of ${path} sets begins with [ and is not JSON`,
        );
      return documents;
    },
  };
  let objects = applyMergePatches(before, listOf(document, 'patchesStrategicMerge'), patches);
  objects = applyPatches(objects, listOf(document, 'patches'), patches);
  const namespace = valueAt(document, 'namespace');
  if (isSet(namespace)) setNamespace(objects, namespace, configuration.namespace);
  const [prefix, suffix] = ['namePrefix', 'nameSuffix'].map((key) =>
    textOf(valueAt(document, key)),
  );
  addAffixes(objects, { prefix: prefix ?? '', suffix: suffix ?? '' });
  const context = (key: 'commonAnnotations' | 'commonLabels' | 'images') => ({
    budget,
    configured: configuration[key],
  });
  for (const entry of listOf(document, 'labels'))
    addLabels(objects, entry, context('commonLabels'));
  addCommonLabels(objects, valueAt(document, 'commonLabels'), context('commonLabels'));
  addCommonAnnotations(
    objects,
    valueAt(document, 'commonAnnotations'),
    context('commonAnnotations'),
  );
  applyJsonPatches(objects, listOf(document, 'patchesJson6902'), patches);
  for (const entry of listOf(document, 'replicas'))
    setReplicas(objects, entry, configuration.replicas);
  for (const entry of listOf(document, 'images')) replaceImages(objects, entry, context('images'));
  for (const entry of listOf(document, 'replacements'))
    for (const replacement of replacementsOf(entry, path, state))
      replaceValues(objects, replacement, budget);
  addVariables(state.variables, listOf(document, 'vars'), objects);
  return objects;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A replacement, or those of the file that it names. */
function replacementsOf(
  entry: ManifestNode,
  path: string,
  state: RenderState,
): readonly ManifestNode[] {
  const file = valueAt(entry, 'path');
  if (!isSet(file)) return [entry];
  if (isSet(valueAt(entry, 'source')) || isSet(valueAt(entry, 'targets')))
    throw new RenderGap(`the replacement in line ${entry.range.startLine} has a path and more`);
  const documents = load(siblingPath(path, textOf(file)), file, state);
  return documents.flatMap((document) => (document.kind === 'list' ? document.items : [document]));
}
