import type { FileSystem } from '../../image/image.js';

/** Calls for which root needs a capability. Source: capabilities(7). */
export type PrivilegedCall = 'become' | 'chroot' | 'chown' | 'chmod';

/** What the file of a program names. Whether it makes the calls and uses the paths is not known. */
export interface ProgramFacts {
  readonly calls: readonly PrivilegedCall[];
  /** Paths of state, logs and process ids. */
  readonly paths: readonly string[];
}

/** The functions of the C library, and the words of scripts. */
const FUNCTIONS: ReadonlyMap<PrivilegedCall, readonly string[]> = new Map([
  ['become', ['setgroups', 'initgroups']],
  ['chroot', ['chroot']],
  ['chown', ['chown', 'fchown', 'lchown', 'fchownat']],
  ['chmod', ['chmod', 'fchmod', 'fchmodat']],
] as const);

/** What is read of the programs of one image. */
const MAX_FILE_BYTES = 16 << 20;
const MAX_BYTES = 64 << 20;
const MAX_PATHS = 50;

/** Reads the programs of an image, each once and within limits. Without kept files, nothing is read. */
export function programReader(files: Pick<FileSystem, 'open'>): (path: string) => ProgramFacts {
  const read = new Map<string, ProgramFacts>();
  let left = MAX_BYTES;
  return (path) => {
    const known = read.get(path);
    if (known) return known;
    const file = files.open?.(path);
    const isRead = file && file.size <= MAX_FILE_BYTES && file.size <= left;
    if (isRead) left -= file.size;
    const bytes = isRead ? file.part(0, file.size) : new Uint8Array();
    const facts = factsIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    read.set(path, facts);
    return facts;
  };
}

function factsIn(bytes: Buffer): ProgramFacts {
  const calls = [...FUNCTIONS].flatMap(([call, names]) =>
    names.some((name) => mentions(bytes, name)) ? call : [],
  );
  return { calls, paths: isScript(bytes) ? [] : pathsIn(bytes) };
}

function isScript(bytes: Buffer): boolean {
  return bytes.subarray(0, 2).toString('latin1') === '#!';
}

/** Whether a script has the word, or the table of names of a program has it between two zero bytes. */
function mentions(bytes: Buffer, name: string): boolean {
  return isScript(bytes)
    ? new RegExp(`(?:^|[\\s;&|(])${name}\\s`).test(bytes.toString('latin1'))
    : bytes.includes(`\0${name}\0`);
}

/** The constant texts of a program that are paths for what programs write. */
function pathsIn(bytes: Buffer): string[] {
  const found = new Set<string>();
  for (const start of ['\0/var/', '\0/run/'])
    for (
      let at = bytes.indexOf(start);
      at >= 0 && found.size < MAX_PATHS;
      at = bytes.indexOf(start, at + 1)
    ) {
      const text = bytes.toString('latin1', at + 1, at + 200).split('\0')[0] ?? '';
      if (STATE.test(text)) found.add(text);
    }
  return [...found];
}

const STATE = /^(?:\/run|\/var\/(?:run|lib|cache|log|spool|tmp))\/[\w./-]{1,150}$/;
