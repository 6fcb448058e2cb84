import type { ManifestNode } from '../../manifest-yaml.js';
import { siblingPath } from '../../paths.js';
import { isSet, textOf, valueAt } from '../../yaml-values.js';
import { RenderGap, spend } from './budget.js';
import { countFields } from './configurations.js';
import { replaceImages } from './images.js';
import { addCommonAnnotations, addCommonLabels, addLabels } from './labels.js';
import { addAffixes, setNamespace, setReplicas } from './names.js';
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
    setReplicas(objects, entry, configuration.replicas);
  for (const entry of listedItems(document, 'images'))
    replaceImages(objects, entry, context('images'));
  for (const entry of listedItems(document, 'replacements'))
    for (const replacement of replacementsOf(entry, path, state))
      replaceValues(objects, replacement, budget);
  addVariables(state.variables, listedItems(document, 'vars'), objects);
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
