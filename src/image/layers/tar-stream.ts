import { readBytes } from '../bytes.js';
import { damaged, type Limits } from '../limits.js';
import { type Compression, damagedData, inflate, sniff } from './compression.js';
import type { InflateEnd, InflateJob } from './inflate-thread.js';
import { canInflate, type InflateThreads } from './inflate-threads.js';
import { algorithmOf, digestCheck, type LayerBlob, sameDigest } from './layer-blob.js';

/** What all layers of an image may still inflate to. */
export interface InflationBudget {
  left: number;
}

export interface TarStreamOptions {
  readonly where: string;
  readonly limits: Limits;
  readonly budget: InflationBudget;
  /** Compare the uncompressed bytes with this digest, too. */
  readonly diffID?: string;
  /** Where large layers that lie in a file are inflated and hashed; on the main thread without. */
  readonly threads?: InflateThreads;
}

/**
 * The uncompressed tar as a stream: hashed and counted on the way. A chunk is valid until the next is asked for.
 * Throws PortsideError (incomplete) at the end when a digest differs, and as soon as a limit is passed.
 */
export async function* tarStream(
  blob: LayerBlob,
  options: TarStreamOptions,
): AsyncGenerator<Uint8Array> {
  const { where, limits, budget } = options;
  const { compression, chunks, stored } =
    inThread(blob, options) ?? (await streamed(blob, options));
  let inflated = 0;
  for await (const chunk of chunks) {
    inflated += chunk.length;
    if (compression !== 'none') {
      budget.left -= chunk.length;
      if (budget.left < 0)
        throw damaged(where, `the image inflates to more than ${limits.inflatedBytes} bytes`);
      if (inflated > limits.ratioFrom && inflated > stored() * limits.ratio)
        throw damaged(
          where,
          `it inflates to more than ${limits.ratio} times its size, ${inflated} bytes so far`,
        );
    }
    yield chunk;
  }
}

/** Uncompressed bytes whose digests are checked at their end. */
interface Opened {
  readonly compression: Compression;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Stored bytes that have been used so far. */
  stored(): number;
}

/** Starting a thread costs as much as inflating so many bytes. */
const WORTH_A_THREAD = 4 * 2 ** 20;

/** Undefined for layers that are small, lie in no file or are compressed as no thread can inflate them. */
function inThread(
  { source, digest }: LayerBlob,
  { threads, diffID, where }: TarStreamOptions,
): Opened | undefined {
  if (!threads || !source?.file || source.size < WORTH_A_THREAD) return undefined;
  const { file, size } = source;
  const compression = sniff(readBytes(source, 0, 6));
  if (!canInflate(compression)) return undefined;
  const job: InflateJob = {
    ...file,
    size,
    compression,
    ...(digest ? { storedHash: algorithmOf(digest, where) } : {}),
    ...(diffID ? { inflatedHash: algorithmOf(diffID, where) } : {}),
  };
  const judge = (end: InflateEnd) => {
    if (end.ended === 'damaged') throw damagedData(where, compression, end.why);
    if (end.ended === 'unreadable') throw damaged(where, end.why);
    if (end.ended !== 'done') return;
    if (digest) sameDigest(end.storedHash ?? '', digest, where);
    if (diffID) sameDigest(end.inflatedHash ?? '', diffID, `${where}, uncompressed`);
  };
  let used = 0;
  async function* chunks(run: InflateThreads['run']): AsyncGenerator<Uint8Array> {
    for await (const { bytes, stored } of run(job, judge)) {
      used = stored;
      yield bytes;
    }
  }
  return { compression, chunks: chunks(threads.run), stored: () => used };
}

/** On this thread and, where node:zlib inflates, its pool. */
async function streamed(
  blob: LayerBlob,
  { where, diffID }: Pick<TarStreamOptions, 'where' | 'diffID'>,
): Promise<Opened> {
  const iterator = blob.stream()[Symbol.asyncIterator]();
  let used = 0;
  const head: Uint8Array[] = [];
  let length = 0;
  while (length < 6) {
    const step = await iterator.next();
    if (step.done) break;
    head.push(step.value);
    length += step.value.length;
  }
  const compression = sniff(Buffer.concat(head));
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of head.splice(0)) {
        used += chunk.length;
        yield chunk;
      }
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
        used += step.value.length;
        yield step.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  const inflated = inflate(checked(chunks(), blob.digest, where), compression, where);
  return {
    compression,
    chunks: checked(inflated, diffID, `${where}, uncompressed`),
    stored: () => used,
  };
}

/** The same chunks; throws PortsideError (incomplete) at their end when they are not what the digest names. */
async function* checked(
  chunks: AsyncIterable<Uint8Array>,
  digest: string | undefined,
  where: string,
): AsyncGenerator<Uint8Array> {
  const check = digest === undefined ? undefined : digestCheck(digest, where);
  for await (const chunk of chunks) {
    check?.update(chunk);
    yield chunk;
  }
  check?.finish();
}
