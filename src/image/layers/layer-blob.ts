import { createHash } from 'node:crypto';
import { type ByteSource, readBytes, streamOf } from '../bytes.js';
import { damaged } from '../limits.js';
import { isDigest } from '../reference.js';
import { sniff } from './compression.js';

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

/** Collects bytes; `finish` throws PortsideError (incomplete) when they are not what the digest names. */
export function digestCheck(digest: string, where: string) {
  const hash = createHash(algorithmOf(digest, where));
  return {
    update: (bytes: Uint8Array) => void hash.update(bytes),
    finish: () => sameDigest(hash.digest('hex'), digest, where),
  };
}

/** Throws PortsideError (incomplete) when the digest cannot be checked. */
export function algorithmOf(digest: string, where: string): string {
  if (!isDigest(digest)) throw damaged(where, `${digest} is no digest that can be checked`);
  return digest.slice(0, digest.indexOf(':'));
}

/** Throws PortsideError (incomplete) when the bytes' hash, in hexadecimal, is not the digest's. */
export function sameDigest(hash: string, digest: string, where: string): void {
  const found = `${algorithmOf(digest, where)}:${hash}`;
  if (found !== digest)
    throw damaged(
      where,
      `its digest is ${found}, not ${digest}`,
      'The bytes are not what the image names: build or fetch the image again.',
    );
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
