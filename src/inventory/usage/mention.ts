import type { DynamicElf } from './elf-dynamic.js';
import type { Follow } from './follow.js';
import type { ImageFiles } from './image-files.js';
import { type FoundNames, namesIn } from './names-in-bytes.js';
import { chainOf, type Step } from './trace.js';

type Shared = Pick<Follow, 'files' | 'trace' | 'elfOf' | 'libraries'>;

/** What files name, and so may open. */
export interface Mentions {
  /** Adds a file that may be opened, or all files of a folder. */
  mention(path: string, by: Step): void;
  /** Adds what the texts of a loaded file name: libraries for dlopen, folders of plugins, configuration, programs. */
  search(path: string, elf: DynamicElf, by: Step): void;
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
  const mention = (path: string, by: Step, depth: number) => {
    const named = withoutPlaceholder(path);
    const file = files.file(named);
    if (file !== undefined) return maybe(file, by, depth);
    const folder = files.folder(named);
    if (folder === undefined || BROAD.has(folder) || BROAD.has(named) || folders.has(folder))
      return;
    folders.add(folder);
    for (const found of files.below(folder)) maybe(found, by, depth + 1);
  };
  const search = (path: string, elf: DynamicElf | undefined, by: Step, depth: number) => {
    if ((searched.get(path) ?? Number.POSITIVE_INFINITY) <= depth) return;
    searched.set(path, depth);
    // What a program names that may be started is not followed.
    if (depth > 0 && elf?.interpreter !== undefined) return;
    const user = elf && { path, elf, inherited: [], isMusl: false };
    for (const { paths, libraries: names } of textsOf(path, elf, files)) {
      for (const one of paths) mention(one.slice(1), by, depth);
      for (const name of names)
        for (const found of user ? libraries.find(name, user) : []) maybe(found, by, depth + 1);
    }
  };
  return {
    mention: (path, by) => mention(path, by, 0),
    search: (path, elf, by) => search(path, elf, by, 0),
  };
}

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

function below(folder: string): (name: string) => string {
  return (name) => `${folder}/${name}`;
}

/** The path up to a placeholder: `/usr/lib/x` of `/usr/lib/x/%s.so`. */
function withoutPlaceholder(path: string): string {
  const at = path.indexOf('%');
  const literal = at < 0 ? path : path.slice(0, path.lastIndexOf('/', at));
  return literal.replace(/[/.@-]+$/, '');
}

const LIBRARY = /\.(?:so|node)(?:\.[\d.]+)?$/;

/** Files that name what a program opens. */
const CONFIGURATION =
  /^etc\/(?!.*\.(?:py|js|rb|pm|pl|crt|pem|md|txt)$)|\.(?:conf|ini|cfg|cnf|load|service|sh)$|(?:^|\/)s?bin\/[^/]+$/;
/** They name the shells of users, which the program does not start because of that. */
const ACCOUNTS = new Set(['etc/passwd', 'etc/passwd-', 'etc/shells']);

/** What the constants of a native file name, or a configuration file or script. */
function textsOf(path: string, elf: DynamicElf | undefined, files: ImageFiles): FoundNames[] {
  if (!elf) {
    if (!CONFIGURATION.test(path) || ACCOUNTS.has(path)) return [];
    const bytes = files.read(path, MAX_TEXT);
    return bytes && !bytes.subarray(0, 1024).includes(0) ? [namesIn(bytes)] : [];
  }
  const file = files.parts(path);
  if (!file) return [];
  return elf.constants.map(({ offset, size }) => {
    const bytes = file.part(offset, Math.min(size, MAX_CONSTANTS));
    return namesIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  });
}
