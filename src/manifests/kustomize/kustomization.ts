import { baseName } from '../../lib/paths.js';
import type { Manifest } from '../manifest.js';
import { isKustomization, KUSTOMIZATION_NAMES } from '../manifest-kind.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { siblingPath } from '../paths.js';
import { misfitNotes, misfitsOf, type Shape } from '../shape.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/**
 * Keys that the check applies, or that change nothing that rules look at. Every other key changes objects before they are
 * applied to the cluster, or adds some.
 */
export const COVERED_KEYS: ReadonlySet<string> = new Set([
  'apiVersion',
  'bases',
  'buildMetadata',
  'commonAnnotations',
  'commonLabels',
  'configMapGenerator',
  'generatorOptions',
  'images',
  'imageTags',
  'kind',
  'labels',
  'metadata',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'replicas',
  'resources',
  'secretGenerator',
  'sortOptions',
]);

const LIST: Shape = { list: 'free' };
const GENERATOR: Shape = {
  list: { map: { env: 'free', envs: LIST, files: LIST, literals: LIST } },
};
const SHAPE: Shape = {
  map: {
    bases: { list: 'fixed' },
    components: { list: 'fixed' },
    configMapGenerator: GENERATOR,
    images: {
      list: { map: { digest: 'fixed', name: 'fixed', newName: 'fixed', newTag: 'fixed' } },
    },
    resources: { list: 'fixed' },
    secretGenerator: GENERATOR,
  },
};

const OPTIONS = {
  isPlaceholder: (node: ManifestNode) => /\{\{|\{%|<%|\$\{|\$[A-Za-z_]/.test(textOf(node)),
};

/** What the check does not take into account of a kustomization, one sentence each: files are checked as they are written. */
export function kustomizationNotes(document: ManifestNode, path: string): string[] {
  // An empty one is not rendered, which is noted.
  if (document.kind === 'scalar' && document.scalar === null) return [];
  if (document.kind !== 'map')
    return [`Line ${document.range.startLine}: this is not a map of keys`];
  return misfitNotes(misfitsOf(document, SHAPE, OPTIONS), path);
}

/** The note of a kustomization that cannot be rendered. */
export function unrenderedNote(reason: string): string {
  return `It was not rendered, because ${reason}. Files that it lists are checked as they are written, patches inside of it are not checked. Run kubectl kustomize and check its output`;
}

/** The note of a kustomization that no rendered one uses, such as a component; none if it changes nothing. */
export function unusedNotes(documents: readonly ManifestNode[]): string[] {
  const used = documents.flatMap((document) =>
    [...document.entries.keys()].filter(
      (key) => !COVERED_KEYS.has(key) && isSet(valueAt(document, key)),
    ),
  );
  return used.length > 0
    ? [`No kustomization that was rendered uses it, so its ${used.join(', ')} were not applied`]
    : [];
}

/** What is known of the files of a repository. */
export interface RepositoryFiles {
  /** Whether the check reads the file as a manifest, in this run or when the whole repository is checked. */
  readonly isManifest: (path: string) => boolean;
  readonly exists: (path: string) => boolean;
}

/** The resources of a kustomization that are not checked, one sentence each. */
export function uncheckedResources(
  { path, documents }: Manifest,
  { isManifest, exists }: RepositoryFiles,
): string[] {
  return listedResources(documents).flatMap((item) => {
    const name = textOf(item);
    const listed = siblingPath(path, name);
    const kustomizations = kustomizationsIn(listed);
    if (name === '' || [listed, ...kustomizations].some(isManifest)) return [];
    const why = isRemote(name)
      ? 'is remote, and remote resources are not downloaded'
      : exists(listed)
        ? 'is not a manifest that the check reads'
        : 'is no file and no kustomization of the repository';
    return [
      `Line ${item.range.startLine}: the resource ${name} ${why}. So the kustomization was not rendered, and its other files are checked as they are written`,
    ];
  });
}

/** The entries of the lists of files and folders. */
export function listedResources(documents: readonly ManifestNode[]): ManifestNode[] {
  return documents.flatMap((document) =>
    ['resources', 'bases', 'components'].flatMap((key) => valueAt(document, key)?.items ?? []),
  );
}

/** The paths of the kustomization that a folder can have. */
export function kustomizationsIn(folder: string): string[] {
  return KUSTOMIZATION_NAMES.map((name) => (folder === '' ? name : `${folder}/${name}`));
}

/** Source: Kustomize, "remoteBuild": a URL, or the repository of a known host. */
export function isRemote(name: string): boolean {
  return /:\/\/|^git@|^git::|^(?:www\.)?(?:github|gitlab|bitbucket)\.[a-z]+\/|[?&](?:ref|version)=/.test(
    name,
  );
}

/** The manifests; those that a kustomization uses as patches are marked as partial objects, because a base has the rest. */
export function markPatches(manifests: readonly Manifest[]): readonly Manifest[] {
  const patches = new Set(manifests.flatMap(patchFiles));
  if (patches.size === 0) return manifests;
  return manifests.map((manifest) => (patches.has(manifest.path) ? asPartial(manifest) : manifest));
}

/** The files that a kustomization uses as patches. */
export function patchFiles({ path, documents }: Manifest): string[] {
  if (!isKustomization(baseName(path))) return [];
  return documents.flatMap((document) => {
    const patches = [
      ...(valueAt(document, 'patchesStrategicMerge')?.items ?? []),
      ...(valueAt(document, 'patches')?.items ?? []).map((patch) => valueAt(patch, 'path')),
    ];
    // The list can also contain the text of a patch.
    return patches
      .map(textOf)
      .filter((text) => /^[^\n]+$/.test(text))
      .map((name) => siblingPath(path, name));
  });
}

function asPartial(manifest: Manifest): Manifest {
  const pods = manifest.pods.map((whole) => {
    const pod = { ...whole, partial: true };
    const containers = whole.containers.map((container) => ({ ...container, pod, partial: true }));
    return { ...pod, containers };
  });
  return {
    ...manifest,
    pods,
    containers: pods.flatMap(({ containers }) => containers),
    withoutContainers: [],
  };
}
