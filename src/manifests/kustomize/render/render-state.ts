import { folderPrefix } from '../../../lib/paths.js';
import type { ManifestNode } from '../../manifest-yaml.js';
import { valueAt } from '../../yaml-values.js';
import { type RenderBudget, RenderGap, spend } from './budget.js';
import type { Configuration } from './configurations.js';
import { renderedMap } from './node-edits.js';
import type { DocumentSource } from './sources.js';
import type { Variable } from './vars.js';

/** What the kustomizations of one rendering have in common. */
export interface RenderState {
  readonly source: DocumentSource;
  readonly budget: RenderBudget;
  readonly files: Set<string>;
  /** The files outside of the folders of the kustomizations that name them. */
  readonly outside: Set<string>;
  /** The kustomizations that are being read, the root first. */
  readonly stack: string[];
  variables: Map<string, Variable>;
  /** That of the kustomization that is being read, with those of its bases. */
  configuration: Configuration;
}

/** A list that is not written in any file. */
export function listNode(items: readonly ManifestNode[], at: ManifestNode): ManifestNode {
  return { ...renderedMap([], at), kind: 'list', items };
}

/** The items of keys of a kustomization. */
export function listedItems(document: ManifestNode, ...keys: readonly string[]): ManifestNode[] {
  return keys.flatMap((key) => valueAt(document, key)?.items ?? []);
}

/** The documents of a file of the rendering. Throws RenderGap. */
export function load(
  path: string,
  at: ManifestNode | undefined,
  state: RenderState,
): readonly ManifestNode[] {
  spend(state.budget, 'files');
  state.files.add(path);
  if (at) noteOutside(path, state);
  if (at && !state.source.hasFile(path)) throw missing(path, at);
  return state.source.documents(path);
}

/** The text of a file for a generator; undefined for one that `.gitignore` lists. Throws RenderGap. */
export function readFile(path: string, at: ManifestNode, state: RenderState): string | undefined {
  spend(state.budget, 'files');
  const text = state.source.text(path);
  if (text === undefined && state.source.isIgnored(path)) return undefined;
  if (text === undefined) throw missing(path, at);
  // Kustomize keeps such a file as binaryData.
  if (text.includes('\ufffd')) throw new RenderGap(`${path} is not UTF-8 text`);
  state.files.add(path);
  noteOutside(path, state);
  return text;
}

function noteOutside(path: string, { stack, outside }: RenderState): void {
  const kustomization = stack.at(-1) ?? '';
  const folder = folderPrefix(kustomization);
  if (!path.startsWith(folder)) outside.add(path);
}

function missing(path: string, { range }: ManifestNode): RenderGap {
  return new RenderGap(
    `${path}, which line ${range.startLine} of ${range.path} names, cannot be read`,
  );
}
