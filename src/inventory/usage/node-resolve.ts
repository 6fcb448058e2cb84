import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { isObject, type JsonObject, object } from '../../lib/json.js';
import { type ImageFiles, imagePath } from './image-files.js';

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
const CONDITIONS = ['node', 'require', 'import', 'module-sync', 'default'];

/**
 * Finds the files that specifiers lead to. Source: Node.js documentation, "Modules: CommonJS modules" and "Modules:
 * Packages".
 */
export class NodeResolver {
  readonly #files: ImageFiles;
  readonly #manifests = new Map<string, JsonObject | undefined>();
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
    const above = foldersAbove(folder).map((one) => `${one}node_modules`);
    for (const place of [...above, ...this.#shared]) {
      const home = this.#files.folder(`${place}/${name}`);
      const found = home === undefined ? undefined : this.#inPackage(home, part);
      if (found) return found;
      const single =
        home === undefined && part === '' ? this.#exact(`${place}/${name}`) : undefined;
      if (single !== undefined) return [single];
    }
    return undefined;
  }

  #exact(path: string): string | undefined {
    for (const ending of ENDINGS) {
      const found = this.#files.file(path + ending);
      if (found !== undefined) return found;
    }
    return undefined;
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

/** The folders above a path with a slash at their end, the innermost first. Those named node_modules are left out. */
function foldersAbove(folder: string): string[] {
  const parts = folder.split('/').slice(-64);
  const start = folder
    .split('/')
    .slice(0, -64)
    .map((part) => `${part}/`)
    .join('');
  const found: string[] = [];
  for (let count = parts.length; count >= 0; count--) {
    if (parts[count - 1] === 'node_modules') continue;
    found.push(
      start +
        parts
          .slice(0, count)
          .map((part) => `${part}/`)
          .join(''),
    );
  }
  return found;
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
