import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import { isObject, type JsonObject, object } from '../lib/json.js';
import { baseName, folderOf } from '../lib/paths.js';
import type { ImageFiles } from '../start/image-files.js';

const BUILT_IN = new Set(builtinModules);
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.json', '.node', '.ts'];
/** Where Debian and npm install packages for all programs. */
const GLOBAL = [
  'usr/share/nodejs',
  'usr/lib/nodejs',
  'usr/lib/x86_64-linux-gnu/nodejs',
  'usr/lib/aarch64-linux-gnu/nodejs',
  'usr/local/lib/node_modules',
  'usr/local/lib/node',
  'usr/lib/node',
];
const HOME_FOLDERS = ['.node_modules', '.node_libraries'];
const MAX_MANIFEST = 1 << 20;
/** Specifiers that are remembered. */
const MAX_RESOLVED = 200_000;
/** Folders whose places are remembered, and those above one that are searched. */
const MAX_PLACES = 20_000;
const MAX_FOLDERS = 64;
const NO_NAMES: ReadonlySet<string> = new Set();
const CONDITIONS = ['node', 'require', 'import', 'module-sync', 'default'];

/** A folder with packages. */
interface Place {
  readonly path: string;
  /** Links followed. */
  readonly final: string;
}

/**
 * Finds the files that specifiers lead to. Source: Node.js documentation, "Modules: CommonJS modules" and "Modules:
 * Packages".
 */
export class NodeResolver {
  readonly #files: ImageFiles;
  readonly #manifests = new Map<string, JsonObject | undefined>();
  /** By folder and specifier. */
  readonly #resolved = new Map<string, Map<string, readonly string[] | undefined>>();
  #resolvedCount = 0;
  #existing: readonly Place[] | undefined;
  readonly #placesOf = new Map<string, readonly Place[]>();
  /** Folders with packages for all programs. */
  readonly #shared: readonly string[];

  /** Reads NODE_PATH and HOME of an environment. */
  constructor(files: ImageFiles, environment: ReadonlyMap<string, string>) {
    this.#files = files;
    const own = (environment.get('NODE_PATH') ?? '').split(':').filter((path) => path[0] === '/');
    const home = imagePath(environment.get('HOME') ?? '/root');
    const inHome = HOME_FOLDERS.map((name) => `${home}/${name}`);
    this.#shared = [...own.map((path) => imagePath(path)), ...inHome, ...GLOBAL];
  }

  /** package.json of a folder; undefined without a readable one. */
  manifest(folder: string): JsonObject | undefined {
    if (!this.#manifests.has(folder)) {
      const text = this.#files.wholeText(`${folder}/package.json`, MAX_MANIFEST);
      this.#manifests.set(folder, parseObject(text));
    }
    return this.#manifests.get(folder);
  }

  /** The file at a path, with the endings and the index file that Node.js adds. */
  file(path: string): string | undefined {
    const found = this.#exact(path);
    if (found !== undefined) return found;
    const folder = this.#files.folder(path);
    if (folder === undefined) return undefined;
    const { main } = this.manifest(folder) ?? {};
    const named =
      typeof main === 'string' && main !== '' ? imagePath(main, `/${folder}`) : undefined;
    return (
      (named === undefined ? undefined : (this.#exact(named) ?? this.#exact(`${named}/index`))) ??
      this.#exact(`${folder}/index`)
    );
  }

  /** The folder of the innermost package that contains a file. */
  packageOf(path: string): string | undefined {
    let folder = posix.dirname(path);
    for (; folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
      if (this.manifest(folder)) return folder;
      if (/(?:^|\/)node_modules$/.test(folder)) return undefined;
    }
    return undefined;
  }

  /**
   * The files of a specifier in a file; several if require() and import lead to different ones, none for a module of
   * Node.js itself; undefined if it is not found.
   */
  resolve(specifier: string, from: string): readonly string[] | undefined {
    const folder = posix.dirname(from);
    const inFolder = this.#resolved.get(folder) ?? new Map<string, readonly string[] | undefined>();
    if (inFolder.has(specifier)) return inFolder.get(specifier);
    const found = this.#search(specifier, from);
    if (this.#resolvedCount++ >= MAX_RESOLVED) return found;
    inFolder.set(specifier, found);
    this.#resolved.set(folder, inFolder);
    return found;
  }

  /** The folders in which packages are searched, those that exist, the innermost first. */
  #places(folder: string): readonly Place[] {
    const known = this.#placesOf.get(folder);
    if (known) return known;
    const places: Place[] = [];
    let at = folder === '.' ? '' : folder;
    for (let depth = 0; depth <= MAX_FOLDERS; depth++) {
      const path = at === '' ? 'node_modules' : `${at}/node_modules`;
      // Packages are not searched in node_modules/node_modules.
      const isModules = at === 'node_modules' || at.endsWith('/node_modules');
      const final = isModules ? undefined : this.#files.folder(path);
      if (final !== undefined) places.push({ path, final });
      if (at === '') break;
      at = folderOf(at);
    }
    const all = [...places, ...this.#sharedPlaces()];
    if (this.#placesOf.size < MAX_PLACES) this.#placesOf.set(folder, all);
    return all;
  }

  #sharedPlaces(): readonly Place[] {
    this.#existing ??= this.#shared.flatMap((path) => {
      const final = this.#files.folder(path);
      return final === undefined ? [] : [{ path, final }];
    });
    return this.#existing;
  }

  #search(specifier: string, from: string): readonly string[] | undefined {
    const folder = posix.dirname(from);
    const path = specifier.replace(FILE_URL, '/');
    if (/^\.{0,2}\/|^\.{1,2}$/.test(path)) {
      const inFolder = (one: string) => this.file(imagePath(one, `/${folder}`));
      const found = (path === specifier ? inFolder(path) : undefined) ?? inFolder(decoded(path));
      return found === undefined ? undefined : [found];
    }
    if (specifier.startsWith('node:') || BUILT_IN.has(specifier)) return [];
    if (specifier.startsWith('#')) return this.#ownImport(specifier, from);
    const [, name = '', part = ''] = /^((?:@[^/]+\/)?[^/@:][^/:]*)(\/.*)?$/.exec(specifier) ?? [];
    if (name === '') return undefined;
    const own = this.packageOf(from);
    const manifest = own === undefined ? undefined : this.manifest(own);
    if (own !== undefined && manifest?.name === name && manifest.exports !== undefined) {
      const found = this.#inPackage(own, part);
      if (found) return found;
    }
    const [first = ''] = name.split('/');
    for (const place of this.#places(folder)) {
      const mayExist = this.#files.names(place.final).has(first);
      const home = mayExist ? this.#files.folder(`${place.path}/${name}`) : undefined;
      const found = home === undefined ? undefined : this.#inPackage(home, part);
      if (found) return found;
      const single =
        home === undefined && part === '' ? this.#exact(`${place.path}/${name}`) : undefined;
      if (single !== undefined) return [single];
    }
    return undefined;
  }

  #exact(path: string): string | undefined {
    const names = this.#namesAround(path);
    const name = baseName(path);
    for (const ending of ENDINGS) {
      if (names && !names.has(name + ending)) continue;
      const found = this.#files.file(path + ending);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The names in the folder of a path, for most paths do not exist; undefined if the path has no name at its end. */
  #namesAround(path: string): ReadonlySet<string> | undefined {
    const at = path.lastIndexOf('/');
    if (at <= 0 || /\/\.{0,2}$/.test(path)) return undefined;
    const folder = this.#files.folder(path.slice(0, at));
    return folder === undefined ? NO_NAMES : this.#files.names(folder);
  }

  #inPackage(folder: string, part: string): readonly string[] | undefined {
    const { exports } = this.manifest(folder) ?? {};
    const targets = exports === undefined ? [] : exported(exports, `.${part}`);
    const found = targets.flatMap((target) => this.file(imagePath(target, `/${folder}`)) ?? []);
    if (found.length > 0) return found;
    const plain = this.file(`${folder}${part}`);
    return plain === undefined ? undefined : [plain];
  }

  /** `#name`, from `imports` of the package itself. */
  #ownImport(specifier: string, from: string): readonly string[] | undefined {
    const own = this.packageOf(from);
    if (own === undefined) return undefined;
    const found = exported(object(this.manifest(own)?.imports), specifier).flatMap((target) =>
      target.startsWith('#') ? [] : (this.resolve(target, `${own}/package.json`) ?? []),
    );
    return found.length > 0 ? found : undefined;
  }
}

const FILE_URL = /^file:(?:\/\/(?:localhost)?)?\//i;

/** The path of a URL, which may have a query. */
function decoded(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function parseObject(text: string | undefined): JsonObject | undefined {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The targets of a part of a package in its `exports` or `imports`. */
function exported(exports: unknown, part: string): string[] {
  if (!isObject(exports) || !Object.keys(exports).some((key) => /^[.#]/.test(key)))
    return part === '.' ? targetsOf(exports, 0) : [];
  const direct = exports[part];
  if (direct !== undefined) return targetsOf(direct, 0);
  const patterns = Object.keys(exports)
    .filter((key) => key.includes('*'))
    .sort((a, b) => b.length - a.length);
  for (const key of patterns) {
    const [start = '', end = ''] = key.split('*');
    if (!part.startsWith(start) || !part.endsWith(end) || part.length < key.length - 1) continue;
    const name = part.slice(start.length, part.length - end.length);
    return targetsOf(exports[key], 0).map((target) => target.replaceAll('*', name));
  }
  return [];
}

const MAX_DEPTH = 10;

function targetsOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.slice(0, 50).flatMap((one) => targetsOf(one, depth + 1));
  if (!isObject(value)) return [];
  return CONDITIONS.flatMap((condition) => targetsOf(value[condition], depth + 1));
}
