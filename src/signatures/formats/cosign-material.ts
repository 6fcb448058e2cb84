import { X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { decodeBase64, isObject, parseObject } from '../json.js';
import type { Signed } from '../signed.js';
import { VerificationError } from '../verification-error.js';

/** What proves a signature of cosign's own layouts, from the layer's annotations. Throws Refusal (bad). */
export function cosignMaterial(
  annotations: ReadonlyMap<string, string>,
): Pick<Signed, 'certificate' | 'logEntries' | 'timestamps'> {
  const certificate = annotations.get('dev.sigstore.cosign/certificate');
  const entry = annotations.get('dev.sigstore.cosign/bundle');
  const timestamp = annotations.get('dev.sigstore.cosign/rfc3161timestamp');
  return {
    ...(certificate ? { certificate: parseCertificate(certificate) } : {}),
    logEntries: entry ? [parseLogEntry(entry)] : [],
    timestamps: timestamp ? [parseTimestamp(timestamp)] : [],
  };
}

function parseCertificate(pem: string): Buffer {
  try {
    return new X509Certificate(pem).raw;
  } catch {
    throw new VerificationError('bad', 'its certificate is damaged');
  }
}

/** Rekor's answer as cosign keeps it: `{SignedEntryTimestamp, Payload: {body, integratedTime, logIndex, logID}}`. */
function parseLogEntry(text: string): TransparencyLogEntry {
  const what = 'its transparency log entry';
  const json = parseObject(text, what);
  const payload = json.Payload;
  if (!isObject(payload)) throw new VerificationError('bad', `${what} has no payload`);
  const { body, integratedTime, logIndex, logID } = payload;
  const canonicalizedBody = decodeBase64(body, `the body of ${what}`);
  const { kind, apiVersion } = parseObject(canonicalizedBody, `the body of ${what}`);
  if (
    typeof kind !== 'string' ||
    typeof apiVersion !== 'string' ||
    typeof logID !== 'string' ||
    !isCount(integratedTime) ||
    !isCount(logIndex)
  )
    throw new VerificationError('bad', `${what} is incomplete`);
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(integratedTime),
    inclusionPromise: {
      signedEntryTimestamp: decodeBase64(json.SignedEntryTimestamp, `the promise of ${what}`),
    },
    inclusionProof: undefined,
    canonicalizedBody,
  };
}

function parseTimestamp(text: string): Buffer {
  const what = 'its signed timestamp';
  return decodeBase64(parseObject(text, what).SignedRFC3161Timestamp, what);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
