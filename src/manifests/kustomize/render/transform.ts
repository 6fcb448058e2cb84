import type { ManifestNode } from '../../manifest-yaml.js';
import { siblingPath } from '../../paths.js';
import { isSet, textOf, valueAt } from '../../yaml-values.js';
import { REPLACEMENT } from '../fields.js';
import { RenderGap, spend } from './budget.js';
import { type Configuration, countFields } from './configurations.js';
import { decoded } from './decoded.js';
import { IMAGE_FIELDS, replaceImages } from './images.js';
import { addCommonAnnotations, addCommonLabels, addLabels } from './labels.js';
import {
  addAffixes,
  NAME_FIELDS,
  NAMESPACE_FIELDS,
  SCALED,
  setNamespace,
  setReplicas,
} from './names.js';
import type { RenderedObject } from './objects.js';
import { applyJsonPatches, applyMergePatches, applyPatches, type PatchContext } from './patches.js';
import { listedItems, load, type RenderState } from './render-state.js';
import { replaceValues } from './replacements.js';
import { parsePatchText } from './sources.js';
import { addVariables } from './vars.js';

/** Applies the keys of a kustomization that change objects. Throws RenderGap. Source: Kustomize, the order in which the fields of a kustomization apply. */
export function transform(
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
  let objects = applyMergePatches(before, listedItems(document, 'patchesStrategicMerge'), patches);
  objects = applyPatches(objects, listedItems(document, 'patches'), patches);
  changeNames(objects, document, configuration);
  const context = (key: 'commonAnnotations' | 'commonLabels') => ({
    budget,
    configured: configuration[key],
  });
  for (const entry of listedItems(document, 'labels'))
    addLabels(objects, entry, context('commonLabels'));
  addCommonLabels(objects, valueAt(document, 'commonLabels'), context('commonLabels'));
  addCommonAnnotations(
    objects,
    valueAt(document, 'commonAnnotations'),
    context('commonAnnotations'),
  );
  applyJsonPatches(objects, listedItems(document, 'patchesJson6902'), patches);
  for (const entry of listedItems(document, 'replicas'))
    setReplicas(objects, entry, [...SCALED, ...configuration.replicas]);
  for (const entry of listedItems(document, 'images', 'imageTags'))
    replaceImages(objects, entry, { budget, fields: [...IMAGE_FIELDS, ...configuration.images] });
  for (const entry of listedItems(document, 'replacements'))
    for (const replacement of replacementsOf(entry, path, state))
      replaceValues(objects, replacement, budget);
  addVariables(state.variables, listedItems(document, 'vars'), objects);
  return objects;
}

function changeNames(
  objects: readonly RenderedObject[],
  document: ManifestNode,
  { namespace, namePrefix, nameSuffix }: Configuration,
): void {
  const space = valueAt(document, 'namespace');
  if (isSet(space)) setNamespace(objects, space, { fields: [...NAMESPACE_FIELDS, ...namespace] });
  const prefix = textOf(valueAt(document, 'namePrefix'));
  addAffixes(objects, { prefix }, [...NAME_FIELDS, ...namePrefix]);
  const suffix = textOf(valueAt(document, 'nameSuffix'));
  addAffixes(objects, { suffix }, [...NAME_FIELDS, ...nameSuffix]);
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
  return documents
    .flatMap((document) => (document.kind === 'list' ? document.items : [document]))
    .map((item) => decoded(item, REPLACEMENT, 'ignored'));
}
