import type { AffectedPackage } from '../core/details.js';
import type { Package } from '../core/package.js';
import { isDistributionPackage, parsePackageUrl } from '../core/package-url.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import type { OwnedFiles } from '../inventory/inventory.js';
import { folderOf } from '../lib/paths.js';

/** Whether all packages with this URL, and in this layer if there is one, are as the base image has them. */
export type IsUnchanged = (pkg: Pick<AffectedPackage, 'purl' | 'layer'>) => boolean;

/**
 * Finds the packages of the lowest layers that no layer above changes: a layer of the base image introduced them, and their
 * files are neither replaced nor deleted. The files of a distribution's package are those that its database lists; of
 * other packages, those in their folder. A package whose files are not known counts as changed.
 */
export function unchangedPackages(
  packages: readonly Package[],
  files: FileSystem,
  owned: OwnedFiles,
  layers: { readonly base: number; readonly all: number },
): IsUnchanged {
  const changed = changesAbove(files, layers);
  const owners = new Set(owned.ownersOf(changed.paths).values());
  const isKnown = (purl: string) =>
    !owned.withoutFiles.has(purl) &&
    !owners.has(purl) &&
    !listsOf(purl).some((path) => changed.paths.has(path));
  const isUnchanged = (pkg: Package): boolean => {
    const { purl, layer, paths, ownedBy, claimed } = pkg;
    if (layer === undefined || layer.index >= layers.base || claimed || paths.length === 0)
      return false;
    if (paths.some((path) => files.resolve(path) === undefined)) return false;
    if (isDistributionPackage(purl)) return isKnown(purl);
    if (ownedBy !== undefined && !isKnown(ownedBy)) return false;
    return paths.every((path) => !changed.isBelow(rootOf(pkg, path)));
  };
  return ({ purl, layer }) => {
    const found = packages.filter(
      (pkg) => pkg.purl === purl && (layer === undefined || pkg.layer?.index === layer),
    );
    return found.length > 0 && found.every(isUnchanged);
  };
}

/** Where dpkg has the list of the files of a package: an upper layer must not have written it. */
function listsOf(purl: string): readonly string[] {
  const { type, name, qualifiers } = parsePackageUrl(purl) ?? {};
  if (type !== 'deb') return [];
  const names = [name, `${name}:${qualifiers?.get('arch')}`];
  return names.map((one) => `var/lib/dpkg/info/${one}.list`);
}

interface Changes {
  /** What the upper layers write, and what of the base image they replace or delete. */
  readonly paths: ReadonlySet<string>;
  /** Whether a file of the base image at or below the path is replaced or deleted. */
  isBelow(path: string): boolean;
}

function changesAbove(
  files: FileSystem,
  layers: { readonly base: number; readonly all: number },
): Changes {
  const written = new Set<string>();
  const folders = new Set<string>();
  for (let layer = layers.base; layer < layers.all; layer++)
    for (const { path, type } of files.layer(layer)) {
      (type === 'directory' ? folders : written).add(path);
      // Where a link leads to another folder, the file is written there.
      const real = type === 'file' ? files.resolve(path) : undefined;
      if (real !== undefined) written.add(real);
    }
  const replaced = new Set<string>();
  for (let layer = 0; layer < layers.base; layer++)
    for (const entry of files.layer(layer))
      if (isReplaced(entry, written, folders)) replaced.add(entry.path);
  const above = new Set([...replaced].flatMap(withParents));
  return {
    paths: new Set([...written, ...replaced]),
    isBelow: (path) => (path === '' ? replaced.size > 0 : above.has(path)),
  };
}

/** A file is also gone if a folder takes its place, and if what is above it is deleted or is no folder any more. */
function isReplaced(
  { path, type }: LayerEntry,
  written: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): boolean {
  if (type === 'directory') return false;
  return folders.has(path) || withParents(path).some((one) => written.has(one));
}

/** `a/b/c`, `a/b`, `a` */
function withParents(path: string): string[] {
  const paths: string[] = [];
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
    paths.push(path.slice(0, end));
  return paths;
}

/** Their file is the whole package. */
const SINGLE_FILES: ReadonlySet<string> = new Set(['cargo', 'generic', 'golang', 'maven']);

/** The folder with all files of a package: of npm its own, of others that of all packages, such as site-packages. */
function rootOf({ type }: Package, path: string): string {
  if (SINGLE_FILES.has(type)) return path;
  const folder = folderOf(path);
  return type === 'npm' && path.endsWith('/package.json') ? folder : folderOf(folder);
}
