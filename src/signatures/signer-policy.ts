import { matchesGlob } from '../lib/glob.js';
import type { PublicKey } from './keys.js';

/** A signer whose signatures are accepted. */
export type SignerPolicy = KeySignerPolicy | IdentitySignerPolicy;

export interface KeySignerPolicy {
  readonly kind: 'key';
  readonly key: PublicKey;
}

/** The identity in a certificate of a trusted certificate authority; each member is exact or a glob (lib/glob.ts). */
export interface IdentitySignerPolicy {
  readonly kind: 'identity';
  readonly subject: string;
  readonly issuer: string;
  /** Claims of GitHub's OIDC tokens that Fulcio writes into the certificate. */
  readonly claims?: Partial<Record<Claim, string>>;
}

/** `runner` is `github-hosted` or `self-hosted`; `repository`, `owner` and `workflow` are complete https URLs. */
export type Claim = 'repository' | 'ref' | 'commit' | 'workflow' | 'event' | 'runner' | 'owner';

/** A verified signer. */
export interface Signer {
  /** `P-256 key sha256:…`, or the subject of the certificate. */
  readonly name: string;
  readonly issuer?: string;
  readonly claims?: Partial<Record<Claim, string>>;
}

/** Whether a verified signer has the identity that the policy names. A member that the signer does not have never matches. */
export function hasIdentity(
  { name, issuer, claims = {} }: Signer,
  policy: IdentitySignerPolicy,
): boolean {
  return (
    matches(policy.subject, name) &&
    matches(policy.issuer, issuer) &&
    Object.entries(policy.claims ?? {}).every(([claim, glob]) =>
      matches(glob, claims[claim as Claim]),
    )
  );
}

function matches(glob: string, value: string | undefined): boolean {
  return value !== undefined && matchesGlob(glob, value);
}
