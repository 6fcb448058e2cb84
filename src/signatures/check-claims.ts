import { imageGlob } from '../core/image-glob.js';
import type { VerifyOptions } from './options.js';
import type { Signer } from './signer-policy.js';
import { parseSimpleSigning } from './simple-signing.js';
import { findSubject, readStatement } from './statement.js';
import type { UnverifiedSignature } from './unverified-signature.js';
import { VerificationError } from './verification-error.js';

/** The predicate type of an image signature that cosign 3 stores in a bundle. */
const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';

/** Whether it is a signature of the image itself. False for an attestation, which makes another statement about it. */
export function isSignature({ content }: UnverifiedSignature): boolean {
  return content.kind === 'message' || readStatement(content).predicateType === COSIGN_SIGN;
}

/** What a signature claims besides the digest. */
interface Claims {
  /** The name of the image when it was signed; a bundle has none. */
  readonly identity?: string;
  readonly annotations: ReadonlyMap<string, string>;
}

/**
 * Checks that a signature by a verified signer is for the image with this digest, and has the required annotations and
 * identity. Throws VerificationError (invalid, mismatch).
 */
export function checkClaims(
  signature: UnverifiedSignature,
  digest: string,
  {
    annotations = new Map(),
    signedIdentity,
  }: Pick<VerifyOptions, 'annotations' | 'signedIdentity'>,
  signer: Signer,
): Claims {
  const claims = claimsOf(signature, digest, signer);
  for (const [name, wanted] of annotations) {
    const found = claims.annotations.get(name);
    if (found === wanted) continue;
    const actual = found === undefined ? 'missing' : `"${found.slice(0, 80)}"`;
    throw new VerificationError(
      'mismatch',
      `annotation ${name} is ${actual}, expected "${wanted}"`,
      signer,
    );
  }
  const { identity } = claims;
  if (signedIdentity === undefined || (identity && imageGlob(signedIdentity)(identity)))
    return claims;
  const actual = identity === undefined ? 'no image' : identity.slice(0, 200);
  throw new VerificationError(
    'mismatch',
    `the signature names ${actual}, expected ${signedIdentity}`,
    signer,
  );
}

function claimsOf({ content }: UnverifiedSignature, digest: string, signer: Signer): Claims {
  if (content.kind === 'envelope') {
    const statement = readStatement(content);
    const subject = findSubject(statement, digest);
    if (subject) return { annotations: subject.annotations };
    const other = [...(statement.subjects[0]?.digest.values() ?? [])][0];
    throw otherDigest(other ?? '(no digest)', signer);
  }
  // A bundle can hold a signature over a digest whose bytes are not available, so their claims cannot be read.
  if (!content.bytes)
    throw new VerificationError('invalid', 'it does not sign an image manifest', signer);
  const claims = parseSimpleSigning(content.bytes);
  if (claims.digest !== digest) throw otherDigest(claims.digest, signer);
  return claims;
}

function otherDigest(digest: string, signer: Signer): VerificationError {
  return new VerificationError(
    'invalid',
    `it signs another digest, ${digest.slice(0, 80)}`,
    signer,
  );
}
