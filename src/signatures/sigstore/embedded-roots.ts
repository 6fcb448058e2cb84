import { X509Certificate } from 'node:crypto';
import type { UnverifiedSignature } from '../unverified-signature.js';
import { GITHUB_ROOT } from './github-root.js';
import { PUBLIC_GOOD_ROOT } from './public-good-root.js';

/**
 * The instances of Sigstore that are trusted by default: the public one, and the one with which GitHub signs the attestations
 * of private repositories.
 */
export type SigstoreInstance = 'public' | 'github';

/** The trusted roots of the instances that are trusted without a root of the user, as JSON. */
export const EMBEDDED_ROOTS: Readonly<Record<SigstoreInstance, string>> = {
  public: PUBLIC_GOOD_ROOT,
  github: GITHUB_ROOT,
};

/**
 * The instance whose certificate the signature says it has, by the organization of the issuer, as `gh attestation verify`
 * tells them apart. Only that instance's root is then used, so a certificate that names the wrong one is rejected.
 */
export function instanceOf({ certificate }: UnverifiedSignature): SigstoreInstance {
  if (!certificate) return 'public';
  try {
    const { issuer } = new X509Certificate(certificate);
    return /^O=GitHub\\?, Inc\.$/m.test(issuer) ? 'github' : 'public';
  } catch {
    return 'public';
  }
}
