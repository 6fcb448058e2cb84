import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { matchExceptions } from '../../src/policy/exceptions.js';
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
  licenses: [],
  reason: 'not reachable',
  file: 'p.yml',
  line: 7,
  ...more,
});

function apply(exceptions: readonly Partial<Exception>[], found: readonly Finding[] = [finding]) {
  const started = matchExceptions(exceptions.map(exception), today);
  const findings = started.apply(found);
  const notes = () => started.notes().map(({ message }) => message);
  const unused = () => started.unused().map(({ rule }) => rule);
  return { findings, notes, unused };
}

describe('an exception for a package', () => {
  const several = {
    ...finding,
    details: {
      package: 'libssl3',
      source: 'openssl',
      packages: [
        { name: 'libssl3', installed: '3.0.1', purl: 'pkg:deb/debian/libssl3@3.0.1', paths: [] },
        { name: 'ssl-cert', installed: '3.0.1', purl: 'pkg:deb/debian/ssl-cert@3.0.1', paths: [] },
      ],
    },
  } as unknown as Finding;

  test.each([
    [['libssl3'], 'new'],
    [['libssl3', 'ssl-cert'], 'excepted'],
    [['openssl'], 'excepted'],
    [['pkg:deb/debian/libssl3'], 'new'],
    [['pkg:deb/debian/openssl'], 'excepted'],
    [['pkg:deb/ubuntu/openssl'], 'new'],
    [['pkg:rpm/debian/openssl'], 'new'],
    [['pkg:deb/debian/*'], 'excepted'],
  ])('of %j makes the status of a finding about several packages %s', (packages, status) => {
    expect(apply([{ packages }], [several]).findings[0]?.status).toBe(status);
  });
});

describe('an exception about the same product', () => {
  test.each<[string, string, string]>([
    ['excepted', 'package', 'openssl'],
    ['excepted', 'package', 'pkg:deb/debian/openssl'],
    ['excepted', 'package', 'pkg:deb/debian/openssl@3.0.1'],
    ['excepted', 'package', 'pkg:deb/debian/openssl@3.0.1?arch=amd64'],
    ['new', 'package', 'pkg:deb/ubuntu/openssl'],
    ['new', 'package', 'pkg:deb/openssl'],
    ['new', 'package', 'pkg:rpm/debian/openssl'],
    ['new', 'package', 'pkg:deb/debian/openssl@3.0.10'],
    ['new', 'package', 'pkg:deb/debian/openssl@3.0'],
    ['new', 'package', 'pkg:deb/debian/openssl@3.0.1?arch=arm64'],
    ['new', 'package', 'pkg:deb/debian/openssl?arch=arm64'],
    ['new', 'package', 'pkg:deb/debian/openssl@3.0.1?distro=debian-12'],
    ['new', 'package', 'pkg:deb/debian/openssl@3.0.1#lib'],
    ['new', 'package', 'openss'],
    ['new', 'package', ''],
    ['excepted', 'image', 'ghcr.io/acme/app'],
    ['excepted', 'image', 'ghcr.io/acme/app:1'],
    ['excepted', 'image', 'GHCR.io/acme/app:1'],
    ['excepted', 'image', 'ghcr.io/acme/app@sha256:00'],
    ['excepted', 'image', 'ghcr.io/acme/*:1'],
    ['new', 'image', 'acme/app:1'],
    ['new', 'image', 'quay.io/acme/app:1'],
    ['new', 'image', 'ghcr.io/acme/app:2'],
    ['new', 'image', 'ghcr.io/acme/app:latest'],
    ['new', 'image', 'ghcr.io/acme/app@sha256:01'],
    ['new', 'image', 'ghcr.io/acme/app2'],
    ['new', 'image', 'ghcr.io/*:1'],
    ['new', 'image', 'app:1'],
    ['new', 'image', ''],
  ])('makes the status %s for the %s %s', (status, kind, name) => {
    const condition = kind === 'image' ? { images: [name] } : { packages: [name] };
    expect(apply([condition]).findings[0]?.status).toBe(status);
  });

  it('does not cover a finding of no image, if it names one', () => {
    const { image: _, ...subject } = finding.subject ?? {};
    const found = [{ ...finding, subject }];
    expect(apply([{ images: ['**'] }], found).findings[0]?.status).toBe('new');
  });
});

describe('an exception', () => {
  it('is in the report with its package, path and image', () => {
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

  it('marks the finding, and is in the report with its owner and last day', () => {
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
      'the complete package URL',
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
    ['another path', { paths: ['src/**'] }, 'new'],
    ['the image', { images: ['ghcr.io/acme/*'] }, 'excepted'],
    ['the image without tag and digest', { images: ['ghcr.io/acme/app'] }, 'excepted'],
    ['another image', { images: ['ghcr.io/acme/web'] }, 'new'],
    ['the right package in another image', { packages: ['openssl'], images: ['web'] }, 'new'],
    ['today', { until: '2026-11-24' }, 'excepted'],
    ['yesterday', { until: '2026-11-23' }, 'new'],
  ])('for %s: %j gives the status %s', (_, more, status) => {
    expect(apply([more]).findings[0]?.status).toBe(status);
  });

  test.each([
    ['all places', 'usr/lib/**', 'excepted'],
    ['one place', 'usr/lib/a/*', 'new'],
  ])('for %s of a package in several gives the status of %s', (_, path, status) => {
    const paths = ['usr/lib/a/x.jar', 'usr/lib/b/x.jar'];
    const several = { ...finding, subject: { ...finding.subject, path: paths[0], paths } };
    expect(apply([{ paths: [path] }], [several as Finding]).findings[0]?.status).toBe(status);
  });

  it('covers a malicious package only by its exact id', () => {
    const malicious = { ...finding, rule: 'MAL-2030-1', check: 'malware' } as Finding;
    expect(apply([{ rule: '**' }, { rule: 'MAL-*' }], [malicious]).findings[0]?.status).toBe('new');
    expect(apply([{ rule: 'MAL-2030-1' }], [malicious]).findings[0]?.status).toBe('excepted');
  });

  it('does not change the status of a fixed finding', () => {
    expect(apply([{}], [{ ...finding, status: 'fixed' }]).findings[0]?.status).toBe('fixed');
  });

  it('covers a finding that an expired exception matches as well', () => {
    const { findings, notes } = apply([{ until: '2026-01-01' }, {}]);
    expect(findings[0]?.status).toBe('excepted');
    expect(notes()).toHaveLength(1);
  });
});

test.each<[string, Partial<Exception>, string[]]>([
  [
    'that has expired and matches',
    { until: '2026-11-01' },
    ['Exception for CVE-2030-1 (p.yml:7) expired on 2026-11-01: 1 finding active again'],
  ],
  [
    'that has expired and matches nothing',
    { rule: 'X', until: '2026-11-01' },
    ['Exception for X (p.yml:7) expired on 2026-11-01'],
  ],
  ['that matches nothing', { rule: 'X' }, []],
  [
    'that expires soon',
    { until: '2026-12-08' },
    ['Exception for CVE-2030-1 (p.yml:7) expires on 2026-12-08: 1 finding will be active again'],
  ],
  ['that expires later', { until: '2026-12-09' }, []],
  ['that never expires', {}, []],
])('the notes on an exception %s', (_, more, notes) => {
  expect(apply([more]).notes()).toEqual(notes);
});

test('exceptions that covered nothing are unused, unless they have expired', () => {
  const exceptions = [{}, { rule: 'X' }, { rule: 'Y', until: '2026-11-01' }];
  expect(apply(exceptions).unused()).toEqual(['X']);
});
