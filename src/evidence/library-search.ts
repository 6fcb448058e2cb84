import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import { globMatcher } from '../lib/glob.js';
import type { ImageFiles } from '../start/image-files.js';
import type { DynamicElf } from './elf-dynamic.js';

/** The file that needs a library. */
export interface LibraryUser {
  readonly path: string;
  readonly elf: DynamicElf;
  /** The RPATH folders of the files that loaded it. */
  readonly inherited: readonly string[];
  readonly isMusl: boolean;
}

/** Where the loader of one image searches for libraries. */
export interface LibrarySearch {
  /** The paths of a library that a file needs, the default one first: a library may exist for several processors. */
  find(name: string, user: LibraryUser): readonly string[];
  /** The folders in which a library without a path is searched. */
  readonly folders: readonly string[];
  /** The folders that a file names, with $ORIGIN and $LIB. */
  ownFolders(paths: readonly string[], user: Pick<LibraryUser, 'path' | 'elf'>): string[];
}

export interface LibrarySearchOptions {
  readonly files: ImageFiles;
  /** LD_LIBRARY_PATH of the image. */
  readonly libraryPath: string | undefined;
  /** The class and machine of a library; undefined if the file is none. */
  readonly abiOf: (path: string) => string | undefined;
}

/** Folders of glibc's loader and of Debian's, musl's without a file of its own, and the variants for newer processors. */
const DEFAULTS = [
  '/lib64',
  '/usr/lib64',
  '/lib',
  '/usr/lib',
  '/lib32',
  '/usr/lib32',
  '/usr/libx32',
];
const MUSL_DEFAULTS = ['/lib', '/usr/local/lib', '/usr/lib'];
const HWCAPS = ['x86-64-v4', 'x86-64-v3', 'x86-64-v2', 'power10', 'power9', 'z16', 'z15'];

/** Finds libraries as the loaders of glibc (ld.so(8)) and musl do. */
export function librarySearch({ files, libraryPath, abiOf }: LibrarySearchOptions): LibrarySearch {
  const environment = (libraryPath ?? '').split(/[:;]/).filter((folder) => folder !== '');
  const glibc = unique([...confFolders(files), ...multiarchFolders(files), ...DEFAULTS]);
  const musl = muslFolders(files);
  const cached = cachedLibraries(files);
  const ownFolders: LibrarySearch['ownFolders'] = (paths, { path, elf }) => {
    const lib = elf.abi.startsWith('2') ? 'lib64' : 'lib';
    const origin = posix.dirname(`/${path}`);
    return paths
      .filter((folder) => folder !== '')
      .map((folder) =>
        folder.replace(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin).replace(/\$(?:LIB\b|\{LIB\})/g, lib),
      );
  };
  const isLibrary = (path: string | undefined, abi: string): path is string =>
    path !== undefined && abiOf(path) === abi;
  /** The file with the name, and its variants for newer processors. */
  const inFolder = (given: string, name: string): string[] => {
    const folder = files.folder(imagePath(given));
    const names = folder === undefined ? undefined : files.names(folder);
    if (folder === undefined || !names) return [];
    const variants = names.has('glibc-hwcaps')
      ? HWCAPS.map((level) => `${folder}/glibc-hwcaps/${level}/${name}`)
      : [];
    const direct = names.has(name) ? [`${folder}/${name}`] : [];
    return [...direct, ...variants].flatMap((path) => files.file(path) ?? []);
  };
  return {
    ownFolders,
    folders: [...environment, ...glibc, ...musl],
    find(name, user) {
      const { elf, inherited, isMusl } = user;
      if (name.includes('/')) {
        const path = files.file(imagePath(name));
        return isLibrary(path, elf.abi) ? [path] : [];
      }
      const own = ownFolders([...elf.rpath, ...elf.runpath], user);
      const old = elf.runpath.length > 0 && !isMusl ? [] : inherited;
      const folders = isMusl
        ? [...environment, ...own, ...old, ...musl]
        : elf.runpath.length > 0
          ? [...environment, ...own, ...glibc]
          : [...own, ...old, ...environment, ...glibc];
      const fromCache = isMusl ? [] : (cached.get(name) ?? []);
      for (const folder of folders) {
        const found = inFolder(folder, name).filter((path) => abiOf(path) === elf.abi);
        if (found.length > 0) return unique([...found, ...fromCache]);
      }
      return fromCache.filter((path) => abiOf(path) === elf.abi);
    },
  };
}

/** Most files that ld.so.conf includes, and most folders in them. */
const MAX_CONF_FILES = 200;
const MAX_FOLDERS = 500;

/** The folders of /etc/ld.so.conf, from which ldconfig writes the loader's cache. Source: ldconfig(8). */
function confFolders(files: ImageFiles): string[] {
  const folders: string[] = [];
  const pending = ['etc/ld.so.conf'];
  const seen = new Set<string>();
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    if (seen.has(path)) continue;
    if (seen.size >= MAX_CONF_FILES) {
      files.leaveOut(`ld.so.conf includes more than ${MAX_CONF_FILES} files`);
      break;
    }
    seen.add(path);
    for (const line of linesOf(files.wholeText(path, 65_536))) {
      const [, pattern] = /^include\s+(.+)$/.exec(line) ?? [];
      if (pattern !== undefined) pending.push(...included(imagePath(pattern, '/etc'), files));
      else if (line.startsWith('/')) folders.push(line.replace(/=.*$/, ''));
    }
  }
  return [...files.atMost(folders, MAX_FOLDERS, 'the folders of ld.so.conf are')];
}

/**
 * The libraries in the cache of the loader, by their names: it may have folders that the configuration has not. Source:
 * glibc, elf/dl-cache.h.
 */
function cachedLibraries(files: ImageFiles): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const bytes = files.read('etc/ld.so.cache');
  if (!bytes && files.file('etc/ld.so.cache')) files.leaveOut('etc/ld.so.cache cannot be read');
  const texts = bytes?.toString('latin1').split('\0') ?? [];
  const paths = texts.filter((text) => text.startsWith('/'));
  for (const text of files.atMost(paths, MAX_CACHED, 'the libraries in etc/ld.so.cache are')) {
    const path = files.file(imagePath(text));
    const name = posix.basename(text);
    const same = [...(found.get(name) ?? []), path ?? ''];
    const what = `the libraries ${name.slice(0, 100)} in etc/ld.so.cache are`;
    if (path !== undefined) found.set(name, [...files.atMost(same, MAX_SAME, what)]);
  }
  return found;
}

/** Libraries in the cache of the loader, and those with one name. */
const MAX_CACHED = 20_000;
const MAX_SAME = 20;

function included(pattern: string, files: ImageFiles): string[] {
  if (!/[*?[]/.test(pattern)) return [pattern];
  const matches = globMatcher(pattern);
  return files.below(posix.dirname(pattern)).filter(matches).sort();
}

/** `/usr/lib/x86_64-linux-gnu`: Debian's loader has these built in. */
function multiarchFolders(files: ImageFiles): string[] {
  return MULTIARCH.flatMap((name) => [`/lib/${name}`, `/usr/lib/${name}`]).filter(
    (folder) => files.folder(imagePath(folder)) !== undefined,
  );
}

const MULTIARCH = [
  'x86_64-linux-gnu',
  'aarch64-linux-gnu',
  'arm-linux-gnueabihf',
  'arm-linux-gnueabi',
  'i386-linux-gnu',
  'powerpc64le-linux-gnu',
  'riscv64-linux-gnu',
  's390x-linux-gnu',
  'mips64el-linux-gnuabi64',
  'loongarch64-linux-gnu',
];

/** The folders in /etc/ld-musl-ARCH.path, which replace the defaults. Source: musl, ldso/dynlink.c. */
function muslFolders(files: ImageFiles): readonly string[] {
  const machines = ['x86_64', 'aarch64', 'armhf', 'armv7', 'i386', 'ppc64le', 'riscv64', 's390x'];
  for (const machine of machines) {
    const text = files.wholeText(`etc/ld-musl-${machine}.path`, 65_536);
    if (text !== undefined) return text.split(/[:\n]/).filter((folder) => folder !== '');
  }
  return MUSL_DEFAULTS;
}

function linesOf(text = ''): string[] {
  return text.split('\n').map((line) => line.replace(/#.*$/, '').trim());
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
