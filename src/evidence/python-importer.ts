import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import type { LoadStep } from '../start/observer.js';
import type { Follow } from './follow.js';
import { readPythonArchive } from './python-archive.js';
import { type EntryPoint, readEntryPoints } from './python-entry-points.js';
import type { PythonFolders } from './python-folders.js';
import { composesPython, type PythonImports, readPythonImports } from './python-imports.js';
import { mentionPythonLibraries } from './python-libraries.js';
import { type LocatedModule, type PythonModules, pythonModules } from './python-modules.js';

const MAX_TEXT = 2 << 20;
const INSTALLED = /\/(?:site|dist)-packages\//;
const CONSOLE_SCRIPT =
  /load_entry_point\(\s*["'][^"']{1,200}["'],\s*["']console_scripts["'],\s*["']([^"']{1,200})["']/g;

/** Modules that Django imports of the packages that settings name. */
const CONVENTIONAL = /\/(?:apps|models|base)\.py$/;

const PATH_CHANGE =
  /\bsys\.path\.(?:append|insert|extend)\([^\n]{0,400}|\bsite\.addsitedir\([^\n]{0,400}/g;

const CHANGES_PATH = /\bsys\.path\b|\baddsitedir\b|\b__path__\b/;
/** Modules that the interpreter contains, and those of other systems. */
const BUILT_IN =
  /^(?:_\w*|sys|builtins|time|itertools|marshal|posix|pwd|grp|errno|gc|faulthandler|atexit|math|cmath|array|binascii|zlib|select|fcntl|mmap|unicodedata|resource|syslog|termios|nt|msvcrt|winreg|winsound|java|org)(?:\.|$)/;
/** Characters in which a file that is no text has a NUL. */
const MAX_HEAD = 4096;

/** A file whose imports are read later. */
interface Pending {
  readonly path: string;
  /** The step of the file; if it is only possible, of the file that names it. */
  readonly step: LoadStep;
  /** It may be loaded. */
  readonly isPossible: boolean;
}

/** Follows the imports of one Python program. */
export class PythonImporter {
  readonly modules: PythonModules;
  readonly #folders: PythonFolders;
  readonly #follow: Follow;
  readonly #pending: Pending[] = [];
  readonly #archives = new Set<string>();
  /** The modules in archives. */
  readonly #archived = new Set<string>();
  /** The first file that imports modules by computed names. */
  #dynamic: LoadStep | undefined;
  #usesEntryPoints: LoadStep | undefined;
  #entryPoints: readonly EntryPoint[] | undefined;
  /** Texts that may name modules, with the file that has them. */
  readonly #texts = new Map<string, LoadStep>();
  /** The same of the application itself. */
  readonly #ownTexts = new Map<string, LoadStep>();

  /** The first file of the application that changes where modules are searched. */
  #changesPath: LoadStep | undefined;
  /** The first module that the application imports and that is not found. */
  #missing: string | undefined;
  readonly #program: string;

  /** `program` is the path of the interpreter. */
  constructor(folders: PythonFolders, program: string, follow: Follow) {
    this.#folders = folders;
    this.#program = program;
    this.#follow = follow;
    this.modules = pythonModules(folders, follow.files);
  }

  importModule(name: string, by: LoadStep): void {
    this.#load(this.modules.find(name) ?? [], [], { path: by.path, step: by, isPossible: false });
    this.#readPending();
  }

  runFile(path: string, by: LoadStep): void {
    const { trace } = this.#follow;
    const step = trace.load(path, by) ?? trace.loaded.get(path);
    if (step) this.#pending.push({ path, step, isPossible: false });
    this.#readPending();
  }

  readText(text: string, folder: string, by: LoadStep): void {
    this.#readFile(text, { path: `${folder}/<string>`, step: by, isPossible: false });
    this.#readPending();
  }

  /** Follows the .pth files of the folders with distributions. Source: Python documentation, site. */
  readPathFiles(by: LoadStep): void {
    const { files, trace } = this.#follow;
    for (const folder of this.#folders.site)
      for (const path of files.matching(folder, /^[^/]+\.pth$/)) {
        const step = trace.load(path, by) ?? by;
        for (const line of (files.text(path, 65_536) ?? '').split('\n')) {
          const path = imagePath(line.trim(), `/${folder}`);
          const added = files.folder(path);
          if (/\.(?:egg|zip)$/.test(path)) this.readArchive(path, step);
          if (/^import[ \t;]/.test(line))
            this.#readFile(line.replaceAll(';', '\n'), { path, step, isPossible: false });
          else if (line.trim() !== '' && !line.startsWith('#') && added !== undefined)
            this.modules.append(added);
        }
      }
    this.#readPending();
  }

  /** Follows the imports of all modules in an archive that is run, or on the path. */
  readArchive(path: string, by: LoadStep): void {
    const { files, trace } = this.#follow;
    const file = files.file(path);
    if (file === undefined || this.#archives.has(file)) return;
    this.#archives.add(file);
    const step = trace.load(file, by) ?? trace.loaded.get(file) ?? by;
    const source = files.parts(file);
    const texts = source && readPythonArchive(source);
    if (!texts) trace.openType('pypi', `the imports in ${file} cannot be read`);
    for (const name of texts?.keys() ?? [])
      this.#archived.add(name.replace(/(?:\/|\.py$).*$/s, ''));
    for (const text of texts?.values() ?? [])
      this.#readFile(text, { path: `${file}/x`, step, isPossible: false });
    this.#readPending();
  }

  /** A name of a module in an argument, a variable or a configuration file. */
  mayImport(name: string, by: LoadStep): void {
    this.#possible(name, by);
  }

  /** Adds the modules whose names are computed: those that texts of the program name, and plugins. */
  finish(): void {
    if (this.#changesPath && this.#missing !== undefined)
      this.#follow.trace.openType(
        'pypi',
        `${this.#changesPath.path} changes the path, and ${this.#missing} is not found`,
      );
    if (this.#dynamic) {
      // Frameworks import what the settings of an application name.
      for (const [text, step] of this.#ownTexts)
        if (text.includes('.')) this.#importNamed(text, step);
      for (const list of [this.#ownTexts, this.#texts])
        for (const [text, step] of list) this.#possible(text, step);
    }
    if (this.#usesEntryPoints)
      for (const { group, module } of this.#points())
        if (!/^(?:console|gui)_scripts$/.test(group)) this.#possible(module, this.#usesEntryPoints);
  }

  /** A package that the application names: a framework may import any of its modules. */
  #importNamed(name: string, by: LoadStep): void {
    this.importModule(name, by);
    const parts = name.split('.');
    const found = this.modules.find(name);
    for (const folder of found?.length === parts.length ? (found.at(-1)?.folders ?? []) : [])
      for (const path of this.#follow.files.matching(folder, /^[^/]+\.py$/))
        this.#visit(path, { path: by.path, step: by, isPossible: !CONVENTIONAL.test(path) });
    this.#readPending();
  }

  #possible(name: string, by: LoadStep): void {
    this.#load(this.modules.find(name) ?? [], [], { path: by.path, step: by, isPossible: true });
    this.#readPending();
  }

  #points(): readonly EntryPoint[] {
    this.#entryPoints ??= readEntryPoints(this.#folders.site, this.#follow.files);
    return this.#entryPoints;
  }

  #load(found: readonly LocatedModule[], names: readonly string[], from: Pending): void {
    for (const { file } of found) if (file !== undefined) this.#visit(file, from);
    const last = found.at(-1);
    for (const name of last ? names : []) {
      const inner = this.modules.locate(name, last?.folders ?? [])?.file;
      if (inner !== undefined) this.#visit(inner, from);
    }
  }

  #visit(path: string, { step: by, isPossible }: Pending): void {
    const { trace, mention, loadNative } = this.#follow;
    const isNative = path.endsWith('.so');
    if (isPossible) {
      if (isNative) mention(path, by);
      else if (trace.maybe(path, 'may be imported by', by))
        this.#pending.push({ path, step: by, isPossible });
      return;
    }
    const step = isNative ? loadNative(path, by) : trace.load(path, by);
    if (step && isNative && !this.#isInstalled(path))
      trace.openType('pypi', `the imports of ${path} cannot be read`);
    if (step && !isNative) this.#pending.push({ path, step, isPossible });
  }

  #readPending(): void {
    const { files, trace } = this.#follow;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      const text = next.path.endsWith('.pyc') ? undefined : files.text(next.path, MAX_TEXT);
      if (text !== undefined && !text.slice(0, MAX_HEAD).includes('\0')) this.#readFile(text, next);
      else if (!next.isPossible || !next.path.endsWith('.pyc'))
        trace.openType('pypi', `the imports of ${next.path} cannot be read`);
    }
  }

  #readFile(given: string, from: Pending): void {
    const text = given.replace(/\r\n?/g, '\n');
    const isStandard = this.#isStandard(from.path);
    if (!isStandard) this.#addFolders(text, from);
    const found = readPythonImports(text, !isStandard);
    const isOwn = !isStandard && !INSTALLED.test(from.path) && !from.isPossible;
    for (const { module, names } of found.imports) this.#import(module, names, from, isOwn);
    if (isOwn && CHANGES_PATH.test(text)) this.#changesPath ??= from.step;
    if (isStandard || from.isPossible) return;
    this.#noteDynamic(text, found, from.step);
    this.#follow.mentionTexts(text, from.step);
    mentionPythonLibraries(text, from.step, { program: this.#program, follow: this.#follow });
    for (const [, name = ''] of text.matchAll(CONSOLE_SCRIPT))
      for (const point of this.#points())
        if (point.group === 'console_scripts' && point.name === name)
          this.#load(this.modules.find(point.module) ?? [], [], from);
  }

  /** The folders that a file adds to sys.path, as far as its constants tell. */
  #addFolders(text: string, { path, step }: Pending): void {
    if (!text.includes('sys.path')) return;
    const own = posix.dirname(path);
    for (const [line] of text.matchAll(PATH_CHANGE)) {
      const names = [...line.matchAll(/["']([\w./-]{1,200})["']/g)].map(([, name = '']) => name);
      for (const base of [own, posix.dirname(own)])
        for (const name of [...names, names.join('/')]) {
          const folder =
            name === '' ? undefined : this.#follow.files.folder(imagePath(name, `/${base}`));
          if (folder !== undefined) this.modules.append(folder);
          else if (/\.(?:egg|zip|whl|pyz)$/.test(name))
            this.readArchive(imagePath(name, `/${base}`), step);
        }
    }
  }

  #noteDynamic(text: string, { isDynamic, texts }: PythonImports, step: LoadStep): void {
    const isOwn = !INSTALLED.test(step.path);
    if (isDynamic) this.#dynamic ??= step;
    if (isOwn && (isDynamic || composesPython(text)))
      this.#follow.trace.openType('pypi', `${step.path} runs code or imports that it composes`);
    if (/entry_?points?/i.test(text)) this.#usesEntryPoints ??= step;
    const list = isOwn ? this.#ownTexts : this.#texts;
    for (const one of texts) if (!list.has(one)) list.set(one, step);
  }

  /** An import as it is written: `a.b`, `.`, `..a`. */
  #import(module: string, names: readonly string[], from: Pending, isOwn: boolean): void {
    const [, dots = '', name = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
    let base = posix.dirname(from.path);
    for (let i = 1; i < dots.length; i++) base = posix.dirname(base);
    const found = dots === '' ? this.modules.find(name) : undefined;
    const isKnown = found || BUILT_IN.test(name) || this.#archived.has(name.split('.')[0] ?? '');
    if (isOwn && dots === '' && !isKnown) this.#missing ??= name;
    if (dots === '') this.#load(found ?? [], names, from);
    else if (name === '') this.#load([{ file: undefined, folders: [base] }], names, from);
    else this.#load(this.modules.find(name, [base]) ?? [], names, from);
  }

  /** Whether a file belongs to a distribution or to Python itself. */
  #isInstalled(path: string): boolean {
    return INSTALLED.test(path) || this.#isStandard(path);
  }

  #isStandard(path: string): boolean {
    return (
      !INSTALLED.test(path) &&
      this.#folders.standard.some((folder) => path.startsWith(`${folder}/`))
    );
  }
}
