import { createHash } from 'node:crypto';
import { type ByteSource, readBytes, streamOf } from './bytes.js';
import { type Compression, inflate, sniff } from './compression.js';
import { damaged, type Limits } from './limits.js';
import { isDigest } from './reference.js';

/** The bytes of one layer as they are stored: at rest, or only as a stream from elsewhere. */
export interface LayerBlob {
  /** As stored. */
  readonly size: number;
  /** The digest that names the stored bytes, where something names them; checked whenever they are streamed whole. */
  readonly digest?: string;
  /** `stream` itself throws at the end when the bytes are not what was named. */
  readonly checked?: boolean;
  /** Bytes at rest. */
  readonly source?: ByteSource;
  /** Bytes from their start. May be asked for again. */
  stream(): AsyncIterable<Uint8Array>;
}

/** A layer to be scanned. */
export interface ScannedLayer {
  /** For messages: `layer 2 of app.tar`. */
  readonly where: string;
  readonly diffID: string;
  /** Undefined where the bytes are not there, with the reason. */
  readonly blob: LayerBlob | undefined;
  readonly missing?: string;
}

/** A blob that lies in a file or archive. */
export function storedBlob(source: ByteSource, digest?: string): LayerBlob {
  return {
    size: source.size,
    source,
    stream: () => streamOf(source),
    ...(digest ? { digest } : {}),
  };
}

/** The uncompressed tar where it can be read in place, else undefined. */
export function inPlace(blob: LayerBlob): ByteSource | undefined {
  if (!blob.source) return undefined;
  return sniff(readBytes(blob.source, 0, 6)) === 'none' ? blob.source : undefined;
}

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
}

/**
 * The uncompressed tar as a stream: hashed and counted on the way. Throws PortsideError (incomplete) at the end when a
 * digest differs, and as soon as a limit is passed.
 */
export async function* tarStream(
  blob: LayerBlob,
  options: TarStreamOptions,
): AsyncGenerator<Uint8Array> {
  const { where, limits, budget } = options;
  const { compression, chunks, stored } = await opened(blob, where);
  let inflated = 0;
  const hash = options.diffID ? digestCheck(options.diffID, `${where}, uncompressed`) : undefined;
  for await (const chunk of inflate(chunks, compression, where)) {
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
    hash?.update(chunk);
    yield chunk;
  }
  hash?.finish();
}

/** Looks at the first chunk to know the compression, and hashes what is stored. */
async function opened(
  blob: LayerBlob,
  where: string,
): Promise<{ compression: Compression; chunks: AsyncIterable<Uint8Array>; stored: () => number }> {
  const iterator = blob.stream()[Symbol.asyncIterator]();
  const hash = blob.digest ? digestCheck(blob.digest, where) : undefined;
  let stored = 0;
  const head: Uint8Array[] = [];
  let length = 0;
  while (length < 6) {
    const step = await iterator.next();
    if (step.done) break;
    head.push(step.value);
    length += step.value.length;
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of head.splice(0)) {
        stored += chunk.length;
        hash?.update(chunk);
        yield chunk;
      }
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
        stored += step.value.length;
        hash?.update(step.value);
        yield step.value;
      }
      hash?.finish();
    } finally {
      await iterator.return?.();
    }
  }
  return { compression: sniff(Buffer.concat(head)), chunks: chunks(), stored: () => stored };
}

/** Collects bytes; `finish` throws PortsideError (incomplete) when they are not what the digest names. */
export function digestCheck(digest: string, where: string) {
  const algorithm = digest.slice(0, digest.indexOf(':'));
  if (!isDigest(digest)) throw damaged(where, `${digest} is no digest that can be checked`);
  const hash = createHash(algorithm);
  return {
    update: (bytes: Uint8Array) => void hash.update(bytes),
    finish(): void {
      const found = `${algorithm}:${hash.digest('hex')}`;
      if (found !== digest)
        throw damaged(
          where,
          `its digest is ${found}, not ${digest}`,
          'The bytes are not what the image names: build or fetch the image again.',
        );
    },
  };
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
