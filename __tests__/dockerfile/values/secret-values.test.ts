import { describe, expect, it, test } from '@jest/globals';
import {
  CREDENTIAL_FORMATS,
  findSecretValues,
  isPlainSetting,
  isUnlikely,
  looksRandom,
} from '../../../src/dockerfile/values/secret-values.js';

/** Joins the parts of a made-up credential, so that secret scanners do not report this file. */
const made = (...parts: string[]) => parts.join('');

describe('findSecretValues', () => {
  test.each<[text: string, kinds: string[]]>([
    [made('x ', 'AKIA', 'QWERTZUIOPASDFG2'), ['an AWS access key']],
    [made('gh', 'p_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'), ['a GitHub token']],
    [made('gl', 'pat-', 'aB3dE5fG7hI9jK1lM3nO'), ['a GitLab token']],
    [made('-----BEGIN RSA ', 'PRIVATE KEY-----'), ['a private key']],
    [made('https://bot:', 's3cr3tpass', '@npm.acme.dev/'), ['a password in a URL']],
    [made('npm_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'), ['an npm token']],
    ['https://bot:$TOKEN@npm.acme.dev/', []],
    ['https://user:password-placeholder@host/', []],
    ['https://host:8080/path@2x.png', []],
    [made('AKIA', 'IOSFODNN7EXAMPLE'), []],
    [made('gh', 'p_', 'x'.repeat(36)), []],
    ['', []],
  ])('finds in %j the kinds %j', (text, kinds) => {
    expect(findSecretValues(text).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('returns the position of the credential', () => {
    const text = made('curl https://bot:', 's3cr3tpass', '@npm.acme.dev/');
    const [secret] = findSecretValues(text);
    expect(text.slice(secret?.start, secret?.end)).toBe('s3cr3tpass');
  });

  test.each(CREDENTIAL_FORMATS)(
    'bounds the length of each repetition in $pattern',
    ({ pattern }) => {
      expect(pattern.source.replace(/\\.|\[[^\]]*\]/g, '')).not.toMatch(/[*+]|\{\d+,\}/);
    },
  );
});

test.each<[value: string, isRandom: boolean]>([
  ['q8Zr1Lw0Vx7Tk2Ns9Jd4', true],
  ['hunter2', false],
  ['/etc/ssl/private/server1.key', false],
  ['aaaaaaaaaaaaaaaaaaaaaaaa1', false],
  ['changeme-q8Zr1Lw0Vx7Tk2', false],
  ['the-quick-brown-fox-jumps', false],
])('looksRandom(%s) is %s', (value, isRandom) => {
  expect(looksRandom(value)).toBe(isRandom);
});

test.each<[value: string | undefined, isPlain: boolean]>([
  ['true', true],
  ['OFF', true],
  ['8080', true],
  ['https://example.org/x', true],
  ['https://user:secret@example.org', false],
  ['hunter2', false],
  ['/run/secrets/key', true],
  ['$HOME/key', true],
  ['sa.json', true],
  ['aB3/dE5gH7', false],
  ['/aB3dE5gH7jK9mN1pQ3s/U5w', false],
  [undefined, false],
])('isPlainSetting(%s) is %s', (value, isPlain) => {
  expect(isPlainSetting(value)).toBe(isPlain);
});

test.each<[name: string, value: string, unlikely: boolean]>([
  ['GPG_KEY', '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06', true],
  ['NODE_GPG_KEYS', '0x63AF7AA15067C056 63AF7AA15067C056', true],
  ['API_KEY', '63AF7AA15067C05616FDDD88A3A2E8F226F0BC06', false],
])('isUnlikely(%s, %s) is %s', (name, value, unlikely) => {
  expect(isUnlikely(name, value)).toBe(unlikely);
});
