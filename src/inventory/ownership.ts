import type { FileList } from './cataloger.js';
import type { PackageWithLayer } from './package-layers.js';

/** A distribution package with its files. */
export interface Owner {
  readonly package: PackageWithLayer;
  /** One a line. */
  files(): string;
}

/** The files of distribution packages: from the database, and from lists, found by name, architecture and version. */
export function ownersOf(system: readonly PackageWithLayer[], lists: Iterable<FileList>): Owner[] {
  const owners: Owner[] = [];
  const byName = new Map<string, PackageWithLayer[]>();
  for (const installed of system) {
    const { name, files } = installed.found;
    if (files !== undefined) owners.push({ package: installed, files: () => files });
    const sameName = byName.get(name);
    if (sameName) sameName.push(installed);
    else byName.set(name, [installed]);
  }
  for (const list of lists) {
    const sameName = byName.get(list.name) ?? [];
    const owner = sameName.find(
      ({ found }) =>
        (list.arch ?? found.arch) === found.arch &&
        (list.version ?? found.version) === found.version,
    );
    if (owner) owners.push({ package: owner, files: list.files });
  }
  return owners;
}

/** The distribution package that owns each of the paths, in whatever order these come. */
export function ownersByPath(
  owners: readonly Owner[],
  paths: ReadonlySet<string>,
): ReadonlyMap<string, PackageWithLayer> {
  const found = new Map<string, PackageWithLayer>();
  if (paths.size === 0) return found;
  const mayHave = ends(paths);
  for (const owner of owners) {
    const files = owner.files();
    for (let start = 0; start < files.length; ) {
      const end = files.indexOf('\n', start);
      const stop = end < 0 ? files.length : end;
      const path = mayHave(files, start, stop)
        ? pathOf(files.slice(start, stop), paths)
        : undefined;
      if (path !== undefined) found.set(path, owner.package);
      start = stop + 1;
    }
  }
  return found;
}

/**
 * Whether a part of a text may be one of the paths, from its length and last letters: most of the hundreds of thousands of
 * lines are none, and need not be copied.
 */
function ends(paths: ReadonlySet<string>): (text: string, start: number, end: number) => boolean {
  const known = new Uint8Array(1 << 20);
  const keyOf = (text: string, start: number, end: number) =>
    ((end - start) * 7919 +
      text.charCodeAt(end - 1) * 31 +
      text.charCodeAt(end - 4) * 1021 +
      text.charCodeAt(end - 6) * 4093) &
    0xfffff;
  for (const path of paths) {
    known[keyOf(path, 0, path.length)] = 1;
    if (path.startsWith('usr/')) known[keyOf(path, 'usr/'.length, path.length)] = 1;
  }
  return (text, start, end) => end - start < SHORT || known[keyOf(text, start, end)] === 1;
}

/** A path that is not longer has no key of its own. */
const SHORT = 10;

/** With a merged /usr the database may list the file by its old path, unless that is another file: the link /bin. */
function pathOf(listed: string, paths: ReadonlySet<string>): string | undefined {
  if (paths.has(listed)) return listed;
  const merged = listed.startsWith('usr/') ? listed : `usr/${listed}`;
  return paths.has(merged) ? merged : undefined;
}

/** The packages whose files are not known: some images have no lists. */
export function withoutFiles(
  system: readonly PackageWithLayer[],
  owners: readonly Owner[],
): PackageWithLayer[] {
  const known = new Set(owners.map((owner) => owner.package));
  return system.filter((item) => !known.has(item));
}

/**
 * Whether a program may belong to a distribution package whose files are not known: `node` of nodejs, `python` of python3.11.
 * The program is in a folder of the distribution, and not in a layer above that of the package.
 */
export function isLikelyOwned(
  { found: { name }, path, layer }: PackageWithLayer,
  unlisted: readonly PackageWithLayer[],
): boolean {
  if (unlisted.length === 0 || !DISTRIBUTION_FOLDER.test(path)) return false;
  const names = PACKAGE_NAMES.get(name) ?? [name];
  return unlisted.some(
    ({ found, layer: installed }) =>
      layer <= installed && names.some((one) => (found.source?.name ?? found.name).startsWith(one)),
  );
}

/** Distributions have programs and libraries in no other folders. */
const DISTRIBUTION_FOLDER = /^(?:usr\/)?(?:bin|sbin|lib|lib64|libexec|games)\//;

/** How the names of source packages of distributions begin, for programs with another name. */
const PACKAGE_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['7-zip', ['7zip', 'p7zip']],
  ['berkeley-db', ['db', 'libdb']],
  ['gd', ['gd', 'libgd']],
  ['httpd', ['httpd', 'apache2']],
  ['libmagic', ['file']],
  ['libtiff', ['libtiff', 'tiff']],
  ['libvips', ['libvips', 'vips']],
  ['procps-ng', ['procps']],
  ['r', ['r-base', 'R', 'R-core']],
  ['zstd', ['zstd', 'libzstd']],
]);
