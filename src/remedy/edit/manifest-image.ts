import { type EditResult, quoted, type RefusedEdit, refused } from '../../core/edit-result.js';
import type { Edit } from '../../core/fix.js';
import { splitReference } from '../../core/reference.js';
import { baseName } from '../../lib/paths.js';
import {
  type KeyedNode,
  keyedScalars,
  type ManifestText,
  rewrittenScalar,
} from '../../manifests/manifest-document.js';
import { isKustomization } from '../../manifests/manifest-kind.js';
import type { ManifestNode } from '../../manifests/manifest-yaml.js';
import { setKey } from '../../manifests/yaml-edits.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import { type EditPlace, editPlace, type Wanted } from './places.js';

/**
 * The edits that replace an image in a Compose file, a Kubernetes manifest (YAML or JSON) or the `images` of a kustomization.
 * A value that YAML repeats is changed where it is written.
 */
export function editManifestImage(
  manifest: ManifestText,
  path: string,
  wanted: Wanted,
): EditResult {
  const scalars = keyedScalars(manifest);
  const images = scalars.filter(({ key, node }) => key === 'image' && textOf(node) !== '');
  const places = isKustomization(baseName(path))
    ? overridePlaces(manifest, wanted)
    : images.map(({ node }) => imagePlace({ manifest, scalars, wanted }, node));
  const result = editPlace(places, wanted);
  const onLine = images.find(({ node }) => node.range.startLine === wanted.line);
  return result.kind === 'refused' && textOf(onLine?.node).includes('$')
    ? refused(`Line ${wanted.line} takes the image from a variable: change it where that is set`)
    : result;
}

interface Context {
  readonly manifest: ManifestText;
  readonly scalars: readonly KeyedNode[];
  readonly wanted: Wanted;
}

function imagePlace(context: Context, node: ManifestNode): EditPlace {
  const { from, to } = context.wanted;
  const says = textOf(node);
  const { startLine, endLine } = node.range;
  const state = says === to ? 'to' : says === from ? 'from' : 'other';
  return { line: startLine, startLine, endLine, says, state, edits: () => edits(context, node) };
}

function edits(context: Context, node: ManifestNode): readonly Edit[] | RefusedEdit {
  const { manifest, wanted } = context;
  const { from, to } = wanted;
  const written = manifest.written(node);
  if (written.startsWith('*')) return editAnchor(context, written);
  const text = rewrittenScalar(written, from, to);
  return text === undefined
    ? refused(`Line ${node.range.startLine} writes ${quoted(from)} in a way that needs a person`)
    : [{ ...node.range, text }];
}

/** Changes the value that an alias stands for, if all its uses are images. */
function editAnchor(context: Context, alias: string): readonly Edit[] | RefusedEdit {
  const { manifest, scalars, wanted } = context;
  const name = alias.slice(1);
  const uses = scalars.filter(({ node }) => manifest.written(node) === alias);
  const anchored = scalars.filter(({ node }) => {
    const { startLine, startColumn } = node.range;
    const line = manifest.lines[startLine - 1] ?? '';
    return line
      .slice(0, startColumn - 1)
      .trimEnd()
      .endsWith(`&${name}`);
  });
  const [definition, second] = anchored;
  if (!definition || second || uses.some(({ key }) => key !== 'image'))
    return refused(`The alias ${quoted(alias)} is more than an image: change it by hand`);
  const written = manifest.written(definition.node);
  const text = rewrittenScalar(written, wanted.from, wanted.to);
  return text === undefined
    ? refused(`The anchor of ${quoted(alias)} is written in a way that needs a person`)
    : [{ ...definition.node.range, text }];
}

/** The items of `images`. Source: Kustomize, "images". */
function overridePlaces(manifest: ManifestText, wanted: Wanted): EditPlace[] {
  const { from, to } = wanted;
  const items = manifest.documents.flatMap((document) => valueAt(document, 'images')?.items ?? []);
  return items
    .filter(({ entries }) => entries.size > 0)
    .map((item) => {
      const [tag, digest] = [textOf(valueAt(item, 'newTag')), textOf(valueAt(item, 'digest'))];
      const name = textOf(valueAt(item, 'newName')) || textOf(valueAt(item, 'name'));
      const says = `${name}${tag && `:${tag}`}${digest && `@${digest}`}`;
      const values = [...item.entries.values()];
      const lines = values.flatMap(({ key, range }) => [key.startLine, range.startLine]);
      const [startLine, endLine] = [Math.min(...lines), Math.max(...lines)];
      const state = says === to ? 'to' : says === from ? 'from' : 'other';
      const shown = ['digest', 'newTag', 'newName', 'name'].flatMap(
        (key) => valueAt(item, key) ?? [],
      );
      const line = shown[0]?.range.startLine ?? startLine;
      return { line, startLine, endLine, says, state, edits: () => override(manifest, item, to) };
    });
}

/** The edits of an item of `images`: its name, tag and digest are values of their own. */
function override(
  manifest: ManifestText,
  item: ManifestNode,
  to: string,
): readonly Edit[] | RefusedEdit {
  const { name: newName, tag: newTag = '', digest = '' } = splitReference(to);
  const wanted = { newName, newTag, digest };
  const found: Edit[] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const node = valueAt(item, key);
    const old = textOf(node) || (key === 'newName' ? textOf(valueAt(item, 'name')) : '');
    if (old === value) continue;
    const text = node
      ? rewrittenScalar(manifest.written(node), old, value)
      : (rewrittenScalar('', '', value) ?? '');
    const edits =
      node && text ? [{ ...node.range, text }] : setKey(item, [key], text ?? '', '')?.edits;
    if (value === '' || !text || !edits)
      return refused(`The ${key} in line ${item.range.startLine} has to be changed by hand`);
    found.push(...edits);
  }
  return found;
}
