import type { Region } from '../inventory/executables/layout.js';
import type { ImageFiles } from '../start/image-files.js';
import { type DynamicElf, readElfTexts, readSafely } from './elf-dynamic.js';
import { type FoundNames, namesIn } from './names-in-bytes.js';
import { isOf, RUNTIMES, runtimeOf } from './runtimes.js';

/** Bytes of constants of one file that are searched for paths, and of a text file. */
const MAX_CONSTANTS = 64 << 20;
/** Bytes that are searched for names in a runtime: those of Node.js contain the source of its own modules. */
const MAX_OWN_CONSTANTS = 12 << 20;
export const MAX_TEXT = 4 << 20;

/** Files that name what a program opens. */
const CONFIGURATION =
  /^etc\/(?!.*\.(?:py|js|rb|pm|pl|crt|pem|md|txt)$)|\.(?:conf|ini|cfg|cnf|load|service|sh)$|(?:^|\/)s?bin\/[^/]+$/;
/** They name the shells of users, which the program does not start because of that. */
const ACCOUNTS = new Set(['etc/passwd', 'etc/passwd-', 'etc/shells']);

/** What a file names. */
export interface FileNames {
  readonly found: readonly FoundNames[];
  /** It opens libraries at run time. */
  readonly opens?: boolean;
  /** The texts that may be commands, if it starts programs. */
  readonly starts?: string;
  /** A program that it contains, which is not read. */
  readonly contains?: string | undefined;
}

/** What the constants of a native file name, or a configuration file or script; undefined if it cannot be read. */
export function namesInFile(
  path: string,
  elf: DynamicElf | undefined,
  files: ImageFiles,
): FileNames | undefined {
  if (!elf) {
    if (!CONFIGURATION.test(path) || ACCOUNTS.has(path)) return { found: [] };
    const text = files.wholeText(path, MAX_TEXT);
    const isText = text !== undefined && !text.slice(0, 1024).includes('\0');
    return { found: isText ? [namesIn(Buffer.from(text))] : [] };
  }
  const file = files.parts(path);
  const texts = file && readSafely(() => readElfTexts(file.part));
  if (!file || !texts || texts.isOpaque) return undefined;
  const bytesOf = ({ offset, size }: Region) => {
    if (size > MAX_CONSTANTS) files.leaveOut(`${path} has too many constants`);
    const bytes = file.part(offset, Math.min(size, MAX_CONSTANTS));
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  const own = texts.symbols && bytesOf(texts.symbols);
  const isProgram = elf.interpreter !== undefined || elf.needed.length === 0;
  const isNode = isProgram && own !== undefined && hasName(own, 'napi_module_register');
  const isRuntime = hasOwnRules(path, own);
  const symbols = isRuntime ? undefined : own;
  // A part is valid until the next one is read.
  const opens = symbols !== undefined && hasName(symbols, 'dlopen');
  const isStarter = symbols !== undefined && STARTERS.some((name) => hasName(symbols, name));
  const starts: string[] = [];
  let contains = isNode ? embedded(path, 'Node.js') : undefined;
  const found = texts.constants.map((region) => {
    const bytes = bytesOf(region);
    if (isStarter) starts.push(commandsIn(bytes, DISTRIBUTED.test(path) ? PLAIN : FIRST_WORD));
    contains ??= embeddedIn(bytes, path);
    return namesIn(isRuntime ? bytes.subarray(0, MAX_OWN_CONSTANTS) : bytes);
  });
  return { found, opens, starts: starts.join('\n'), contains };
}

/**
 * Whether it is a part of the C library or of a runtime, or a native module, which all have functions that open libraries. The
 * name is not enough: its symbols must be those of one.
 */
function hasOwnRules(path: string, symbols: Buffer | undefined): boolean {
  if (C_LIBRARY.test(path)) return LIBC_SYMBOLS.some((name) => symbols?.includes(name));
  const runtime = runtimeOf(path);
  if (runtime) return isOf(runtime, symbols);
  return MODULE.test(path) && RUNTIMES.some((one) => isOf(one, symbols));
}

/** Whether texts that end with a zero have a name, or one that starts with it if it ends with `_`. */
function hasName(texts: Buffer, name: string): boolean {
  // A search for the zeros, which are in it everywhere, is slow.
  for (let at = texts.indexOf(name, 0, 'latin1'); at >= 0; ) {
    const isWhole = name.endsWith('_') || texts[at + name.length] === 0;
    if (texts[at - 1] === 0 && isWhole) return true;
    at = texts.indexOf(name, at + 1, 'latin1');
  }
  return false;
}

/** Symbols that only the libraries of glibc have, and those of musl's loader. */
const LIBC_SYMBOLS = ['\0GLIBC_PRIVATE\0', '\0_dlstart\0', '\0__dls2b\0', '\0__dls3\0'];

/** Source: Node.js documentation, "Single executable applications": with `:1` at its end, there is one. */
const SEA = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
/** Texts of programs that contain a runtime with an application. */
const EMBEDDED: readonly (readonly [text: string, name: string])[] = [
  [SEA, 'Node.js'],
  ['Fatal Python error', 'Python'],
  ['_MEIPASS', 'Python'],
];

function embeddedIn(constants: Buffer, path: string): string | undefined {
  for (const [text, name] of EMBEDDED)
    if (constants.includes(text, 0, 'latin1'))
      return text === SEA && constants.includes(`${SEA}:1`, 0, 'latin1')
        ? `${path} contains a program for Node.js`
        : embedded(path, name);
  return undefined;
}

/** Undefined for programs and libraries of the runtime itself. */
function embedded(path: string, name: string): string | undefined {
  return runtimeOf(path) ? undefined : `${path} contains ${name}, and what that runs is not read`;
}

/** The names of the symbols of an ELF file; undefined if it has none. */
export function symbolsIn(path: string, files: ImageFiles): Buffer | undefined {
  const file = files.parts(path);
  const { symbols } = (file && readSafely(() => readElfTexts(file.part))) ?? {};
  const bytes = symbols && file?.part(symbols.offset, Math.min(symbols.size, MAX_CONSTANTS));
  return bytes && Buffer.from(bytes);
}

/** The C library and the loader, which have these functions themselves. */
const C_LIBRARY = /(?:^|\/)(?:libc[.-]|ld-(?:linux|musl|2)|libdl[.-]|libpthread[.-])[^/]*$/;
/** Modules of languages, and the libraries of a Java virtual machine. */
export const MODULE =
  /(?:^|\/)(?:site-packages|dist-packages|lib-dynload|node_modules|nodejs|gems|jvm|openjdk|jre)\//;

/** The functions that start a program by its name, and the start of such names. */
const STARTERS = 'system popen execvp execlp execvpe execle posix_spawnp g_spawn_'.split(' ');
const FIRST_WORD = /(?<=^|\0)[A-Za-z][\w.+-]{0,40}(?=[\0 ])/g;
/** The same without sentences: the word alone, or with options, paths or placeholders. */
const PLAIN = /(?<=^|\0)[A-Za-z][\w.+-]{0,40}(?=\0| [^\0]{0,40}(?<= )[-/%$|<>"'])/g;
/** Files of distributions. Programs of an image itself are elsewhere. */
export const DISTRIBUTED = /^(?:usr\/(?!local\/)|s?bin\/|lib\d*\/)/;

/** The first words of texts. */
function commandsIn(bytes: Buffer, pattern: RegExp): string {
  return [...new Set(bytes.toString('latin1').match(pattern))].join('\n');
}

/** `libnss_ldap.so.2` of `passwd: files ldap`. Source: nsswitch.conf(5). */
export function nameServices(files: ImageFiles): string[] {
  const text = files.wholeText('etc/nsswitch.conf', 65_536)?.replace(/#.*|\[[^\]]*\]/g, '') ?? '';
  return [...text.matchAll(/[ \t]([a-z][\w-]{0,40})/g)].map(
    ([, name = '']) => `libnss_${name}.so.2`,
  );
}
