import { isProvenance } from '../find-provenance.js';
import type { VerifyOptions } from '../options.js';
import type { Signer } from '../signer-policy.js';
import { hasSubject, readStatement } from '../statement.js';
import { VerificationError } from '../verification-error.js';
import { verifySigner } from '../verify-signer.js';
import type { PackageRelease, ReleaseProvenance, ReleasePublisher } from './package-release.js';
import { PYPI_PUBLISH } from './pypi-attestations.js';

/** Whoever signed: the publisher of an earlier release decides who is expected. */
const ANYBODY = [{ kind: 'identity', subject: '**', issuer: '**' }] as const;

/**
 * Verifies the bundles of a release, and returns who built it: the first with a valid signature whose subject has the digest of
 * the lock file. Throws PortsideError (incomplete) if the trusted root may be out of date.
 */
export async function verifyRelease(
  { digest }: PackageRelease,
  bundles: readonly Uint8Array[],
  options: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<ReleaseProvenance> {
  let rejection: string | undefined;
  for (const bundle of bundles) {
    try {
      return { kind: 'verified', publisher: await publisherOf(bundle, digest, options) };
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      rejection ??= error.message;
    }
  }
  return rejection === undefined ? { kind: 'none' } : { kind: 'invalid', reason: rejection };
}

async function publisherOf(
  bundle: Uint8Array,
  digest: string,
  options: Pick<VerifyOptions, 'trustedRoot'>,
): Promise<ReleasePublisher> {
  const { parseBundle } = await import('../sigstore/library.js');
  const signature = parseBundle(bundle, 'the attestation');
  const signer = await verifySigner(signature, { ...options, signedBy: ANYBODY });
  if (signature.content.kind !== 'envelope')
    throw new VerificationError('invalid', 'its bundle has no statement', signer);
  const statement = readStatement(signature.content);
  if (!isProvenance(statement.predicateType) && statement.predicateType !== PYPI_PUBLISH)
    throw new VerificationError('invalid', 'its statement is not provenance', signer);
  if (!hasSubject(statement, digest))
    throw new VerificationError(
      'invalid',
      'its provenance is about another file than the lock file',
      signer,
    );
  return fromSigner(signer);
}

function fromSigner(signer: Signer): ReleasePublisher {
  const { name, issuer, claims } = signer;
  const repository = claims?.repository;
  if (repository === undefined || issuer === undefined)
    throw new VerificationError('invalid', `${name} signed it, which is no workflow`, signer);
  const at = name.lastIndexOf('@');
  return { repository, workflow: at < 0 ? name : name.slice(0, at), issuer };
}
