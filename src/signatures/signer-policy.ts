import type { PublicKey } from './keys.js';

/** Somebody whose signature counts. */
export type SignerPolicy = KeySignerPolicy | IdentitySignerPolicy;

export interface KeySignerPolicy {
  readonly kind: 'key';
  readonly key: PublicKey;
  /**
   * Whether a transparency log must have seen the signature. An entry that is there must always be right.
   * `if-present` is the default.
   */
  readonly log?: 'required' | 'if-present';
}

/** A certificate of a trusted authority with this identity; each text is exact, or a glob with `*` and `**`. */
export interface IdentitySignerPolicy {
  readonly kind: 'identity';
  readonly subject: string;
  readonly issuer: string;
  /** Claims of GitHub's tokens that Fulcio writes into the certificate. */
  readonly claims?: Partial<Record<Claim, string>>;
}

/** `runner` is `github-hosted` or `self-hosted`; `repository`, `owner` and `workflow` are whole https addresses. */
export type Claim = 'repository' | 'ref' | 'commit' | 'workflow' | 'event' | 'runner' | 'owner';

/** What is known about who signed, once it is proven. */
export interface Signer {
  /** `P-256 key sha256:…`, or the certificate's subject. */
  readonly name: string;
  readonly issuer?: string;
  readonly claims?: Partial<Record<Claim, string>>;
}
