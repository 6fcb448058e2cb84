import { type ByteSource, chunksOf, readBytes } from '../bytes.js';
import { detectCompression } from './compression.js';

/** The stored bytes of one layer: with random access, or as a stream from a registry. */
export interface LayerBlob {
  /** As stored. */
  readonly size: number;
  /** The digest of the stored bytes, if one is known. It is checked when they are streamed to their end. */
  readonly digest?: string;
  /** Whether `stream` itself checks the digest at its end. */
  readonly checked?: boolean;
  /** The bytes with random access, if possible. */
  readonly source?: ByteSource;
  /** The bytes from their start. May be called again. */
  stream(): AsyncIterable<Uint8Array>;
}

/** A layer to be scanned. */
export interface ScannedLayer {
  /** For messages: `layer 2 of app.tar`. */
  readonly where: string;
  readonly diffID: string;
  /** Undefined when the bytes are missing; `missing` has the reason. */
  readonly blob: LayerBlob | undefined;
  readonly missing?: string;
}

/** A blob in a file or archive. */
export function storedBlob(source: ByteSource, digest?: string): LayerBlob {
  return { size: source.size, digest, source, stream: () => chunksOf(source) };
}

/** The tar of a layer that is stored uncompressed with random access; undefined for any other. */
export function randomAccessTar({ source }: LayerBlob): ByteSource | undefined {
  if (!source) return undefined;
  return detectCompression(readBytes(source, 0, 6)) === 'none' ? source : undefined;
}
