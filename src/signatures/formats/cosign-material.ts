import { X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { isCount, isObject } from '../../lib/json.js';
import { decodeBase64, parseObject } from '../json.js';
import type { UnverifiedSignature } from '../unverified-signature.js';
import { VerificationError } from '../verification-error.js';

/** The verification material in the annotations of cosign's storage formats. Throws VerificationError (invalid). */
export function cosignMaterial(
  annotations: ReadonlyMap<string, string>,
): Pick<UnverifiedSignature, 'certificate' | 'logEntries' | 'timestamps'> {
  const certificate = annotations.get('dev.sigstore.cosign/certificate');
  const entry = annotations.get('dev.sigstore.cosign/bundle');
  const timestamp = annotations.get('dev.sigstore.cosign/rfc3161timestamp');
  return {
    certificate: certificate ? parseCertificate(certificate) : undefined,
    logEntries: entry ? [parseLogEntry(entry)] : [],
    timestamps: timestamp ? [parseTimestamp(timestamp)] : [],
  };
}

/** One or more certificates, the one of the signer first. Other readers would not skip other text. */
const CERTIFICATES =
  /^(?:[ \r\n]*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\r\n]{1,65536}-----END CERTIFICATE-----){1,16}[ \r\n]*$/;

function parseCertificate(pem: string): Buffer {
  try {
    if (!CERTIFICATES.test(pem)) throw new Error('other text');
    return new X509Certificate(pem).raw;
  } catch {
    throw new VerificationError('invalid', 'its certificate cannot be parsed');
  }
}

/** Rekor's response as cosign stores it: `{SignedEntryTimestamp, Payload: {body, integratedTime, logIndex, logID}}`. */
function parseLogEntry(text: string): TransparencyLogEntry {
  const name = 'its transparency log entry';
  const json = parseObject(text, name);
  const payload = json.Payload;
  if (!isObject(payload)) throw new VerificationError('invalid', `${name} has no payload`);
  const { body, integratedTime, logIndex, logID } = payload;
  const canonicalizedBody = decodeBase64(body, `the body of ${name}`);
  const { kind, apiVersion } = parseObject(canonicalizedBody, `the body of ${name}`);
  if (
    typeof kind !== 'string' ||
    typeof apiVersion !== 'string' ||
    typeof logID !== 'string' ||
    !isCount(integratedTime) ||
    !isCount(logIndex)
  )
    throw new VerificationError('invalid', `${name} is incomplete`);
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(integratedTime),
    inclusionPromise: {
      signedEntryTimestamp: decodeBase64(
        json.SignedEntryTimestamp,
        `the signed entry timestamp of ${name}`,
      ),
    },
    inclusionProof: undefined,
    canonicalizedBody,
  };
}

function parseTimestamp(text: string): Buffer {
  const name = 'its RFC 3161 timestamp';
  return decodeBase64(parseObject(text, name).SignedRFC3161Timestamp, name);
}
