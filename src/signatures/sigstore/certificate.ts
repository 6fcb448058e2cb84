import { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import type { Claim, Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';

/**
 * The identity in a Fulcio certificate. It must not be trusted before the certificate chain is verified.
 * Throws VerificationError (invalid) unless the certificate has exactly one subject and one issuer, and is for code
 * signing.
 * Sources: sigstore/fulcio docs/oid-info.md, docs/certificate-specification.md.
 */
export function readIdentity(der: Buffer): Required<Pick<Signer, 'name' | 'issuer' | 'claims'>> {
  const node = new NodeCertificate(der);
  if (node.ca || !node.keyUsage?.includes(CODE_SIGNING))
    throw new VerificationError('invalid', 'its certificate is not for signing code');
  const certificate = X509Certificate.parse(Buffer.from(der));
  const claims: Partial<Record<Claim, string>> = {};
  for (const [claim, oids] of CLAIM_OIDS) {
    const value = firstExtension(certificate, oids);
    if (value !== undefined) claims[claim] = value;
  }
  const repository = readExtension(certificate, 5);
  // Certificates of 2022 and early 2023 contain only the short name of the repository.
  if (repository !== undefined) claims.repository ??= `https://github.com/${repository}`;
  return { name: readSubject(certificate), issuer: readIssuer(certificate), claims };
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const SUBJECT_ALT_NAME = '2.5.29.17';
const FULCIO = '1.3.6.1.4.1.57264.1';
/** Fulcio's username identity: a UTF8String in an otherName. */
const OTHER_NAME = `${FULCIO}.7`;
/** Extensions above this number contain a DER string, the others the text itself. */
const LAST_PLAIN_EXTENSION = 7;

/** The numbers of the extensions: the current one, then the deprecated one with the same meaning. */
const CLAIM_OIDS: readonly (readonly [Claim, readonly number[]])[] = [
  ['repository', [12]],
  ['ref', [14, 6]],
  ['commit', [13, 3]],
  ['workflow', [18]],
  ['event', [20, 2]],
  ['runner', [11]],
  ['owner', [16]],
];

function readSubject(certificate: X509Certificate): string {
  const names = certificate.extension(SUBJECT_ALT_NAME)?.valueObj.subs[0]?.subs ?? [];
  const [name, ...others] = names;
  // With two names, Portside could verify one while the next tool shows the other.
  if (!name || others.length > 0)
    throw new VerificationError(
      'invalid',
      `its certificate has ${names.length} subject names, expected one`,
    );
  if (name.tag.isContextSpecific(1) || name.tag.isContextSpecific(6))
    return name.value.toString('utf8');
  const [type, value] = name.subs;
  if (name.tag.isContextSpecific(0) && type?.toOID() === OTHER_NAME && value?.subs[0])
    return value.subs[0].value.toString('utf8');
  throw new VerificationError('invalid', 'its certificate has an unknown kind of subject name');
}

function readIssuer(certificate: X509Certificate): string {
  const [current, deprecated] = [readExtension(certificate, 8), readExtension(certificate, 1)];
  const issuer = current ?? deprecated;
  if (issuer === undefined)
    throw new VerificationError('invalid', 'its certificate has no issuer claim');
  if (deprecated !== undefined && deprecated !== issuer)
    throw new VerificationError('invalid', 'its certificate has two different issuer claims');
  return issuer;
}

function firstExtension(
  certificate: X509Certificate,
  numbers: readonly number[],
): string | undefined {
  for (const number of numbers) {
    const value = readExtension(certificate, number);
    if (value !== undefined) return value;
  }
  return undefined;
}

function readExtension(certificate: X509Certificate, number: number): string | undefined {
  const extension = certificate.extension(`${FULCIO}.${number}`);
  if (!extension) return undefined;
  const bytes = number > LAST_PLAIN_EXTENSION ? extension.valueObj.subs[0]?.value : extension.value;
  return bytes?.toString('utf8');
}
