import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Whether the bytes have the id of a Git blob. */
export function isBlob(id: string, bytes: Buffer): boolean {
  return blobHash(id, bytes.length).update(bytes).digest('hex') === id;
}

/** The id that Git gives the content of a file of `size` bytes, by the algorithm that made the id `like`. Reads the whole file. */
export async function blobIdOf(file: string, size: number | bigint, like: string): Promise<string> {
  const hash = blobHash(like, size);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** The hash of a blob before its content. Repositories have ids of SHA-1 or SHA-256. */
export function blobHash(like: string, size: number | bigint): Hash {
  return createHash(like.length === 64 ? 'sha256' : 'sha1').update(`blob ${size}\0`);
}
