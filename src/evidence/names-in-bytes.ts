/** What the constant texts of a file name: paths, and libraries that it may open. */
export interface FoundNames {
  /** Absolute paths of files and folders. */
  readonly paths: ReadonlySet<string>;
  /** `libssl.so.3` */
  readonly libraries: ReadonlySet<string>;
  /** There are more of them. */
  readonly isCut: boolean;
}

/** How absolute paths start that lead to files of packages. */
const PREFIXES = ['/usr/', '/etc/', '/lib', '/opt/', '/var/lib/', '/bin/', '/sbin/', '/srv/'];
const SLASH = 0x2f;
const FIRST_LETTERS = new Set<number | undefined>(PREFIXES.map((prefix) => prefix.charCodeAt(1)));
const MAX_NAMES = 100_000;
const MAX_LENGTH = 512;

/** Finds what bytes name, without regard to the format around it. */
export function namesIn(bytes: Buffer): FoundNames {
  const paths = new Set<string>();
  const libraries = new Set<string>();
  // One search for slashes is faster than one for each prefix.
  for (let at = bytes.indexOf(SLASH); at >= 0; at = bytes.indexOf(SLASH, at + 1)) {
    if (!FIRST_LETTERS.has(bytes[at + 1])) continue;
    if (at > 0 && isPathByte(bytes[at - 1]) && !isOption(bytes, at)) continue;
    const path = wordAt(bytes, at);
    const prefix = PREFIXES.find((one) => path.startsWith(one));
    if (prefix !== undefined && path.length > prefix.length) paths.add(path);
    if (paths.size >= MAX_NAMES) break;
  }
  let left = MAX_NAMES;
  for (const at of positions(bytes, '.so')) {
    if (left-- <= 0) break;
    const name = wordAt(bytes, startOfName(bytes, at));
    if (/^[\w+.-]+\.so(?:\.[\d.]+)?$/.test(name)) libraries.add(name);
  }
  return { paths, libraries, isCut: paths.size >= MAX_NAMES || left < 0 };
}

function* positions(bytes: Buffer, text: string): Generator<number> {
  for (let at = bytes.indexOf(text, 0, 'latin1'); at >= 0; ) {
    yield at;
    at = bytes.indexOf(text, at + 1, 'latin1');
  }
}

/** Letters, digits and `+ - . / : @ _ ~ %`, without `:`, which separates paths. */
function isPathByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x2d && byte <= 0x39) ||
    (byte >= 0x40 && byte <= 0x5a) ||
    byte === 0x5f ||
    byte === 0x2b ||
    byte === 0x25 ||
    byte === 0x7e
  );
}

/** Whether the path follows an option of a compiler: `-I/usr/include`. */
function isOption(bytes: Buffer, at: number): boolean {
  return bytes[at - 2] === 0x2d && at > 2;
}

function wordAt(bytes: Buffer, start: number): string {
  let end = start;
  while (end - start < MAX_LENGTH && isPathByte(bytes[end])) end++;
  return bytes.toString('latin1', start, end);
}

function startOfName(bytes: Buffer, at: number): number {
  let start = at;
  while (
    start > 0 &&
    at - start < MAX_LENGTH &&
    bytes[start - 1] !== 0x2f &&
    isPathByte(bytes[start - 1])
  )
    start--;
  return start;
}
