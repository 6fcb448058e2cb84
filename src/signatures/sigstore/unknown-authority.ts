import { RFC3161Timestamp, X509Certificate } from '@sigstore/core';
import type { UnverifiedSignature } from '../unverified-signature.js';
import type { SigstoreRoot } from './trusted-root.js';

/**
 * The authority or log that a signature names and that the trusted root does not have; undefined when it has all of them,
 * or when the signature cannot be read. A newer root may have it, so whether the signature is valid is not known.
 */
export function unknownAuthority(
  { certificate, logEntries, timestamps }: UnverifiedSignature,
  trust: SigstoreRoot,
): string | undefined {
  try {
    const leaf = certificate && X509Certificate.parse(Buffer.from(certificate));
    if (leaf && !hasIssuer(leaf, trust)) return 'the certificate authority of its certificate';
    if (leaf && !hasCtLogs(leaf, trust))
      return 'the certificate transparency log of its certificate';
    if (!logEntries.every(({ logId }) => trust.tlogs.some((log) => log.logID.equals(logId.keyId))))
      return 'the transparency log of its log entry';
    if (!timestamps.every((der) => hasTimestampAuthority(der, trust)))
      return 'the authority of its timestamp';
  } catch {
    // Whatever cannot be read is rejected, and no root would change that.
  }
  return undefined;
}

/** By the key identifiers (RFC 5280, 4.2.1.1): the name of a new authority is often that of the old one. */
function hasIssuer(leaf: X509Certificate, { certificateAuthorities }: SigstoreRoot): boolean {
  const issuer = leaf.extAuthorityKeyID?.keyIdentifier;
  return certificateAuthorities.some(({ certChain }) =>
    certChain.some((authority) => {
      const subject = authority.extSubjectKeyID?.keyIdentifier;
      return issuer && subject ? subject.equals(issuer) : leaf.verify(authority);
    }),
  );
}

function hasCtLogs(leaf: X509Certificate, { ctlogs }: SigstoreRoot): boolean {
  const timestamps = leaf.extSCT?.signedCertificateTimestamps ?? [];
  return timestamps.every(({ logID }) => ctlogs.some((log) => log.logID.equals(logID)));
}

function hasTimestampAuthority(der: Buffer, { timestampAuthorities }: SigstoreRoot): boolean {
  const { signerSerialNumber, signerIssuer } = RFC3161Timestamp.parse(Buffer.from(der));
  return timestampAuthorities.some(({ certChain }) =>
    certChain.some(
      ({ serialNumber, issuer }) =>
        serialNumber.equals(signerSerialNumber) && issuer.equals(signerIssuer),
    ),
  );
}
