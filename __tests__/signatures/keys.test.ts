import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyEcdsaDigest } from '../../src/signatures/ecdsa.js';
import { parsePublicKey, verifyDigest, verifySignature } from '../../src/signatures/keys.js';

const PAIRS = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  'RSA-2048': generateKeyPairSync('rsa', { modulusLength: 2048 }),
  Ed25519: generateKeyPairSync('ed25519'),
} as const;
type Kind = keyof typeof PAIRS;

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const DATA = Buffer.from('what was signed');

describe('parsePublicKey', () => {
  test.each(Object.keys(PAIRS) as Kind[])('reads %s, and its signatures hold', (kind) => {
    const key = parsePublicKey(pem(PAIRS[kind].publicKey));
    expect(key.name).toMatch(new RegExp(`^${kind} key sha256:[0-9a-f]{16}$`));
    for (const hash of key.hashes.length > 0 ? key.hashes : [null]) {
      const signature = sign(hash, DATA, PAIRS[kind].privateKey);
      expect(verifySignature(key, DATA, signature)).toBe(true);
      expect(verifySignature(key, Buffer.from('else'), signature)).toBe(false);
    }
    for (const junk of [Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(10_000, 0x30)])
      expect(verifySignature(key, DATA, junk)).toBe(false);
  });

  const privatePem = PAIRS['P-256'].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  test.each([
    ['a private key', privatePem, /private key/],
    ['no PEM', 'ssh-ed25519 AAAA', /not PEM/],
    ['nothing', '', /not PEM/],
    ['a megabyte', `-----BEGIN PUBLIC KEY-----${'A'.repeat(1 << 20)}`, /too long/],
    [
      'RSA of 1024 bits',
      pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
      /1024 bits/,
    ],
    [
      'secp256k1',
      pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey),
      /secp256k1/,
    ],
    ['X25519', pem(generateKeyPairSync('x25519').publicKey), /x25519/],
  ])('refuses %s', (_, text, why) => {
    expect(() => parsePublicKey(text)).toThrow(why);
  });

  it('takes a damaged key for one that made no signature', () => {
    const key = parsePublicKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n');
    expect(verifySignature(key, DATA, sign('sha256', DATA, PAIRS['P-256'].privateKey))).toBe(false);
    expect(
      verifyDigest(key, { algorithm: 'sha256', value: Buffer.alloc(32) }, Buffer.alloc(70)),
    ).toBe(false);
  });
});

describe('verifyDigest', () => {
  test.each<[Kind, string]>([
    ['P-256', 'sha256'],
    ['P-384', 'sha256'],
    ['P-384', 'sha384'],
    ['RSA-2048', 'sha256'],
    ['RSA-2048', 'sha512'],
  ])('holds for %s over %s, and for no other digest', (kind, algorithm) => {
    const key = parsePublicKey(pem(PAIRS[kind].publicKey));
    const value = createHash(algorithm).update(DATA).digest();
    const signature = sign(algorithm, DATA, PAIRS[kind].privateKey);
    expect(verifyDigest(key, { algorithm, value }, signature)).toBe(true);
    const other = createHash(algorithm).update('else').digest();
    expect(verifyDigest(key, { algorithm, value: other }, signature)).toBe(false);
    expect(verifyDigest(key, { algorithm: 'sha1', value }, signature)).toBe(false);
  });

  test.each<Kind>(['Ed25519', 'P-521'])('says that %s needs the bytes', (kind) => {
    const key = parsePublicKey(pem(PAIRS[kind].publicKey));
    expect(() =>
      verifyDigest(key, { algorithm: 'sha256', value: Buffer.alloc(32) }, Buffer.alloc(64)),
    ).toThrow(expect.objectContaining({ kind: 'incomplete' }));
  });

  it('does not take PKCS#1 padding of other content for RSA', () => {
    const { privateKey, publicKey } = PAIRS['RSA-2048'];
    const value = createHash('sha256').update(DATA).digest();
    const signature = sign('sha512', DATA, privateKey);
    expect(
      verifyDigest(parsePublicKey(pem(publicKey)), { algorithm: 'sha256', value }, signature),
    ).toBe(false);
  });
});

describe('verifyEcdsaDigest', () => {
  it('agrees with OpenSSL on signatures and on changed ones', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Kind>('P-256', 'P-384'),
        fc.uint8Array({ maxLength: 50 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (kind, data, at, flip) => {
          const { privateKey, publicKey } = PAIRS[kind];
          const digest = createHash('sha256').update(data).digest();
          const signature = sign('sha256', data, privateKey);
          expect(verifyEcdsaDigest(publicKey, digest, signature)).toBe(true);
          const changed = Buffer.from(signature);
          changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ flip;
          expect(verifyEcdsaDigest(publicKey, digest, changed)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  const N = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
  const integer = (hex: string) => `02${(hex.length / 2).toString(16).padStart(2, '0')}${hex}`;
  const pair = (r: string, s: string) => {
    const body = integer(r) + integer(s);
    return Buffer.from(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`, 'hex');
  };
  test.each([
    ['zero', pair('00', '00')],
    ['r of zero', pair('00', '01')],
    ['s of the order', pair('01', `00${N}`)],
    ['r of the order', pair(`00${N}`, '01')],
    ['negative numbers', pair('80', '80')],
    ['numbers with needless zeros', pair('0001', '0001')],
    ['empty numbers', pair('', '')],
    ['something after it', Buffer.concat([pair('01', '01'), Buffer.from([0])])],
    ['nothing', Buffer.alloc(0)],
    ['a length of more than there is', Buffer.from('300602010102ff01', 'hex')],
  ])('refuses %s', (_, signature) => {
    expect(verifyEcdsaDigest(PAIRS['P-256'].publicKey, Buffer.alloc(32, 1), signature)).toBe(false);
  });

  it('holds for a digest of zero', () => {
    // With e = 0 the signature of k = d is r = x(dG), s = r.
    const jwk = PAIRS['P-256'].privateKey.export({ format: 'jwk' });
    const r = Buffer.from(jwk.x ?? '', 'base64url').toString('hex');
    const positive = Number.parseInt(r.slice(0, 2), 16) > 127 ? `00${r}` : r;
    // x may be above the order once in 2^32, or begin with a zero byte once in 256: take another key then.
    if (BigInt(`0x${r}`) >= BigInt(`0x${N}`) || /^00[0-7]/.test(r)) return;
    expect(createPrivateKey({ key: jwk, format: 'jwk' }).type).toBe('private');
    expect(
      verifyEcdsaDigest(PAIRS['P-256'].publicKey, Buffer.alloc(32), pair(positive, positive)),
    ).toBe(true);
  });
});
