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

/**
 * `runner` is `github-hosted` or `self-hosted`; `repository`, `owner` and `workflow` are complete https URLs. `repository`
 * and `ref` are those that called a reusable workflow, while the subject is the reusable workflow itself.
 */
export type Claim = 'repository' | 'ref' | 'commit' | 'workflow' | 'event' | 'runner' | 'owner';

/** The URL that a certificate has for a repository: of `acme/app` on GitHub, or `gitlab.com/acme/app`. */
export function repositoryClaim(repository: string): string {
  if (repository.includes('://')) return repository;
  return /^[^/]*[.:]/.test(repository)
    ? `https://${repository}`
    : `https://github.com/${repository}`;
}

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

/** What of a signer with the wanted subject and issuer differs from the policy; undefined if the signer is another one. */
export function differingClaim(signer: Signer, policy: IdentitySignerPolicy): string | undefined {
  if (!hasIdentity(signer, { ...policy, claims: {} })) return undefined;
  for (const [claim, glob] of Object.entries(policy.claims ?? {})) {
    const actual = signer.claims?.[claim as Claim];
    if (!matches(glob, actual)) return `${claim} ${actual ?? 'is missing'}, expected ${glob}`;
  }
  return undefined;
}

/** The signer, and the repository that called its workflow if that is another one. */
export function describeSigner({ name, issuer, claims }: Signer): string {
  if (issuer === undefined) return name;
  const caller = claims?.repository;
  const called =
    caller === undefined || name.startsWith(`${caller}/`) ? '' : `, called by ${caller}`;
  return `${name}, issuer ${issuer}${called}`;
}

function matches(glob: string, value: string | undefined): boolean {
  return value !== undefined && matchesGlob(glob, value);
}
