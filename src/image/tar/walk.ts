import { type BufferPool, type ByteSource, readBytes, scratch } from '../bytes.js';
import type { OverflowFile, SpillRegion } from '../layers/overflow-file.js';
import type { Limits } from '../limits.js';
import { type Member, padded, tarDecoder } from './decoder.js';
import { TarError } from './header.js';
import { expandSparse } from './sparse.js';

/** Sees every member; takes the bodies that it wants. */
export interface MemberVisitor {
  /**
   * `offset` is where the body starts. Returns how many bytes of a file are wanted: 0 for none. With `randomAccess`
   * the body comes with `part`.
   */
  member(member: Member, offset: number, randomAccess: boolean): number;
  /**
   * The wanted bytes of the last member, valid until what this returns has ended; how to read others of its bytes, and
   * what to call when none are needed any more.
   */
  body(bytes: Buffer, part?: ReadPart, done?: () => void): void | Promise<void>;
}

/** Reads bytes of one body, fewer than asked where it ends; valid until the next are asked for. */
export type ReadPart = (offset: number, length: number) => Buffer;

/** Bytes read at once where headers are looked for. */
const STEP = 2 ** 16;
/** Bodies up to here are handed over where they were read, without a buffer of their own. */
const WINDOW = 2 ** 20;
/** Parts of bodies up to here lie in the same memory, one after the other. */
const PART = 2 ** 23;

/** Memory that the layers of a scan use in turns. */
export interface WalkMemory {
  readonly window: BufferPool;
  readonly parts: BufferPool;
}

export function walkMemory(): WalkMemory {
  return { window: scratch(WINDOW), parts: scratch(PART) };
}

/**
 * Walks an archive that can be read anywhere: steps of 64 KB over the headers, bodies read only where wanted.
 * Throws TarError when it is damaged; what came before has been visited.
 */
export async function walkSource(
  source: ByteSource,
  visitor: MemberVisitor,
  limits: Limits,
  memory: WalkMemory = walkMemory(),
): Promise<void> {
  const decoder = tarDecoder(limits);
  const piece = windowOver(source, memory.window);
  let at = 0;
  for (;;) {
    const need = decoder.need;
    const header = piece(at, need);
    if (header.length === 0) return;
    if (header.length < need) throw new TarError('it ends inside a header');
    const member = decoder.take(header);
    if (member === 'end') return;
    at += need;
    if (!member) continue;
    if (member.stored > source.size - at)
      throw new TarError(`${member.name} is said to be larger than what is left`);
    const wanted = visitor.member(member, at, !member.sparse);
    if (wanted > 0) {
      const part = member.sparse ? undefined : partsOf(source, at, member.size, memory.parts);
      const body = member.sparse
        ? readBody(source, at, member, wanted)
        : piece(at, Math.min(wanted, member.size));
      const pending = visitor.body(body, part);
      if (pending) await pending;
    }
    at += padded(member.stored);
  }
}

/** Pieces of a source, each valid until the next is asked for; shorter ones only at the end. */
function windowOver(
  source: ByteSource,
  memory: BufferPool,
): (at: number, length: number) => Buffer {
  let window = memory(0);
  let start = 0;
  return (at, length) => {
    if (at < start || at + length > start + window.length) {
      start = at;
      window = readBytes(source, at, Math.max(length, STEP), memory);
    }
    return window.subarray(at - start, at - start + length);
  };
}

/** Reads parts of the body that starts at `start`. */
export function partsOf(
  source: ByteSource,
  start: number,
  size: number,
  memory: BufferPool,
): ReadPart {
  return (offset, length) => {
    const from = Math.min(Math.max(offset, 0), size);
    return readBytes(source, start + from, Math.min(Math.max(length, 0), size - from), memory);
  };
}

/** The first `wanted` bytes of a member that starts at `offset`. Throws TarError on a damaged sparse map. */
export function readBody(
  source: ByteSource,
  offset: number,
  member: Pick<Member, 'size' | 'stored' | 'sparse'>,
  wanted: number,
): Buffer {
  const length = Math.min(wanted, member.size);
  if (!member.sparse) return readBytes(source, offset, length);
  return expandSparse(readBytes(source, offset, member.stored), member.sparse, length);
}

/** Where a stream's bodies that are larger than `from` are kept, so that they can be read in parts. */
export interface SpillFrom {
  readonly spill: OverflowFile;
  readonly from: number;
  /** For their parts. */
  readonly memory: BufferPool;
}

/** Walks an archive that comes as a stream, to its very end. Throws TarError, and whatever the stream throws. */
export async function walkStream(
  chunks: AsyncIterable<Uint8Array>,
  visitor: MemberVisitor,
  limits: Limits,
  large?: SpillFrom,
): Promise<void> {
  const input = pieces(chunks);
  try {
    await walkPieces(input, visitor, limits, large);
  } finally {
    await input.close();
  }
}

async function walkPieces(
  input: ReturnType<typeof pieces>,
  visitor: MemberVisitor,
  limits: Limits,
  large: SpillFrom | undefined,
): Promise<void> {
  const decoder = tarDecoder(limits);
  for (;;) {
    const need = decoder.need;
    const piece = input.ready(need) ?? (await input.take(need));
    if (piece.length === 0) return;
    if (piece.length < need) throw new TarError('it ends inside a header');
    const member = decoder.take(piece);
    if (member === 'end') break;
    if (!member) continue;
    const spilled = large && !member.sparse && member.size > large.from ? large : undefined;
    const region = spilled?.spill.allocate(member.size);
    const wanted = visitor.member(member, input.position(), region !== undefined);
    let rest = padded(member.stored);
    if (wanted > 0 && spilled && region) {
      rest -= await keep(input, member, region);
      const first = readBytes(region.source, 0, Math.min(wanted, member.size));
      const part = partsOf(region.source, 0, member.size, spilled.memory);
      const pending = visitor.body(first, part, region.release);
      if (pending) await pending;
    } else if (wanted > 0) {
      const length = member.sparse ? member.stored : Math.min(wanted, member.size);
      const ready = input.ready(length);
      const bytes = ready ? Buffer.from(ready) : await input.take(length);
      rest -= bytes.length;
      if (bytes.length < length) throw new TarError(`it ends inside ${member.name}`);
      const body = member.sparse
        ? expandSparse(bytes, member.sparse, Math.min(wanted, member.size))
        : bytes;
      const pending = visitor.body(body);
      if (pending) await pending;
    } else region?.release();
    if (rest > 0 && !input.skipReady(rest)) {
      const missing = await input.skip(rest);
      // Only the padding may be missing: some writers leave it out at the end.
      if (missing > padded(member.stored) - member.stored)
        throw new TarError(`it ends inside ${member.name}`);
    }
  }
  while ((await input.skip(2 ** 30)) === 0);
}

/** Writes a whole body into its region; returns its bytes. Throws TarError when the archive ends inside it. */
async function keep(
  input: ReturnType<typeof pieces>,
  { name, size }: Member,
  region: SpillRegion,
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
 * Pieces of the asked length out of chunks of any length; shorter pieces only at the end. A chunk is filled anew when
 * the next is asked for: what `ready` and `some` return is valid until then.
 */
function pieces(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  let used = 0;
  let passed = 0;
  const next = async (): Promise<boolean> => {
    passed += chunk.length;
    const step = await iterator.next();
    used = 0;
    chunk = step.done ? new Uint8Array(0) : step.value;
    return !step.done;
  };
  const ready = (length: number): Uint8Array | undefined => {
    if (used + length > chunk.length) return undefined;
    const piece = chunk.subarray(used, used + length);
    used += length;
    return piece;
  };
  return {
    position: () => passed + used,
    close: async () => void (await iterator.return?.()),
    ready,
    /** A copy. Never allocates more than has really come. */
    async take(length: number): Promise<Buffer> {
      const parts: Buffer[] = [];
      let have = 0;
      while (have < length) {
        const part = chunk.subarray(used, used + length - have);
        used += part.length;
        have += part.length;
        if (part.length > 0) parts.push(Buffer.from(part));
        if (have < length && !(await next())) break;
      }
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, have);
    },
    /** What is there of the asked length, at least a byte; none at the end. */
    async some(length: number): Promise<Uint8Array> {
      if (used === chunk.length && !(await next())) return chunk;
      return ready(Math.min(length, chunk.length - used)) ?? chunk;
    },
    skipReady(length: number): boolean {
      if (used + length > chunk.length) return false;
      used += length;
      return true;
    },
    /** Returns how many of the bytes were not there. */
    async skip(length: number): Promise<number> {
      let left = length;
      for (;;) {
        const step = Math.min(left, chunk.length - used);
        used += step;
        left -= step;
        if (left === 0) return 0;
        if (!(await next())) return left;
      }
    },
  };
}
