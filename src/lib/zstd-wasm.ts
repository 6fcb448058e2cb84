import { ZSTDDecoder } from 'zstddec/stream';

/**
 * zstd in WebAssembly, for versions of Node.js without it. The npm package has the decoder of facebook/zstd; its own
 * stream ignores errors, so the functions of the decoder are called here.
 * Source: the streaming functions of zstd.h.
 */
export interface ZstdStream {
  /** The inflated bytes of the next part of the data, of at most MAX_PART bytes. Throws for damaged data. */
  inflate(part: Uint8Array): Generator<Uint8Array>;
  /** Whether the data may end here. */
  isBetweenFrames(): boolean;
  /** Frees the memory of the stream. */
  close(): void;
}

/** Bytes of the largest part that a stream takes. */
export const MAX_PART = 2 ** 17;

/** Starts a stream. A window of more than 128 MiB counts as damaged data: that is the default limit of zstd. */
export async function openZstdStream(): Promise<ZstdStream> {
  const zstd = await loadDecoder();
  const outputBytes = zstd.ZSTD_DStreamOutSize();
  const input = zstd.malloc(MAX_PART);
  const output = zstd.malloc(outputBytes);
  const buffers = zstd.malloc(2 * BUFFER_BYTES);
  const context = zstd.ZSTD_createDCtx();
  let hint = 0;
  return {
    *inflate(part) {
      new Uint8Array(zstd.memory.buffer).set(part, input);
      let used = 0;
      let written = outputBytes;
      // The decoder may hold back output while it has filled the buffer.
      while (used < part.length || written === outputBytes) {
        // The memory may have grown, which replaces its buffer.
        const fields = new DataView(zstd.memory.buffer, buffers, 2 * BUFFER_BYTES);
        writeBuffer(fields, 0, [input, part.length, used]);
        writeBuffer(fields, BUFFER_BYTES, [output, outputBytes, 0]);
        hint = zstd.ZSTD_decompressStream(context, buffers + BUFFER_BYTES, buffers);
        // Error codes are small negative numbers.
        if (hint < 0) throw new Error(`zstd reports error ${-hint}`);
        const result = new DataView(zstd.memory.buffer, buffers, 2 * BUFFER_BYTES);
        used = result.getUint32(8, true);
        written = result.getUint32(BUFFER_BYTES + 8, true);
        if (written > 0) yield new Uint8Array(zstd.memory.buffer, output, written).slice();
      }
    },
    isBetweenFrames: () => hint === 0,
    close() {
      zstd.ZSTD_freeDCtx(context);
      for (const address of [input, output, buffers]) zstd.free(address);
    },
  };
}

/** Inflates chunks. `damaged` makes the error to throw for damaged data, without a cause for data that is cut short. */
export async function* inflateZstd(
  chunks: AsyncIterable<Uint8Array>,
  damaged: (cause?: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  const stream = await openZstdStream();
  try {
    for await (const chunk of chunks)
      for (let at = 0; at < chunk.length; at += MAX_PART) {
        const inflated = stream.inflate(chunk.subarray(at, at + MAX_PART));
        for (;;) {
          const next = orThrow(() => inflated.next(), damaged);
          if (next.done) break;
          yield next.value;
        }
      }
    if (!stream.isBetweenFrames()) throw damaged();
  } finally {
    stream.close();
  }
}

function orThrow<T>(step: () => T, damaged: (cause: unknown) => Error): T {
  try {
    return step();
  } catch (error) {
    throw damaged(error);
  }
}

/** ZSTD_inBuffer and ZSTD_outBuffer: an address, a size and a position of 32 bits each. */
const BUFFER_BYTES = 12;

function writeBuffer(view: DataView, at: number, fields: readonly number[]): void {
  for (const [i, field] of fields.entries()) view.setUint32(at + 4 * i, field, true);
}

interface Decoder {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(size: number): number;
  free(address: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  ZSTD_DStreamOutSize(): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

let decoder: Promise<Decoder> | undefined;

function loadDecoder(): Promise<Decoder> {
  decoder ??= new Promise((resolve, reject) => {
    class Loader extends ZSTDDecoder {
      /** The package calls it with the compiled module. */
      override _init(result: { instance: { exports: unknown } }): void {
        resolve(result.instance.exports as Decoder);
      }
    }
    new Loader().init().catch(reject);
  });
  return decoder;
}
