import { X509Certificate as NodeCertificate } from 'node:crypto';
import { X509Certificate } from '@sigstore/core';
import type { Claim, Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';

/**
 * Whom a Fulcio certificate names. Believe it only once its chain is verified. Throws Refusal (bad) for one that does
 * not name exactly one subject and one issuer, or that is not for signing code.
 * Sources: sigstore/fulcio docs/oid-info.md, docs/certificate-specification.md.
 */
export function readIdentity(der: Buffer): Required<Pick<Signer, 'name' | 'issuer' | 'claims'>> {
  const node = new NodeCertificate(der);
  if (node.ca || !node.keyUsage?.includes(CODE_SIGNING))
    throw new VerificationError('bad', 'its certificate is not for signing code');
  const certificate = X509Certificate.parse(Buffer.from(der));
  const claims: Partial<Record<Claim, string>> = {};
  for (const [claim, oids] of CLAIM_OIDS) {
    const value = first(certificate, oids);
    if (value !== undefined) claims[claim] = value;
  }
  const repository = read(certificate, 5);
  // Certificates of 2022 and early 2023 know the repository by its short name alone.
  if (repository !== undefined) claims.repository ??= `https://github.com/${repository}`;
  return { name: readSubject(certificate), issuer: readIssuer(certificate), claims };
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const SUBJECT_ALT_NAME = '2.5.29.17';
const FULCIO = '1.3.6.1.4.1.57264.1';
/** Fulcio's name for a user without an address: UTF8String in an otherName. */
const OTHER_NAME = `${FULCIO}.7`;
/** Extensions of this number and above hold a DER string, those below the text itself. */
const FIRST_ENCODED = 7;

/** The encoded extension first, then the deprecated one of the same meaning. */
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
  // With two names, one could be checked by us and another be shown by the next tool.
  if (!name || others.length > 0)
    throw new VerificationError(
      'bad',
      `its certificate has ${names.length} subject names, not one`,
    );
  if (name.tag.isContextSpecific(1) || name.tag.isContextSpecific(6))
    return name.value.toString('utf8');
  const [type, value] = name.subs;
  if (name.tag.isContextSpecific(0) && type?.toOID() === OTHER_NAME && value?.subs[0])
    return value.subs[0].value.toString('utf8');
  throw new VerificationError('bad', 'its certificate has a subject name of an unknown kind');
}

function readIssuer(certificate: X509Certificate): string {
  const [now, before] = [read(certificate, 8), read(certificate, 1)];
  const issuer = now ?? before;
  if (issuer === undefined) throw new VerificationError('bad', 'its certificate names no issuer');
  if (before !== undefined && before !== issuer)
    throw new VerificationError('bad', 'its certificate names two issuers');
  return issuer;
}

function first(certificate: X509Certificate, numbers: readonly number[]): string | undefined {
  for (const number of numbers) {
    const value = read(certificate, number);
    if (value !== undefined) return value;
  }
  return undefined;
}

function read(certificate: X509Certificate, number: number): string | undefined {
  const extension = certificate.extension(`${FULCIO}.${number}`);
  if (!extension) return undefined;
  const bytes = number > FIRST_ENCODED ? extension.valueObj.subs[0]?.value : extension.value;
  return bytes?.toString('utf8');
}
