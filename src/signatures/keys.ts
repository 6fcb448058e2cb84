import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  publicDecrypt,
  verify,
} from 'node:crypto';
import { PortsideError } from '../lib/errors.js';
import { verifyEcdsaDigest } from './ecdsa.js';

/** A public key that verifies signatures. */
export interface PublicKey {
  /** Absent in a damaged key, which verifies no signature. */
  readonly object?: KeyObject;
  /** Hash algorithms that its signatures may use, the most common first; empty for Ed25519, which hashes by itself. */
  readonly hashes: readonly string[];
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
  /** The name in messages: `P-256 key sha256:…`, with the hash of the SubjectPublicKeyInfo. */
  readonly name: string;
}

/**
 * Parses a PEM public key: P-256, P-384, P-521, RSA with 2048 bits or more, Ed25519. Throws PortsideError (usage) for
 * other kinds of keys, for text that cannot be decoded, and for private keys: a verifier must never need one.
 */
export function parsePublicKey(pem: string): PublicKey {
  if (pem.length > MAX_PEM_LENGTH) throw unusable(`it has over ${MAX_PEM_LENGTH} characters`);
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw unusable('it is a private key', 'Give the public key, and keep the private key secret');
  if (pem.includes('-----BEGIN CERTIFICATE-----'))
    throw unusable(
      'it is a certificate',
      'Write its public key to a file: openssl x509 -pubkey -noout -in FILE. For a certificate of Sigstore, give the identity of the signer instead',
    );
  if (
    !pem.includes('-----BEGIN PUBLIC KEY-----') &&
    !pem.includes('-----BEGIN RSA PUBLIC KEY-----')
  )
    throw unusable('it is not PEM', 'A public key begins with -----BEGIN PUBLIC KEY-----');
  let object: KeyObject;
  try {
    object = createPublicKey(pem);
  } catch {
    throw new PortsideError(
      'PSE7009',
      'Cannot use the public key: its text is damaged, so it cannot be decoded',
      'Export the key again, or fetch the file again',
    );
  }
  return toPublicKey(object);
}

/** The key of a PEM text that cannot be decoded. */
export const DAMAGED_KEY: PublicKey = { hashes: [], spki: Buffer.alloc(0), name: 'damaged key' };

/** Throws PortsideError (usage) for a kind of key that is not accepted. */
export function toPublicKey(object: KeyObject): PublicKey & { readonly object: KeyObject } {
  const { name, hashes } = kindOf(object);
  const spki = object.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(spki).digest('hex');
  return { object, hashes, spki, name: `${name} key sha256:${id.slice(0, 16)}` };
}

/** Whether the key made the signature over the data. False for a malformed signature. */
export function verifySignature(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  const { object } = key;
  if (!object) return false;
  const hashes = key.hashes.length > 0 ? key.hashes : [undefined];
  return hashes.some((hash) => {
    try {
      return verify(hash, data, object, signature);
    } catch {
      return false;
    }
  });
}

/**
 * Whether the key made the signature over bytes with this digest. Throws PortsideError (incomplete) for keys that cannot
 * verify a digest: Ed25519 needs the bytes, and P-521 is not implemented.
 */
export function verifyDigest(
  key: PublicKey,
  digest: { readonly algorithm: string; readonly value: Uint8Array },
  signature: Uint8Array,
): boolean {
  const { object } = key;
  if (!object) return false;
  if (!key.hashes.includes(digest.algorithm)) {
    if (key.hashes.length > 0) return false;
    throw needsBytes(key);
  }
  if (object.asymmetricKeyType === 'rsa') return verifyRsaDigest(object, digest, signature);
  if (object.asymmetricKeyDetails?.namedCurve === 'secp521r1') throw needsBytes(key);
  return verifyEcdsaDigest(object, digest.value, signature);
}

const MAX_PEM_LENGTH = 64 << 10;
/** The DER bytes of DigestInfo that come before the digest: RFC 8017, 9.2, note 1. */
const DIGEST_INFO_PREFIX: ReadonlyMap<string, string> = new Map([
  ['sha256', '3031300d060960864801650304020105000420'],
  ['sha384', '3041300d060960864801650304020205000430'],
  ['sha512', '3051300d060960864801650304020305000440'],
]);
const CURVES: ReadonlyMap<string, { name: string; hashes: readonly string[] }> = new Map([
  // cosign uses SHA-256 with every curve, Sigstore bundles use the hash of the curve's size.
  ['prime256v1', { name: 'P-256', hashes: ['sha256'] }],
  ['secp384r1', { name: 'P-384', hashes: ['sha256', 'sha384'] }],
  ['secp521r1', { name: 'P-521', hashes: ['sha256', 'sha512'] }],
]);

function kindOf(key: KeyObject): { name: string; hashes: readonly string[] } {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'ec': {
      const curve = CURVES.get(details.namedCurve ?? '');
      if (!curve) throw unusable(`its curve ${details.namedCurve ?? ''} is not accepted`);
      return curve;
    }
    case 'rsa': {
      const bits = details.modulusLength ?? 0;
      if (bits < 2048 || bits > 16384) throw unusable(`RSA of ${bits} bits is not accepted`);
      return { name: `RSA-${bits}`, hashes: ['sha256', 'sha384', 'sha512'] };
    }
    case 'ed25519':
      return { name: 'Ed25519', hashes: [] };
    default:
      throw unusable(`keys of type ${key.asymmetricKeyType} are not accepted`);
  }
}

/** RSASSA-PKCS1-v1_5, RFC 8017, 8.2.2. */
function verifyRsaDigest(
  key: KeyObject,
  digest: { readonly algorithm: string; readonly value: Uint8Array },
  signature: Uint8Array,
): boolean {
  const prefix = Buffer.from(DIGEST_INFO_PREFIX.get(digest.algorithm) ?? '', 'hex');
  try {
    const padding = constants.RSA_PKCS1_PADDING;
    const info = publicDecrypt({ key, padding }, signature);
    return prefix.length > 0 && info.equals(Buffer.concat([prefix, digest.value]));
  } catch {
    return false;
  }
}

function needsBytes(key: PublicKey): PortsideError {
  return new PortsideError(
    'PSE7502',
    `Cannot verify a signature of the ${key.name} with the digest alone`,
    'Give the file instead of its digest',
  );
}

function unusable(
  why: string,
  advice = 'Give a PEM public key: P-256, P-384, P-521, RSA of 2048 bits or more, or Ed25519',
): PortsideError {
  return new PortsideError('PSE7001', `Cannot use the public key: ${why}`, advice);
}
