import { type Allocate, type ByteSource, readBytes, reusedBuffer } from '../bytes.js';
import type { Limits } from '../limits.js';
import type { OverflowFile, OverflowRegion } from '../overflow-file.js';
import { type Member, padded, TarDecoder } from './decoder.js';
import { TarError } from './header.js';
import { expandSparse } from './sparse.js';

/** Gets every member of an archive, and the bodies that it wants. */
export interface MemberVisitor {
  /**
   * `offset` is the position of the body. Returns how many bytes of the body it wants, 0 for none. With `randomAccess`
   * the body comes with `part`.
   */
  member(member: Member, offset: number, randomAccess: boolean): number;
  /** Gets the first bytes of a large body in a stream. Returns how many bytes of the body it still wants. */
  peek?(head: Uint8Array): number;
  /**
   * Gets the wanted bytes of the last member, valid until the returned promise has ended. `part` reads other parts of
   * the body; `done` must be called when no more parts are needed.
   */
  body(bytes: Buffer, part?: ReadPart, done?: () => void): void | Promise<void>;
}

/** Reads a part of one body, shorter than requested at its end; valid until the next part is requested. */
export type ReadPart = (offset: number, length: number) => Buffer;

/** Bytes that are read at once to find headers. */
const WINDOW_STEP = 2 ** 16;
/** Larger bodies get a buffer of their own instead of a view of the window. */
const MAX_WINDOW = 2 ** 20;
/** Larger parts of bodies get a buffer of their own. */
const MAX_PART = 2 ** 23;

/** Buffers that all layers of a scan share. */
export interface WalkBuffers {
  readonly window: Allocate;
  readonly parts: Allocate;
}

export function walkBuffers(): WalkBuffers {
  return { window: reusedBuffer(MAX_WINDOW), parts: reusedBuffer(MAX_PART) };
}

/**
 * Walks an archive with random access: reads headers in steps of 64 KB, and bodies only when they are wanted.
 * Throws TarError when it is damaged; the members before that have been visited. Returns whether it ends with the two
 * blocks of zeros. As in Go's archive/tar, it may end after any member, and without padding; then only its digest shows
 * whether it is complete.
 */
export async function walkSource(
  source: ByteSource,
  visitor: MemberVisitor,
  limits: Limits,
  buffers: WalkBuffers = walkBuffers(),
): Promise<boolean> {
  const decoder = new TarDecoder(limits);
  const read = windowOver(source, buffers.window);
  let at = 0;
  for (;;) {
    const need = decoder.need;
    const header = read(at, need);
    if (header.length === 0) return false;
    if (header.length < need) throw new TarError('it ends inside a header');
    const member = decoder.take(header);
    if (member === 'end') return true;
    at += need;
    if (!member) continue;
    if (member.stored > source.size - at)
      throw new TarError(`the size of ${member.name} is larger than the rest of the archive`);
    const wanted = visitor.member(member, at, !member.sparse);
    if (wanted > 0) {
      const part = member.sparse ? undefined : partReader(source, at, member.size, buffers.parts);
      const body = member.sparse
        ? readMemberBody(source, at, member, wanted)
        : read(at, Math.min(wanted, member.size));
      const pending = visitor.body(body, part);
      if (pending) await pending;
    }
    at += padded(member.stored);
  }
}

/** Reads pieces through a window. A piece is valid until the next is requested, and shorter only at the end. */
function windowOver(
  source: ByteSource,
  allocate: Allocate,
): (at: number, length: number) => Buffer {
  let window = allocate(0);
  let start = 0;
  return (at, length) => {
    if (at < start || at + length > start + window.length) {
      start = at;
      window = readBytes(source, at, Math.max(length, WINDOW_STEP), allocate);
    }
    return window.subarray(at - start, at - start + length);
  };
}

/** Reads parts of the body that starts at `start`. */
export function partReader(
  source: ByteSource,
  start: number,
  size: number,
  allocate: Allocate,
): ReadPart {
  return (offset, length) => {
    const from = Math.min(Math.max(offset, 0), size);
    return readBytes(source, start + from, Math.min(Math.max(length, 0), size - from), allocate);
  };
}

/** The first `wanted` bytes of a member whose body is at `offset`. Throws TarError for a damaged sparse map. */
export function readMemberBody(
  source: ByteSource,
  offset: number,
  member: Pick<Member, 'size' | 'stored' | 'sparse'>,
  wanted: number,
): Buffer {
  const length = Math.min(wanted, member.size);
  if (!member.sparse) return readBytes(source, offset, length);
  return expandSparse(readBytes(source, offset, member.stored), member.sparse, length);
}

/** Where a stream's bodies of more than `minBytes` are stored, so that they can be read in parts. */
export interface LargeBodies {
  readonly overflow: OverflowFile;
  readonly minBytes: number;
  /** For their parts. */
  readonly allocate: Allocate;
}

/**
 * Walks an archive that comes as a stream, to its end. Returns whether it has the mark of an end, which some writers leave out.
 * Throws TarError, and what the stream throws.
 */
export async function walkStream(
  chunks: AsyncIterable<Uint8Array>,
  visitor: MemberVisitor,
  limits: Limits,
  large?: LargeBodies,
): Promise<boolean> {
  const input = new PieceReader(chunks);
  try {
    return await walkPieces(input, visitor, limits, large);
  } finally {
    await input.close();
  }
}

async function walkPieces(
  input: PieceReader,
  visitor: MemberVisitor,
  limits: Limits,
  large: LargeBodies | undefined,
): Promise<boolean> {
  const decoder = new TarDecoder(limits);
  for (;;) {
    const need = decoder.need;
    const piece = input.ready(need) ?? (await input.take(need));
    if (piece.length === 0) return false;
    if (piece.length < need) throw new TarError('it ends inside a header');
    const member = decoder.take(piece);
    if (member === 'end') break;
    if (!member) continue;
    const stored = large && !member.sparse && member.size > large.minBytes ? large : undefined;
    const region = stored?.overflow.allocate(member.size);
    const first = visitor.member(member, input.position, region !== undefined);
    const wanted = await stillWanted(input, member, first, visitor);
    let rest = padded(member.stored);
    if (wanted > 0 && stored && region) {
      rest -= await storeBody(input, member, region);
      const start = readBytes(region.source, 0, Math.min(wanted, member.size));
      const part = partReader(region.source, 0, member.size, stored.allocate);
      const pending = visitor.body(start, part, region.release);
      if (pending) await pending;
    } else if (wanted > 0) {
      const { body, used } = await readFromStream(input, member, wanted);
      rest -= used;
      const pending = visitor.body(body);
      if (pending) await pending;
    } else region?.release();
    if (rest > 0 && !input.skipReady(rest)) {
      const missing = await input.skip(rest);
      // Some writers leave out the padding of the last member.
      if (missing > padded(member.stored) - member.stored)
        throw new TarError(`it ends inside ${member.name}`);
    }
  }
  while ((await input.skip(2 ** 30)) === 0);
  return true;
}

/** Larger bodies are peeked at before they are read. */
const LARGE_BODY = 2 ** 17;
const HEAD_BYTES = 8000;

/** How many bytes are wanted of a body after its first bytes were seen. */
async function stillWanted(
  input: PieceReader,
  { size, sparse }: Member,
  wanted: number,
  visitor: MemberVisitor,
): Promise<number> {
  if (wanted === 0 || size < LARGE_BODY || sparse || !visitor.peek) return wanted;
  return visitor.peek(await input.peek(HEAD_BYTES));
}

/** The first `wanted` bytes of a member, and how many bytes of the stream were read for them. */
async function readFromStream(
  input: PieceReader,
  member: Member,
  wanted: number,
): Promise<{ readonly body: Buffer; readonly used: number }> {
  const length = member.sparse ? member.stored : Math.min(wanted, member.size);
  const ready = input.ready(length);
  const bytes = ready ? Buffer.from(ready) : await input.take(length);
  if (bytes.length < length) throw new TarError(`it ends inside ${member.name}`);
  const body = member.sparse
    ? expandSparse(bytes, member.sparse, Math.min(wanted, member.size))
    : bytes;
  return { body, used: bytes.length };
}

/** Writes a full body into its region; returns its size. Throws TarError when the archive ends inside it. */
async function storeBody(
  input: PieceReader,
  { name, size }: Member,
  region: OverflowRegion,
): Promise<number> {
  for (let done = 0; done < size; ) {
    const piece = await input.some(size - done);
    if (piece.length === 0) throw new TarError(`it ends inside ${name}`);
    region.write(piece, done);
    done += piece.length;
  }
  return size;
}

/**
 * Cuts pieces of any requested length out of chunks of any length; a piece is shorter only at the end. The memory of a
 * chunk is used again for the next one, so what `ready` and `some` return is valid until the next call.
 */
class PieceReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #used = 0;
  /** Bytes of the chunks before this one. */
  #passed = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  /** Bytes of the stream before the next piece. */
  get position(): number {
    return this.#passed + this.#used;
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  /** The piece without a copy, when the chunk contains all of it. */
  ready(length: number): Uint8Array | undefined {
    if (this.#used + length > this.#chunk.length) return undefined;
    const piece = this.#chunk.subarray(this.#used, this.#used + length);
    this.#used += length;
    return piece;
  }

  /** A copy of the piece. Never allocates more than the stream has delivered. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let taken = 0;
    while (taken < length) {
      const part = this.#chunk.subarray(this.#used, this.#used + length - taken);
      this.#used += part.length;
      taken += part.length;
      if (part.length > 0) parts.push(Buffer.from(part));
      if (taken < length && !(await this.#next())) break;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, taken);
  }

  /** The next bytes without taking them, fewer only at the end. Valid until the next call. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#chunk.length - this.#used < length) {
      const rest = Buffer.from(this.#chunk.subarray(this.#used));
      const step = await this.#iterator.next();
      this.#passed += this.#used;
      this.#used = 0;
      this.#chunk = step.done ? rest : Buffer.concat([rest, step.value]);
      if (step.done) break;
    }
    return this.#chunk.subarray(this.#used, this.#used + length);
  }

  /** At least one and at most `length` bytes, as many as are there; none at the end. */
  async some(length: number): Promise<Uint8Array> {
    if (this.#used === this.#chunk.length && !(await this.#next())) return this.#chunk;
    return this.ready(Math.min(length, this.#chunk.length - this.#used)) ?? this.#chunk;
  }

  /** Skips the bytes when the chunk contains all of them; otherwise skips nothing and returns false. */
  skipReady(length: number): boolean {
    if (this.#used + length > this.#chunk.length) return false;
    this.#used += length;
    return true;
  }

  /** Skips bytes; returns how many are missing at the end of the stream. */
  async skip(length: number): Promise<number> {
    let left = length;
    for (;;) {
      const step = Math.min(left, this.#chunk.length - this.#used);
      this.#used += step;
      left -= step;
      if (left === 0) return 0;
      if (!(await this.#next())) return left;
    }
  }

  async #next(): Promise<boolean> {
    this.#passed += this.#chunk.length;
    const step = await this.#iterator.next();
    this.#used = 0;
    this.#chunk = step.done ? new Uint8Array(0) : step.value;
    return !step.done;
  }
}
