import type { Signer } from './signer-policy.js';

/** Why a signature or an attestation is rejected. */
export type RejectionKind =
  /** There is no signature. */
  | 'unsigned'
  /** The signature, or the material that proves it, is not valid. */
  | 'invalid'
  /** The signature is valid, but its signer or builder is not allowed. */
  | 'wrong-signer'
  /** Allowed signers signed it, but not as many as required. */
  | 'too-few-signers'
  /** An allowed signer signed it, but annotations or provenance differ from what is required. */
  | 'mismatch';

/** A signature or an attestation that is rejected; the message continues "Signature rejected: …". */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';

  constructor(
    readonly kind: RejectionKind,
    message: string,
    /** The signer, if the signature itself is valid. */
    readonly signer?: Signer,
  ) {
    super(message);
  }
}
