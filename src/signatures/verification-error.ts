import type { Signer } from './signer-policy.js';

/**
 * `unsigned`: nobody signed it; `bad`: the signature proves nothing; `signer`: it is somebody else's; `claims`: it is
 * the right signer's, but says something else.
 */
export type RefusalKind = 'unsigned' | 'bad' | 'signer' | 'claims';

/** A signature that does not count, and why, for people. */
export class VerificationError extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    message: string,
    /** Who signed, where that is proven. */
    readonly signer?: Signer,
  ) {
    super(message);
  }
}
