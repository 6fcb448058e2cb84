import type { Signer } from './authority.js';

/** `bad`: proves nothing; `signer`: proven, but somebody else's; `claims`: the right signer's, but not about this. */
export type RefusalKind = 'bad' | 'signer' | 'claims';

/** A signature that does not count, and why, for people. */
export class Refusal extends Error {
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
