import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../../yaml-values.js';
import { RenderGap } from './budget.js';
import { renderedMap, withEntry } from './node-edits.js';

/** A key of a kustomization that does the same as a builtin plugin, and how the keys of the plugin are called there. */
interface PluginKind {
  readonly key: string;
  readonly keys: Readonly<Record<string, string>>;
  /** The key of the only map that the plugin has, which is the whole entry. */
  readonly entry?: string;
}

const PATCH: PluginKind = {
  key: 'patches',
  keys: { patch: 'patch', path: 'path', target: 'target', options: 'options' },
};
const DATA = { literals: 'literals', files: 'files', envs: 'envs', options: 'options' };

const KINDS: ReadonlyMap<string, PluginKind> = new Map<string, PluginKind>([
  ['ConfigMapGenerator', { key: 'configMapGenerator', keys: { ...DATA, behavior: 'behavior' } }],
  [
    'SecretGenerator',
    { key: 'secretGenerator', keys: { ...DATA, behavior: 'behavior', type: 'type' } },
  ],
  ['PatchTransformer', PATCH],
  [
    'PatchJson6902Transformer',
    { key: 'patchesJson6902', keys: { jsonOp: 'patch', path: 'path', target: 'target' } },
  ],
  ['ReplacementTransformer', { key: 'replacements', keys: {}, entry: 'replacements' }],
]);

/** A plugin of Kustomize in the form of the key of a kustomization that does the same. */
export interface Plugin {
  readonly key: string;
  readonly entries: readonly ManifestNode[];
}

/** The plugin that an object of `generators` or `transformers` configures. Throws RenderGap for others. */
export function builtinPlugin(object: ManifestNode, at: ManifestNode): Plugin {
  const kind = textOf(valueAt(object, 'kind'));
  const plugin = textOf(valueAt(object, 'apiVersion')) === 'builtin' ? KINDS.get(kind) : undefined;
  const { path, startLine } = at.range;
  const metadata = valueAt(object, 'metadata');
  if (!plugin || !isSet(valueAt(metadata, 'name')) || isSet(valueAt(metadata, 'annotations')))
    throw new RenderGap(
      `line ${startLine} of ${path} uses the plugin ${(kind || '(without a kind)').slice(0, 60)}`,
    );
  let entry = renderedMap([], object);
  for (const [key, value] of object.entries) {
    if (key === 'apiVersion' || key === 'kind' || key === 'metadata') continue;
    const name = Object.hasOwn(plugin.keys, key) ? plugin.keys[key] : undefined;
    if (name !== undefined) entry = withEntry(entry, name, value);
    else if (key !== plugin.entry)
      throw new RenderGap(`line ${startLine} of ${path} sets ${key.slice(0, 60)} of ${kind}`);
  }
  if (plugin.entry !== undefined)
    return { key: plugin.key, entries: valueAt(object, plugin.entry)?.items ?? [] };
  if (plugin.key.endsWith('Generator'))
    for (const key of ['name', 'namespace']) entry = withEntry(entry, key, valueAt(metadata, key));
  return { key: plugin.key, entries: [entry] };
}
