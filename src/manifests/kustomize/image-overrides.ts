import { type ImageReference, imageReference } from '../image-references.js';
import type { Container } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import { isKustomization, KUSTOMIZATION_NAMES } from '../manifest-kind.js';
import { baseName, siblingPath } from '../paths.js';
import type { YamlNode } from '../yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/**
 * The manifests with the images that kustomizations put in the place of others (`images`), in the files that they and
 * their bases list; each stands where the kustomization says it. Of several, as for development and production, the one
 * that says least is taken. Source: Kustomize, "images".
 */
export function applyImageOverrides(manifests: readonly Manifest[]): readonly Manifest[] {
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest]));
  const changes = new Map<string, Map<string, ImageChange>>();
  for (const manifest of manifests) {
    const own = imageChanges(manifest);
    for (const path of own.length > 0 ? filesBelow(manifest, byPath) : []) {
      const known = changes.get(path) ?? new Map<string, ImageChange>();
      changes.set(path, known);
      for (const one of own)
        if (one.said < (known.get(one.name)?.said ?? Infinity)) known.set(one.name, one);
    }
  }
  return manifests.map((manifest) => {
    const change = changes.get(manifest.path);
    return change ? withContainers(manifest, ({ node }) => changed(node, change)) : manifest;
  });
}

interface ImageChange {
  readonly name: string;
  /** What is put in the place of an image of this name. */
  readonly to: (image: ImageReference) => string;
  readonly at: YamlNode['range'];
  /** 2 for a digest, 1 for a tag, 0 for neither. */
  readonly said: number;
}

function imageChanges({ path, documents }: Manifest): ImageChange[] {
  if (!isKustomization(baseName(path))) return [];
  return documents.flatMap((document) =>
    (valueAt(document, 'images')?.items ?? []).flatMap((item) => {
      const [name, newName] = [textOf(valueAt(item, 'name')), textOf(valueAt(item, 'newName'))];
      const [tag, digest] = [valueAt(item, 'newTag'), valueAt(item, 'digest')];
      const at = [digest, tag, valueAt(item, 'newName')].find(isSet);
      if (name === '' || !at) return [];
      const said = isSet(digest) ? 2 : isSet(tag) ? 1 : 0;
      const behind = `${isSet(tag) ? `:${textOf(tag)}` : ''}${isSet(digest) ? `@${textOf(digest)}` : ''}`;
      const to = (image: ImageReference) => `${newName || name}${behind || suffix(image)}`;
      return [{ name, to, at: at.range, said }];
    }),
  );
}

/** Tag and digest of an image, as they are written. */
function suffix({ tag, digest }: ImageReference): string {
  return `${tag && `:${tag}`}${digest && `@${digest}`}`;
}

/** The manifests that a kustomization lists, and those that the kustomizations in the folders do that it lists. */
function filesBelow(top: Manifest, byPath: ReadonlyMap<string, Manifest>): ReadonlySet<string> {
  const files = new Set<string>();
  const todo = [top];
  for (let next = todo.pop(); next; next = todo.pop())
    for (const source of sourcesOf(next)) {
      const places = [
        source,
        ...KUSTOMIZATION_NAMES.map((name) => siblingPath(`${source}/x`, name)),
      ];
      const found = places.flatMap((place) => byPath.get(place) ?? [])[0];
      if (!found || files.has(found.path)) continue;
      files.add(found.path);
      if (isKustomization(baseName(found.path))) todo.push(found);
    }
  return files;
}

function sourcesOf({ path, documents }: Manifest): string[] {
  return documents.flatMap((document) =>
    ['resources', 'bases', 'components']
      .flatMap((key) => valueAt(document, key)?.items ?? [])
      .map(textOf)
      .filter((name) => /^[^\n]+$/.test(name) && !name.includes('://'))
      .map((name) => siblingPath(path, name)),
  );
}

function changed(node: YamlNode, changes: ReadonlyMap<string, ImageChange>): YamlNode {
  const image = valueAt(node, 'image');
  const name = image && imageReference(image);
  const change =
    name && changes.get(name.reference.slice(0, name.reference.length - suffix(name).length));
  if (!change) return node;
  const scalar = change.to(name);
  return {
    ...node,
    entries: new Map(node.entries).set('image', { ...image, scalar, range: change.at }),
  };
}

function withContainers(manifest: Manifest, change: (container: Container) => YamlNode): Manifest {
  const pods = manifest.pods.map((pod) => ({
    ...pod,
    containers: pod.containers.map((container) => ({ ...container, node: change(container) })),
  }));
  return { ...manifest, pods, containers: pods.flatMap(({ containers }) => containers) };
}
