import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import type { TrustMaterial } from '@sigstore/verify';
import { verifyTLogInclusion } from '@sigstore/verify/dist/tlog/index.js';
import { isObject, type JsonObject } from '../../lib/json.js';
import { decodeBase64, parseObject } from '../json.js';
import type { UnverifiedSignature } from '../unverified-signature.js';
import { VerificationError } from '../verification-error.js';

/**
 * Checks log entries where @sigstore/verify does not. Each entry must contain the key or certificate of this signature:
 * otherwise the entry of another signature over the same payload could lend its time to this one. Entries of the kind
 * intoto 0.0.1, which the library does not support, are verified completely. Returns the entries that the library still
 * has to verify. Throws VerificationError (invalid).
 */
export function checkLogEntries(
  signature: UnverifiedSignature,
  spki: Buffer,
  trust: TrustMaterial,
): TransparencyLogEntry[] {
  return signature.logEntries.filter((entry) => {
    const body = parseObject(entry.canonicalizedBody, 'the body of its log entry');
    checkVerifier(verifierOf(entry, body), signature.certificate, spki);
    checkProof(entry);
    if (entry.kindVersion.kind !== 'intoto' || entry.kindVersion.version !== '0.0.1') return true;
    verifyIntoto001(entry, body, signature, trust);
    return false;
  });
}

/**
 * The tree in an inclusion proof must be that of its signed checkpoint, which the library uses alone.
 * Source: transparency-dev/formats log/README.md.
 */
function checkProof({ inclusionProof }: TransparencyLogEntry): void {
  if (!inclusionProof) return;
  const { rootHash, treeSize, checkpoint } = inclusionProof;
  const [, size, root] = checkpoint?.envelope.split('\n') ?? [];
  if (size !== treeSize || root !== Buffer.from(rootHash).toString('base64'))
    throw new VerificationError('invalid', 'its inclusion proof is not that of its checkpoint');
}

/** The key or certificate in the entry, PEM or DER. */
function verifierOf(entry: TransparencyLogEntry, body: JsonObject): Buffer {
  const { kind, version } = entry.kindVersion;
  const paths = VERIFIER_PATHS.get(`${kind} ${version}`);
  if (!paths)
    throw new VerificationError('invalid', `its log entry has the unknown kind ${kind} ${version}`);
  for (const path of paths) {
    const found = valueAt(body, path);
    if (typeof found === 'string') return decodeBase64(found, 'the key in its log entry');
  }
  throw new VerificationError('invalid', 'its log entry has no key');
}

type JsonPath = readonly (string | number)[];

/** Sources: sigstore/rekor pkg/types, JSON schemas; sigstore/protobuf-specs rekor/v2 (0.0.2 of the first two). */
const VERIFIER_PATHS: ReadonlyMap<string, readonly JsonPath[]> = new Map([
  ['hashedrekord 0.0.1', [['spec', 'signature', 'publicKey', 'content']]],
  ['hashedrekord 0.0.2', verifierV2(['spec', 'hashedRekordV002', 'signature', 'verifier'])],
  ['dsse 0.0.1', [['spec', 'signatures', 0, 'verifier']]],
  ['dsse 0.0.2', verifierV2(['spec', 'dsseV002', 'signatures', 0, 'verifier'])],
  ['intoto 0.0.1', [['spec', 'publicKey']]],
  ['intoto 0.0.2', [['spec', 'content', 'envelope', 'signatures', 0, 'publicKey']]],
]);

function verifierV2(path: JsonPath): readonly JsonPath[] {
  return [
    [...path, 'x509Certificate', 'rawBytes'],
    [...path, 'publicKey', 'rawBytes'],
  ];
}

function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isObject(value) && typeof step === 'string') value = value[step];
    else return undefined;
  }
  return value;
}

function checkVerifier(verifier: Buffer, certificate: Buffer | undefined, spki: Buffer): void {
  const logged = parseVerifier(verifier);
  const isSame = logged.certificate
    ? certificate?.equals(logged.certificate)
    : // Some logs store only the key of a certificate, which identifies the signer as well.
      logged.spki.equals(spki);
  if (!isSame) throw new VerificationError('invalid', 'its log entry belongs to another signer');
}

function parseVerifier(bytes: Buffer): { certificate?: Buffer; spki: Buffer } {
  const pem = bytes.subarray(0, 11).toString('latin1') === '-----BEGIN ';
  const isCertificate = pem && bytes.subarray(0, 64).includes('CERTIFICATE');
  try {
    if (pem && !isCertificate) return { spki: spkiOf(createPublicKey(bytes)) };
    if (pem) return fromCertificate(bytes);
  } catch {
    throw unparsableKey();
  }
  try {
    return { spki: spkiOf(createPublicKey({ key: bytes, format: 'der', type: 'spki' })) };
  } catch {
    try {
      return fromCertificate(bytes);
    } catch {
      throw unparsableKey();
    }
  }
}

function unparsableKey(): VerificationError {
  return new VerificationError('invalid', 'the key in its log entry cannot be parsed');
}

function fromCertificate(bytes: Buffer): { certificate: Buffer; spki: Buffer } {
  const certificate = new X509Certificate(bytes);
  return { certificate: certificate.raw, spki: spkiOf(certificate.publicKey) };
}

function spkiOf(key: X509Certificate['publicKey']): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/**
 * Verifies an entry that contains no signature, but the hash of the stored envelope.
 * Source: sigstore/rekor pkg/types/intoto/v0.0.1.
 */
function verifyIntoto001(
  entry: TransparencyLogEntry,
  body: JsonObject,
  { content }: UnverifiedSignature,
  trust: TrustMaterial,
): void {
  verifyTLogInclusion(entry, trust.tlogs);
  if (body.kind !== 'intoto' || body.apiVersion !== '0.0.1')
    throw new VerificationError('invalid', 'its log entry has a body of another kind');
  if (content.kind !== 'envelope' || !content.raw)
    throw new VerificationError(
      'invalid',
      'its log entry needs the stored envelope, which is not available',
    );
  const hashes = [
    ['hash', content.raw],
    ['payloadHash', content.payload],
  ] as const;
  for (const [name, bytes] of hashes) {
    const logged = valueAt(body, ['spec', 'content', name]);
    const value = createHash('sha256').update(bytes).digest('hex');
    if (!isObject(logged) || logged.algorithm !== 'sha256' || logged.value !== value)
      throw new VerificationError('invalid', 'its log entry belongs to another envelope');
  }
}
