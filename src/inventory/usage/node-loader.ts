import { object } from '../../lib/json.js';
import type { Follow } from './follow.js';
import { readNodeImports } from './node-imports.js';
import type { NodeResolver } from './node-resolve.js';
import { chainOf, type Step } from './trace.js';

const MAX_TEXT = 3 << 20;
/** Dependencies of one package. */
const MAX_DEPENDENCIES = 2000;
/** Where installed packages are, and not a program of the image. */
const INSTALLED = /(?:^|\/)(?:node_modules|usr\/share\/nodejs|usr\/lib\/nodejs)\//;
const MODULES = /^(?!(?:.*\/)?node_modules\/).*\.(?:js|cjs|mjs|node)$/;

/** A file that is read later. */
interface Pending {
  readonly path: string;
  /** The step of the file; if it is only possible, of the file that names it. */
  readonly step: Step;
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

  constructor(resolver: NodeResolver, follow: Follow) {
    this.#resolver = resolver;
    this.#follow = follow;
  }

  run(path: string, by: Step): void {
    const { trace } = this.#follow;
    const step = trace.load(path, by) ?? trace.loaded.get(path);
    if (step) this.#pending.push({ path, step, isPossible: false });
    this.#readPending();
  }

  load(specifier: string, from: string, by: Step): void {
    const found = this.#resolver.resolve(specifier, from);
    const name = specifier.slice(0, 200);
    if (!found) this.#follow.trace.openType('npm', `${name}, which is loaded, is not found`);
    for (const path of found ?? []) this.#visit(path, by, false);
    this.#readPending();
  }

  readText(text: string, path: string, step: Step): void {
    this.#readFile(text, { path, step, isPossible: false });
    this.#readPending();
  }

  #visit(path: string, by: Step, isPossible: boolean): void {
    const { trace, mention, loadNative } = this.#follow;
    const isNative = path.endsWith('.node');
    if (isPossible) {
      if (isNative) mention(path, by);
      else if (trace.maybe(path, `may be loaded by ${chainOf(by)}`))
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
      else if (folder !== undefined && INSTALLED.test(path)) this.#openDependencies(folder, next);
      else trace.openType('npm', `${path} cannot be read, and may load it`);
    }
  }

  #readFile(text: string, from: Pending): void {
    const { path, step, isPossible } = from;
    const { specifiers, ownFiles, isDynamic, isBundle } = readNodeImports(text);
    for (const specifier of specifiers)
      for (const found of this.#resolver.resolve(specifier, path) ?? [])
        this.#visit(found, step, isPossible);
    const isOwn = !INSTALLED.test(path) && !isPossible;
    if (isOwn) this.#follow.mentionTexts(text, step);
    if (isOwn && isBundle)
      this.#follow.trace.openType('npm', `${path} is a bundle, which may contain it`);
    const folder = ownFiles || isDynamic ? this.#resolver.packageOf(path) : undefined;
    if (folder !== undefined) {
      this.#openFiles(folder, step);
      if (isDynamic) this.#openDependencies(folder, from);
    } else if (isOwn && isDynamic)
      this.#follow.trace.openType('npm', `${path} loads modules whose names are not constants`);
  }

  /** The files of a package that it may load by computed names. */
  #openFiles(folder: string, by: Step): void {
    if (this.#opened.has(folder)) return;
    this.#opened.add(folder);
    for (const path of this.#follow.files.matching(folder, MODULES)) this.#visit(path, by, true);
  }

  /** The packages that a package may load by computed names: those that it depends on. */
  #openDependencies(folder: string, { path, step }: Pending): void {
    const key = `${folder} dependencies`;
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
    if (!INSTALLED.test(`${folder}/`)) lists.push(devDependencies);
    for (const name of lists
      .flatMap((list) => Object.keys(object(list)))
      .slice(0, MAX_DEPENDENCIES))
      for (const found of this.#resolver.resolve(name, path) ?? []) this.#visit(found, step, true);
  }
}
