import { expect, it, test } from '@jest/globals';
import { hasIdentity, repositoryClaim } from '../../src/signatures/signer-policy.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const WORKFLOW = 'https://github.com/acme/app/.github/workflows/release.yml';
const SUBJECT = `${WORKFLOW}@refs/tags/v1.2`;
const CLAIMS = { repository: 'https://github.com/acme/app', ref: 'refs/tags/v1.2' };
const signer = { name: SUBJECT, issuer: ISSUER, claims: CLAIMS };

test.each<[issuer: string, isMatch: boolean]>([
  [ISSUER, true],
  [`${ISSUER}/`, false],
  ['token.actions.githubusercontent.com', false],
  ['https://*.githubusercontent.com', true],
  ['https://tokenXactionsXgithubusercontentXcom', false],
  ['', false],
])('the signer matches the issuer %j: %s', (issuer, isMatch) => {
  expect(hasIdentity(signer, { kind: 'identity', subject: SUBJECT, issuer })).toBe(isMatch);
});

test.each<[subject: string, isMatch: boolean]>([
  [`${WORKFLOW}@refs/tags/v*`, true],
  [`${WORKFLOW}@refs/tags/*`, true],
  ['https://github.com/acme/**', true],
  ['https://github.com/acme/*', false],
  ['https://github.com/acme-evil/**', false],
  ['https://github.com/*/app/.github/workflows/*@refs/tags/*', true],
  ['github.com/acme/**', false],
  ['.*', false],
  ['', false],
])('the signer matches the subject %j: %s', (subject, isMatch) => {
  expect(hasIdentity(signer, { kind: 'identity', subject, issuer: ISSUER })).toBe(isMatch);
});

test.each<[claims: object, isMatch: boolean]>([
  [{}, true],
  [{ repository: 'https://github.com/acme/app' }, true],
  [{ repository: 'https://github.com/acme/*' }, true],
  [{ repository: 'https://github.com/acme' }, false],
  [{ runner: 'github-hosted' }, false],
  [{ runner: '**' }, false],
  [{ repository: '**', ref: 'refs/tags/v*' }, true],
])('the signer matches the claims %j: %s', (claims, isMatch) => {
  const policy = { kind: 'identity', subject: '**', issuer: ISSUER, claims } as const;
  expect(hasIdentity(signer, policy)).toBe(isMatch);
});

it('a key has no identity, even if the policy allows every issuer', () => {
  const policy = { kind: 'identity', subject: '**', issuer: '**' } as const;
  expect(hasIdentity({ name: 'P-256 key sha256:00' }, policy)).toBe(false);
});

test.each([
  ['acme/app', 'https://github.com/acme/app'],
  ['acme/*', 'https://github.com/acme/*'],
  ['github.com/acme/app', 'https://github.com/acme/app'],
  ['gitlab.example:8443/acme/app', 'https://gitlab.example:8443/acme/app'],
  ['https://github.com/acme/**', 'https://github.com/acme/**'],
  ['**', 'https://github.com/**'],
])('the certificate has for the repository %s the claim %s', (repository, claim) => {
  expect(repositoryClaim(repository)).toBe(claim);
});
