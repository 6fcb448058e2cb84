import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, isTrue, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { applyJsonPatch } from './json-patch.js';
import {
  isNull,
  renderedMap,
  renderedScalar,
  withChangedEntries,
  withValueAt,
} from './node-edits.js';
import {
  allIds,
  describeId,
  forgetIds,
  idOf,
  isSameId,
  originalId,
  type RenderedObject,
  rememberId,
} from './objects.js';
import { selectObjects } from './selectors.js';
import { strategicMerge, writtenScalar } from './strategic-merge.js';

/** What patches need of the rendering that they are part of. */
export interface PatchContext {
  readonly budget: RenderBudget;
  /** The documents of a patch: of the file with this path, or of the text, also without white space around it. */
  readonly load: (node: ManifestNode, kind: 'path' | 'text' | 'trimmed') => readonly ManifestNode[];
}

/** Applies the entries of `patches`. An object without its entries is deleted. Throws RenderGap. */
export function applyPatches(
  objects: readonly RenderedObject[],
  entries: readonly ManifestNode[],
  context: PatchContext,
): RenderedObject[] {
  return entries.reduce<RenderedObject[]>(
    (left, entry) => applyPatch(left, entry, context),
    [...objects],
  );
}

function applyPatch(
  objects: readonly RenderedObject[],
  entry: ManifestNode,
  context: PatchContext,
): RenderedObject[] {
  const [path, text] = [valueAt(entry, 'path'), valueAt(entry, 'patch')];
  const source = isSet(text) ? text : path;
  if (!isSet(source) || (isSet(path) && isSet(text)))
    throw new RenderGap(`line ${entry.range.startLine} needs either path or patch`);
  const documents = context.load(source, source === text ? 'trimmed' : 'path');
  const target = valueAt(entry, 'target');
  const options = valueAt(entry, 'options');
  const operations = operationsOf(documents);
  if (operations) {
    if (!hasTarget(target))
      throw new RenderGap(`the JSON patch in line ${entry.range.startLine} has no target`);
    const selected = selectObjects(objects, target, context.budget);
    for (const object of selected) rememberId(object);
    applyToAll(selected, operations, context);
    return [...objects];
  }
  if (!hasTarget(target))
    return mergeByName(objects, documents.map(patchWithOptions(options)), context, options);
  const [patch, second] = documents;
  if (!patch || second)
    throw new RenderGap(
      `the patch in line ${entry.range.startLine} has a target and not one document`,
    );
  if (!isSet(valueAt(patch, 'kind')) || !isSet(valueAt(patch, 'metadata', 'name')))
    throw new RenderGap(
      `the patch in ${patch.range.path}:${patch.range.startLine} has no kind or no metadata.name`,
    );
  const selected = new Set(selectObjects(objects, target, context.budget));
  return objects.filter(
    (object) => !selected.has(object) || mergeInto(object, withTexts(patch), context, options),
  );
}

/** A target without keys selects every object. */
function hasTarget(target: ManifestNode | undefined): target is ManifestNode {
  return target !== undefined && !isNull(target);
}

/** Kustomize keeps the options in annotations of the patch, which become texts. */
function patchWithOptions(options: ManifestNode | undefined) {
  const isMarked = ['allowNameChange', 'allowKindChange'].some((key) =>
    isTrue(valueAt(options, key)),
  );
  return (patch: ManifestNode) => (isMarked ? withTexts(patch, ['annotations']) : patch);
}

/** Applies `patchesStrategicMerge`: an entry is the path of a file or the text of a patch. */
export function applyMergePatches(
  objects: readonly RenderedObject[],
  entries: readonly ManifestNode[],
  context: PatchContext,
): RenderedObject[] {
  const patches = entries.flatMap((entry) =>
    context.load(entry, /[\n{]/.test(textOf(entry)) ? 'text' : 'path'),
  );
  if (entries.length > 0 && patches.length === 0)
    throw new RenderGap('its patchesStrategicMerge are empty');
  return mergeByName(
    objects,
    patches.map((patch) => withTexts(patch)),
    context,
  );
}

/** Applies `patchesJson6902`. */
export function applyJsonPatches(
  objects: readonly RenderedObject[],
  entries: readonly ManifestNode[],
  context: PatchContext,
): void {
  for (const entry of entries) {
    const [path, text] = [valueAt(entry, 'path'), valueAt(entry, 'patch')];
    const source = isSet(text) ? text : path;
    const target = valueAt(entry, 'target');
    if (!isSet(source) || !isSet(target))
      throw new RenderGap(`the JSON patch in line ${entry.range.startLine} has no path or target`);
    const operations = operationsOf(context.load(source, source === text ? 'text' : 'path'));
    if (!operations)
      throw new RenderGap(`the patch in line ${entry.range.startLine} is not a list of operations`);
    if (textOf(valueAt(target, 'name')) === '')
      throw new RenderGap(`the patch in line ${entry.range.startLine} names no object`);
    applyToAll(selectObjects(objects, target, context.budget), operations, context);
  }
}

function applyToAll(
  objects: readonly RenderedObject[],
  operations: readonly ManifestNode[],
  { budget }: PatchContext,
): void {
  if (operations.length === 0) throw new RenderGap('a JSON patch of it has no operations');
  for (const object of objects) {
    // The schema of a custom resource is not read.
    if (originalId(object).kind === 'CustomResourceDefinition') continue;
    object.node = applyJsonPatch(withAnnotations(object), operations, budget);
    object.addedLabels.clear();
  }
}

/** Kustomize keeps previous names in annotations, so that an operation can add one to them. */
function withAnnotations({ node, previous }: RenderedObject): ManifestNode {
  const path = ['metadata', 'annotations'];
  if (previous.length === 0 || !isNull(valueAt(node, ...path))) return node;
  return withValueAt(node, path, renderedMap([], node));
}

/** The operations of a JSON patch; undefined for a strategic merge patch. */
function operationsOf(documents: readonly ManifestNode[]): readonly ManifestNode[] | undefined {
  const [first] = documents;
  return first?.kind === 'list' ? first.items : undefined;
}

/** Merges each patch into the object that it names. */
function mergeByName(
  objects: readonly RenderedObject[],
  patches: readonly ManifestNode[],
  context: PatchContext,
  options?: ManifestNode,
): RenderedObject[] {
  let left = [...objects];
  for (const patch of patches) {
    if (patch.kind === 'scalar' && patch.scalar === null) continue;
    const id = idOf(patch);
    const [object, second] = left.filter((one) => allIds(one).some((own) => isSameId(own, id)));
    if (!object || second) throw noSingle(id, patch, second !== undefined);
    if (!mergeInto(object, patch, context, options)) left = left.filter((one) => one !== object);
  }
  return left;
}

function noSingle(
  id: Parameters<typeof describeId>[0],
  { range }: ManifestNode,
  isMany: boolean,
): RenderGap {
  const found = isMany ? 'more than one object' : 'no object';
  return new RenderGap(
    `the patch in ${range.path}:${range.startLine} matches ${found}: ${describeId(id).slice(0, 100)}`,
  );
}

/** Whether the object is left. Its kind, name and namespace stay, unless the options of the patch allow a change. */
function mergeInto(
  object: RenderedObject,
  patch: ManifestNode,
  { budget }: PatchContext,
  options?: ManifestNode,
): boolean {
  spend(budget, 'steps');
  const { node } = object;
  const canRename = isTrue(valueAt(options, 'allowNameChange'));
  const canChangeKind = isTrue(valueAt(options, 'allowKindChange'));
  if (canRename || canChangeKind) rememberId(object);
  let merged = strategicMerge(node, patch, budget);
  if (!merged) return false;
  if (dropsAnnotations(patch)) forgetIds(object);
  const keep = (...path: string[]) => {
    if (merged) merged = withValueAt(merged, path, valueAt(node, ...path));
  };
  keep('apiVersion');
  if (!canChangeKind) keep('kind');
  if (!canRename) keep('metadata', 'name');
  keep('metadata', 'namespace');
  object.node = merged;
  return true;
}

/** Kustomize keeps previous names in annotations. */
function dropsAnnotations(patch: ManifestNode): boolean {
  const metadata = valueAt(patch, 'metadata');
  const annotations = metadata?.entries.get('annotations');
  const drops = (map: ManifestNode | undefined) =>
    ['delete', 'replace'].includes(textOf(valueAt(map, '$patch')));
  return (
    drops(metadata) || drops(annotations) || (annotations !== undefined && isNull(annotations))
  );
}

/**
 * The patch as Kustomize applies it to selected objects: a null of a label or annotation is the text "null" there, and what is
 * no map of them is dropped.
 */
function withTexts(patch: ManifestNode, maps = ['labels', 'annotations']): ManifestNode {
  return maps.reduce((node, key) => {
    const map = valueAt(node, 'metadata', key);
    if (map?.kind !== 'map') return withValueAt(node, ['metadata', key], undefined);
    const texts = withChangedEntries(map, (value) =>
      typeof value.scalar === 'string' ? value : renderedScalar(writtenScalar(value), value),
    );
    return withValueAt(node, ['metadata', key], texts);
  }, patch);
}
