import { describe, expect, it, test } from '@jest/globals';
import { findSecretValues, looksRandom } from '../../../src/dockerfile/values/secret-values.js';
import { processorTime } from '../../processor-time.js';

/** Written in pieces, so that no scanner takes this file for a leak. */
const made = (...parts: string[]) => parts.join('');

describe('credentials of known formats', () => {
  test.each<[text: string, what: string[]]>([
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
  ])('%s', (text, what) => {
    expect(findSecretValues(text).map((secret) => secret.kind)).toEqual(what);
  });

  it('points at the secret itself', () => {
    const text = made('curl https://bot:', 's3cr3tpass', '@npm.acme.dev/');
    const [secret] = findSecretValues(text);
    expect(text.slice(secret?.start, secret?.end)).toBe('s3cr3tpass');
  });

  it('takes time in proportion to the text', () => {
    const started = processorTime();
    findSecretValues(`${'a://'.repeat(50_000)}${'eyJ'.repeat(50_000)}${'a:'.repeat(100_000)}`);
    expect(processorTime() - started).toBeLessThan(3000);
  });
});

test.each<[value: string, random: boolean]>([
  ['q8Zr1Lw0Vx7Tk2Ns9Jd4', true],
  ['hunter2', false],
  ['/etc/ssl/private/server1.key', false],
  ['aaaaaaaaaaaaaaaaaaaaaaaa1', false],
  ['changeme-q8Zr1Lw0Vx7Tk2', false],
  ['the-quick-brown-fox-jumps', false],
])('%s looks random: %s', (value, random) => {
  expect(looksRandom(value)).toBe(random);
});
