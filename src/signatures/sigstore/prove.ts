import { X509Certificate as NodeCertificate } from 'node:crypto';
import { RFC3161Timestamp, X509Certificate } from '@sigstore/core';
import { type SignedEntity, type TrustMaterial, Verifier } from '@sigstore/verify';
import { PortsideError, reason } from '../../lib/errors.js';
import { isIdentity } from '../identity.js';
import type { Signed } from '../signed.js';
import type { IdentitySignerPolicy, KeySignerPolicy, Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import { readIdentity } from './certificate.js';
import { signatureContent } from './content.js';
import { checkLogEntries } from './log-entries.js';

/**
 * The identity that a certificate's signature proves: its chain at the times that are proven, its certificate
 * transparency, its log entries, the signature, then who it is. As many proofs are asked for as the root can give: a
 * private instance without a log cannot show an entry, but some trusted time there must always be.
 * Throws Refusal: bad, or signer when the signature is somebody else's.
 */
export function proveIdentity(
  signed: Signed,
  trust: TrustMaterial,
  authorities: readonly IdentitySignerPolicy[],
): Signer {
  const { certificate } = signed;
  if (!certificate) throw new VerificationError('bad', 'it is by a key, without a certificate');
  const signer = guarded(() => {
    const spki = new NodeCertificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
    const key = {
      $case: 'certificate',
      certificate: X509Certificate.parse(Buffer.from(certificate)),
    } as const;
    const left = checkLogEntries(signed, spki, trust);
    const own = signed.logEntries.length - left.length;
    new Verifier(trust, {
      ctlogThreshold: trust.ctlogs.length > 0 ? 1 : 0,
      tlogThreshold: trust.tlogs.length > 0 ? Math.max(0, 1 - own) : 0,
      timestampThreshold: 1,
    }).verify(toEntity(signed, key, left));
    return readIdentity(certificate);
  });
  if (authorities.some((authority) => isIdentity(signer, authority))) return signer;
  throw new VerificationError('signer', `it is by ${signer.name}, issuer ${signer.issuer}`, signer);
}

/** That the signature is the key's, and its log entries and timestamps, where it has any, are right. Throws Refusal (bad). */
export function proveKey(
  signed: Signed,
  trust: TrustMaterial,
  { key, log }: KeySignerPolicy,
): Signer {
  return guarded(() => {
    const left = checkLogEntries(signed, key.spki, trust);
    const own = signed.logEntries.length - left.length;
    const publicKey = key.object;
    if (!publicKey) throw new VerificationError('bad', `the ${key.name} made no signature`);
    const finder = () => ({ publicKey, validFor: () => true });
    new Verifier(
      { ...trust, publicKey: finder },
      {
        ctlogThreshold: 0,
        tlogThreshold: log === 'required' ? Math.max(0, 1 - own) : 0,
        timestampThreshold: 0,
      },
    ).verify(toEntity(signed, { $case: 'public-key', hint: '' }, left));
    return { name: key.name };
  });
}

function toEntity(
  signed: Signed,
  key: SignedEntity['key'],
  tlogEntries: SignedEntity['tlogEntries'],
): SignedEntity {
  return {
    signature: signatureContent(signed.content),
    key,
    tlogEntries,
    timestamps: [
      // Only a promise signs the time; without one the log's word about it is anybody's.
      ...signed.logEntries
        .filter((entry) => entry.inclusionPromise && entry.integratedTime !== '0')
        .map((tlogEntry) => ({ $case: 'transparency-log' as const, tlogEntry })),
      ...signed.timestamps.map((der) => ({
        $case: 'timestamp-authority' as const,
        timestamp: RFC3161Timestamp.parse(Buffer.from(der)),
      })),
    ],
  };
}

/** Whatever breaks on hostile certificates, entries and timestamps refuses the signature. */
function guarded<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof VerificationError) throw error;
    // A key in a certificate that is of no use is the signer's mistake, not the user's.
    if (error instanceof PortsideError && error.kind === 'incomplete') throw error;
    throw new VerificationError('bad', `its proof does not hold: ${reason(error)}`);
  }
}
