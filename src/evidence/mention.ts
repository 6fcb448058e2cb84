import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import type { LoadStep } from '../start/observer.js';
import { isBroad } from './broad-folders.js';
import type { DynamicElf } from './elf-dynamic.js';
import { MODULE, nameServices, namesInFile } from './file-names.js';
import type { Follow, Mentions } from './follow.js';
import { namedPrograms, type TextPlace } from './named-programs.js';
import { namesIn } from './names-in-bytes.js';
import { mayLoadAll, runtimeOf } from './runtimes.js';
import { firstWords, literalsIn, STARTS, scriptText } from './script-names.js';

type Shared = Pick<Follow, 'files' | 'trace' | 'elfOf' | 'libraries'>;

/** A plugin that a configuration file names. */
export interface Configured {
  readonly path: string;
  /** The step of the configuration file. */
  readonly by: LoadStep;
}

/** A file that is named by a file that is named by a loaded one is searched, too; those that it names are not. */
const MAX_DEPTH = 2;
/** Follows what files name. A path in the constants of a program does not prove that the program opens it. */
export class MentionFollower implements Mentions {
  /** The loaded files that open libraries at run time. */
  readonly openers = new Map<string, LoadStep>();
  readonly #shared: Shared;
  readonly #folders = new Set<string>();
  /** By path: how far from a loaded file it was when its texts were searched. */
  readonly #searched = new Map<string, number>();
  /** By the name of a library: the configuration file that has it. */
  readonly #configuredBy = new Map<string, LoadStep>();
  /** Programs whose scripts were read. */
  readonly #scripts = new Set<string>();

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  mention(path: string, by: LoadStep): void {
    this.#mention(path, by, 0, true);
  }

  /** Adds what the texts of a loaded file name: libraries for dlopen, folders of plugins, configuration, programs. */
  search(path: string, elf: DynamicElf, by: LoadStep): void {
    this.#search(path, elf, by, 0);
  }

  mentionTexts(text: string, by: LoadStep): void {
    for (const one of namesIn(Buffer.from(text, 'latin1')).paths)
      this.#mention(one.slice(1), by, 1);
    if (!STARTS.test(text)) return;
    if (!MODULE.test(by.path)) this.mentionPrograms(literalsIn(text), by);
    else
      for (const path of namedPrograms(firstWords(text), this.#shared.files))
        this.#maybe(path, by, MAX_DEPTH);
  }

  mentionPrograms(text: string, by: LoadStep, place?: TextPlace): void {
    const { files, trace } = this.#shared;
    const pending = [text];
    for (let next = pending.pop(); next !== undefined; next = pending.pop())
      for (const path of namedPrograms(next, files, place)) {
        this.#maybe(path, by, 1);
        const runtime = runtimeOf(path);
        if (runtime) mayLoadAll(runtime, by, { trace, mention: (one) => this.mention(one, by) });
        if (this.#scripts.has(path)) continue;
        this.#scripts.add(path);
        const script = scriptText(path, this.#shared);
        if (script !== undefined) pending.push(script);
      }
  }

  mentionValue(value: string, by: LoadStep, folder = '/'): void {
    const { files } = this.#shared;
    const words = value.split(/[:;,\s='"]+/);
    for (const word of files.atMost(words, MAX_VALUES, 'the words of a variable or argument are')) {
      if (!word.includes('/')) continue;
      const path = imagePath(word, folder);
      const home = files.folder(path);
      if (home === undefined) this.#mention(path, by, 0);
      else if (!isBroad(home) && !isBroad(path))
        for (const found of files.matching(home, LIBRARY)) this.#maybe(found, by, 1);
    }
  }

  mentionLibraries(by: LoadStep): void {
    const { files, trace, libraries } = this.#shared;
    for (const one of libraries.folders) {
      const folder = files.folder(imagePath(one));
      for (const name of folder === undefined ? [] : files.names(folder)) {
        const path = LIBRARY.test(name) ? files.file(`${folder}/${name}`) : undefined;
        if (path !== undefined) trace.maybe(path, 'may be opened by', by);
      }
    }
  }

  /** The libraries that may be opened and that a configuration file names: they are plugins that are loaded. */
  configured(): readonly Configured[] {
    return [...this.#shared.trace.possible.keys()].flatMap((path) => {
      const by = LIBRARY.test(path) ? this.#configuredBy.get(posix.basename(path)) : undefined;
      return by ? { path, by } : [];
    });
  }

  /** Adds a file that may be loaded, with the libraries that it needs. */
  #maybe(path: string, by: LoadStep, depth: number): void {
    const { files, trace, elfOf, libraries } = this.#shared;
    const pending = [path];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!trace.maybe(next, 'may be opened by', by)) continue;
      const isNative = files.isExecutable(next) || LIBRARY.test(next);
      const elf = isNative ? elfOf(next) : undefined;
      const user = elf && { path: next, elf, inherited: [], isMusl: false };
      for (const name of elf?.needed ?? []) if (user) pending.push(...libraries.find(name, user));
      if (depth < MAX_DEPTH) this.#search(next, elf, by, depth + 1);
    }
  }

  #mention(path: string, by: LoadStep, depth: number, isCertain = false): void {
    const { files } = this.#shared;
    const named = withoutPlaceholder(path);
    const file = files.file(named);
    if (file !== undefined) {
      this.#maybe(file, by, depth);
      return;
    }
    const folder = files.folder(named);
    // Programs of Debian may have a list of the names of languages here, which another package owns.
    if (named === 'usr/share/locale') this.#mention(`${named}/locale.alias`, by, depth);
    if (folder === undefined || this.#folders.has(folder)) return;
    if (!isCertain && (isBroad(folder) || isBroad(named))) return;
    this.#folders.add(folder);
    for (const found of files.below(folder)) this.#maybe(found, by, depth + 1);
  }

  #search(path: string, elf: DynamicElf | undefined, by: LoadStep, depth: number): void {
    const { files, trace, libraries } = this.#shared;
    if ((this.#searched.get(path) ?? Number.POSITIVE_INFINITY) <= depth) return;
    this.#searched.set(path, depth);
    // What a program names that may be started is not followed.
    if (depth > 0 && elf?.interpreter !== undefined) return;
    const names = namesInFile(path, elf, files);
    if (!names && depth === 0) trace.openEnd(`${path} is packed or damaged: its texts are unknown`);
    if (names?.opens && depth === 0) this.openers.set(path, by);
    if (names?.contains !== undefined && depth === 0) trace.openEnd(names.contains);
    if (names?.starts) this.mentionPrograms(names.starts, by);
    const find = (name: string) =>
      elf ? libraries.find(name, { path, elf, inherited: [], isMusl: false }) : [];
    for (const { paths, libraries: named, isCut } of names?.found ?? []) {
      if (isCut) files.leaveOut(`${path} has too many names`);
      for (const one of paths) this.#mention(one.slice(1), by, depth);
      for (const name of named) {
        if (!elf && CONFIGURATION_FILE.test(path) && !this.#configuredBy.has(name))
          this.#configuredBy.set(name, { path, by });
        for (const found of find(name)) this.#maybe(found, by, depth + 1);
      }
    }
    if (LIBC.test(path))
      for (const name of nameServices(files))
        for (const found of find(name)) this.#maybe(found, by, depth);
  }
}

/** Words of one value. */
const MAX_VALUES = 1000;
const LIBC = /(?:^|\/)libc\.so\.6$/;
const CONFIGURATION_FILE = /^etc\/|\.(?:conf|ini|cfg|cnf|load)$/;
const LIBRARY = /\.(?:so|node)(?:\.[\d.]+)?$/;

/** The path up to a placeholder: `/usr/lib/x` of `/usr/lib/x/%s.so`. */
function withoutPlaceholder(path: string): string {
  const at = path.indexOf('%');
  const literal = at < 0 ? path : path.slice(0, path.lastIndexOf('/', at));
  return literal.replace(/[/.@-]+$/, '');
}
