import type { Region } from '../executables/layout.js';
import { type DynamicElf, readElfTexts, readSafely } from './elf-dynamic.js';
import type { ImageFiles } from './image-files.js';
import { type FoundNames, namesIn } from './names-in-bytes.js';
import { runtimeOf } from './runtimes.js';

/** Bytes of constants of one file that are searched for paths, and of a text file. */
const MAX_CONSTANTS = 12 << 20;
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
  const hasOwnRules = C_LIBRARY.test(path) || MODULE.test(path) || runtimeOf(path) !== undefined;
  const symbols = texts.symbols && !hasOwnRules ? bytesOf(texts.symbols) : undefined;
  // A part is valid until the next one is read.
  const opens = symbols?.includes('\0dlopen\0', 0, 'latin1') === true;
  const isStarter = STARTERS.some((name) => symbols?.includes(name, 0, 'latin1'));
  const starts: string[] = [];
  const found = texts.constants.map((region) => {
    const bytes = bytesOf(region);
    if (isStarter) starts.push(commandsIn(bytes, DISTRIBUTED.test(path) ? PLAIN : FIRST_WORD));
    return namesIn(bytes);
  });
  return { found, opens, starts: starts.join('\n') };
}

/** The C library and the loader, which have these functions themselves. */
const C_LIBRARY = /(?:^|\/)(?:libc[.-]|ld-(?:linux|musl|2)|libdl[.-]|libpthread[.-])[^/]*$/;
/** Modules of languages, and the libraries of a Java virtual machine. */
export const MODULE =
  /(?:^|\/)(?:site-packages|dist-packages|lib-dynload|node_modules|nodejs|gems|jvm|openjdk|jre)\//;

/** The functions that start a program by its name. */
const STARTERS = ['system', 'popen', 'execvp', 'execlp', 'execvpe', 'execle', 'posix_spawnp']
  .map((name) => `\0${name}\0`)
  .concat('\0g_spawn_');
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
