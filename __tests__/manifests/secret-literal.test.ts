import { expect, test } from '@jest/globals';
import { isSecretLiteral } from '../../src/manifests/secret-literal.js';

const pem = (kind: string, body: string) =>
  `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
const BODY = 'MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY';

test.each([
  'xxx',
  'XXXX-XXXX',
  'SECRET',
  'PASSWORD',
  'API_KEY',
  'GITHUB_CLIENT_SECRET',
  '_VAL',
  '__PASSWORD__',
  '[password]',
  'your-password',
  'yourPassword',
  'yourpassword',
  'my-token',
  'certs/server.key',
  'insert-token',
  'token-goes-here',
  'a placeholder',
  'K1f.....................',
  '<client\nsecret>',
  pem('CERTIFICATE', BODY),
  pem(`RSA ${'PRIVATE'} KEY`, ''),
  pem(`EC ${'PRIVATE'} KEY`, '...'),
])('%j is no secret', (value) => {
  expect(isSecretLiteral(value)).toBe(false);
});

test.each([
  'hunter2',
  'changeme',
  'postgres',
  'SUPERSECRET99',
  'IFTXE3SPOEYVURT2MRYGI52TKJ4HC3KH',
  's3cr3t',
  'A_b',
  'yourself1',
  pem(`RSA ${'PRIVATE'} KEY`, BODY),
  pem(`RSA ${'PRIVATE'} KEY`, `Proc-Type: 4,ENCRYPTED\n\n${BODY}`),
])('%j can be a secret', (value) => {
  expect(isSecretLiteral(value)).toBe(true);
});

test.each([
  ['AWS_ACCESS_KEY_ID', 'sentry', false],
  ['MINIO_ACCESS_KEY', 'minioadmin', false],
  ['AWS_ACCESS_KEY_ID', 'ASIA5Q3MZ7XKC5LWVN2R', true],
  ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI7MDENGbPxRf', true],
  ['AWS_SECRET_ACCESS_KEY', 'sentry', true],
  ['tls.key', 'Hello, world', false],
  ['ssh-privatekey', 'TESTKEY1', false],
  ['ssh-privatekey', pem(`OPENSSH ${'PRIVATE'} KEY`, BODY), true],
  ['API_KEY', 'TESTKEY1', true],
  ['password', '12345678', true],
])('%s: %j can be a secret: %s', (name, value, isLiteral) => {
  expect(isSecretLiteral(value, name)).toBe(isLiteral);
});

test('a long value takes linear time', () => {
  for (const value of ['_A'.repeat(1e6), `[${'a '.repeat(1e6)}`, '-'.repeat(1e6), 'A'.repeat(1e6)])
    expect(typeof isSecretLiteral(`${value}!`)).toBe('boolean');
});
