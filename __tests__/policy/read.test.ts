import { describe, expect, it, test } from '@jest/globals';
import { PortsideError } from '../../src/findings/errors.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { readPolicy } from '../../src/policy/read.js';

const read = (text: string) => readPolicy(text, 'portside.yml');

describe('readPolicy', () => {
  it('gives the built-in policy for an empty file', () => {
    expect(read('# nothing yet\n')).toEqual({ ...DEFAULT_POLICY, path: 'portside.yml' });
  });

  it('reads every key', () => {
    const policy = read(`
fail-on: { severity: medium, fixable: true, new: false }
allow-incomplete: [trust]
image: image.tar
advisories: advisories
registries: [docker.io/library]
trust:
  - images: ghcr.io/acme/**
    signed-by: { key: cosign.pub }
  - images: docker.io/acme/**
    signed-by: { issuer: https://issuer.example, subject: me@acme.example }
exceptions:
  - { rule: CVE-2024-1234, package: openssl, reason: not reachable, owner: "@acme/sec", until: 2027-01-31 }
`);
    expect(policy).toEqual({
      path: 'portside.yml',
      failOn: { severity: 'medium', fixable: true, new: false },
      allowIncomplete: ['trust'],
      images: ['image.tar'],
      advisories: 'advisories',
      registries: ['docker.io/library'],
      trust: [
        { images: 'ghcr.io/acme/**', key: 'cosign.pub' },
        {
          images: 'docker.io/acme/**',
          issuer: 'https://issuer.example',
          subject: 'me@acme.example',
        },
      ],
      exceptions: [
        {
          rule: 'CVE-2024-1234',
          package: 'openssl',
          reason: 'not reachable',
          owner: '@acme/sec',
          until: '2027-01-31',
          line: 13,
        },
      ],
    });
  });

  it('keeps the other defaults where a gate names one key', () => {
    expect(read('fail-on: { severity: low }').failOn).toEqual({
      severity: 'low',
      fixable: false,
      new: true,
    });
  });
});

test.each([
  ['fail-onn: {}', /portside\.yml:1: unknown key "fail-onn".*did you mean "fail-on"\?/],
  [
    '\nfail-on: { sevrity: high }',
    /portside\.yml:2: unknown key "sevrity" in fail-on: did you mean "severity"\?/,
  ],
  ['fail-on: { severity: error }', /severity is critical, high, medium, low, info, not "error"/],
  ['fail-on: { fixable: "yes" }', /fixable is true or false/],
  ['exceptions: [{ rule: X }]', /"reason" is missing/],
  ['exceptions: [{ rule: X, reason: r, until: soon }]', /until is a day, YYYY-MM-DD, not "soon"/],
  ['exceptions: [{ rule: X, reason: r, until: 2027-02-30 }]', /until is a day/],
  ['trust: [{ images: a, signed-by: { issuer: i } }]', /either key, or issuer and subject/],
  ['allow-incomplete: [everything]', /"everything" is no check/],
  ['- a list', /the policy is a map/],
  ['a: b: c', /portside\.yml:1: /],
  ['fail-on: {}\nfail-on: {}', /Map keys must be unique/],
])('%j is refused with the place and the reason', (text, message) => {
  expect(() => read(text)).toThrow(PortsideError);
  expect(() => read(text)).toThrow(message);
});

test('a document whose aliases grow without bound is refused or read, but ends', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
    .join('\n')}`;
  expect(() => read(bomb)).toThrow(PortsideError);
});
