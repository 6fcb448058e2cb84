import { posix } from 'node:path';
import type { Region } from '../executables/layout.js';
import { type DynamicElf, readElfTexts, readSafely } from './elf-dynamic.js';
import type { Follow } from './follow.js';
import { type ImageFiles, imagePath } from './image-files.js';
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
  /** Adds the files that a value or an argument names, and the libraries in folders that it names. */
  mentionValue(value: string, by: Step, folder?: string): void;
  /** Adds all libraries that a program finds by a name. */
  mentionLibraries(by: Step): void;
  /** The loaded files that open libraries at run time. */
  readonly openers: ReadonlyMap<string, Step>;
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
    if (texts?.symbols && elf) readSymbols(path, texts, by, depth);
    if (!texts && depth === 0) trace.openEnd(`${path} is packed or damaged: its texts are unknown`);
    for (const { paths, libraries: names } of texts?.found ?? []) {
      for (const one of paths) mention(one.slice(1), by, depth);
      if (!elf && CONFIGURATION_FILE.test(path))
        for (const name of names) if (!configuredBy.has(name)) configuredBy.set(name, { path, by });
      for (const name of names)
        for (const found of user ? libraries.find(name, user) : []) maybe(found, by, depth + 1);
    }
    for (const name of user && LIBC.test(path) ? nameServices(files) : [])
      for (const found of user ? libraries.find(name, user) : []) maybe(found, by, depth);
  };
  const openers = new Map<string, Step>();
  /** A file that has the names of functions that start programs or open libraries. */
  const readSymbols = (path: string, { symbols, starts }: Texts, by: Step, depth: number) => {
    if (C_LIBRARY.test(path) || runtimeOf(path) || MODULE.test(path)) return;
    if (depth === 0 && symbols?.includes('\0dlopen\0')) openers.set(path, by);
    if (starts) mentionPrograms(starts, by);
  };
  return {
    mention: (path, by) => mention(path, by, 0, true),
    search: (path, elf, by) => search(path, elf, by, 0),
    mentionTexts(text, by) {
      for (const one of namesIn(Buffer.from(text, 'latin1')).paths) mention(one.slice(1), by, 1);
      if (!STARTS.test(text)) return;
      if (!MODULE.test(by.path)) mentionPrograms(literalsIn(text), by);
      else for (const path of namedPrograms(firstWords(text), files)) maybe(path, by, MAX_DEPTH);
    },
    mentionPrograms,
    mentionValue(value, by, folder = '/') {
      for (const word of value.split(/[:;,\s='"]+/).slice(0, MAX_VALUES)) {
        if (!word.includes('/')) continue;
        const path = imagePath(word, folder);
        const home = files.folder(path);
        if (home === undefined) mention(path, by, 0);
        else if (!BROAD.has(home) && !BROAD.has(path))
          for (const found of files.matching(home, LIBRARY)) maybe(found, by, 1);
      }
    },
    mentionLibraries(by) {
      for (const one of libraries.folders) {
        const folder = files.folder(imagePath(one));
        for (const name of folder === undefined ? [] : files.names(folder)) {
          const path = LIBRARY.test(name) ? files.file(`${folder}/${name}`) : undefined;
          if (path !== undefined) trace.maybe(path, `may be opened by ${chainOf(by)}`);
        }
      }
    },
    openers,
    configured: () =>
      [...trace.possible.keys()].flatMap((path) => {
        const by = LIBRARY.test(path) ? configuredBy.get(posix.basename(path)) : undefined;
        return by ? { path, by } : [];
      }),
  };
}

/** Words of one value. */
const MAX_VALUES = 1000;
const LIBC = /(?:^|\/)libc\.so\.6$/;
const C_LIBRARY = /(?:^|\/)(?:libc[.-]|ld-(?:linux|musl|2)|libdl[.-]|libpthread[.-])[^/]*$/;
/** Modules of languages, and the libraries of a Java virtual machine. */
const MODULE =
  /(?:^|\/)(?:site-packages|dist-packages|lib-dynload|node_modules|nodejs|gems|jvm|openjdk|jre)\//;

/** `libnss_ldap.so.2` of `passwd: files ldap`. Source: nsswitch.conf(5). */
function nameServices(files: ImageFiles): string[] {
  const text = files.text('etc/nsswitch.conf', 65_536)?.replace(/#.*|\[[^\]]*\]/g, '') ?? '';
  return [...text.matchAll(/[ \t]([a-z][\w-]{0,40})/g)].map(
    ([, name = '']) => `libnss_${name}.so.2`,
  );
}

/** A text that starts programs. */
const STARTS =
  /\b(?:subprocess|child_process|execa|spawn|popen|os\.exec|create_subprocess|shell_exec|proc_open|passthru|open3)|(?<![.\w])exec\b|\bsystem\b|qx[{(]|\b(?:import|from)\s+sh\b|\b(?:shelljs|plumbum|fabric)\b/i;
const LITERAL = /(["'`])((?:(?!\1)[^\\\n]|\\.){1,2000})\1/g;

/** What the constant texts of a program are, and the names that it imports from `sh`. */
function literalsIn(text: string): string {
  const found = [...text.matchAll(LITERAL)].map(([, , literal = '']) => literal);
  const commands = [...text.matchAll(/^\s*from\s+sh\s+import\s([^\n]{1,1000})/gm)];
  return [...found, ...commands.map(([, names = '']) => names)].join('\n');
}

/** The words at the start of constant texts. */
function firstWords(text: string): string {
  return [...text.matchAll(/["'`]([a-z][\w.+-]{1,40})(?=["'` ])/g)]
    .map(([, name = '']) => name)
    .join('\n');
}

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

/** What a file names. */
interface Texts {
  readonly found: readonly FoundNames[];
  /** The names of symbols of a native file. */
  readonly symbols?: string | undefined;
  /** The texts that may be commands, if it starts programs. */
  readonly starts?: string;
}

/** What the constants of a native file name, or a configuration file or script; undefined if it cannot be read. */
function textsOf(path: string, elf: DynamicElf | undefined, files: ImageFiles): Texts | undefined {
  if (!elf) {
    if (!CONFIGURATION.test(path) || ACCOUNTS.has(path)) return { found: [] };
    const bytes = files.read(path, MAX_TEXT);
    return { found: bytes && !bytes.subarray(0, 1024).includes(0) ? [namesIn(bytes)] : [] };
  }
  const file = files.parts(path);
  const texts = file && readSafely(() => readElfTexts(file.part));
  if (!file || !texts || texts.isOpaque) return undefined;
  const bytesOf = ({ offset, size }: Region) => {
    const bytes = file.part(offset, Math.min(size, MAX_CONSTANTS));
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  // A part is valid until the next one is read.
  const symbols = texts.symbols && bytesOf(texts.symbols).toString('latin1');
  const isStarter = symbols !== undefined && STARTERS.test(symbols);
  const starts: string[] = [];
  const found = texts.constants.map((region) => {
    const bytes = bytesOf(region);
    if (isStarter) starts.push(firstCommands(bytes));
    return namesIn(bytes);
  });
  return { found, symbols, starts: starts.join('\n') };
}

/** The functions that start a program by its name. */
const STARTERS = /\0(?:system|popen|exec[lv]pe?|posix_spawnp|g_spawn_\w+)\0/;
const FIRST_WORD = /(?<=^|\0)[A-Za-z][\w.+-]{0,40}(?=[\0 ])/g;

/** The first words of texts. */
function firstCommands(bytes: Buffer): string {
  return [...new Set(bytes.toString('latin1').match(FIRST_WORD))].join('\n');
}
