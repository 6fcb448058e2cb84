import { baseName } from '../../lib/paths.js';
import { type ImageReference, imageReference } from '../image-references.js';
import type { Manifest } from '../manifest.js';
import { isKustomization } from '../manifest-kind.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { siblingPath } from '../paths.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { kustomizationsIn, listedResources } from './kustomization.js';

/**
 * The manifests with the images that kustomizations set with `images`, in the files that they and their bases list. The
 * image has the place of its override. If several overrides apply, as for development and production, the one that pins
 * least is used. Source: Kustomize, "images".
 */
export function applyImageOverrides(manifests: readonly Manifest[]): readonly Manifest[] {
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest]));
  const overridesByPath = new Map<string, Map<string, ImageOverride>>();
  for (const manifest of manifests) {
    const own = imageOverrides(manifest);
    for (const path of own.length > 0 ? listedFiles(manifest, byPath) : []) {
      const overrides = overridesByPath.get(path) ?? new Map<string, ImageOverride>();
      overridesByPath.set(path, overrides);
      for (const override of own)
        if (override.precision < (overrides.get(override.name)?.precision ?? Infinity))
          overrides.set(override.name, override);
    }
  }
  return manifests.map((manifest) => {
    const overrides = overridesByPath.get(manifest.path);
    return overrides ? overrideImages(manifest, overrides) : manifest;
  });
}

interface ImageOverride {
  /** The name of the images that it replaces. */
  readonly name: string;
  readonly replace: (image: ImageReference) => string;
  readonly at: ManifestNode['range'];
  /** 2 with a digest, 1 with a tag, 0 with neither. */
  readonly precision: number;
}

function imageOverrides({ path, documents }: Manifest): ImageOverride[] {
  if (!isKustomization(baseName(path))) return [];
  return documents.flatMap((document) =>
    ['images', 'imageTags']
      .flatMap((key) => valueAt(document, key)?.items ?? [])
      .flatMap((item) => {
        const [name, newName] = [textOf(valueAt(item, 'name')), textOf(valueAt(item, 'newName'))];
        const [tag, digest] = [valueAt(item, 'newTag'), valueAt(item, 'digest')];
        const at = [digest, tag, valueAt(item, 'newName')].find(isSet);
        if (name === '' || !at) return [];
        const precision = isSet(digest) ? 2 : isSet(tag) ? 1 : 0;
        const newSuffix = suffixOf({ tag: textOf(tag), digest: textOf(digest) });
        const replace = (image: ImageReference) =>
          `${newName || name}${newSuffix || suffixOf(image)}`;
        return [{ name, replace, at: at.range, precision }];
      }),
  );
}

/** Tag and digest as written. */
function suffixOf({ tag, digest }: { readonly tag: string; readonly digest: string }): string {
  return `${tag && `:${tag}`}${digest && `@${digest}`}`;
}

/** The files that a kustomization lists, and those of the kustomizations in the folders that it lists. */
export function listedFiles(
  kustomization: Manifest,
  byPath: ReadonlyMap<string, Manifest>,
): ReadonlySet<string> {
  const files = new Set<string>();
  const pending = [kustomization];
  for (let next = pending.pop(); next; next = pending.pop())
    for (const source of sourcesOf(next)) {
      const paths = [source, ...kustomizationsIn(source)];
      const [manifest] = paths.flatMap((path) => byPath.get(path) ?? []);
      if (!manifest || files.has(manifest.path)) continue;
      files.add(manifest.path);
      if (isKustomization(baseName(manifest.path))) pending.push(manifest);
    }
  return files;
}

function sourcesOf({ path, documents }: Manifest): string[] {
  return listedResources(documents)
    .map(textOf)
    .filter((name) => /^[^\n]+$/.test(name) && !name.includes('://'))
    .map((name) => siblingPath(path, name));
}

function overrideImages(
  manifest: Manifest,
  overrides: ReadonlyMap<string, ImageOverride>,
): Manifest {
  const pods = manifest.pods.map((pod) => ({
    ...pod,
    containers: pod.containers.map((container) => ({
      ...container,
      node: overrideImage(container.node, overrides),
    })),
  }));
  return { ...manifest, pods, containers: pods.flatMap(({ containers }) => containers) };
}

function overrideImage(
  node: ManifestNode,
  overrides: ReadonlyMap<string, ImageOverride>,
): ManifestNode {
  const image = valueAt(node, 'image');
  const reference = image && imageReference(image);
  if (!reference) return node;
  const { reference: text } = reference;
  const override = overrides.get(text.slice(0, text.length - suffixOf(reference).length));
  if (!override) return node;
  const entries = new Map(node.entries);
  entries.set('image', { ...image, scalar: override.replace(reference), range: override.at });
  return { ...node, entries };
}
