import { PortsideError } from './errors.js';

/** Collects at most `limit` bytes; `what` names them in the error. Throws PortsideError (incomplete) above the limit. */
export async function collectChunks(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  what: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit)
      throw new PortsideError('PSE4503', `Cannot read ${what}: it is larger than ${limit} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** The same chunks; reports how many bytes came, before the first chunk and after each. `total` may be unknown. */
export async function* reportChunks(
  chunks: AsyncIterable<Uint8Array>,
  total: number | undefined,
  report: (amount: { readonly done: number; readonly total: number | undefined }) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  report({ done, total });
  for await (const chunk of chunks) {
    done += chunk.length;
    report({ done, total });
    yield chunk;
  }
}
