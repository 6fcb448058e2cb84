import * as crypto from 'node:crypto';

/** The SHA-256 of bytes, or of a text as UTF-8, hex. */
export function sha256(bytes: string | Uint8Array): string {
  // For a small file, an object that hashes takes longer than hashing. Node.js has the function from 20.12 on.
  return crypto.hash === undefined
    ? crypto.createHash('sha256').update(bytes).digest('hex')
    : crypto.hash('sha256', bytes);
}
