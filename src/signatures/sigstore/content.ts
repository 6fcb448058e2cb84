import { createHash, timingSafeEqual } from 'node:crypto';
import type { SignedEntity } from '@sigstore/verify';
import { type PublicKey, toPublicKey, verifyDigest, verifySignature } from '../keys.js';
import { type SignedEnvelope, type SignedMessage, signedBytes } from '../signed.js';

/** The signature as @sigstore/verify asks about it. */
export function signatureContent(
  content: SignedMessage | SignedEnvelope,
): SignedEntity['signature'] {
  const { signature } = content;
  return {
    signature,
    compareSignature: (other) => equal(other, signature),
    compareDigest: (digest) => equal(digest, payloadDigest(content)),
    compareSignedDigest: (digest) => equal(digest, signedDigest(content)),
    verifySignature: (key) => holds(content, toPublicKey(key)),
  };
}

/** Whether the signature is the key's, over the bytes or, where only that is known, over their digest. */
export function holds(content: SignedMessage | SignedEnvelope, key: PublicKey): boolean {
  const bytes = signedBytes(content);
  if (bytes) return verifySignature(key, bytes, content.signature);
  return content.kind === 'message' && verifyDigest(key, content.digest, content.signature);
}

function payloadDigest(content: SignedMessage | SignedEnvelope): Buffer {
  return content.kind === 'message' ? content.digest.value : sha256(content.payload);
}

function signedDigest(content: SignedMessage | SignedEnvelope): Buffer {
  if (content.kind === 'message') return content.digest.value;
  return sha256(signedBytes(content) ?? new Uint8Array());
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
