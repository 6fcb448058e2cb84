import { baseName, folderPrefix } from '../../../lib/paths.js';
import type { ManifestNode } from '../../manifest-yaml.js';
import { siblingPath } from '../../paths.js';
import { textOf, valueAt } from '../../yaml-values.js';
import { withKnownKeys } from '../decode.js';
import { KUSTOMIZATION } from '../fields.js';
import { RenderGap, spend } from './budget.js';
import { applyTransformer } from './builtin-transformers.js';
import {
  addConfiguration,
  emptyConfiguration,
  mergeConfiguration,
  rejectKnownFields,
} from './configurations.js';
import { decoded } from './decoded.js';
import { generate } from './generate.js';
import { isRemote, kustomizationsIn, unrenderedKeys } from './keys.js';
import { listedObjects } from './listed-objects.js';
import { rejectSameIds } from './names.js';
import { isNull } from './node-edits.js';
import { newObject, type RenderedObject } from './objects.js';
import { builtinPlugin, generatorEntry, isGenerator, type Plugin } from './plugins.js';
import { listedItems, load, type RenderState, readFile } from './render-state.js';
import { parsePatchText } from './sources.js';
import { transform } from './transform.js';

/** Bases that include each other deeper than this are not rendered. */
const MAX_DEPTH = 30;

/** The objects of a kustomization; a component changes those of the one that includes it. */
export function accumulate(
  path: string,
  parents: readonly RenderedObject[] | undefined,
  state: RenderState,
): RenderedObject[] {
  if (state.stack.includes(path)) throw new RenderGap(`${path} includes itself`);
  const folder = folderPrefix(path);
  const inside = state.stack.find((one) => one.startsWith(folder));
  if (inside !== undefined)
    throw new RenderGap(`${inside} includes ${path}, which is in a folder around its own`);
  if (state.stack.length === MAX_DEPTH) throw new RenderGap('its bases are nested too deep');
  const document = readKustomization(path, state);
  state.stack.push(path);
  const outer = state.configuration;
  if (!parents) state.configuration = emptyConfiguration();
  const objects = [...(parents ?? [])];
  for (const item of listedItems(document, 'resources', 'bases'))
    for (const object of resourcesAt(path, item, state)) objects.push(object);
  rejectSameIds(objects);
  for (const item of listedItems(document, 'configurations'))
    addConfiguration(state.configuration, load(siblingPath(path, textOf(item)), item, state), item);
  const readText = (at: ManifestNode, name: string) => readFile(siblingPath(path, name), at, state);
  const globalOptions = valueAt(document, 'generatorOptions');
  const generators = [
    ['Secret', 'secretGenerator'],
    ['ConfigMap', 'configMapGenerator'],
  ] as const;
  for (const [kind, key] of generators)
    for (const args of listedItems(document, key))
      generate(kind, args, { budget: state.budget, objects, readText, globalOptions });
  const generator = { budget: state.budget, objects, readText, globalOptions: undefined };
  for (const plugin of pluginsOf(document, 'generators', path, state))
    generate(
      plugin.kind === 'SecretGenerator' ? 'Secret' : 'ConfigMap',
      generatorEntry(plugin),
      generator,
    );
  let all = objects;
  for (const item of listedItems(document, 'components'))
    all = accumulate(kustomizationAt(path, item, 'Component', state), all, state);
  all = transform(all, document, path, state);
  for (const plugin of pluginsOf(document, 'transformers', path, state))
    all = applyTransformer(all, plugin, path, state);
  state.stack.pop();
  if (!parents) {
    if (state.stack.length > 0) rejectKnownFields(state.configuration);
    mergeConfiguration(outer, state.configuration);
    state.configuration = outer;
  }
  return all;
}

/**
 * The plugins of a key of the kustomization. Each item is the text of some, or the name of a file, or of the folder of a
 * kustomization whose objects they are. Those in texts come first.
 */
function pluginsOf(
  document: ManifestNode,
  key: 'generators' | 'transformers',
  path: string,
  state: RenderState,
): Plugin[] {
  const items = listedItems(document, key);
  const isText = (item: ManifestNode) => /[\n{]/.test(textOf(item));
  const configured = [...items.filter(isText), ...items.filter((item) => !isText(item))].flatMap(
    (item) => {
      const objects = isText(item)
        ? listedObjects(parsePatchText(item, state.source, 'text')).map(newObject)
        : pluginObjects(path, item, state);
      return objects.map((object) => ({ object, item }));
    },
  );
  rejectSameIds(configured.map(({ object }) => object));
  return configured.map(({ object, item }) => {
    const plugin = builtinPlugin(object.node, item);
    if (isGenerator(plugin) !== (key === 'generators'))
      throw new RenderGap(`${key} in line ${item.range.startLine} of ${path} are other plugins`);
    return plugin;
  });
}

/** The objects that configure plugins are not rendered: their variables and configurations end with them. */
function pluginObjects(path: string, item: ManifestNode, state: RenderState): RenderedObject[] {
  const { configuration, variables } = state;
  state.configuration = emptyConfiguration();
  state.variables = new Map();
  try {
    return resourcesAt(path, item, state);
  } catch (error) {
    // The item is no resource that is reported on its own.
    if (error instanceof RenderGap) throw new RenderGap(error.message);
    throw error;
  } finally {
    state.configuration = configuration;
    state.variables = variables;
  }
}

function readKustomization(path: string, state: RenderState): ManifestNode {
  const [first, second] = kustomizationsIn(siblingPath(path, '.')).filter(state.source.hasFile);
  if (second !== undefined) throw new RenderGap(`${first} and ${second} are in one folder`);
  const documents = load(path, undefined, state);
  const [written] = documents;
  if (documents.every(isEmpty)) throw new RenderGap(`${path} is empty, which Kustomize refuses`);
  if (!written || documents.length > 1 || written.kind !== 'map')
    throw new RenderGap(`${path} is not one map of keys`);
  const document = decoded(written, KUSTOMIZATION);
  const keys = unrenderedKeys(document);
  if (keys.length > 0) throw new RenderGap(`${path} uses ${keys.join(', ')}`);
  requireTypes(document, path);
  return document;
}

const API = 'kustomize.config.k8s.io';
/** The only schema that Kustomize has, which it uses without `openapi` too. */
const SCHEMA = 'v1.21.2';

/** Source: Kustomize, `EnforceFields`, and the check of `sortOptions`. */
function requireTypes(document: ManifestNode, path: string): void {
  const [kind, apiVersion] = [
    textOf(valueAt(document, 'kind')),
    textOf(valueAt(document, 'apiVersion')),
  ];
  if (!['', 'Component', 'Kustomization'].includes(kind))
    throw new RenderGap(`the kind of ${path} is ${kind.slice(0, 60)}`);
  const version = `${API}/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  if (apiVersion !== '' && apiVersion !== version)
    throw new RenderGap(`the apiVersion of ${path} is not ${version}`);
  const schemas = [...(valueAt(document, 'openapi')?.entries ?? [])];
  if (schemas.some(([key, value]) => key !== 'version' || textOf(value) !== SCHEMA))
    throw new RenderGap(`${path} uses openapi`);
  const options = valueAt(document, 'sortOptions');
  if (!options || isNull(options)) return;
  const order = textOf(valueAt(options, 'order'));
  if (order !== 'fifo' && order !== 'legacy')
    throw new RenderGap(`the order in sortOptions of ${path} is not fifo or legacy`);
  if (order === 'fifo' && !isNull(valueAt(options, 'legacySortOptions')))
    throw new RenderGap(`sortOptions of ${path} have legacySortOptions without the order legacy`);
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
      `${name.slice(0, 100)} in line ${item.range.startLine} of ${path} is no file of at most 8 MiB and no kustomization of the repository`,
      item,
    );
  const [document] = state.source.documents(first);
  const written = textOf(document && valueAt(withKnownKeys(document), 'kind')) || 'Kustomization';
  if (written !== kind) throw new RenderGap(`${first} is a ${written}, not a ${kind}`);
  return first;
}

function remote(item: ManifestNode): RenderGap {
  const { path, startLine } = item.range;
  const name = textOf(item).slice(0, 100);
  return new RenderGap(`${name} in line ${startLine} of ${path} is remote`, item);
}
