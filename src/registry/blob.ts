import { type BlobPointer, checkDigest, hashFor } from '../image/artifacts.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { Connection } from './connection.js';
import { chunks, discard, type HttpResponse } from './http.js';

/**
 * The bytes of a blob. A connection that breaks is resumed where it stopped. Throws PortsideError (incomplete) when
 * the blob is not there, is longer or shorter than said, or has another digest: known only at the end, so a consumer
 * must not act on the bytes before.
 */
export async function* blobChunks(
  connection: Connection,
  { digest, size }: BlobPointer,
): AsyncGenerator<Uint8Array> {
  const hash = hashFor(digest);
  const where = `Blob ${digest} of ${connection.name}`;
  const purpose = `read blob ${digest} of ${connection.name}`;
  let at = 0;
  for (let broken = 0; ; ) {
    const before = at;
    try {
      for await (const chunk of chunksFrom(connection, digest, at, purpose)) {
        at += chunk.length;
        if (size !== undefined && at > size) throw tooLong(where, size);
        hash.update(chunk);
        yield chunk;
      }
      if (size !== undefined && at < size) throw new Error(`it ended after ${at} of ${size} bytes`);
      break;
    } catch (error) {
      if (error instanceof PortsideError) throw error;
      // As long as bytes come in, a bad line is only slow.
      broken = at > before ? 1 : broken + 1;
      if (broken >= connection.options.attempts)
        throw new PortsideError('PSE4500', `Cannot ${purpose}: ${reason(error)}`, undefined, error);
    }
  }
  checkDigest(hash, digest, where);
}

async function* chunksFrom(
  connection: Connection,
  digest: string,
  start: number,
  purpose: string,
): AsyncGenerator<Uint8Array> {
  const headers: Record<string, string> = start > 0 ? { Range: `bytes=${start}-` } : {};
  const response = await connection.get(`blobs/${digest}`, purpose, { headers });
  if (response.status === 404) {
    discard(response);
    throw new PortsideError('PSE4500', `Cannot ${purpose}: the registry does not have it`);
  }
  let skip = start - offset(response, start);
  for await (const chunk of chunks(response, connection.options.timeout)) {
    if (skip < chunk.length) yield skip > 0 ? chunk.subarray(skip) : chunk;
    skip = Math.max(0, skip - chunk.length);
  }
}

/** Where the answer starts: a server may ignore the range and send everything. */
function offset(response: HttpResponse, asked: number): number {
  if (response.status !== 206) return 0;
  const start = /^bytes (\d{1,15})-/.exec(response.header('content-range') ?? '')?.[1];
  if (start === undefined || Number(start) > asked)
    throw new Error('it answered with another range');
  return Number(start);
}

function tooLong(where: string, size: number): PortsideError {
  return new PortsideError(
    'PSE4500',
    `${where} is longer than the ${size} bytes that its descriptor says`,
  );
}
