import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyEcdsaDigest } from '../../src/signatures/ecdsa.js';
import {
  DAMAGED_KEY,
  parsePublicKey,
  verifyDigest,
  verifySignature,
} from '../../src/signatures/keys.js';

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
  test.each(Object.keys(PAIRS) as Kind[])('parses %s and verifies its signatures', (kind) => {
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
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n', /it is a certificate/],
    ['an SSH key', 'ssh-ed25519 AAAA', /not PEM/],
    ['empty text', '', /not PEM/],
    ['1 MB of PEM', `-----BEGIN PUBLIC KEY-----${'A'.repeat(1 << 20)}`, /over 65536 characters/],
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
  ])('does not accept %s', (_, text, message) => {
    const error = { code: 'PSE7001', message: expect.stringMatching(message) };
    expect(() => parsePublicKey(text)).toThrow(expect.objectContaining(error));
  });

  it('does not accept a key that cannot be decoded', () => {
    const text = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
    expect(() => parsePublicKey(text)).toThrow(
      expect.objectContaining({ code: 'PSE7009', kind: 'usage' }),
    );
  });

  it('has a damaged key that verifies nothing', () => {
    const key = DAMAGED_KEY;
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
  ])('verifies a signature by %s over %s, and no other digest', (kind, algorithm) => {
    const key = parsePublicKey(pem(PAIRS[kind].publicKey));
    const value = createHash(algorithm).update(DATA).digest();
    const signature = sign(algorithm, DATA, PAIRS[kind].privateKey);
    expect(verifyDigest(key, { algorithm, value }, signature)).toBe(true);
    const other = createHash(algorithm).update('else').digest();
    expect(verifyDigest(key, { algorithm, value: other }, signature)).toBe(false);
    expect(verifyDigest(key, { algorithm: 'sha1', value }, signature)).toBe(false);
  });

  test.each<Kind>(['Ed25519', 'P-521'])('is incomplete for %s, which needs the bytes', (kind) => {
    const key = parsePublicKey(pem(PAIRS[kind].publicKey));
    expect(() =>
      verifyDigest(key, { algorithm: 'sha256', value: Buffer.alloc(32) }, Buffer.alloc(64)),
    ).toThrow(expect.objectContaining({ code: 'PSE7502' }));
  });

  it('rejects an RSA signature over a digest of another algorithm', () => {
    const { privateKey, publicKey } = PAIRS['RSA-2048'];
    const value = createHash('sha256').update(DATA).digest();
    const signature = sign('sha512', DATA, privateKey);
    expect(
      verifyDigest(parsePublicKey(pem(publicKey)), { algorithm: 'sha256', value }, signature),
    ).toBe(false);
  });
});

describe('verifyEcdsaDigest', () => {
  it('accepts OpenSSL’s signatures, and rejects them after any byte is changed', () => {
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
    ['r and s of zero', pair('00', '00')],
    ['an r of zero', pair('00', '01')],
    ['an s that is the order', pair('01', `00${N}`)],
    ['an r that is the order', pair(`00${N}`, '01')],
    ['negative numbers', pair('80', '80')],
    ['numbers with leading zeros', pair('0001', '0001')],
    ['empty numbers', pair('', '')],
    ['a byte after the end', Buffer.concat([pair('01', '01'), Buffer.from([0])])],
    ['no bytes', Buffer.alloc(0)],
    ['a length beyond the end', Buffer.from('300602010102ff01', 'hex')],
  ])('rejects a signature with %s', (_, signature) => {
    expect(verifyEcdsaDigest(PAIRS['P-256'].publicKey, Buffer.alloc(32, 1), signature)).toBe(false);
  });

  it('accepts a valid signature over a digest of zero', () => {
    // For e = 0, the signature with k = d is r = x(dG), s = r.
    const { publicKey, x } = keyWithLongX();
    const positive = Number.parseInt(x.slice(0, 2), 16) > 127 ? `00${x}` : x;
    expect(verifyEcdsaDigest(publicKey, Buffer.alloc(32), pair(positive, positive))).toBe(true);
  });

  /** A key whose x is below the order and has no leading zero byte: more than 99 of 100 keys are like that. */
  function keyWithLongX(): { publicKey: KeyObject; x: string } {
    for (;;) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const x = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
      if (x[0] !== 0 && BigInt(`0x${x.toString('hex')}`) < BigInt(`0x${N}`))
        return { publicKey, x: x.toString('hex') };
    }
  }
});
