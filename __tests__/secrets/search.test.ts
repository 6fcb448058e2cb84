import { describe, expect, it, test } from '@jest/globals';
import { searchSecrets } from '../../src/secrets/search.js';

// Built here, so that no scanner takes this file for a leak.
const token = `ghp${'_'}${'aB3'.repeat(12)}`;
const awsKey = `AKIA${'Q2'.repeat(8)}`;
const key = `-----BEGIN EC ${'PRIVATE'} KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49\n`;

describe('searchSecrets', () => {
  test.each([
    ['github-token', token],
    ['aws-access-key', awsKey],
    ['private-key', key],
  ])('finds a %s and its place', (id, secret) => {
    const text = `before\nx = "${secret}"\nafter`;
    const [found, ...more] = searchSecrets(text);
    expect(found?.detector.id).toBe(id);
    expect(secret.startsWith(text.slice(found?.start, found?.end).slice(0, 10))).toBe(true);
    expect(more).toEqual([]);
  });

  test.each([
    ['a token that is too short', token.slice(0, -1)],
    ['a token inside a longer word', `${token}XYZ`],
    ['AWS’s own example', `AKIAIOSFODNN7${'EXAMPLE'}`],
    ['a public key', key.replace('PRIVATE', 'PUBLIC')],
    ['a sentence about keys', 'Put your private key here: -----BEGIN …'],
  ])('does not take %s for a secret', (_, text) => {
    expect(searchSecrets(text)).toEqual([]);
  });

  it('shows the first and last two characters and nothing else', () => {
    expect(searchSecrets(token)[0]?.masked).toBe(`${token.slice(0, 2)}…${token.slice(-2)}`);
  });

  it('reports each of many secrets once', () => {
    expect(searchSecrets(`${token}\n`.repeat(50))).toHaveLength(50);
  });

  it('ends soon on a text made of keywords', () => {
    expect(searchSecrets('ghp_'.repeat(300_000))).toEqual([]);
  });
});
