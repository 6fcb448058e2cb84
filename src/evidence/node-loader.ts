import { object } from '../lib/json.js';
import type { LoadStep } from '../start/observer.js';
import type { Follow } from './follow.js';
import { type NodeImports, nodeTexts, readNodeImports } from './node-imports.js';
import type { NodeResolver } from './node-resolve.js';

const MAX_TEXT = 3 << 20;
/** Dependencies of one package. */
const MAX_DEPENDENCIES = 2000;
/** Where installed packages are, and not a program of the image. */
export const INSTALLED = /(?:^|\/)(?:node_modules|usr\/share\/nodejs|usr\/lib\/nodejs)\//;
const MODULES = /^(?!(?:.*\/)?node_modules\/).*\.(?:[cm]?[jt]s|[jt]sx|node)$/;
/** Letters that are written as escapes: a text that hides what it names. */
const ESCAPED = /\\(?:u\{?00|x)[4-7][0-9a-f]/i;

/** A file that is read later. */
interface Pending {
  readonly path: string;
  /** The step of the file; if it is only possible, of the file that names it. */
  readonly step: LoadStep;
  /** It may be loaded. */
  readonly isPossible: boolean;
}

/** Follows what the files of one program load. */
export class NodeLoader {
  readonly #resolver: NodeResolver;
  readonly #follow: Follow;
  readonly #pending: Pending[] = [];
  /** Packages whose files or dependencies may all be loaded. */
  readonly #opened = new Set<string>();
  /** Texts of the application that may be names of modules, with the file that has them. */
  readonly #texts = new Map<string, Pending>();
  /** The first installed file that loads modules by computed names. */
  #dynamic: LoadStep | undefined;

  constructor(resolver: NodeResolver, follow: Follow) {
    this.#resolver = resolver;
    this.#follow = follow;
  }

  run(path: string, by: LoadStep): void {
    const { trace } = this.#follow;
    const step = trace.load(path, by) ?? trace.loaded.get(path);
    if (step) this.#pending.push({ path, step, isPossible: false });
    this.#readPending();
  }

  load(specifier: string, from: string, by: LoadStep): void {
    const found = this.#resolver.resolve(specifier, from);
    const name = specifier.slice(0, 200);
    if (!found) this.#follow.trace.openType('npm', `${name}, which is loaded, is not found`);
    for (const path of found ?? []) this.#visit(path, by, false);
    this.#readPending();
  }

  readText(text: string, path: string, step: LoadStep): void {
    this.#readFile(text, { path, step, isPossible: false });
    this.#readPending();
  }

  /** An installed program may load the files of the application in a folder, and what it depends on. */
  openApplication(folder: string, by: LoadStep): void {
    this.#dynamic ??= by;
    const root = this.#resolver.packageOf(`${folder}/x`) ?? folder;
    if (root === '' || INSTALLED.test(`${root}/`)) return;
    this.#openFiles(root, by);
    this.#openDependencies(root, { path: `${root}/x`, step: by, isPossible: true }, true);
    this.#readPending();
  }

  /** Adds what an installed package may load by the names that texts of the application are. */
  finish(): void {
    if (!this.#dynamic) return;
    for (const [text, { path }] of this.#texts)
      for (const found of this.#resolver.resolve(text, path) ?? [])
        this.#visit(found, this.#dynamic, true);
    this.#readPending();
  }

  #visit(path: string, by: LoadStep, isPossible: boolean): void {
    const { trace, mention, loadNative } = this.#follow;
    const isNative = path.endsWith('.node');
    if (isPossible) {
      if (isNative) mention(path, by);
      else if (trace.maybe(path, 'may be loaded by', by))
        this.#pending.push({ path, step: by, isPossible });
      return;
    }
    const step = isNative ? loadNative(path, by) : trace.load(path, by);
    if (step && !isNative) this.#pending.push({ path, step, isPossible });
  }

  #readPending(): void {
    const { files, trace } = this.#follow;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const { path } = next;
      if (path.endsWith('.json')) continue;
      const text = files.text(path, MAX_TEXT);
      const folder = text === undefined ? this.#resolver.packageOf(path) : undefined;
      if (text !== undefined) this.#readFile(text, next);
      else if (folder !== undefined && INSTALLED.test(path))
        this.#openDependencies(folder, next, false);
      else trace.openType('npm', `${path} cannot be read, and may load it`);
    }
  }

  #readFile(text: string, from: Pending): void {
    const { path, step, isPossible } = from;
    const found = readNodeImports(text);
    for (const specifier of found.specifiers)
      for (const file of this.#resolver.resolve(specifier, path) ?? [])
        this.#visit(file, step, isPossible);
    const isInstalled = INSTALLED.test(path);
    if (!isInstalled) this.#readOwn(text, found, from);
    const folder = this.#resolver.packageOf(path);
    if (isInstalled && this.#isOpened(path, folder)) return;
    const isDynamic = found.isDynamic || found.isIndirect;
    if (folder !== undefined && (found.ownFiles || isDynamic)) this.#openFiles(folder, step);
    const isOpened = this.#opened.has(dependenciesKey(folder ?? '', !isInstalled));
    if (folder !== undefined && !isOpened && (isDynamic || found.isCompiler))
      this.#openDependencies(folder, from, !isInstalled);
    if (isInstalled && isDynamic) this.#openRoot(path, step);
  }

  /** Whether all that computed names of an installed file may add is there already. */
  #isOpened(path: string, folder: string | undefined): boolean {
    const root = rootOf(path);
    return (
      this.#dynamic !== undefined &&
      (root === undefined || this.#opened.has(rootKey(root))) &&
      (folder === undefined ||
        (this.#opened.has(folder) && this.#opened.has(dependenciesKey(folder, false))))
    );
  }

  /** A file of the application itself. */
  #readOwn(text: string, found: NodeImports, from: Pending): void {
    const { path, step, isPossible } = from;
    const { trace, mentionTexts } = this.#follow;
    for (const name of nodeTexts(text)) if (!this.#texts.has(name)) this.#texts.set(name, from);
    if (isPossible) return;
    mentionTexts(text, step);
    const isComposed =
      found.isDynamic || found.isIndirect || found.isCompiler || ESCAPED.test(text);
    const hasNoPackage = found.ownFiles && this.#resolver.packageOf(path) === undefined;
    if (found.isBundle) trace.openType('npm', `${path} is a bundle, which may contain it`);
    if (isComposed || hasNoPackage)
      trace.openType('npm', `${path} loads modules whose names are not constants`);
    else if (found.startsOther) trace.openType('npm', `${path} starts Node.js with other files`);
  }

  /** The packages that the application lists, in whose node_modules an installed file is. */
  #openRoot(path: string, by: LoadStep): void {
    this.#dynamic ??= by;
    const root = rootOf(path);
    if (root === undefined || this.#opened.has(rootKey(root))) return;
    this.#opened.add(rootKey(root));
    this.#openDependencies(root, { path: `${root}/x`, step: by, isPossible: true }, false);
  }

  /** The files of a package that it may load by computed names. */
  #openFiles(folder: string, by: LoadStep): void {
    if (this.#opened.has(folder)) return;
    this.#opened.add(folder);
    for (const path of this.#follow.files.matching(folder, MODULES)) this.#visit(path, by, true);
  }

  /** The packages that a package may load by computed names: those that it depends on. */
  #openDependencies(folder: string, { path, step }: Pending, withDevelopment: boolean): void {
    const key = dependenciesKey(folder, withDevelopment);
    if (this.#opened.has(key)) return;
    this.#opened.add(key);
    const {
      dependencies,
      optionalDependencies,
      peerDependencies,
      peerDependenciesMeta,
      devDependencies,
    } = this.#resolver.manifest(folder) ?? {};
    const lists = [dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta];
    if (withDevelopment) lists.push(devDependencies);
    const names = lists.flatMap((list) => Object.keys(object(list)));
    const what = `the dependencies of ${folder} are`;
    for (const name of this.#follow.files.atMost(names, MAX_DEPENDENCIES, what))
      for (const found of this.#resolver.resolve(name, path) ?? []) this.#visit(found, step, true);
  }
}

/** The folder of the application in whose node_modules a file is; undefined if it is in none. */
function rootOf(path: string): string | undefined {
  return /^(.*?)\/node_modules\//.exec(path)?.[1];
}

function rootKey(root: string): string {
  return `${root} root`;
}

function dependenciesKey(folder: string, withDevelopment: boolean): string {
  return `${folder} dependencies ${withDevelopment}`;
}
