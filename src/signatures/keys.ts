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

/** A public key that signatures are checked with. */
export interface PublicKey {
  /** Absent when the PEM cannot be decoded: such a key has signed nothing, so it refuses everything. */
  readonly object?: KeyObject;
  /** Hash algorithms that a signature of it may use, the likeliest first; none for Ed25519, which hashes itself. */
  readonly hashes: readonly string[];
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
  /** `P-256 key sha256:…` for people; the hash is that of the SubjectPublicKeyInfo. */
  readonly name: string;
}

/**
 * Reads a PEM public key: P-256, P-384, P-521, RSA of 2048 bits or more, Ed25519. Throws PortsideError (usage) for
 * anything else, private keys included: they should never come near a verifier. A public key whose content is damaged is
 * a verdict, not a mistake in the command: it is returned as a key that made no signature.
 */
export function parsePublicKey(pem: string): PublicKey {
  if (pem.length > LONGEST) throw unusable('it is too long to be one');
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    throw unusable('it is a private key', 'Give the public half, and keep this one secret');
  if (
    !pem.includes('-----BEGIN PUBLIC KEY-----') &&
    !pem.includes('-----BEGIN RSA PUBLIC KEY-----')
  )
    throw unusable('it is not PEM', 'A public key begins with -----BEGIN PUBLIC KEY-----');
  let object: KeyObject;
  try {
    object = createPublicKey(pem);
  } catch {
    return { hashes: [], spki: Buffer.alloc(0), name: 'damaged key' };
  }
  return toPublicKey(object);
}

/** Throws PortsideError (usage) for a kind of key that is not accepted. */
export function toPublicKey(object: KeyObject): PublicKey & { readonly object: KeyObject } {
  const { name, hashes } = kindOf(object);
  const spki = object.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(spki).digest('hex');
  return { object, hashes, spki, name: `${name} key sha256:${id.slice(0, 16)}` };
}

/** Whether the signature over these bytes is the key's. Malformed signatures are just wrong. */
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
 * Whether the signature is the key's over bytes of which only the digest is known. Throws PortsideError (incomplete)
 * for keys that do not sign digests: Ed25519, and P-521, which nobody asks for.
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

const LONGEST = 64 << 10;
/** DER of the DigestInfo before the digest: RFC 8017, 9.2, note 1. */
const DIGEST_INFO: ReadonlyMap<string, string> = new Map([
  ['sha256', '3031300d060960864801650304020105000420'],
  ['sha384', '3041300d060960864801650304020205000430'],
  ['sha512', '3051300d060960864801650304020305000440'],
]);
const CURVES: ReadonlyMap<string, { name: string; hashes: readonly string[] }> = new Map([
  // cosign hashes with SHA-256 whatever the curve is, bundles with the curve's own.
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
  const prefix = Buffer.from(DIGEST_INFO.get(digest.algorithm) ?? '', 'hex');
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
    'PSE7500',
    `Cannot verify a signature of the ${key.name} by digest alone`,
    'Give the file instead of its digest',
  );
}

function unusable(why: string, advice?: string): PortsideError {
  return new PortsideError('PSE7000', `Cannot use the public key: ${why}`, advice);
}
