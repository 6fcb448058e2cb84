import { createHash, timingSafeEqual } from 'node:crypto';
import type { SignedEntity } from '@sigstore/verify';
import { type PublicKey, toPublicKey, verifyDigest, verifySignature } from '../keys.js';
import { type EnvelopeContent, type MessageContent, signedBytes } from '../unverified-signature.js';

/** The signature in the form that @sigstore/verify expects. */
export function signatureContent(
  content: MessageContent | EnvelopeContent,
): SignedEntity['signature'] {
  const { signature } = content;
  return {
    signature,
    compareSignature: (other) => equal(other, signature),
    compareDigest: (digest) => equal(digest, payloadDigest(content)),
    compareSignedDigest: (digest) => equal(digest, signedDigest(content)),
    verifySignature: (key) => isSignedBy(content, toPublicKey(key)),
  };
}

/** Whether the key made the signature over the bytes, or over their digest when only the digest is known. */
export function isSignedBy(content: MessageContent | EnvelopeContent, key: PublicKey): boolean {
  const bytes = signedBytes(content);
  if (bytes) return verifySignature(key, bytes, content.signature);
  return content.kind === 'message' && verifyDigest(key, content.digest, content.signature);
}

function payloadDigest(content: MessageContent | EnvelopeContent): Buffer {
  return content.kind === 'message' ? content.digest.value : sha256(content.payload);
}

function signedDigest(content: MessageContent | EnvelopeContent): Buffer {
  if (content.kind === 'message') return content.digest.value;
  return sha256(signedBytes(content) ?? new Uint8Array());
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
