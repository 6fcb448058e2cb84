import { digestAlgorithm, digestCheck, requireDigest } from '../../core/digest.js';
import { readBytes } from '../bytes.js';
import { damaged, limitExceeded } from '../errors.js';
import type { Limits } from '../limits.js';
import { type Compression, damagedCompression, detectCompression, inflate } from './compression.js';
import type { InflateEnd, InflateJob } from './inflate-thread.js';
import { canInflate, type InflateThreads } from './inflate-threads.js';
import type { LayerBlob } from './layer-blob.js';

/** How many bytes the layers of an image may still inflate to, all together. */
export interface InflationBudget {
  left: number;
}

export interface TarStreamOptions {
  readonly where: string;
  readonly limits: Limits;
  readonly budget: InflationBudget;
  /** The digest of the uncompressed bytes, when it must be checked. */
  readonly diffID?: string;
  /** Threads that inflate and hash large layers in files. When absent, the main thread does it. */
  readonly threads?: InflateThreads;
  /** Gets how many stored bytes were read so far, with each chunk. */
  readonly progress?: (stored: number) => void;
}

/**
 * The uncompressed tar as a stream, hashed and counted on the way. A chunk is valid until the next is requested.
 * Throws PortsideError (incomplete) at the end when a digest differs, and as soon as a limit is exceeded.
 */
export async function* tarStream(
  blob: LayerBlob,
  options: TarStreamOptions,
): AsyncGenerator<Uint8Array> {
  const { where, limits, budget } = options;
  const { compression, chunks, stored } =
    inflateInThread(blob, options) ?? (await inflateHere(blob, options));
  let inflated = 0;
  for await (const chunk of chunks) {
    inflated += chunk.length;
    if (compression !== 'none') {
      budget.left -= chunk.length;
      if (budget.left < 0)
        throw limitExceeded(where, `the image inflates to more than ${limits.inflatedBytes} bytes`);
      if (inflated > limits.ratioFrom && inflated > stored() * limits.ratio)
        throw limitExceeded(
          where,
          `it inflates to more than ${limits.ratio} times its size, ${inflated} bytes so far`,
        );
    }
    options.progress?.(stored());
    yield chunk;
  }
}

/** Uncompressed bytes whose digests are checked at the end. */
interface UncompressedStream {
  readonly compression: Compression;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many stored bytes have been used so far. */
  stored(): number;
}

/** Starting a thread takes as long as inflating this many bytes. */
const MIN_THREAD_BYTES = 4 * 2 ** 20;

/** Undefined when the layer is small, is not in a file, or has a compression that the threads do not support. */
function inflateInThread(
  { source, digest }: LayerBlob,
  { threads, diffID, where }: TarStreamOptions,
): UncompressedStream | undefined {
  if (!threads || !source?.file || source.size < MIN_THREAD_BYTES) return undefined;
  const { file, size } = source;
  const compression = detectCompression(readBytes(source, 0, 6));
  if (!canInflate(compression)) return undefined;
  const job: InflateJob = {
    ...file,
    size,
    compression,
    storedHash: digest && digestAlgorithm(digest),
    inflatedHash: diffID && digestAlgorithm(diffID),
  };
  const verify = (end: InflateEnd) => {
    if (end.status === 'damaged') throw damagedCompression(where, compression, end.why);
    if (end.status === 'failed') throw damaged(where, end.why);
    if (end.status !== 'done') return;
    if (digest) requireDigest(end.storedHash ?? '', digest, where);
    if (diffID) requireDigest(end.inflatedHash ?? '', diffID, `${where}, uncompressed`);
  };
  let used = 0;
  async function* chunks(run: InflateThreads['run']): AsyncGenerator<Uint8Array> {
    for await (const { bytes, stored } of run(job, verify)) {
      used = stored;
      yield bytes;
    }
  }
  return { compression, chunks: chunks(threads.run), stored: () => used };
}

/** Inflates on this thread, or in the thread pool of node:zlib. */
async function inflateHere(
  blob: LayerBlob,
  { where, diffID }: Pick<TarStreamOptions, 'where' | 'diffID'>,
): Promise<UncompressedStream> {
  const iterator = blob.stream()[Symbol.asyncIterator]();
  let used = 0;
  const head: Uint8Array[] = [];
  let headLength = 0;
  while (headLength < 6) {
    const step = await iterator.next();
    if (step.done) break;
    head.push(step.value);
    headLength += step.value.length;
  }
  const compression = detectCompression(Buffer.concat(head));
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
  const inflated = inflate(withDigestCheck(chunks(), blob.digest, where), compression, where);
  return {
    compression,
    chunks: withDigestCheck(inflated, diffID, `${where}, uncompressed`),
    stored: () => used,
  };
}

/** The same chunks. Throws PortsideError (incomplete) at their end when they do not have the digest. */
async function* withDigestCheck(
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
