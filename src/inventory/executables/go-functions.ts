import { randomInt } from 'node:crypto';
import type { GoFunctions } from '../../core/go-program.js';
import type { CatalogedFile } from '../cataloger.js';
import { type Executable, type Region, toNumber, view } from './layout.js';

/** The largest known programs have 20 MB of function names. Everything that looks like such a table counts. */
const MAX_NAME_BYTES = 64 * 1_048_576;
const MAX_FUNCTIONS = 1_000_000;
const MAX_PACKAGES = 20_000;

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
    const functions = functionsOf(file, table);
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
function functionsOf(file: CatalogedFile, table: NameTable): GoFunctions | undefined {
  const names = new NameSet();
  let count = 0;
  for (let at = 0; at < table.size; ) {
    const bytes = file.part(table.offset + at, Math.min(CHUNK_BYTES, table.size - at));
    // The next part begins with the name that this one does not contain completely.
    const length = bytes.lastIndexOf(0) + 1;
    if (length === 0) return undefined;
    for (let start = 0; start < length; count++) {
      const end = bytes.indexOf(0, start);
      if (count >= MAX_FUNCTIONS || names.packageCount > MAX_PACKAGES) return undefined;
      names.add(bytes, start, end);
      start = end + 1;
    }
    at += length;
  }
  return count >= table.functions ? names.finish() : undefined;
}

const [SLASH, DOT, HYPHEN, PERCENT, STAR] = [0x2f, 0x2e, 0x2d, 0x25, 0x2a];
const [OPEN_ROUND, CLOSE_ROUND, OPEN_SQUARE, CLOSE_SQUARE] = [0x28, 0x29, 0x5b, 0x5d];

/**
 * Collects the names `path/package.Function`, `path/package.(*Type[...]).Method` and those of their closures as hashes: a
 * program has up to a million names, and only those of the advisories are looked up. Of a million lookups one may find a
 * function that is not in the program, which reports a vulnerability too many.
 */
class NameSet {
  /** Open addressing; 0 is an empty place. */
  private keys = new Float64Array(16_384);
  private size = 0;
  private readonly packages = new Map<number, string>();

  get packageCount(): number {
    return this.packages.size;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const dot = packageEnd(bytes, start, end);
    if (dot < 0) return;
    const hash = this.packageHash(bytes, start, dot);
    let state = FNV_OFFSET;
    for (let i = dot, parts = 0; bytes[i] === DOT && i < end && parts < 2; parts++) {
      if (parts > 0) state = fnv(state, DOT);
      const isPointer = bytes[++i] === OPEN_ROUND && bytes[i + 1] === STAR;
      if (isPointer) i += 2;
      for (let code = bytes[i] ?? 0; i < end && !endsPart(code); code = bytes[++i] ?? 0)
        state = fnv(state, code);
      this.insert(keyOf(hash, state));
      // Type arguments are written as `[...]`.
      if (isPointer || bytes[i] === OPEN_SQUARE)
        i = find(bytes, isPointer ? CLOSE_ROUND : CLOSE_SQUARE, i, end) + 1;
    }
  }

  /** Adds the package, whose dots in the last part and unusual characters are escaped: `gopkg.in/yaml%2ev3`. */
  private packageHash(bytes: Uint8Array, start: number, end: number): number {
    let state = FNV_OFFSET;
    let isEscaped = false;
    for (let i = start; i < end; i++) {
      const code = bytes[i] ?? 0;
      if (code === PERCENT) isEscaped = true;
      state = fnv(state, code);
    }
    if (isEscaped) state = hashOf(importPath(bytes.subarray(start, end)));
    if (!this.packages.has(state)) this.packages.set(state, importPath(bytes.subarray(start, end)));
    return state;
  }

  private insert(key: number): void {
    const { keys } = this;
    const at = placeOf(keys, key);
    if (keys[at] === key) return;
    keys[at] = key;
    if (++this.size * 2 < keys.length) return;
    this.keys = new Float64Array(2 * keys.length);
    for (const one of keys) if (one !== 0) this.keys[placeOf(this.keys, one)] = one;
  }

  finish(): GoFunctions {
    const { keys } = this;
    const packages = [...this.packages.values()].sort();
    const hasPackage = (path: string) => packages[lowerBound(packages, path)] === path;
    return {
      has: (path, symbol) => {
        const key = keyOf(hashOf(path), hashOf(symbol));
        return keys[placeOf(keys, key)] === key;
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
  let dot = -1;
  for (let i = start; i < end; i++) {
    const code = bytes[i];
    if (code === SLASH) dot = -1;
    else if (code === DOT && dot < 0) dot = i;
    else if (code === OPEN_ROUND || code === OPEN_SQUARE) break;
  }
  return dot;
}

function endsPart(code: number): boolean {
  return code === DOT || code === HYPHEN || code === OPEN_SQUARE || code === CLOSE_ROUND;
}

/** Unlike indexOf, does not look beyond the name: a table of names without the byte would take quadratic time. */
function find(bytes: Uint8Array, code: number, start: number, end: number): number {
  for (let i = start; i < end; i++) if (bytes[i] === code) return i;
  return end;
}

function importPath(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const unescaped = text.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, 'latin1').toString('utf8');
}

/** FNV-1a with 32 bits. */
const FNV_OFFSET = 0x811c9dc5;

function fnv(state: number, code: number): number {
  return Math.imul(state ^ code, 0x01000193);
}

function hashOf(text: string): number {
  let state = FNV_OFFSET;
  for (const code of Buffer.from(text)) state = fnv(state, code);
  return state;
}

/** The key of a function: all bits of its own hash, and 19 of its package's. Never 0. */
function keyOf(packageHash: number, symbolHash: number): number {
  return ((packageHash >>> 12) | 1) * 2 ** 32 + (symbolHash >>> 0);
}

/** Unknown to the author of a program, whose names could otherwise all have the same place. */
const SEEDS = [randomInt(2 ** 31) * 2 + 1, randomInt(2 ** 31) * 2 + 1] as const;

/** Where the key is, or where it would be inserted. The table always has an empty place. */
function placeOf(keys: Float64Array, key: number): number {
  const mask = keys.length - 1;
  const mixed = Math.imul(key >>> 0, SEEDS[0]) + Math.imul(key / 2 ** 32, SEEDS[1]);
  let at = mixed >>> Math.clz32(mask);
  while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
  return at;
}

/** The index of the first item that is not below `key`. */
function lowerBound(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? key) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
