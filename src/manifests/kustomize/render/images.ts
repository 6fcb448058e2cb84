import type { ManifestNode } from '../../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../../yaml-values.js';
import { type RenderBudget, spend } from './budget.js';
import { changeField, type FieldSpec, isFieldOf } from './field-paths.js';
import { scalarText, withChangedEntries, withEntry, withItems, withScalar } from './node-edits.js';
import { currentId, type RenderedObject } from './objects.js';
import { compile } from './selectors.js';

/** What is needed to replace images. */
interface ImageContext {
  readonly budget: RenderBudget;
  readonly fields: readonly FieldSpec[];
}

/** Replaces images as an entry of `images` says. Source: Kustomize, "images". */
export function replaceImages(
  objects: readonly RenderedObject[],
  entry: ManifestNode | undefined,
  { budget, fields }: ImageContext,
): void {
  const replace = replacementOf(entry);
  for (const object of objects) {
    if (textOf(valueAt(object.node, 'kind')) === 'CustomResourceDefinition') continue;
    // Kustomize does the first again, so that it adds `tagSuffix` twice.
    const id = currentId(object);
    const node = fields.reduce(
      (one, field) => (isFieldOf(field, id) ? changeField(one, field, { change: replace }) : one),
      object.node,
    );
    object.node = replaceInContainers(node, replace, budget);
  }
}

/** The fields of `images`. Newer versions of Kustomize have those of volumes too. */
export const IMAGE_FIELDS: readonly FieldSpec[] = ['spec', 'spec/template/spec'].flatMap((pod) => [
  { path: `${pod}/containers[]/image`, create: true },
  { path: `${pod}/initContainers[]/image`, create: true },
  { path: `${pod}/volumes[]/image/reference` },
]);

type Replace = (image: ManifestNode) => ManifestNode;

/** Containers can be anywhere in an object. */
function replaceInContainers(
  node: ManifestNode,
  replace: Replace,
  budget: RenderBudget,
): ManifestNode {
  spend(budget, 'steps');
  if (node.kind === 'list')
    return withItems(
      node,
      node.items.map((item) => replaceInContainers(item, replace, budget)),
    );
  return withChangedEntries(node, (value, key) => {
    let changed = replaceInContainers(value, replace, budget);
    if (changed.kind === 'list' && (key === 'containers' || key === 'initContainers'))
      changed = withItems(
        changed,
        changed.items.map((item) => {
          const image = item.entries.get('image');
          return image?.kind === 'scalar' ? withEntry(item, 'image', replace(image)) : item;
        }),
      );
    return changed;
  });
}

function replacementOf(entry: ManifestNode | undefined): Replace {
  const name = textOf(valueAt(entry, 'name'));
  const [newName, newTag] = [valueAt(entry, 'newName'), valueAt(entry, 'newTag')];
  const [digest, tagSuffix] = [valueAt(entry, 'digest'), valueAt(entry, 'tagSuffix')];
  const at = [digest, newTag, tagSuffix, newName].find(isSet);
  if (name === '' || !at) return (image) => image;
  const pattern = compile(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  return (image) => {
    const text = scalarText(image);
    if (!pattern.matcher(text).find()) return image;
    const old = splitImage(text);
    const isNew = isSet(newTag) || isSet(digest);
    const tag = isNew ? textOf(newTag) : isSet(tagSuffix) ? old.tag + textOf(tagSuffix) : old.tag;
    const pin = isNew ? textOf(digest) : isSet(tagSuffix) ? '' : old.digest;
    const result = `${textOf(newName) || old.name}${tag && `:${tag}`}${pin && `@${pin}`}`;
    return withScalar(image, result, at);
  };
}

/** As Kustomize splits a name, which differs from Docker: at the first colon after the first slash. */
function splitImage(text: string): { name: string; tag: string; digest: string } {
  const at = text.indexOf('@', Math.max(text.indexOf('/'), 0));
  const [before, digest] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const colon = before.indexOf(':', Math.max(before.indexOf('/'), 0));
  return colon < 0
    ? { name: before, tag: '', digest }
    : { name: before.slice(0, colon), tag: before.slice(colon + 1), digest };
}
