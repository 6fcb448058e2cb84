import type { Signed } from './signed.js';
import type { Signer } from './signer-policy.js';
import { parseSimpleSigning } from './simple-signing.js';
import { readStatement, subjectOf } from './statement.js';
import { VerificationError } from './verification-error.js';

/** What cosign 3 signs images with: a statement of this type, in a bundle. */
const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';

/** Whether it is a signature at all, and not an attestation, which says something else about the image. */
export function isSignature({ content }: Signed): boolean {
  return content.kind === 'message' || readStatement(content).predicateType === COSIGN_SIGN;
}

/** That a proven signature is of this image, with these annotations. Throws Refusal. */
export function checkClaims(
  signed: Signed,
  digest: string,
  annotations: ReadonlyMap<string, string>,
  signer: Signer,
): void {
  const claimed = claimedAnnotations(signed, digest, signer);
  for (const [name, wanted] of annotations) {
    const found = claimed.get(name);
    if (found === wanted) continue;
    const said = found === undefined ? 'missing' : `"${found.slice(0, 80)}"`;
    throw new VerificationError(
      'claims',
      `its annotation ${name} is ${said}, not "${wanted}"`,
      signer,
    );
  }
}

function claimedAnnotations(
  { content }: Signed,
  digest: string,
  signer: Signer,
): ReadonlyMap<string, string> {
  if (content.kind === 'envelope') {
    const statement = readStatement(content);
    const subject = subjectOf(statement, digest);
    if (subject) return subject.annotations;
    const other = [...(statement.subjects[0]?.digest.values() ?? [])][0];
    throw new VerificationError(
      'bad',
      `it was made for ${other?.slice(0, 80) ?? 'nothing'}`,
      signer,
    );
  }
  // The bytes of a signature over nothing but a digest are not here: what they claim cannot be known.
  if (!content.bytes)
    throw new VerificationError('bad', 'it is not a signature of an image', signer);
  const claims = parseSimpleSigning(content.bytes);
  if (claims.digest !== digest)
    throw new VerificationError('bad', `it was made for ${claims.digest.slice(0, 80)}`, signer);
  return claims.annotations;
}
