import { expect, it, test } from '@jest/globals';
import { isDay } from '../../src/lib/dates.js';
import { PUBLISHERS } from '../../src/signatures/publishers.js';
import { hasIdentity, type IdentitySignerPolicy } from '../../src/signatures/signer-policy.js';

const identities = (name: string) =>
  PUBLISHERS.filter((publisher) => publisher.name === name)
    .flatMap(({ signedBy }) => signedBy)
    .filter((policy): policy is IdentitySignerPolicy => policy.kind === 'identity');

test.each([
  [
    'Aqua Security',
    'https://github.com/aquasecurity/trivy/.github/workflows/r.yaml@refs/tags/v1',
    true,
  ],
  [
    'Aqua Security',
    'https://github.com/aquasecurity/trivy/.github/workflows/r.yaml@refs/heads/main',
    true,
  ],
  [
    'Aqua Security',
    'https://github.com/aquasecurity/trivy/.github/workflows/r.yaml@refs/pull/7/merge',
    false,
  ],
  ['Aqua Security', 'https://github.com/evil/trivy/.github/workflows/r.yaml@refs/tags/v1', false],
  ['Flux', 'https://github.com/fluxcd/flux2/.github/workflows/release.yml@refs/tags/v2.0.0', true],
  ['Flux', 'https://github.com/fluxcd/flux2/.github/workflows/release.yml@refs/heads/main', false],
])('%s signs as %s: %s', (name, subject, expected) => {
  const signer = { name: subject, issuer: 'https://token.actions.githubusercontent.com' };
  expect(identities(name).some((policy) => hasIdentity(signer, policy))).toBe(expected);
});

it('has a day from which a publisher signs only for publishers that sign', () => {
  const dated = PUBLISHERS.filter(({ signsSince }) => signsSince !== undefined);
  expect(dated.length).toBeGreaterThan(0);
  for (const { signsSince, signedBy } of dated)
    expect([isDay(signsSince ?? ''), signedBy.length > 0]).toEqual([true, true]);
});

it('says when and where each entry was compared, and names an image of those that sign', () => {
  for (const { name, checked, source, signedBy, example } of PUBLISHERS)
    expect([name, isDay(checked), source !== '', example !== undefined]).toEqual([
      name,
      true,
      true,
      signedBy.length > 0,
    ]);
});
