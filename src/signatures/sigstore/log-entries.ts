import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import type { TrustMaterial } from '@sigstore/verify';
import { verifyTLogInclusion } from '@sigstore/verify/dist/tlog/index.js';
import { decodeBase64, isObject, parseObject } from '../json.js';
import type { Signed } from '../signed.js';
import { VerificationError } from '../verification-error.js';

/**
 * What @sigstore/verify leaves out about log entries. Each must name the very key or certificate of the signature:
 * an entry of somebody else's signature over the same payload would lend its time to this one. Entries of the kind
 * intoto 0.0.1 are checked whole, since the library does not know them. Returns the entries that are left for the
 * library. Throws Refusal (bad).
 */
export function checkLogEntries(
  signed: Signed,
  spki: Buffer,
  trust: TrustMaterial,
): TransparencyLogEntry[] {
  return signed.logEntries.filter((entry) => {
    const body = parseObject(entry.canonicalizedBody, 'the body of its log entry');
    checkVerifier(verifierOf(entry, body), signed.certificate, spki);
    if (entry.kindVersion.kind !== 'intoto' || entry.kindVersion.version !== '0.0.1') return true;
    checkIntoto001(entry, body, signed, trust);
    return false;
  });
}

/** The key or certificate that the entry says made the signature, PEM or DER. */
function verifierOf(entry: TransparencyLogEntry, body: Record<string, unknown>): Buffer {
  const { kind, version } = entry.kindVersion;
  const path = VERIFIERS.get(`${kind} ${version}`);
  if (!path)
    throw new VerificationError('bad', `its log entry is of the unknown kind ${kind} ${version}`);
  for (const one of path) {
    const found = at(body, one);
    if (typeof found === 'string') return decodeBase64(found, 'the key of its log entry');
  }
  throw new VerificationError('bad', 'its log entry names no key');
}

/** Sources: sigstore/rekor pkg/types, JSON schemas; sigstore/protobuf-specs rekor/v2 (0.0.2 of the first two). */
const VERIFIERS: ReadonlyMap<string, readonly (readonly (string | number)[])[]> = new Map([
  ['hashedrekord 0.0.1', [['spec', 'signature', 'publicKey', 'content']]],
  ['hashedrekord 0.0.2', verifierV2(['spec', 'hashedRekordV002', 'signature', 'verifier'])],
  ['dsse 0.0.1', [['spec', 'signatures', 0, 'verifier']]],
  ['dsse 0.0.2', verifierV2(['spec', 'dsseV002', 'signatures', 0, 'verifier'])],
  ['intoto 0.0.1', [['spec', 'publicKey']]],
  ['intoto 0.0.2', [['spec', 'content', 'envelope', 'signatures', 0, 'publicKey']]],
]);

function verifierV2(path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  return [
    [...path, 'x509Certificate', 'rawBytes'],
    [...path, 'publicKey', 'rawBytes'],
  ];
}

function at(json: unknown, path: readonly (string | number)[]): unknown {
  let value = json;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isObject(value) && typeof step === 'string') value = value[step];
    else return undefined;
  }
  return value;
}

function checkVerifier(verifier: Buffer, certificate: Buffer | undefined, spki: Buffer): void {
  const named = parseVerifier(verifier);
  const same = named.certificate
    ? certificate?.equals(named.certificate)
    : // A log that keeps only the key of a certificate still names the signer.
      named.spki.equals(spki);
  if (!same) throw new VerificationError('bad', 'its log entry is of another signer');
}

function parseVerifier(bytes: Buffer): { certificate?: Buffer; spki: Buffer } {
  const pem = bytes.subarray(0, 11).toString('latin1') === '-----BEGIN ';
  const isCertificate = pem && bytes.subarray(0, 64).includes('CERTIFICATE');
  try {
    if (pem && !isCertificate) return { spki: spkiOf(createPublicKey(bytes)) };
    if (pem) return fromCertificate(bytes);
  } catch {
    throw new VerificationError('bad', 'the key of its log entry is damaged');
  }
  try {
    return { spki: spkiOf(createPublicKey({ key: bytes, format: 'der', type: 'spki' })) };
  } catch {
    try {
      return fromCertificate(bytes);
    } catch {
      throw new VerificationError('bad', 'the key of its log entry is damaged');
    }
  }
}

function fromCertificate(bytes: Buffer): { certificate: Buffer; spki: Buffer } {
  const certificate = new X509Certificate(bytes);
  return { certificate: certificate.raw, spki: spkiOf(certificate.publicKey) };
}

function spkiOf(key: X509Certificate['publicKey']): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/**
 * An entry that holds no signature, but the hash of the whole envelope as it was stored.
 * Source: sigstore/rekor pkg/types/intoto/v0.0.1.
 */
function checkIntoto001(
  entry: TransparencyLogEntry,
  body: Record<string, unknown>,
  { content }: Signed,
  trust: TrustMaterial,
): void {
  verifyTLogInclusion(entry, trust.tlogs);
  if (body.kind !== 'intoto' || body.apiVersion !== '0.0.1')
    throw new VerificationError('bad', 'its log entry is of another kind than it says');
  if (content.kind !== 'envelope' || !content.raw)
    throw new VerificationError('bad', 'its log entry is of an envelope that was not kept');
  const hashes = [
    ['hash', content.raw],
    ['payloadHash', content.payload],
  ] as const;
  for (const [name, bytes] of hashes) {
    const logged = at(body, ['spec', 'content', name]);
    const value = createHash('sha256').update(bytes).digest('hex');
    if (!isObject(logged) || logged.algorithm !== 'sha256' || logged.value !== value)
      throw new VerificationError('bad', 'its log entry is of another envelope');
  }
}
