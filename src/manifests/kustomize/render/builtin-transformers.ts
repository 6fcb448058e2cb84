import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, isTrue, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import { type FieldSpec, fieldSpecOf } from './field-paths.js';
import { replaceImages } from './images.js';
import { addPairs } from './labels.js';
import { addAffixes, isSubjectMode, setNamespace, setReplicas } from './names.js';
import { renderedMap, withEntry } from './node-edits.js';
import type { RenderedObject } from './objects.js';
import type { Plugin } from './plugins.js';
import { listedItems, listNode, type RenderState } from './render-state.js';
import { transform } from './transform.js';

/** Applies a builtin plugin of `transformers` to the objects of the kustomization in `path`. Throws RenderGap. */
export function applyTransformer(
  objects: readonly RenderedObject[],
  plugin: Plugin,
  path: string,
  state: RenderState,
): RenderedObject[] {
  const change = CHANGES.get(plugin.kind);
  if (change) {
    const fields = listedItems(plugin.config, 'fieldSpecs').map(fieldSpecOf);
    change(objects, { ...plugin, fields, state });
    return [...objects];
  }
  const entries = KEYS.get(plugin.kind)?.(plugin.config);
  if (!entries) throw new RenderGap(`${path} uses the plugin ${plugin.kind} as a transformer`);
  const before = objects.map((object) => [object, sharedLabels(object, state.budget)] as const);
  const left = transform(objects, entries, path, state);
  const isLeft = new Set(left);
  for (const [object, count] of before)
    if (isLeft.has(object) && object.addedLabels.size > 0)
      if (sharedLabels(object, state.budget) !== count)
        throw new RenderGap(`${path} changes a label with a plugin that it adds itself`);
  return left;
}

/** In how many places the labels that a kustomization added are: Kustomize changes all of them if a plugin changes one. */
function sharedLabels({ node, addedLabels }: RenderedObject, budget: RenderBudget): number {
  if (addedLabels.size === 0) return 0;
  const count = (one: ManifestNode): number => {
    spend(budget, 'steps');
    if (addedLabels.has(one)) return 1;
    return [...one.entries.values(), ...one.items].reduce((sum, child) => sum + count(child), 0);
  };
  return count(node);
}

interface PluginContext extends Plugin {
  readonly fields: readonly FieldSpec[];
  readonly state: RenderState;
}

type Change = (objects: readonly RenderedObject[], context: PluginContext) => void;

/** The plugins whose fields are part of their configuration. */
const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['AnnotationsTransformer', pairsOf('annotations')],
  ['LabelTransformer', pairsOf('labels')],
  [
    'ImageTagTransformer',
    (objects, { config, fields, state }) =>
      replaceImages(objects, valueAt(config, 'imageTag'), { budget: state.budget, fields }),
  ],
  ['NamespaceTransformer', changeNamespace],
  ['PrefixSuffixTransformer', changeNames],
  ['PrefixTransformer', changeNames],
  [
    'ReplicaCountTransformer',
    (objects, { config, fields }) =>
      setReplicas(objects, valueAt(config, 'replica') ?? config, fields),
  ],
  ['SuffixTransformer', changeNames],
]);

function pairsOf(key: 'annotations' | 'labels'): Change {
  return (objects, { config, fields, state }) =>
    addPairs(objects, valueAt(config, key), fields, state.budget);
}

function changeNamespace(
  objects: readonly RenderedObject[],
  { config, fields }: PluginContext,
): void {
  const namespace = valueAt(config, 'metadata', 'namespace');
  const subjects = textOf(valueAt(config, 'setRoleBindingSubjects')) || 'defaultOnly';
  if (!isSubjectMode(subjects))
    throw new RenderGap(`setRoleBindingSubjects is ${subjects.slice(0, 60)}`);
  const unsetOnly = isTrue(valueAt(config, 'unsetOnly'));
  if (isSet(namespace)) setNamespace(objects, namespace, { fields, subjects, unsetOnly });
}

function changeNames(objects: readonly RenderedObject[], { config, fields }: PluginContext): void {
  const { range } = config;
  if (!valueAt(config, 'fieldSpecs')?.items.length)
    throw new RenderGap(`the plugin in ${range.path}:${range.startLine} has no fieldSpecs`);
  for (const key of ['prefix', 'suffix'] as const)
    addAffixes(objects, { [key]: textOf(valueAt(config, key)) }, fields);
}

/** The plugins that do the same as a key of a kustomization. */
const KEYS: ReadonlyMap<string, (config: ManifestNode) => ManifestNode> = new Map<
  string,
  (config: ManifestNode) => ManifestNode
>([
  [
    'PatchJson6902Transformer',
    (config) => keyOf('patchesJson6902', [withEntry(config, 'patch', valueAt(config, 'jsonOp'))]),
  ],
  [
    'PatchStrategicMergeTransformer',
    (config) => {
      const text = valueAt(config, 'patches');
      const all = [...listedItems(config, 'paths'), ...(isSet(text) ? [text] : [])];
      if (all.length === 0)
        throw new RenderGap(
          `the plugin in ${config.range.path}:${config.range.startLine} has no patches`,
        );
      return keyOf('patchesStrategicMerge', all, config);
    },
  ],
  ['PatchTransformer', (config) => keyOf('patches', [config])],
  [
    'ReplacementTransformer',
    (config) => keyOf('replacements', listedItems(config, 'replacements'), config),
  ],
]);

function keyOf(
  key: string,
  entries: readonly ManifestNode[],
  at: ManifestNode | undefined = entries[0],
): ManifestNode {
  if (!at) throw new RenderGap(`${key} is empty`);
  return renderedMap([[key, listNode(entries, at)]], at);
}
