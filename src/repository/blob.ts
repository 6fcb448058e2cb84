import { createHash } from 'node:crypto';

/** Whether the bytes have the id of a Git blob. */
export function isBlob(id: string, bytes: Buffer): boolean {
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}
