import { X509Certificate as NodeCertificate } from 'node:crypto';
import { RFC3161Timestamp, X509Certificate } from '@sigstore/core';
import { type SignedEntity, Verifier } from '@sigstore/verify';
import { PortsideError, reason } from '../../lib/errors.js';
import type { PublicKey } from '../keys.js';
import {
  describeSigner,
  differingClaim,
  hasIdentity,
  type IdentitySignerPolicy,
  type Signer,
} from '../signer-policy.js';
import type { UnverifiedSignature } from '../unverified-signature.js';
import { VerificationError } from '../verification-error.js';
import { readIdentity } from './certificate.js';
import { signatureContent } from './content.js';
import { checkLogEntries } from './log-entries.js';
import type { SigstoreRoot } from './trusted-root.js';

/**
 * Verifies a signature with a certificate and returns its signer: the certificate chain at the verified times, its
 * certificate transparency, the log entries, the signature, then the identity. A verified time is always required.
 * Throws VerificationError: invalid, or wrong-signer when no policy allows the identity.
 */
export function verifyByIdentity(
  signature: UnverifiedSignature,
  trust: SigstoreRoot,
  { policies, needsLogEntry }: IdentityRequirement,
): Signer {
  const { certificate } = signature;
  if (!certificate) throw new VerificationError('invalid', 'it has no certificate');
  const signer = rejectOnError(() => {
    const spki = new NodeCertificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    const key = {
      $case: 'certificate',
      certificate: X509Certificate.parse(Buffer.from(certificate)),
    } as const;
    const remaining = checkLogEntries(signature, spki, trust);
    const verified = signature.logEntries.length - remaining.length;
    if (needsLogEntry) requireLogEntry(signature);
    new Verifier(trust, {
      ctlogThreshold: trust.hasCtLog ? 1 : 0,
      tlogThreshold: needsLogEntry ? Math.max(0, 1 - verified) : 0,
      timestampThreshold: 1,
    }).verify(toSignedEntity(signature, key, remaining));
    return readIdentity(certificate);
  });
  if (policies.some((policy) => hasIdentity(signer, policy))) return signer;
  const [different] = policies.flatMap((policy) => differingClaim(signer, policy) ?? []);
  const why = different === undefined ? '' : `; ${different}`;
  throw new VerificationError(
    'wrong-signer',
    `it was signed by ${describeSigner(signer)}${why}`,
    signer,
  );
}

/** Verifies a key's signature with its log entries and timestamps, if it has any. Throws VerificationError (invalid). */
export function verifyByKey(
  signature: UnverifiedSignature,
  trust: SigstoreRoot,
  { key, needsLogEntry }: KeyRequirement,
): Signer {
  return rejectOnError(() => {
    if (needsLogEntry) requireLogEntry(signature);
    const remaining = checkLogEntries(signature, key.spki, trust);
    const verified = signature.logEntries.length - remaining.length;
    const publicKey = key.object;
    if (!publicKey) throw new VerificationError('invalid', `it was not made by the ${key.name}`);
    const finder = () => ({ publicKey, validFor: () => true });
    new Verifier(
      { ...trust, publicKey: finder },
      {
        ctlogThreshold: 0,
        tlogThreshold: needsLogEntry ? Math.max(0, 1 - verified) : 0,
        timestampThreshold: 0,
      },
    ).verify(toSignedEntity(signature, { $case: 'public-key', hint: '' }, remaining));
    return { name: key.name };
  });
}

interface IdentityRequirement {
  readonly policies: readonly IdentitySignerPolicy[];
  readonly needsLogEntry: boolean;
}

interface KeyRequirement {
  readonly key: PublicKey;
  readonly needsLogEntry: boolean;
}

function requireLogEntry({ logEntries }: UnverifiedSignature): void {
  if (logEntries.length === 0)
    throw new VerificationError('invalid', 'it is not in the transparency log');
}

function toSignedEntity(
  signature: UnverifiedSignature,
  key: SignedEntity['key'],
  tlogEntries: SignedEntity['tlogEntries'],
): SignedEntity {
  return {
    signature: signatureContent(signature.content),
    key,
    tlogEntries,
    timestamps: [
      // Only an inclusion promise signs the integrated time; without one, anyone could have written it.
      ...signature.logEntries
        .filter((entry) => entry.inclusionPromise && entry.integratedTime !== '0')
        .map((tlogEntry) => ({ $case: 'transparency-log' as const, tlogEntry })),
      ...signature.timestamps.map((der) => ({
        $case: 'timestamp-authority' as const,
        timestamp: RFC3161Timestamp.parse(Buffer.from(der)),
      })),
    ],
  };
}

/** Any error on a malicious certificate, log entry or timestamp rejects the signature. */
function rejectOnError<T>(verify: () => T): T {
  try {
    return verify();
  } catch (error) {
    if (error instanceof VerificationError) throw error;
    // A usage error here is about a key in the certificate, which is the signer's choice and not the user's.
    if (error instanceof PortsideError && error.kind === 'incomplete') throw error;
    throw new VerificationError('invalid', `verification failed: ${reason(error)}`);
  }
}
