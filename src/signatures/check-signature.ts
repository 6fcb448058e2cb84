import type { TrustMaterial } from '@sigstore/verify';
import type { VerifyOptions } from './options.js';
import type { Signed } from './signed.js';
import type {
  IdentitySignerPolicy,
  KeySignerPolicy,
  Signer,
  SignerPolicy,
} from './signer-policy.js';
import { holds } from './sigstore/content.js';
import { VerificationError } from './verification-error.js';

/**
 * Who of the authorities made the signature, proven. Throws Refusal when none of them did, PortsideError when that
 * cannot be told. Nothing that the signed bytes say is looked at: that comes after, and only then may be believed.
 */
export async function proveSigner(signed: Signed, options: VerifyOptions): Promise<Signer> {
  const keys = options.signedBy.filter((one): one is KeySignerPolicy => one.kind === 'key');
  const identities = options.signedBy.filter(isIdentityAuthority);
  let refusal: VerificationError | undefined;
  const attempts = [
    ...keys.map((key) => () => proveByKey(signed, key, options)),
    // With a certificate it is the certificate that signs; without one nobody but a key can have.
    ...(identities.length > 0 ? [() => proveByIdentity(signed, identities, options)] : []),
  ];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      if (refusal?.kind !== 'signer') refusal = error;
    }
  }
  throw refusal ?? new VerificationError('signer', 'nobody is allowed to sign');
}

function isIdentityAuthority(authority: SignerPolicy): authority is IdentitySignerPolicy {
  return authority.kind === 'identity';
}

async function proveByKey(
  signed: Signed,
  authority: KeySignerPolicy,
  options: VerifyOptions,
): Promise<Signer> {
  const { key } = authority;
  if (!holds(signed.content, key))
    throw new VerificationError('bad', `it is not by the ${key.name}`);
  const proofs = signed.logEntries.length + signed.timestamps.length;
  if (proofs === 0 && authority.log !== 'required') return { name: key.name };
  const { proveKey, roots } = await sigstore(options);
  return inAnyWorld(roots, (trust) => proveKey(signed, trust, authority));
}

async function proveByIdentity(
  signed: Signed,
  authorities: readonly IdentitySignerPolicy[],
  options: VerifyOptions,
): Promise<Signer> {
  const { proveIdentity, roots } = await sigstore(options);
  return inAnyWorld(roots, (trust) => proveIdentity(signed, trust, authorities));
}

/** A plain key signature, the fastest case, does without the libraries. */
async function sigstore({ trustedRoot }: VerifyOptions) {
  const { proveIdentity, proveKey, loadTrustedRoots } = await import('./sigstore/library.js');
  const root = typeof trustedRoot === 'function' ? await trustedRoot() : trustedRoot;
  return { proveIdentity, proveKey, roots: loadTrustedRoots(root) };
}

/** The signer, proven with one of the roots; else what tells most of why not. */
function inAnyWorld(
  roots: readonly TrustMaterial[],
  prove: (trust: TrustMaterial) => Signer,
): Signer {
  let refusal: VerificationError | undefined;
  for (const trust of roots) {
    try {
      return prove(trust);
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      if (refusal?.kind !== 'signer') refusal = error;
    }
  }
  throw refusal ?? new VerificationError('bad', 'there is no trusted root');
}
