import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, isTrue, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { applyJsonPatch } from './json-patch.js';
import { withEntry, withValueAt } from './node-edits.js';
import {
  allIds,
  describeId,
  idOf,
  isSameId,
  originalId,
  type RenderedObject,
  rememberId,
} from './objects.js';
import { selectObjects } from './selectors.js';
import { strategicMerge } from './strategic-merge.js';

/** What patches need of the rendering that they are part of. */
export interface PatchContext {
  readonly budget: RenderBudget;
  /** The documents of a patch: of the file with this path, or of the text. */
  readonly load: (node: ManifestNode, kind: 'path' | 'text') => readonly ManifestNode[];
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
  const documents = context.load(source, source === text ? 'text' : 'path');
  const target = valueAt(entry, 'target');
  const options = valueAt(entry, 'options');
  const operations = operationsOf(documents);
  if (operations) {
    if (!isSet(target))
      throw new RenderGap(`the JSON patch in line ${entry.range.startLine} has no target`);
    applyToAll(selectObjects(objects, target, context.budget), operations, context);
    return [...objects];
  }
  if (!isSet(target)) return mergeByName(objects, documents, context, options);
  const [patch, second] = documents;
  if (!patch || second)
    throw new RenderGap(
      `the patch in line ${entry.range.startLine} has a target and not one document`,
    );
  const selected = new Set(selectObjects(objects, target, context.budget));
  return objects.filter(
    (object) => !selected.has(object) || mergeInto(object, patch, context, options),
  );
}

/** Applies `patchesStrategicMerge`: an entry is the path of a file or the text of a patch. */
export function applyMergePatches(
  objects: readonly RenderedObject[],
  entries: readonly ManifestNode[],
  context: PatchContext,
): RenderedObject[] {
  return entries.reduce<RenderedObject[]>(
    (left, entry) => {
      const documents = context.load(entry, /[\n{]/.test(textOf(entry)) ? 'text' : 'path');
      return mergeByName(left, documents, context);
    },
    [...objects],
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
    const id = { ...idOf(withEntry(target, 'metadata', target)), ...groupOf(target) };
    const [object, second] = objects.filter((one) => allIds(one).some((own) => isSameId(own, id)));
    if (!object || second) throw noSingle(id, entry, second !== undefined);
    applyToAll([object], operations, context);
  }
}

function groupOf(target: ManifestNode) {
  return { group: textOf(valueAt(target, 'group')), version: textOf(valueAt(target, 'version')) };
}

function applyToAll(
  objects: readonly RenderedObject[],
  operations: readonly ManifestNode[],
  { budget }: PatchContext,
): void {
  for (const object of objects) {
    // The schema of a custom resource is not read.
    if (originalId(object).kind === 'CustomResourceDefinition') continue;
    rememberId(object);
    object.node = applyJsonPatch(object.node, operations, budget);
  }
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
