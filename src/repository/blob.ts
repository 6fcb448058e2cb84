import { createHash } from 'node:crypto';

/** Whether bytes are the content that Git's id is of. */
export function isBlob(id: string, bytes: Buffer): boolean {
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
