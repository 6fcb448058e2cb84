/** A Python module as a `.pyc` file has it. Sources: PEP 552, PEP 3147, CPython's Python/marshal.c and Objects/codeobject.c. */

/** How Python decides whether it runs the byte code: by the time and the size of the source, by its hash, or always. */
export type Validity =
  | { readonly kind: 'timestamp'; readonly time: number; readonly size: number }
  | { readonly kind: 'checked-hash' | 'unchecked-hash' };

export const HEADER_BYTES = 16;

/** Undefined for what is no byte code of Python 3.7 to 3.14. */
export function validityOf(bytes: Uint8Array): Validity | undefined {
  if (layoutOf(bytes) === undefined) return undefined;
  const view = viewOf(bytes);
  const flags = view.getUint32(4, true);
  if (flags === 0)
    return { kind: 'timestamp', time: view.getUint32(8, true), size: view.getUint32(12, true) };
  return { kind: (flags & 2) === 0 ? 'unchecked-hash' : 'checked-hash' };
}

/**
 * The names that the code uses: variables, attributes, and modules that it imports. Undefined for byte code that cannot be
 * read, with which Python cannot import the module either.
 */
export function namesInByteCode(bytes: Uint8Array): ReadonlySet<string> | undefined {
  const layout = layoutOf(bytes);
  if (!layout) return undefined;
  const reader = new MarshalReader(bytes, layout);
  try {
    reader.object(0);
    return reader.names;
  } catch (error) {
    if (error instanceof RangeError || error instanceof UnknownType) return undefined;
    throw error;
  }
}

/** How the versions of Python write a code object: the numbers before it, and how many of its objects are names. */
interface Layout {
  readonly numbers: number;
  readonly objects: number;
  readonly after: number;
  /** The positions of the tuples of names among the objects. */
  readonly names: readonly number[];
}

const PYTHON_37: Layout = { numbers: 5, objects: 8, after: 1, names: [2, 3, 4, 5] };
const PYTHON_38: Layout = { ...PYTHON_37, numbers: 6 };
const PYTHON_311: Layout = { numbers: 5, objects: 8, after: 2, names: [2, 3] };

/** Source: CPython, Include/internal/pycore_magic_number.h. */
function layoutOf(bytes: Uint8Array): Layout | undefined {
  if (bytes.length < HEADER_BYTES || bytes[2] !== 0x0d || bytes[3] !== 0x0a) return undefined;
  const magic = viewOf(bytes).getUint16(0, true);
  if (magic < 3390 || magic >= 3650) return undefined;
  return magic < 3400 ? PYTHON_37 : magic < 3450 ? PYTHON_38 : PYTHON_311;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class UnknownType extends Error {}

/** What the reader keeps of an object. */
type Value = string | readonly Value[] | undefined;

/** As deep as Python reads. */
const MAX_DEPTH = 2000;
const KEPT = 0x80;

class MarshalReader {
  readonly names = new Set<string>();
  readonly #view: DataView;
  readonly #text: Buffer;
  readonly #layout: Layout;
  /** The objects that later ones refer to. */
  readonly #kept: Value[] = [];
  #at = HEADER_BYTES;

  constructor(bytes: Uint8Array, layout: Layout) {
    this.#view = viewOf(bytes);
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#layout = layout;
  }

  object(depth: number): Value {
    if (depth > MAX_DEPTH) throw new UnknownType();
    const code = this.#byte();
    const type = String.fromCharCode(code & ~KEPT);
    if (type === 'r') return this.#kept[this.#number()];
    if ((code & KEPT) === 0) return this.#content(type, depth);
    const index = this.#kept.push(undefined) - 1;
    const value = this.#content(type, depth);
    this.#kept[index] = value;
    return value;
  }

  #content(type: string, depth: number): Value {
    const bytes = FIXED_SIZES.get(type);
    if (bytes !== undefined) return this.#skip(bytes);
    switch (type) {
      case 'l':
        return this.#skip(2 * Math.abs(this.#number()));
      case 's':
        return this.#skip(this.#number());
      case 't':
      case 'u':
      case 'a':
      case 'A':
        return this.#string(this.#number());
      case 'z':
      case 'Z':
        return this.#string(this.#byte());
      case 'f':
        return this.#skip(this.#byte());
      case ')':
        return this.#objects(this.#byte(), depth);
      case '(':
      case '[':
      case '<':
      case '>':
        return this.#objects(this.#number(), depth);
      case ':':
        return this.#objects(3, depth);
      case 'c':
        return this.#code(depth);
      default:
        throw new UnknownType();
    }
  }

  #code(depth: number): undefined {
    const { numbers, objects, after, names } = this.#layout;
    this.#skip(4 * numbers);
    const fields = this.#objects(objects, depth);
    this.#skip(4);
    this.#objects(after, depth);
    for (const field of names) {
      const list = fields[field];
      if (Array.isArray(list))
        for (const name of list) if (typeof name === 'string') this.names.add(name);
    }
    return undefined;
  }

  #objects(count: number, depth: number): readonly Value[] {
    // Each has a byte at least.
    if (count < 0 || count > this.#text.length - this.#at) throw new UnknownType();
    return Array.from({ length: count }, () => this.object(depth + 1));
  }

  #string(length: number): string {
    const start = this.#at;
    this.#skip(length);
    return this.#text.toString('latin1', start, this.#at);
  }

  #skip(length: number): undefined {
    if (length < 0 || length > this.#text.length - this.#at) throw new UnknownType();
    this.#at += length;
    return undefined;
  }

  #byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  #number(): number {
    const value = this.#view.getInt32(this.#at, true);
    this.#at += 4;
    return value;
  }
}

/** By the type of an object that is no name and has always the same size. */
const FIXED_SIZES: ReadonlyMap<string, number> = new Map([
  ...['0', 'N', 'F', 'T', 'S', '.'].map((type) => [type, 0] as const),
  ['i', 4],
  ['I', 8],
  ['g', 8],
  ['y', 16],
]);

/** A name that the code uses and that its source does not have; undefined if there is none. */
export function foreignName(names: ReadonlySet<string>, source: string): string | undefined {
  // Source: Python reference, "Identifiers".
  const known = new Set(source.normalize('NFKC').match(/[A-Za-z_]\w*/g));
  for (const name of names) {
    // Python's own: `.defaults`.
    if (name.startsWith('.')) continue;
    // Modules are written with dots.
    for (const part of name.split('.')) if (!isKnown(part, known)) return part;
  }
  return undefined;
}

/** What Python itself uses for `assert` and `async for`. */
const IMPLICIT: ReadonlySet<string> = new Set(['AssertionError', 'StopAsyncIteration']);

/** Python itself makes names with two underscores at both ends, and others that are no identifiers. */
function isKnown(name: string, known: ReadonlySet<string>): boolean {
  if (known.has(name) || !/^[A-Za-z_]\w*$/.test(name)) return true;
  if (/^__\w+__$/.test(name) || IMPLICIT.has(name)) return true;
  // In a class, `__name` is `_Class__name`.
  for (let at = name.indexOf('__', 1); at > 0; at = name.indexOf('__', at + 1))
    if (name.startsWith('_') && known.has(name.slice(at))) return true;
  return false;
}
