import { digestCheck } from '../core/digest.js';
import { PortsideError, reason } from '../lib/errors.js';
import { bodyChunks, discard, type HttpResponse } from '../lib/http.js';
import type { BlobPointer } from './artifact-source.js';
import type { Connection } from './connection.js';

/**
 * The bytes of a blob. A download that breaks is resumed where it stopped. Throws PortsideError (incomplete) when the
 * registry does not have the blob, or it has another size or digest. The digest is checked at the end, so the caller
 * must not act on the bytes before that.
 */
export async function* blobChunks(
  connection: Connection,
  { digest, size }: BlobPointer,
): AsyncGenerator<Uint8Array> {
  const where = `blob ${digest} of ${connection.name}`;
  const check = digestCheck(digest, where);
  const purpose = `read ${where}`;
  let at = 0;
  for (let failures = 0; ; ) {
    const before = at;
    try {
      for await (const chunk of chunksFrom(connection, digest, at, purpose)) {
        at += chunk.length;
        if (size !== undefined && at > size) throw tooLong(purpose, size);
        check.update(chunk);
        yield chunk;
      }
      if (size !== undefined && at < size) throw new Error(`it ended after ${at} of ${size} bytes`);
      break;
    } catch (error) {
      if (error instanceof PortsideError) throw error;
      // A connection that breaks but delivers bytes each time is slow, not dead: the count starts again.
      failures = at > before ? 1 : failures + 1;
      if (failures >= connection.options.attempts)
        throw new PortsideError('PSE4508', `Cannot ${purpose}: ${reason(error)}`, undefined, error);
    }
  }
  check.finish();
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
    throw new PortsideError('PSE4505', `Cannot ${purpose}: the registry does not have it`);
  }
  let skip = start - firstByte(response, start);
  for await (const chunk of bodyChunks(response, connection.options.timeout)) {
    if (skip < chunk.length) yield skip > 0 ? chunk.subarray(skip) : chunk;
    skip = Math.max(0, skip - chunk.length);
  }
}

/** The position of the answer's first byte. A server may ignore the range and send the blob from its start. */
function firstByte(response: HttpResponse, requested: number): number {
  if (response.status !== 206) return 0;
  const start = /^bytes (\d{1,15})-/.exec(response.header('content-range') ?? '')?.[1];
  if (start === undefined || Number(start) > requested)
    throw new Error('the registry answered with another range');
  return Number(start);
}

function tooLong(purpose: string, size: number): PortsideError {
  return new PortsideError(
    'PSE4502',
    `Cannot ${purpose}: it is longer than the ${size} bytes in its descriptor`,
  );
}
