import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../../yaml-values.js';
import { PLUGINS } from '../fields.js';
import { RenderGap } from './budget.js';
import { decoded } from './decoded.js';
import { withEntry } from './node-edits.js';

/** A builtin plugin that an object of `generators` or `transformers` configures. */
export interface Plugin {
  readonly kind: string;
  /** The object, with the keys of the plugin. */
  readonly config: ManifestNode;
}

/** The plugin that an object configures. Throws RenderGap for one that is not builtin. */
export function builtinPlugin(object: ManifestNode, at: ManifestNode): Plugin {
  const kind = textOf(valueAt(object, 'kind'));
  const fields =
    textOf(valueAt(object, 'apiVersion')) === 'builtin' ? PLUGINS.get(kind) : undefined;
  if (!fields)
    throw new RenderGap(
      `line ${at.range.startLine} of ${at.range.path} uses the plugin ${(kind || '(without a kind)').slice(0, 60)}`,
    );
  return { kind, config: decoded(object, fields, 'ignored') };
}

/** Whether it makes objects. */
export function isGenerator({ kind }: Plugin): boolean {
  return kind.endsWith('Generator');
}

/** The entry of `configMapGenerator` or `secretGenerator` that does the same. */
export function generatorEntry({ config }: Plugin): ManifestNode {
  return ['name', 'namespace'].reduce(
    (entry, key) =>
      isSet(valueAt(entry, key)) ? entry : withEntry(entry, key, valueAt(config, 'metadata', key)),
    config,
  );
}
