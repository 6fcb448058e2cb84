import { type Bundle, bundleFromJSON, type TransparencyLogEntry } from '@sigstore/bundle';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { reason } from '../../lib/errors.js';
import { isObject, type JsonObject, object } from '../../lib/json.js';
import { MAX_BUNDLE_SIZE } from '../candidate.js';
import { parseObject } from '../json.js';
import type {
  EnvelopeContent,
  MessageContent,
  UnverifiedSignature,
} from '../unverified-signature.js';
import { VerificationError } from '../verification-error.js';

/**
 * Parses a Sigstore bundle of version 0.1 to 0.3. A bundle over a message contains its digest, not its bytes.
 * Throws VerificationError (invalid).
 * Source: sigstore/protobuf-specs sigstore_bundle.proto.
 */
export function parseBundle(json: Uint8Array, place: string): UnverifiedSignature {
  if (json.length > MAX_BUNDLE_SIZE)
    throw new VerificationError(
      'invalid',
      `the bundle has ${json.length} bytes, the limit is ${MAX_BUNDLE_SIZE}`,
    );
  const bundle = decodeBundle(json);
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const timestamps = timestampVerificationData?.rfc3161Timestamps ?? [];
  if (tlogEntries.length > MAX_PROOFS || timestamps.length > MAX_PROOFS)
    throw new VerificationError(
      'invalid',
      `the bundle has more than ${MAX_PROOFS} log entries or timestamps`,
    );
  if (!tlogEntries.every(hasNumericMembers))
    throw new VerificationError('invalid', 'the bundle has a log entry without a valid log index');
  return {
    place,
    content: contentOf(bundle),
    certificate: certificateOf(bundle),
    logEntries: tlogEntries,
    timestamps: timestamps.map(({ signedTimestamp }) => signedTimestamp),
    bundle: json,
  };
}

const MAX_PROOFS = 16;
const HASHES: ReadonlyMap<HashAlgorithm, string> = new Map([
  [HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED, 'sha256'],
  [HashAlgorithm.SHA2_256, 'sha256'],
  [HashAlgorithm.SHA2_384, 'sha384'],
  [HashAlgorithm.SHA2_512, 'sha512'],
]);

/** The decoder accepts any text for a 64-bit number, as the JSON encoding of protobuf writes it. */
function hasNumericMembers({
  logIndex,
  integratedTime,
  inclusionProof,
}: TransparencyLogEntry): boolean {
  const proof = inclusionProof ? [inclusionProof.logIndex, inclusionProof.treeSize] : [];
  return [logIndex, integratedTime, ...proof].every((count) => /^\d{1,19}$/.test(count));
}

function decodeBundle(json: Uint8Array): Bundle {
  const object = parseObject(json, 'the bundle');
  if (!hasListsOnlyWhereExpected(object))
    throw new VerificationError('invalid', 'the bundle has a list where a value is expected');
  try {
    return bundleFromJSON(object);
  } catch (error) {
    throw new VerificationError('invalid', `the bundle cannot be parsed: ${reason(error)}`);
  }
}

/** The lists of a bundle: the decoder reads a list with one text at any other place as the text. */
const LISTS: ReadonlySet<string> = new Set([
  'certificates',
  'hashes',
  'rfc3161Timestamps',
  'signatures',
  'tlogEntries',
]);

/** Without recursion, because an attacker decides about the depth. */
function hasListsOnlyWhereExpected(bundle: JsonObject): boolean {
  const rest: unknown[] = [bundle];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    const entries = Object.entries(object(value));
    if (entries.some(([key, member]) => Array.isArray(member) && !LISTS.has(key))) return false;
    for (const [, member] of entries)
      for (const one of Array.isArray(member) ? member : [member])
        if (Array.isArray(one)) return false;
        else if (isObject(one)) rest.push(one);
  }
  return true;
}

function certificateOf({ verificationMaterial: { content } }: Bundle): Buffer | undefined {
  switch (content.$case) {
    case 'certificate':
      return content.certificate.rawBytes;
    case 'x509CertificateChain':
      return content.x509CertificateChain.certificates[0]?.rawBytes;
    default:
      return undefined;
  }
}

function contentOf({ content }: Bundle): MessageContent | EnvelopeContent {
  if (content.$case === 'messageSignature') {
    const { messageDigest, signature } = content.messageSignature;
    const algorithm = HASHES.get(messageDigest.algorithm);
    if (!algorithm)
      throw new VerificationError('invalid', 'the bundle has an unknown hash algorithm');
    return { kind: 'message', digest: { algorithm, value: messageDigest.digest }, signature };
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  const signature = signatures[0]?.sig;
  if (!signature) throw new VerificationError('invalid', 'the bundle has no signature');
  return { kind: 'envelope', payload, payloadType, signature };
}
