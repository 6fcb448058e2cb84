import { createHash, type Hash } from 'node:crypto';
import { PortsideError } from '../lib/errors.js';

/** Digests of content, `sha256:…`. Source: OCI image specification 1.1, "Digests". */

/** Whether the text is a digest that can be checked: sha256, sha384 or sha512 with the right number of hex digits. */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = ''] = text.split(':', 2);
  const length = HEX_DIGITS.get(algorithm);
  return (
    text.length === algorithm.length + 1 + hex.length && hex.length === length && HEX.test(hex)
  );
}

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
const HEX = /^[a-f0-9]+$/;

/** `sha256`, `sha384` or `sha512`. Throws PortsideError (incomplete) when the digest cannot be checked. */
export function digestAlgorithm(digest: string): string {
  if (!isDigest(digest))
    throw new PortsideError(
      'PSE4501',
      `Cannot check the digest "${digest.slice(0, 80)}": it is not a sha256, sha384 or sha512 digest`,
    );
  return digest.slice(0, digest.indexOf(':'));
}

/** A hash for the digest's algorithm. Throws PortsideError (incomplete) when the digest cannot be checked. */
export function hashFor(digest: string): Hash {
  return createHash(digestAlgorithm(digest));
}

/** Hashes content piece by piece and compares the result with the digest that names it. */
export interface DigestCheck {
  update(bytes: Uint8Array): void;
  /** Throws PortsideError (incomplete) when the bytes do not have the digest. */
  finish(): void;
}

/** `where` names the content in the error. Throws PortsideError (incomplete) when the digest cannot be checked. */
export function digestCheck(digest: string, where: string): DigestCheck {
  const hash = hashFor(digest);
  return {
    update: (bytes) => void hash.update(bytes),
    finish: () => requireDigest(hash.digest('hex'), digest, where),
  };
}

/** Throws PortsideError (incomplete) when content that hashes to `hex` does not have the digest. */
export function requireDigest(hex: string, digest: string, where: string): void {
  const actual = `${digestAlgorithm(digest)}:${hex}`;
  if (actual !== digest)
    throw new PortsideError(
      'PSE4502',
      `Cannot read ${where}: its digest is ${actual}, not ${digest}`,
      'Build or pull the image again: its content does not match the digest that names it',
    );
}

export function sha256Digest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
