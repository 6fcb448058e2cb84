import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { startExceptions } from '../../src/policy/exceptions.js';
import type { Exception } from '../../src/policy/policy.js';

const finding = {
  rule: 'CVE-2030-1',
  aliases: ['GHSA-x'],
  check: 'vulnerability',
  severity: 'high',
  confidence: 'high',
  tags: [],
  message: 'm',
  fingerprint: 'f',
  status: 'new',
  location: { path: 'app/Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  subject: {
    image: 'ghcr.io/acme/app:1@sha256:00',
    purl: 'pkg:deb/debian/openssl@3.0.1?arch=amd64',
    path: 'usr/lib/libssl.so',
  },
  details: { package: 'openssl' },
} as unknown as Finding;

const today = new Date('2026-11-24T12:00:00Z');
const exception = (more: Partial<Exception> = {}): Exception => ({
  rule: 'CVE-2030-1',
  packages: [],
  paths: [],
  images: [],
  reason: 'not reachable',
  file: 'p.yml',
  line: 7,
  ...more,
});

function apply(exceptions: readonly Partial<Exception>[], found: readonly Finding[] = [finding]) {
  const started = startExceptions(exceptions.map(exception), today);
  const findings = started.apply(found);
  const notes = (complete: boolean) => started.notes(complete).map(({ message }) => message);
  return { findings, notes };
}

describe('an exception', () => {
  it('tells each thing that it is for, be it one', () => {
    const [only] = apply([
      { packages: ['openssl'], paths: ['app/*'], images: ['ghcr.io/acme/*'] },
    ]).findings;
    expect(only?.exception).toEqual({
      source: 'policy',
      rule: 'CVE-2030-1',
      package: 'openssl',
      path: 'app/*',
      image: 'ghcr.io/acme/*',
      reason: 'not reachable',
      policy: 'p.yml',
      line: 7,
    });
  });

  it('marks what it covers and is told in full', () => {
    const [only] = apply([
      { packages: ['openssl', 'curl'], owner: '@sec', until: '2027-01-31' },
    ]).findings;
    expect(only?.status).toBe('excepted');
    expect(only?.exception).toEqual({
      source: 'policy',
      rule: 'CVE-2030-1',
      package: 'openssl, curl',
      reason: 'not reachable',
      owner: '@sec',
      until: '2027-01-31',
      policy: 'p.yml',
      line: 7,
    });
  });

  test.each<[string, Partial<Exception>, string]>([
    ['an alias of the rule', { rule: 'GHSA-x' }, 'excepted'],
    ['a glob over rules', { rule: 'CVE-2030-*' }, 'excepted'],
    ['another rule', { rule: 'CVE-2030-2' }, 'new'],
    ['a part of the rule', { rule: 'CVE-2030' }, 'new'],
    ['the package', { packages: ['openssl'] }, 'excepted'],
    ['one of several packages', { packages: ['curl', 'open*'] }, 'excepted'],
    ['another package', { packages: ['curl'] }, 'new'],
    [
      'the whole package URL',
      { packages: ['pkg:deb/debian/openssl@3.0.1?arch=amd64'] },
      'excepted',
    ],
    [
      'the package URL without qualifiers',
      { packages: ['pkg:deb/debian/openssl@3.0.1'] },
      'excepted',
    ],
    ['the package URL without version', { packages: ['pkg:deb/debian/openssl'] }, 'excepted'],
    ['a glob over package URLs', { packages: ['pkg:deb/**'] }, 'excepted'],
    ['the package URL of another version', { packages: ['pkg:deb/debian/openssl@3.0.2'] }, 'new'],
    ['the path in the repository', { paths: ['app/**'] }, 'excepted'],
    ['the path in the image', { paths: ['usr/lib/*.so'] }, 'excepted'],
    ['a path it does not have', { paths: ['src/**'] }, 'new'],
    ['the image', { images: ['ghcr.io/acme/*'] }, 'excepted'],
    ['the image without tag and digest', { images: ['ghcr.io/acme/app'] }, 'excepted'],
    ['another image', { images: ['ghcr.io/acme/web'] }, 'new'],
    ['the right package in another image', { packages: ['openssl'], images: ['web'] }, 'new'],
    ['its last day', { until: '2026-11-24' }, 'excepted'],
    ['the day before', { until: '2026-11-23' }, 'new'],
  ])('for %s', (_, more, status) => {
    expect(apply([more]).findings[0]?.status).toBe(status);
  });

  it('covers no malicious package by a pattern, but by its id', () => {
    const malicious = { ...finding, rule: 'MAL-2030-1', check: 'malware' } as Finding;
    expect(apply([{ rule: '**' }, { rule: 'MAL-*' }], [malicious]).findings[0]?.status).toBe('new');
    expect(apply([{ rule: 'MAL-2030-1' }], [malicious]).findings[0]?.status).toBe('excepted');
  });

  it('leaves what the change has fixed alone', () => {
    expect(apply([{}], [{ ...finding, status: 'fixed' }]).findings[0]?.status).toBe('fixed');
  });

  it('covers what another one that has expired covers too', () => {
    const { findings, notes } = apply([{ until: '2026-01-01' }, {}]);
    expect(findings[0]?.status).toBe('excepted');
    expect(notes(true)).toHaveLength(1);
  });
});

test.each<[string, Partial<Exception>, boolean, string[]]>([
  [
    'expired',
    { until: '2026-11-01' },
    true,
    ['the exception for CVE-2030-1 (p.yml:7) expired on 2026-11-01: 1 finding counts again'],
  ],
  [
    'expired and not needed',
    { rule: 'X', until: '2026-11-01' },
    false,
    ['the exception for X (p.yml:7) expired on 2026-11-01'],
  ],
  ['for nothing', { rule: 'X' }, true, ['the exception for X (p.yml:7) covers nothing']],
  ['for nothing, when not all was checked', { rule: 'X' }, false, []],
  [
    'that ends soon',
    { until: '2026-12-08' },
    true,
    ['the exception for CVE-2030-1 (p.yml:7) ends on 2026-12-08: 1 finding will count again'],
  ],
  ['that ends later', { until: '2026-12-09' }, true, []],
  ['without an end', {}, true, []],
])('of an exception %s is said', (_, more, complete, said) => {
  expect(apply([more]).notes(complete)).toEqual(said);
});
