import { posix } from 'node:path';
import { type DynamicElf, readElfTexts, readSafely } from './elf-dynamic.js';
import type { Follow } from './follow.js';
import type { ImageFiles } from './image-files.js';
import { namedPrograms, type TextPlace } from './named-programs.js';
import { type FoundNames, namesIn } from './names-in-bytes.js';
import { mayLoadAll, runtimeOf } from './runtimes.js';
import { chainOf, type Step } from './trace.js';

type Shared = Pick<Follow, 'files' | 'trace' | 'elfOf' | 'libraries'>;

/** What files name, and so may open. */
export interface Mentions {
  /** Adds a file that may be opened, or all files of a folder. */
  mention(path: string, by: Step): void;
  /** Adds what the texts of a loaded file name: libraries for dlopen, folders of plugins, configuration, programs. */
  search(path: string, elf: DynamicElf, by: Step): void;
  /** Adds the absolute paths that the text of a loaded file names. */
  mentionTexts(text: string, by: Step): void;
  /** Adds the programs that words of a text name, and the scripts with what these name. */
  mentionPrograms(text: string, by: Step, place?: TextPlace): void;
  /** The libraries that may be opened and that a configuration file names: they are plugins that are loaded. */
  configured(): readonly Configured[];
}

/** A plugin that a configuration file names. */
export interface Configured {
  readonly path: string;
  /** The step of the configuration file. */
  readonly by: Step;
}

/** A file that is named by a file that is named by a loaded one is searched, too; those that it names are not. */
const MAX_DEPTH = 2;
/** Bytes of constants of one file that are searched for paths, and of a text file. */
const MAX_CONSTANTS = 12 << 20;
const MAX_TEXT = 256 * 1024;

/** Follows what files name. A path in the constants of a program does not prove that the program opens it. */
export function followMentions({ files, trace, elfOf, libraries }: Shared): Mentions {
  const folders = new Set<string>();
  /** By path: how far from a loaded file it was when its texts were searched. */
  const searched = new Map<string, number>();
  /** By the name of a library: the configuration file that has it. */
  const configuredBy = new Map<string, Step>();
  /** Adds a file that may be loaded, with the libraries that it needs. */
  const maybe = (path: string, by: Step, depth: number) => {
    const pending = [path];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!trace.maybe(next, `may be opened by ${chainOf(by)}`)) continue;
      const isNative = files.isExecutable(next) || LIBRARY.test(next);
      const elf = isNative ? elfOf(next) : undefined;
      const user = elf && { path: next, elf, inherited: [], isMusl: false };
      for (const name of elf?.needed ?? []) if (user) pending.push(...libraries.find(name, user));
      if (depth < MAX_DEPTH) search(next, elf, by, depth + 1);
    }
  };
  const mention = (path: string, by: Step, depth: number, isCertain = false) => {
    const named = withoutPlaceholder(path);
    const file = files.file(named);
    if (file !== undefined) return maybe(file, by, depth);
    const folder = files.folder(named);
    // Programs of Debian may have a list of the names of languages here, which another package owns.
    if (named === 'usr/share/locale') mention(`${named}/locale.alias`, by, depth);
    if (folder === undefined || folders.has(folder)) return;
    if (!isCertain && (BROAD.has(folder) || BROAD.has(named) || MODULES.test(folder))) return;
    folders.add(folder);
    for (const found of files.below(folder)) maybe(found, by, depth + 1);
  };
  const scripts = new Set<string>();
  const mentionPrograms = (text: string, by: Step, place?: TextPlace) => {
    const pending = [text];
    for (let next = pending.pop(); next !== undefined; next = pending.pop())
      for (const path of namedPrograms(next, files, place)) {
        maybe(path, by, 1);
        const runtime = runtimeOf(path);
        if (runtime)
          mayLoadAll(runtime, by, { trace, mention: (one) => mention(one, by, 0, true) });
        if (scripts.has(path)) continue;
        scripts.add(path);
        const script = scriptText(path, elfOf, files);
        if (script !== undefined) pending.push(script);
      }
  };
  const search = (path: string, elf: DynamicElf | undefined, by: Step, depth: number) => {
    if ((searched.get(path) ?? Number.POSITIVE_INFINITY) <= depth) return;
    searched.set(path, depth);
    // What a program names that may be started is not followed.
    if (depth > 0 && elf?.interpreter !== undefined) return;
    const user = elf && { path, elf, inherited: [], isMusl: false };
    const texts = textsOf(path, elf, files);
    if (!texts && depth === 0) trace.openEnd(`${path} is packed or damaged: its texts are unknown`);
    for (const { paths, libraries: names } of texts ?? []) {
      for (const one of paths) mention(one.slice(1), by, depth);
      if (!elf && CONFIGURATION_FILE.test(path))
        for (const name of names) if (!configuredBy.has(name)) configuredBy.set(name, { path, by });
      for (const name of names)
        for (const found of user ? libraries.find(name, user) : []) maybe(found, by, depth + 1);
    }
  };
  return {
    mention: (path, by) => mention(path, by, 0, true),
    search: (path, elf, by) => search(path, elf, by, 0),
    mentionTexts(text, by) {
      for (const one of namesIn(Buffer.from(text, 'latin1')).paths) mention(one.slice(1), by, 1);
      if (STARTS.test(text)) mentionPrograms(text, by);
    },
    mentionPrograms,
    configured: () =>
      [...trace.possible.keys()].flatMap((path) => {
        const by = LIBRARY.test(path) ? configuredBy.get(posix.basename(path)) : undefined;
        return by ? { path, by } : [];
      }),
  };
}

/** A text that starts programs. */
const STARTS =
  /\b(?:subprocess|child_process|execa|spawn|popen|os\.exec|shell_exec|proc_open|open3)|\b(?:system|exec)\b|qx[{(]/;

/** The text of a shell script without its comments, and of others the first line; undefined for other files. */
function scriptText(path: string, elfOf: Shared['elfOf'], files: ImageFiles): string | undefined {
  if (!files.isExecutable(path) && !path.endsWith('.sh')) return undefined;
  if (elfOf(path)) return undefined;
  const text = files.text(path, MAX_TEXT);
  const [line = ''] = text?.split('\n', 1) ?? [];
  if (text === undefined || text.slice(0, 1024).includes('\0')) return undefined;
  return line.startsWith('#!') && !/\b(?:a|ba|da|z|k)?sh\b/.test(line)
    ? line
    : text.replace(COMMENT, '');
}

const COMMENT = /^[ \t]*#(?!!)[^\n]*/gm;

/** Folders that have files of all packages, so that naming them says nothing. */
const BROAD = new Set([
  ...'bin sbin lib lib32 lib64 libexec share local include src games'.split(' ').map(below('usr')),
  ...'bin sbin lib share etc libexec'.split(' ').map(below('usr/local')),
  ...'doc man info locale doc-base lintian bug'.split(' ').map(below('usr/share')),
  ...'x86_64-linux-gnu aarch64-linux-gnu arm-linux-gnueabihf i386-linux-gnu powerpc64le-linux-gnu riscv64-linux-gnu s390x-linux-gnu'
    .split(' ')
    .map(below('usr/lib')),
  ...'lib cache log run tmp lib/dpkg lib/apt lib/rpm'.split(' ').map(below('var')),
  ...['', 'usr', 'bin', 'sbin', 'lib', 'lib64', 'etc', 'opt', 'var', 'run', 'tmp', 'home', 'root'],
  ...['srv', 'dev', 'proc', 'sys', 'lib/apk'],
]);

/** Modules of languages: what a program of the language imports is followed. */
const MODULES =
  /^usr\/(?:local\/)?(?:lib(?:64)?\/python\d|share\/(?:nodejs|node_modules)(?:\/|$)|lib\/(?:[^/]+\/)?(?:nodejs|node_modules)(?:\/|$))/;

function below(folder: string): (name: string) => string {
  return (name) => `${folder}/${name}`;
}

/** The path up to a placeholder: `/usr/lib/x` of `/usr/lib/x/%s.so`. */
function withoutPlaceholder(path: string): string {
  const at = path.indexOf('%');
  const literal = at < 0 ? path : path.slice(0, path.lastIndexOf('/', at));
  return literal.replace(/[/.@-]+$/, '');
}

const CONFIGURATION_FILE = /^etc\/|\.(?:conf|ini|cfg|cnf|load)$/;
const LIBRARY = /\.(?:so|node)(?:\.[\d.]+)?$/;

/** Files that name what a program opens. */
const CONFIGURATION =
  /^etc\/(?!.*\.(?:py|js|rb|pm|pl|crt|pem|md|txt)$)|\.(?:conf|ini|cfg|cnf|load|service|sh)$|(?:^|\/)s?bin\/[^/]+$/;
/** They name the shells of users, which the program does not start because of that. */
const ACCOUNTS = new Set(['etc/passwd', 'etc/passwd-', 'etc/shells']);

/** What the constants of a native file name, or a configuration file or script; undefined if it cannot be read. */
function textsOf(
  path: string,
  elf: DynamicElf | undefined,
  files: ImageFiles,
): FoundNames[] | undefined {
  if (!elf) {
    if (!CONFIGURATION.test(path) || ACCOUNTS.has(path)) return [];
    const bytes = files.read(path, MAX_TEXT);
    return bytes && !bytes.subarray(0, 1024).includes(0) ? [namesIn(bytes)] : [];
  }
  const file = files.parts(path);
  const texts = file && readSafely(() => readElfTexts(file.part));
  if (!file || !texts || texts.isOpaque) return undefined;
  return texts.constants.map(({ offset, size }) => {
    const bytes = file.part(offset, Math.min(size, MAX_CONSTANTS));
    return namesIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  });
}
