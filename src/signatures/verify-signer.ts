import { PortsideError } from '../lib/errors.js';
import type { LoadedRoot, VerifyOptions } from './options.js';
import type {
  IdentitySignerPolicy,
  KeySignerPolicy,
  Signer,
  SignerPolicy,
} from './signer-policy.js';
import { isSignedBy } from './sigstore/content.js';
import type { SigstoreRoot } from './sigstore/trusted-root.js';
import type { UnverifiedSignature } from './unverified-signature.js';
import { VerificationError } from './verification-error.js';

/**
 * Verifies the signature against each signer policy and returns its signer. Throws VerificationError when no policy
 * allows it, PortsideError when it cannot be verified. The signed content is not read here: it must not be trusted
 * before its signer is verified.
 */
export async function verifySigner(
  signature: UnverifiedSignature,
  options: VerifyOptions,
): Promise<Signer> {
  const keys = options.signedBy.filter((policy) => policy.kind === 'key');
  const identities = options.signedBy.filter(isIdentityPolicy);
  const attempts = [
    ...keys.map((key) => () => verifyKeySignature(signature, key, options)),
    ...(identities.length > 0
      ? [() => verifyIdentitySignature(signature, identities, options)]
      : []),
  ];
  let rejection: VerificationError | undefined;
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      rejection = moreSpecific(rejection, error);
    }
  }
  throw rejection ?? new VerificationError('wrong-signer', 'the policy allows no signer');
}

function isIdentityPolicy(policy: SignerPolicy): policy is IdentitySignerPolicy {
  return policy.kind === 'identity';
}

async function verifyKeySignature(
  signature: UnverifiedSignature,
  policy: KeySignerPolicy,
  options: VerifyOptions,
): Promise<Signer> {
  const { key } = policy;
  if (!key.object)
    throw new VerificationError('invalid', 'the given key is damaged, and verifies no signature');
  if (!isSignedBy(signature.content, key))
    throw new VerificationError('invalid', `it was not made by the ${key.name}`);
  const hasMaterial = signature.logEntries.length + signature.timestamps.length > 0;
  const needsLogEntry = options.log === 'required';
  if (!hasMaterial && !needsLogEntry) return { name: key.name };
  const { verifyByKey, roots, stale } = await loadSigstore(signature, options);
  return withAnyTrustedRoot({ roots, stale, signature }, (trust) =>
    verifyByKey(signature, trust, { key, needsLogEntry }),
  );
}

async function verifyIdentitySignature(
  signature: UnverifiedSignature,
  policies: readonly IdentitySignerPolicy[],
  options: VerifyOptions,
): Promise<Signer> {
  const { verifyByIdentity, roots, stale } = await loadSigstore(signature, options);
  return withAnyTrustedRoot({ roots, stale, signature }, (trust) =>
    verifyByIdentity(signature, trust, {
      policies,
      needsLogEntry: options.log === 'required' || (options.log !== 'ignored' && trust.hasLog),
    }),
  );
}

/** Loaded only when needed: a plain key signature, the most frequent case, is verified without these libraries. */
async function loadSigstore(signature: UnverifiedSignature, { trustedRoot }: VerifyOptions) {
  const {
    EMBEDDED_ROOTS,
    instanceOf,
    unknownAuthority,
    verifyByIdentity,
    verifyByKey,
    loadTrustedRoots,
  } = await import('./sigstore/library.js');
  const instance = instanceOf(signature);
  const { root, stale }: Partial<LoadedRoot> =
    typeof trustedRoot === 'function' ? await trustedRoot(instance) : { root: trustedRoot };
  return {
    verifyByIdentity,
    verifyByKey,
    roots: loadTrustedRoots(root ?? EMBEDDED_ROOTS[instance]),
    stale: stale === undefined ? undefined : { why: stale, unknownAuthority },
  };
}

interface Attempt {
  readonly roots: readonly SigstoreRoot[];
  /** Why the roots may be out of date. */
  readonly stale:
    | {
        readonly why: string;
        readonly unknownAuthority: (
          signature: UnverifiedSignature,
          trust: SigstoreRoot,
        ) => string | undefined;
      }
    | undefined;
  readonly signature: UnverifiedSignature;
}

/**
 * The signer, verified with the first root that allows it. Throws VerificationError, and PortsideError (incomplete) if the
 * roots may be out of date and do not have an authority of the signature.
 */
function withAnyTrustedRoot(
  { roots, stale, signature }: Attempt,
  verify: (trust: SigstoreRoot) => Signer,
): Signer {
  let rejection: VerificationError | undefined;
  for (const trust of roots) {
    try {
      return verify(trust);
    } catch (error) {
      rejection = moreSpecific(rejection, error);
    }
  }
  if (stale && rejection?.kind === 'invalid') {
    const unknown = roots.map((trust) => stale.unknownAuthority(signature, trust));
    if (unknown.every((one) => one !== undefined))
      throw new PortsideError(
        'PSE7509',
        `Cannot verify the signature: the trusted root does not have ${unknown[0]}, and it may be out of date (${stale.why})`,
        'Check the access to tuf-repo-cdn.sigstore.dev and tuf-repo.github.com, or give a current trusted root',
      );
  }
  throw rejection ?? new VerificationError('invalid', 'there is no trusted root');
}

/** The rejection to report: a known wrong signer says more than any other reason. Throws all other errors. */
function moreSpecific(before: VerificationError | undefined, error: unknown): VerificationError {
  if (!(error instanceof VerificationError)) throw error;
  return before?.kind === 'wrong-signer' ? before : error;
}
