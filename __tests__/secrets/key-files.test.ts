import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { keyFileFinding, mayBeKeyFile } from '../../src/secrets/key-files.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DER = privateKey.export({ type: 'pkcs8', format: 'der' });
const RSA = privateKey.export({ type: 'pkcs1', format: 'der' });
const hex = (head: string) => Buffer.concat([Buffer.from(head, 'hex'), randomBytes(600)]);
const P12 = hex('308209d70201033082099d06092a864886f70d010701');
// Joined at run time, so that secret scanners do not report this file.
const RAILS_KEY = ['8f3ac91d', '72be60a5', 'd94c17e8', '5b20f6c3'].join('');
/** An entry that is a key, and one that is a certificate. */
const JKS = hex('feedfeed0000000200000001000000010001610000000000000000');
const TRUST = Buffer.concat([
  Buffer.from(
    'feedfeed00000002000000010000000200016100000000000000000005582e35303900000004',
    'hex',
  ),
  randomBytes(4 + 20),
]);

const ENCRYPTED = privateKey.export({
  ...{ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'a' },
});
/** A store with a bag for a key, whose type is not encrypted. */
const KEY_BAG = Buffer.concat([
  P12,
  Buffer.from('060b2a864886f70d010c0a0102', 'hex'),
  randomBytes(99),
]);

const found = (path: string, bytes: Buffer | string) => {
  if (!mayBeKeyFile(path)) return undefined;
  const finding = keyFileFinding(path, Buffer.from(bytes));
  return finding && `${finding.severity} ${finding.message}`;
};

it.each([
  ['certs/server.p12', P12, 'medium certs/server.p12 is a store of private keys'],
  ['certs/server.PFX', P12, 'medium certs/server.PFX is a store of private keys'],
  ['server.jks', JKS, 'medium server.jks is a store of private keys'],
  ['server.keystore', JKS, 'medium server.keystore is a store of private keys'],
  ['server.der', DER, 'high server.der is a private key in DER'],
  ['server.key', RSA, 'high server.key is a private key in DER'],
  ['config/master.key', RAILS_KEY, 'high config/master.key is the key of encrypted credentials'],
  [
    'app/config/credentials/production.key',
    RAILS_KEY,
    'high app/config/credentials/production.key is the key of encrypted credentials',
  ],
  ['config/truststore.p12', KEY_BAG, 'medium config/truststore.p12 is a store of private keys'],
  ['trusted.jks', JKS, 'medium trusted.jks is a store of private keys'],
  ['trust.der', DER, 'high trust.der is a private key in DER'],
  ['server.p8', ENCRYPTED, 'medium server.p8 is an encrypted private key in DER'],
  ['server.pem', ENCRYPTED, 'medium server.pem is an encrypted private key in DER'],
  ['server.pem', DER, 'high server.pem is a private key in DER'],
  ['server.bin', RSA, 'high server.bin is a private key in DER'],
])('%s is a key file by its name and content', (path, bytes, message) => {
  expect(found(path, bytes)).toBe(message);
});

it.each([
  ['another name', 'server.raw', DER],
  ['what goes on after a key', 'server.bin', Buffer.concat([DER, Buffer.from([0])])],
  ['what begins as a key', 'packets.bin', hex('3081020201')],
  ['a certificate', 'server.crt', hex('308203fd308202e5a0030201020214')],
  ['a store of certificates', 'server.jks', TRUST],
  ['a name for stores of certificates', 'config/truststore.p12', P12],
  ['the key that everybody has', 'android/app/debug.keystore', JKS],
  ['a vector of a test', 'src/test/resources/server.p12', P12],
  ['a public key', 'server.der', publicKey.export({ type: 'spki', format: 'der' })],
  ['something else', 'server.key', hex('00010203')],
  ['a text, which is searched', 'server.key', 'a text'],
  ['a placeholder', 'config/master.key', 'REPLACE_ME_WITH_THE_KEY'],
  ['nothing', 'server.p12', ''],
])('%s is none', (_, path, bytes) => {
  expect(found(path, bytes)).toBeUndefined();
});

it('another key in the same file is another finding', () => {
  const print = (bytes: Buffer) => keyFileFinding('a.p12', bytes)?.fingerprint;
  expect(print(P12)).toBe(print(Buffer.from(P12)));
  expect(print(hex('308209d70201033082099d'))).not.toBe(print(P12));
});
