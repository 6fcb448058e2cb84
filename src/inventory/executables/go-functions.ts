import type { GoFunctions } from '../../core/go-program.js';
import type { CatalogedFile } from '../cataloger.js';
import { type Executable, type Region, toNumber, view } from './layout.js';

/** The largest known programs have 20 MB of function names. Everything that looks like such a table counts. */
const MAX_NAME_BYTES = 64 * 1_048_576;
const MAX_FUNCTIONS = 2_000_000;
const MAX_PACKAGES = 100_000;

/**
 * The functions in a Go program, from the table that the runtime needs for stack traces: `strip` and `-ldflags='-s -w'` keep
 * it. Its names are those of all functions, and of all that are inlined into one of them. Returns why the names are not
 * known for a table that is missing, damaged, or of Go before 1.16.
 * Source: Go, cmd/link/internal/ld/pcln.go (generateFuncnametab) and debug/gosym.
 */
export function readGoFunctions(
  file: CatalogedFile,
  executable: Executable,
): GoFunctions | { readonly problem: string } {
  let left = MAX_NAME_BYTES;
  for (const place of tablePlaces(file, executable)) {
    const table = readHeader(file, place);
    if (!table) continue;
    if ('problem' in table) return table;
    left -= table.size;
    if (left < 0) break;
    const bytes = file.part(table.offset, table.size);
    const functions = bytes.length === table.size ? functionsOf(bytes, table.functions) : undefined;
    if (functions) return functions;
  }
  return { problem: 'has no readable table of its functions' };
}

interface Place {
  readonly offset: number;
  /** Bytes to the end of the section or segment. */
  readonly size: number;
}

/** The section with the table; without one, every place in a segment that looks like its beginning. */
function* tablePlaces(file: CatalogedFile, executable: Executable): Generator<Place> {
  const named = executable.sections.filter(({ name }) => name?.endsWith('gopclntab'));
  if (named.length > 0) yield* named;
  else for (const segment of executable.segments) yield* searchMagic(file, segment);
}

const MAX_SEARCHED_BYTES = 512 * 1_048_576;
const MAX_PLACES = 1000;
const CHUNK_BYTES = 1_048_576;
/** In both byte orders, each with the two zeros that follow. */
const MAGICS = [0xfa, 0xf0, 0xf1].flatMap((last) => [
  Buffer.from([last, 0xff, 0xff, 0xff, 0, 0]),
  Buffer.from([0xff, 0xff, 0xff, last, 0, 0]),
]);

function* searchMagic(file: CatalogedFile, region: Region): Generator<Place> {
  const size = Math.min(region.size, MAX_SEARCHED_BYTES);
  let places = 0;
  for (let start = 0; start < size; start += CHUNK_BYTES) {
    const part = file.part(region.offset + start, Math.min(CHUNK_BYTES + 8, size - start));
    if (part.length === 0) return;
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.length);
    const found = MAGICS.flatMap((magic) => {
      const all: number[] = [];
      for (
        let at = chunk.indexOf(magic);
        at >= 0 && at < CHUNK_BYTES && all.length < MAX_PLACES;
        at = chunk.indexOf(magic, at + 1)
      )
        if (isHeader(chunk, at)) all.push(start + at);
      return all;
    });
    for (const at of found.sort((a, b) => a - b)) {
      if (places++ >= MAX_PLACES) return;
      yield { offset: region.offset + at, size: region.size - at };
    }
  }
}

/** The instruction size quantum and the pointer size of the header have few values. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const [quantum, pointer] = [bytes[at + 6], bytes[at + 7]];
  return (
    bytes[at + 4] === 0 &&
    bytes[at + 5] === 0 &&
    (quantum === 1 || quantum === 2 || quantum === 4) &&
    (pointer === 4 || pointer === 8)
  );
}

interface NameTable {
  readonly offset: number;
  readonly size: number;
  /** How many functions the program has; inlined ones are not counted. */
  readonly functions: number;
}

/** Go before 1.16 has no table of names only. */
const GO_1_2 = 0xfffffffb;
const GO_1_16 = 0xfffffffa;
const NEWER: ReadonlySet<number> = new Set([0xfffffff0, 0xfffffff1]);

/** Where the names are; undefined when there is no header, or one whose offsets are outside of the table. */
function readHeader(
  file: CatalogedFile,
  { offset, size }: Place,
): NameTable | { readonly problem: string } | undefined {
  // A copy, since the bytes are valid until the next part only.
  const header = Uint8Array.from(file.part(offset, 8 + 5 * 8));
  if (header.length < 8 + 5 * 4 || !isHeader(header, 0)) return undefined;
  const data = view(header);
  const little = header[0] !== 0xff;
  const magic = data.getUint32(0, little);
  if (magic === GO_1_2) return { problem: 'was built with a Go version before 1.16' };
  if (magic !== GO_1_16 && !NEWER.has(magic)) return undefined;
  const pointerSize = header[7] === 4 ? 4 : 8;
  const word = (index: number): number => {
    const at = 8 + index * pointerSize;
    if (at + pointerSize > header.length) return Infinity;
    return pointerSize === 4 ? data.getUint32(at, little) : toNumber(data.getBigUint64(at, little));
  };
  // Since Go 1.18 the start of the code precedes the offsets. The next table follows the names.
  const first = magic === GO_1_16 ? 2 : 3;
  const [functions, start, end] = [word(0), word(first), word(first + 1)];
  if (start < 8 + 5 * pointerSize || !(end > start) || end > size || end - start > MAX_NAME_BYTES)
    return undefined;
  if (functions === 0 || functions > MAX_FUNCTIONS) return undefined;
  return { offset: offset + start, size: end - start, functions };
}

/** The functions in a table of names that end with NUL; undefined when it has fewer names than the program functions. */
function functionsOf(bytes: Uint8Array, functions: number): GoFunctions | undefined {
  const names = new NameSet();
  let [count, start] = [0, 0];
  while (start < bytes.length) {
    const end = bytes.indexOf(0, start);
    if (end < 0 || count >= MAX_FUNCTIONS) return undefined;
    names.add(bytes, start, end);
    if (names.packageCount > MAX_PACKAGES) return undefined;
    start = end + 1;
    count++;
  }
  return count >= functions ? names.finish() : undefined;
}

const [SLASH, DOT, HYPHEN, PERCENT] = [0x2f, 0x2e, 0x2d, 0x25];
const [OPEN_ROUND, CLOSE_ROUND, OPEN_SQUARE, CLOSE_SQUARE] = [0x28, 0x29, 0x5b, 0x5d];
const STAR = 0x2a;
const LINE_FEED = 0x0a;

/**
 * Collects the names `path/package.Function`, `path/package.(*Type[...]).Method` and those of their closures as numbers of 53
 * bits: a program has up to a million names, and only those of the advisories are looked up. Two names with one number
 * are as improbable as a collision of 53 bits, and the error would be to report a function that is not in the program.
 */
class NameSet {
  private keys = new Float64Array(65_536);
  private size = 0;
  private readonly packages = new Map<number, string>();
  private readonly hash = new Hash();

  get packageCount(): number {
    return this.packages.size;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const dot = packageEnd(bytes, start, end);
    if (dot < 0) return;
    const { hash } = this;
    hash.reset();
    for (let i = start; i < dot; i++) {
      const code = bytes[i] ?? 0;
      const escaped = code === PERCENT && i + 2 < dot ? hexByte(bytes, i + 1) : -1;
      hash.add(escaped < 0 ? code : escaped);
      if (escaped >= 0) i += 2;
    }
    const key = hash.value;
    if (!this.packages.has(key)) this.packages.set(key, importPath(bytes.subarray(start, dot)));
    hash.add(LINE_FEED);
    const second = this.addPart(bytes, dot + 1, end);
    if (second >= end || bytes[second] !== DOT) return;
    hash.add(DOT);
    this.addPart(bytes, second + 1, end);
  }

  /** Adds a function, or a type or method of it, without its type arguments; returns where the part ends. */
  private addPart(bytes: Uint8Array, start: number, end: number): number {
    const isPointer = bytes[start] === OPEN_ROUND && bytes[start + 1] === STAR;
    let i = isPointer ? start + 2 : start;
    for (; i < end; i++) {
      const code = bytes[i] ?? 0;
      if (code === DOT || code === HYPHEN || code === OPEN_SQUARE || code === CLOSE_ROUND) break;
      this.hash.add(code);
    }
    this.push(this.hash.value);
    if (!isPointer && bytes[i] !== OPEN_SQUARE) return i;
    // Type arguments are written as `[...]`.
    const close = find(bytes, isPointer ? CLOSE_ROUND : CLOSE_SQUARE, i, end);
    return close < 0 ? end : close + 1;
  }

  private push(key: number): void {
    if (this.size === this.keys.length) {
      const larger = new Float64Array(2 * this.size);
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys[this.size++] = key;
  }

  finish(): GoFunctions {
    const sorted = this.keys.subarray(0, this.size).sort();
    const keys = sorted.filter((key, i) => i === 0 || key !== sorted[i - 1]);
    const packages = [...this.packages.values()].sort();
    const hasPackage = (path: string) => packages[lowerBound(packages, path)] === path;
    return {
      has: (path, symbol) => {
        const key = keyOf(path, symbol);
        return keys[lowerBound(keys, key)] === key;
      },
      hasPackage,
      hasModule: (path) =>
        hasPackage(path) ||
        packages[lowerBound(packages, `${path}/`)]?.startsWith(`${path}/`) === true,
    };
  }
}

/** The dot after the package's import path; -1 for a name without one. Type arguments and receivers may have slashes. */
function packageEnd(bytes: Uint8Array, start: number, end: number): number {
  let from = start;
  for (let i = start; i < end; i++) {
    const code = bytes[i];
    if (code === OPEN_ROUND || code === OPEN_SQUARE) break;
    if (code === SLASH) from = i + 1;
  }
  return find(bytes, DOT, from, end);
}

/** Unlike indexOf, does not look beyond the name: a table of names without the byte would take quadratic time. */
function find(bytes: Uint8Array, code: number, start: number, end: number): number {
  for (let i = start; i < end; i++) if (bytes[i] === code) return i;
  return -1;
}

/** Dots in the last part of an import path and unusual characters are escaped: `gopkg.in/yaml%2ev3`. */
function importPath(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const unescaped = text.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, 'latin1').toString('utf8');
}

function hexByte(bytes: Uint8Array, at: number): number {
  const [high, low] = [hexDigit(bytes[at] ?? 0), hexDigit(bytes[at + 1] ?? 0)];
  return high < 0 || low < 0 ? -1 : 16 * high + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

function keyOf(path: string, symbol: string): number {
  const hash = new Hash();
  for (const code of Buffer.from(`${path}\n${symbol}`)) hash.add(code);
  return hash.value;
}

/** Two FNV-1a hashes with different primes, of which 53 bits are used. */
class Hash {
  private a = 0;
  private b = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.a = 0x811c9dc5;
    this.b = 0x050c5d1f;
  }

  add(byte: number): void {
    this.a = Math.imul(this.a ^ byte, 0x01000193);
    this.b = Math.imul(this.b ^ byte, 0x85ebca6b);
  }

  get value(): number {
    return (this.a >>> 0) * 2_097_152 + (this.b >>> 11);
  }
}

/** The index of the first item that is not below `key`. */
function lowerBound<T extends number | string>(sorted: ArrayLike<T>, key: T): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? key) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
