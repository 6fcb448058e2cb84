import { expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { isIdentity, matches } from '../../src/signatures/identity.js';
import { processorTime } from '../processor-time.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const RELEASE = 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2';

test.each<[string | undefined, string, boolean]>([
  [ISSUER, ISSUER, true],
  [`${ISSUER}.evil.example`, ISSUER, false],
  [`https://evil.example/${ISSUER}`, ISSUER, false],
  [`${ISSUER}/`, ISSUER, false],
  ['https://tokenXactionsXgithubusercontentXcom', ISSUER, false],
  [RELEASE, 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v*', true],
  [`${RELEASE}/x`, 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v*', false],
  [RELEASE, 'https://github.com/acme/**', true],
  [RELEASE, 'https://github.com/acme/*', false],
  [RELEASE, 'https://github.com/*/app/.github/workflows/*', false],
  [RELEASE, 'https://github.com/*/app/.github/workflows/*@refs/tags/*', true],
  [RELEASE, 'github.com/acme/**', false],
  ['https://github.com/acme-evil/app', 'https://github.com/acme/**', false],
  ['a@example.com', '*@example.com', true],
  ['a@example.com.evil.net', '*@example.com', false],
  ['a/b@example.com', '*@example.com', false],
  ['anything', '.', false],
  ['anything', '.*', false],
  ['anything', '', false],
  ['', '', true],
  ['', '**', true],
  [undefined, '**', false],
  ['aXbXb', 'a*b', true],
  ['a/b', 'a**b', true],
  ['ab', 'a*b', true],
  ['ab', 'a***b', true],
  ['a', 'aa', false],
])('%j fits %j: %s', (text, pattern, expected) => {
  expect(matches(text, pattern)).toBe(expected);
});

test.each<[object, boolean]>([
  [{}, true],
  [{ repository: 'https://github.com/acme/app' }, true],
  [{ repository: 'https://github.com/acme/*' }, true],
  [{ repository: 'https://github.com/acme' }, false],
  [{ runner: 'github-hosted' }, false],
  [{ repository: '**', ref: 'refs/tags/v*' }, true],
])('the claims asked for, %j, are there: %s', (claims, expected) => {
  const signer = {
    name: RELEASE,
    issuer: ISSUER,
    claims: { repository: 'https://github.com/acme/app', ref: 'refs/tags/v1.2' },
  };
  const authority = { kind: 'identity', subject: '**', issuer: ISSUER, claims } as const;
  expect(isIdentity(signer, authority)).toBe(expected);
});

it('never takes a signer without an issuer for an identity', () => {
  expect(isIdentity({ name: 'key' }, { kind: 'identity', subject: '**', issuer: '**' })).toBe(
    false,
  );
});

it('agrees with an anchored expression made of the same pattern', () => {
  const part = fc.constantFrom('a', 'b', '/', '*', '**', '.');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 }),
      (p, t) => {
        const pattern = p.join('');
        const expression = pattern
          .split(/(\*\*|\*)/)
          .map((x) => (x === '**' ? '[^]*' : x === '*' ? '[^/]*' : x.replaceAll('.', '[.]')))
          .join('');
        expect(matches(t.join(''), pattern)).toBe(new RegExp(`^${expression}$`).test(t.join('')));
      },
    ),
  );
});

it('takes time in proportion to the text, whatever the pattern', () => {
  const started = processorTime();
  matches('a'.repeat(20_000), `${'**a'.repeat(30)}b`);
  expect(processorTime() - started).toBeLessThan(2000);
});
