import { posix } from 'node:path';
import { pythonName } from '../core/python-name.js';
import type { FileSystem } from '../image/image.js';
import { compareText } from '../lib/text.js';
import type { FoundPackage } from './cataloger.js';

/** A package of the image, with what it requires. */
export interface DependentPackage {
  readonly found: FoundPackage;
  readonly path: string;
  readonly purl: string;
}

/** Which packages depend on which. */
export interface Dependencies {
  /** Sorted package URLs, for each package whose dependencies are known; none for one that depends on no other. */
  readonly of: ReadonlyMap<DependentPackage, readonly string[]>;
  /** Packages whose dependencies are not known, because they have more than the limits allow. */
  readonly cut: number;
}

/** What a package requires: more are left out. The largest package of Debian requires some hundred. */
export const MAX_REQUIREMENTS = 2_000;
/** Packages that have one name or provide one thing. */
const MAX_PROVIDERS = 200;
/** Edges of one image. */
const MAX_EDGES = 1_000_000;
/** Paths that are looked up through links. */
const MAX_LINKS = 200_000;

/**
 * Finds the packages that others require, in the same image: those of a distribution by name or by what they provide, those
 * of a program or a lock file in the same file, npm packages as Node.js resolves them, others in the nearest folder. Ranges
 * of versions are not compared, since a package manager installed them together.
 */
export function resolveDependencies(
  packages: readonly DependentPackage[],
  fileOwners: ReadonlyMap<string, DependentPackage>,
  fileSystem: FileSystem,
): Dependencies {
  const index = indexOf(packages);
  const modules = moduleResolver(packages, fileSystem);
  const of = new Map<DependentPackage, readonly string[]>();
  let cut = 0;
  let edges = 0;
  for (const item of packages) {
    const { requires = [], type } = item.found;
    const purls = new Set<string>();
    let isCut = requires.length >= MAX_REQUIREMENTS;
    for (const name of requires) {
      const providers = type === 'npm' ? modules(item, name) : index.find(item, name, fileOwners);
      if (providers.length > MAX_PROVIDERS) isCut = true;
      for (const { purl } of providers.slice(0, MAX_PROVIDERS)) purls.add(purl);
    }
    purls.delete(item.purl);
    edges += purls.size;
    if (isCut || edges > MAX_EDGES) cut++;
    else if (purls.size > 0 || ALWAYS_KNOWN.has(type)) of.set(item, [...purls].sort(compareText));
  }
  return { of, cut };
}

/** The types whose packages are listed with their dependencies in one file. */
const IN_ONE_FILE: ReadonlySet<string> = new Set(['golang', 'cargo', 'nuget', 'composer']);
/** The types of which one system has one package of a name. */
const IN_IMAGE: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);

/** The types whose metadata always names what a package requires. */
const ALWAYS_KNOWN: ReadonlySet<string> = new Set([
  ...['deb', 'apk', 'rpm', 'npm', 'pypi', 'gem', 'composer', 'cargo', 'nuget'],
]);

interface Index {
  find(
    item: DependentPackage,
    name: string,
    fileOwners: ReadonlyMap<string, DependentPackage>,
  ): readonly DependentPackage[];
}

/** The packages by type, name and what they provide. */
function indexOf(packages: readonly DependentPackage[]): Index {
  const byName = new Map<string, DependentPackage[]>();
  for (const item of packages) {
    const { name, provides = [] } = item.found;
    for (const one of new Set([nameKey(item, name), ...provides.map((p) => nameKey(item, p))])) {
      const known = byName.get(one);
      if (!known) byName.set(one, [item]);
      // One more than the limit shows that it is exceeded.
      else if (known.length <= MAX_PROVIDERS) known.push(item);
    }
  }
  return {
    find(item, name, fileOwners) {
      const owner = name.startsWith('/') ? fileOwners.get(name.slice(1)) : undefined;
      const known = byName.get(nameKey(item, name)) ?? (owner ? [owner] : []);
      if (IN_ONE_FILE.has(item.found.type)) return known;
      return IN_IMAGE.has(item.found.type) ? ofArchitecture(item, known) : nearest(item, known);
    },
  };
}

function nameKey({ found: { type, within }, path }: DependentPackage, name: string): string {
  const plain = type === 'pypi' ? pythonName(name) : name;
  return IN_ONE_FILE.has(type)
    ? `${type}\n${path}\n${within ?? ''}\n${plain}`
    : `${type}\n${plain}`;
}

/** Those of the same architecture, if there are any: a system may have several. */
function ofArchitecture(
  { found: { arch } }: DependentPackage,
  known: readonly DependentPackage[],
): readonly DependentPackage[] {
  if (known.length < 2) return known;
  const same = known.filter(({ found }) => found.arch === arch);
  return same.length > 0 ? same : known;
}

/** Those with which the path of the package has most folders in common. */
function nearest(
  item: DependentPackage,
  known: readonly DependentPackage[],
): readonly DependentPackage[] {
  if (known.length < 2) return known;
  const own = foldersOf(item);
  let most = -1;
  let found: DependentPackage[] = [];
  for (const one of known) {
    const other = foldersOf(one);
    let common = 0;
    while (common < own.length && own[common] === other[common]) common++;
    if (common > most) {
      most = common;
      found = [];
    }
    if (common === most) found.push(one);
  }
  return found;
}

function foldersOf({ path, found: { within } }: DependentPackage): readonly string[] {
  return (within ? `${path}/${within}` : path).split('/').slice(0, -1);
}

type Resolver = (item: DependentPackage, name: string) => readonly DependentPackage[];

/** Finds modules as Node.js does: in `node_modules` of the package's folder and of the folders above it, through links. */
function moduleResolver(packages: readonly DependentPackage[], fileSystem: FileSystem): Resolver {
  const byPath = new Map<string, DependentPackage>();
  for (const item of packages) if (item.found.type === 'npm') byPath.set(item.path, item);
  let links = 0;
  const linked = new Map<string, DependentPackage | undefined>();
  const throughLinks = (path: string): DependentPackage | undefined => {
    const known = linked.get(path);
    if (known || linked.has(path) || links >= MAX_LINKS) return known;
    links++;
    const target = fileSystem.resolve(path);
    const found = target === undefined ? undefined : byPath.get(target);
    linked.set(path, found);
    return found;
  };
  let last: { readonly folder: string; readonly modules: readonly string[] } = {
    folder: '',
    modules: [],
  };
  return ({ path }, name) => {
    if (!MODULE_NAME.test(name)) return [];
    const folder = posix.dirname(path);
    if (folder !== last.folder) last = { folder, modules: [...moduleFolders(folder)] };
    for (const find of [(one: string) => byPath.get(one), throughLinks]) {
      for (const modules of last.modules) {
        const found = find(`${modules}/${name}/package.json`);
        if (found) return [found];
      }
    }
    return [];
  };
}

const MODULE_NAME = /^(?:@[^/@]+\/)?[^/@.][^/@]*$/;
/** Debian's folder is a `node_modules` folder with another name. */
const DEBIAN_MODULES = 'usr/share/nodejs';
const MAX_DEPTH = 64;

/** The folders with modules, nearest first. */
function* moduleFolders(folder: string): Generator<string> {
  let current = folder;
  for (let depth = 0; depth < MAX_DEPTH && current !== '.' && current !== '/'; depth++) {
    const isModules = current === DEBIAN_MODULES || posix.basename(current) === 'node_modules';
    yield isModules ? current : `${current}/node_modules`;
    current = posix.dirname(current);
  }
  yield 'node_modules';
}
