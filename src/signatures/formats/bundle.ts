import { type Bundle, bundleFromJSON, type TransparencyLogEntry } from '@sigstore/bundle';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { reason } from '../../lib/errors.js';
import { parseObject } from '../json.js';
import type { Signed, SignedEnvelope, SignedMessage } from '../signed.js';
import { VerificationError } from '../verification-error.js';
import { LARGEST_BUNDLE } from './candidate.js';

/**
 * Reads a Sigstore bundle of version 0.1 to 0.3. The bytes of a message are not in it: the caller knows them, or only
 * their digest. Throws Refusal (bad).
 * Source: sigstore/protobuf-specs sigstore_bundle.proto.
 */
export function parseBundle(json: Uint8Array, place: string): Signed {
  if (json.length > LARGEST_BUNDLE)
    throw new VerificationError(
      'bad',
      `the bundle of ${json.length} bytes is over ${LARGEST_BUNDLE}`,
    );
  const bundle = read(parseObject(json, 'the bundle'));
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const timestamps = timestampVerificationData?.rfc3161Timestamps ?? [];
  if (tlogEntries.length > MOST_PROOFS || timestamps.length > MOST_PROOFS)
    throw new VerificationError(
      'bad',
      `the bundle has over ${MOST_PROOFS} log entries or timestamps`,
    );
  if (!tlogEntries.every(hasCounts))
    throw new VerificationError('bad', 'the bundle has a log entry without a place in its log');
  const certificate = certificateOf(bundle);
  return {
    place,
    content: contentOf(bundle),
    ...(certificate ? { certificate } : {}),
    logEntries: tlogEntries,
    timestamps: timestamps.map(({ signedTimestamp }) => signedTimestamp),
  };
}

const MOST_PROOFS = 16;
const HASHES: ReadonlyMap<HashAlgorithm, string> = new Map([
  [HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED, 'sha256'],
  [HashAlgorithm.SHA2_256, 'sha256'],
  [HashAlgorithm.SHA2_384, 'sha384'],
  [HashAlgorithm.SHA2_512, 'sha512'],
]);

/** Protobuf's JSON lets any text stand for a 64-bit number. */
function hasCounts({ logIndex, integratedTime, inclusionProof }: TransparencyLogEntry): boolean {
  const proof = inclusionProof ? [inclusionProof.logIndex, inclusionProof.treeSize] : [];
  return [logIndex, integratedTime, ...proof].every((count) => /^\d{1,19}$/.test(count));
}

function read(json: Record<string, unknown>): Bundle {
  try {
    return bundleFromJSON(json);
  } catch (error) {
    throw new VerificationError('bad', `the bundle is not one: ${reason(error)}`);
  }
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

function contentOf({ content }: Bundle): SignedMessage | SignedEnvelope {
  if (content.$case === 'messageSignature') {
    const { messageDigest, signature } = content.messageSignature;
    const algorithm = HASHES.get(messageDigest.algorithm);
    if (!algorithm) throw new VerificationError('bad', 'the bundle uses an unknown hash algorithm');
    return { kind: 'message', digest: { algorithm, value: messageDigest.digest }, signature };
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  const signature = signatures[0]?.sig;
  if (!signature) throw new VerificationError('bad', 'the bundle has no signature');
  return { kind: 'envelope', payload, payloadType, signature };
}
