import { describe, expect, test } from '@jest/globals';
import { InvalidVersion } from '../../../src/vulnerabilities/versions/scheme.js';
import { schemeOf } from '../../../src/vulnerabilities/versions/schemes.js';

/** Ascending lists: each version is older than the following ones; versions with ` = ` between them are equal. */
const ASCENDING: Record<string, readonly string[]> = {
  Bitnami: [
    '1.21.0-0 = 1.21.0-00',
    '1.21.0-0.1',
    '1.21.0-rc.1',
    '1.21.0',
    '1.21.0-3',
    '1.21.0-10',
    '1.21.1',
    '1.100.0',
  ],
  Homebrew: [
    '1.0-alpha',
    '1.0-alpha2 = 1.0a2',
    '1.0-beta1 = 1.0b1',
    '1.0-pre1',
    '1.0-rc1',
    '1.0-rc10',
    '1.0 = 1 = v1.0.0',
    '1.0_1',
    '1.0_10',
    '1.0b',
    '1.0w',
    '1.0p1',
    '1.0.1',
    '1.0.2_1',
    '1.10',
    '20240101',
  ],
  Debian: [
    '0~~',
    '0~',
    '0 = 00 = 0:0 = 0-0',
    '0a',
    '0.5',
    '1.0~rc1-1',
    '1.0-1~bpo12+1',
    '1.0-1 = 0:1.0-1 = 1.00-01',
    '1.0-1+b1',
    '1.0-1+deb12u1',
    '1.0-1+deb12u10',
    '1.0-1.1',
    '1.0-2',
    '1.0a-1',
    '1.0+dfsg-1',
    '1.0.1-1',
    '1.10-1',
    '9',
    '9A',
    '9Z',
    '9a',
    '9z',
    '9+',
    '9.9',
    '9.10',
    '1:0.1-1',
    '99999999999999999999999999999:1',
  ],
  // vercmp(8), with pkgrel everywhere: without one, versions compare equal that are not.
  'Arch Linux': [
    '1-1',
    '1.0a-1 = 1.00a-1',
    '1.0b-1',
    '1.0beta-1',
    '1.0beta2-1',
    '1.0p-1',
    '1.0pre-1',
    '1.0rc-1',
    '1.0rc2-1',
    '1.0-1 = 0:1.0-1 = 1_0-1',
    '1.0-1.1',
    '1.0-2',
    '1.0-10',
    '1.0.a-1',
    '1.0.a.1-1',
    '1.0.1-1',
    '1.1-1',
    '1.1.1-1',
    '1.2-1',
    '1.10-1',
    '1..2-1',
    '2.0-1',
    '3.0.0-1',
    '20231219.r5.gabc-1',
    '1:0.1-1',
    '2:0.1-1',
    '10:0.1-1',
  ],
  Alpine: [
    '1.2_alpha',
    '1.2_alpha1',
    '1.2_beta2',
    '1.2_pre20240101',
    '1.2_rc1',
    '1.2_rc1-r1',
    '1.2_rc2-r0',
    '1.2 = 1.2',
    '1.2-r0 = 1.2-r',
    '1.2-r1',
    '1.2-r10',
    '1.2~0abc',
    '1.2_p1',
    '1.2_p1-r3',
    '1.2_p20',
    '1.2a',
    '1.2b-r1',
    '1.2.01',
    '1.2.09',
    '1.2.1',
    '1.2.10',
    '1.11',
    '2',
    '20240101',
  ],
  AlmaLinux: [
    '1.0~rc1-1.el9',
    '1.0-1.el9 = 0:1.0-1.el9 = 1.0-01.el9 = 1_0-1.el9',
    '1.0-1.el9_2',
    '1.0-1.el9_2.1',
    '1.0-2.el9',
    '1.0^git2-1.el9',
    '1.0a-1.el9',
    '1.0.1-1.el9',
    '1.10-1.el9',
    '2.0-1.module_el8.6.0+2',
    '2.0-1.module_el8.10.0+1',
    '1:0.1-1.el9',
    '10:0.1-1.el9',
  ],
  npm: [
    '0.0.0-0',
    '0.0.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.9',
    '1.0.0-alpha.10',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-rc.1',
    '1.0.0 = v1.0.0 = 1.0.0+build.7 = 1 = 1.0 = 01.00.0',
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '1.10.0.1',
    '9007199254740993.0.0',
    '9007199254740994.0.0',
    '99999999999999999999999999.0.0',
  ],
  Pub: [
    '1.0.0-dev.1',
    '1.0.0-dev.1+1',
    '1.0.0',
    '1.0.0+1',
    '1.0.0+2',
    '1.0.0+10',
    '1.0.0+hotfix',
    '1.0.1',
  ],
  Go: [
    '0.0.0-20190101000000-abcdefabcdef',
    '0.0.0-20200101000000-abcdefabcdef',
    '1.21rc1 = go1.21rc1 = 1.21.0-rc.1',
    '1.21rc2 = 1.21.0-rc.2',
    '1.21rc10',
    '1.21 = go1.21 = 1.21.0 = v1.21.0',
    '1.21.4 = go1.21.4',
    '1.22.0-pre = v1.22.0-pre',
    '2.0.0+incompatible = 2.0.0',
  ],
  PyPI: [
    'deadbeef',
    'x.dev1',
    'x.pre1 = x.preview1 = x.rc1',
    'x = x.0',
    'x-1 = x-01',
    'x.1',
    'x.2',
    'x.10',
    '1.0-final-something',
    '0.dev0',
    '1.0.dev1 = 1.0-dev1 = 1_dev1 = v1.0.DEV1',
    '1.0a1.dev2',
    '1.0a1 = 1.0-alpha1 = 1.0.0a01',
    '1.0a1.post1',
    '1.0b2 = 1.0.beta.2',
    '1.0rc1.dev3',
    '1.0rc1 = 1.0c1 = 1.0preview1',
    '1.0 = 1 = 1.0.0 = 01.0',
    '1.0+abc',
    '1.0+abc.5',
    '1.0+5',
    '1.0+5.a',
    '1.0.post1.dev1',
    '1.0.post1 = 1.0-1 = 1.0-rev1 = 1.0r1',
    '1.0.1',
    '1.10',
    '2023.10.3',
    '1!0.1',
  ],
  Maven: [
    '0.1 = .1',
    '1-alpha-1 = 1a1 = 1-ALPHA1',
    '1-beta-2 = 1b2',
    '1-milestone-3 = 1m3',
    '1-rc-1 = 1cr1 = 1RC1',
    '1-snapshot',
    '1 = 1.0 = 1.0.0 = 1-ga = 1.final = 1.0.RELEASE = 01',
    '1-sp',
    '1-abc',
    '1-xyz',
    '1-1',
    '1-2',
    '1.0.1-alpha',
    '1.0.1',
    '1.1',
    '1.10',
    '33.0.0-android',
    '33.0.0-jre',
    '99999999999999999999999999',
  ],
  RubyGems: [
    '1.0.0.alpha',
    '1.0.0.beta.2 = 1.0.0.beta2',
    '1.0.0.beta10',
    '1.0.0-1 = 1.0.0.pre.1',
    '1.0.0.rc1 = 1.0.rc1 = 1.0.0.rc1.0',
    '1.0.0 = 1 = 1.0',
    '1.0.0.1',
    '1.0.1',
    '1.10.a',
    '1.10',
  ],
  Packagist: [
    '1.0.0-stable = 1.0.0-final',
    '1.0.0-dev',
    '1.0.0-alpha1 = 1.0.0a1',
    '1.0.0-alpha2',
    '1.0.0-beta1 = v1.0.0b1',
    '1.0.0-RC1 = 1.0.0rc1',
    '1.0.0 = v1.0.0 = V1.0.0 = 1.0.0.0 = 1.0.0+build.5',
    '1.0.0-p1 = 1.0.0pl1 = 1.0-p1 = 1.0.0.0-p1',
    '1.0.0.1',
    '1.0.1',
    '1.5.0',
    '1.5.99',
    '1.5.x-dev = v1.5.*-dev',
    '1.6.0-beta1 = 1.6-beta1',
    '1.10.0',
    '1.x-dev = 1.X',
    '2.0-dev',
  ],
  NuGet: [
    '1.0.0-alpha = 1.0.0-ALPHA',
    '1.0.0-alpha.2',
    '1.0.0-alpha.10',
    '1.0.0-beta',
    '1.0.0 = 1.0 = 1 = 1.0.0.0 = 1.0.0+sha',
    '1.0.0.1-rc',
    '1.0.0.1',
    '1.0.1',
    '1.10',
  ],
  CRAN: ['0.1', '0.1-1 = 0.1.1 = 00.01.1', '0.1-10', '0.2', '0.2.0', '1', '1.0'],
  Hackage: ['0.9', '0.9.0', '0.10', '1 = 01', '1.0', '1.0.0.1', '1.2'],
};

describe.each(Object.entries(ASCENDING))('%s', (ecosystem, list) => {
  const scheme = schemeOf(ecosystem);
  const groups = list.map((text) => text.split(' = '));

  test('orders the versions of the list', () => {
    for (const [i, group] of groups.entries())
      for (const [j, other] of groups.entries())
        for (const a of group)
          for (const b of other)
            expect([a, b, Math.sign(scheme?.compare(a, b) ?? Number.NaN)]).toEqual([
              a,
              b,
              Math.sign(i - j),
            ]);
  });
});

// These are not in a list, because Maven's order has cycles: a qualifier after a dot is older than anything after a hyphen.
test.each([
  ['1', '1.abc'],
  ['1.abc', '1-sp'],
  ['1.abc', '1-alpha-1'],
  ['1.abc', '1-1'],
])('Maven: %s is older than %s', (a, b) => {
  const scheme = schemeOf('Maven');
  expect([scheme?.compare(a, b), scheme?.compare(b, a)].map((n) => Math.sign(n ?? 0))).toEqual([
    -1, 1,
  ]);
});

test.each([
  ['Debian', ''],
  ['Debian', 'x:1'],
  ['npm', 'latest'],
  ['npm', ''],
  ['Go', '(devel)'],
  ['RubyGems', 'master'],
  ['NuGet', 'abc'],
  ['CRAN', '1.0a'],
  ['Hackage', '1-2'],
  ['Packagist', ''],
  ['Maven', ''],
])('%s rejects "%s"', (ecosystem, version) => {
  expect(() => schemeOf(ecosystem)?.compare(version, '1')).toThrow(InvalidVersion);
});

test.each([
  ['PyPI', '1.0.post1', true],
  ['PyPI', '1.0-final-something', false],
  ['Packagist', '3.x-dev', true],
  ['Packagist', 'dev-main', false],
  ['Debian', '1:0.9-1', true],
  ['Debian', 'r9-1', false],
  ['Alpine', '1.2.3-r0', true],
  ['Alpine', 'abc', false],
  ['npm', '1.2', true],
  ['npm', 'banana', false],
])('%s allows the version %s: %s', (ecosystem, version, expected) => {
  expect(schemeOf(ecosystem)?.isValid(version)).toBe(expected);
});

test.each(['8', '8.0', 'v8.0.0', '8.0.0.0'])('Packagist: %s is 8.0.0', (version) => {
  const packagist = schemeOf('Packagist');
  for (const [other, order] of [
    ['8.0.0', 0],
    ['8.0', 0],
    ['8.0.1', -1],
    ['8-beta1', 1],
    ['7.99', 1],
  ] as const)
    expect(Math.sign(packagist?.compare(version, other) ?? Number.NaN)).toBe(order);
});

test('an ecosystem with an unknown order has no scheme', () => {
  expect(schemeOf('Linux')).toBeUndefined();
});

test.each([
  ['1.5-1', '1.5'],
  ['1.5', '1.5-99'],
  ['1:1.5', '1:1.5-2'],
])('Arch Linux: %s equals %s, since one of them has no pkgrel', (a, b) => {
  expect(schemeOf('Arch Linux')?.compare(a, b)).toBe(0);
});

test.each([
  ['Docker Hardened Images', 'Debian:13', '9.7-3~rc1', '9.7-3+dhi1'],
  ['Docker Hardened Images', 'Alpine:3.24', '9.11_rc1-r3', '9.11-r0'],
  ['Docker Hardened Images', undefined, '3.13.0-rc.1', '3.13.0'],
  ['Root', 'Debian:12', '1.2-3', '1.2-3.root.io.1'],
  ['Root', 'Alpine:3.18', '1.2_rc1-r1', '1.2-r10071'],
  ['Root', 'PyPI', '1.2rc1', '1.2+root.io.1'],
  ['TuxCare', 'AlmaLinux:9.2', '3.7-21.el9', '3.7-21.el9_2.tuxcare.els2'],
  ['TuxCare', 'RHEL:8', '1.0~rc1-1', '1.0-1'],
  ['TuxCare', 'Ubuntu:18.04', '1.0~rc1-1', '1.0-1'],
  ['TuxCare', 'Alpine:v3.16', '1.0_rc1-r0', '1.0-r0'],
  ['TuxCare', 'TuxCare:Debian:10', '1.0~rc1-1', '1.0-1'],
  ['Echo', 'PyPI', '1.2rc1', '1.2+echo.1'],
  ['Echo', undefined, '1.0~rc1-1', '1.0-1'],
])('%s orders versions of %s as its packages are ordered', (ecosystem, release, older, newer) => {
  const scheme = schemeOf(ecosystem, release);
  expect(scheme?.compare(older, newer)).toBeLessThan(0);
});

describe('very long versions', () => {
  const long = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));
  const units = ['1', '0', '.', '1.', '-', 'a', '1a', '_', '~', '^', '_p', '.a1', '-r', '+', ' '];

  test.each(Object.keys(ASCENDING))('%s rejects one megabyte', (ecosystem) => {
    const scheme = schemeOf(ecosystem);
    for (const unit of units)
      expect(() => scheme?.compare(`1${long(unit, 1 << 20)}`, '1')).toThrow(InvalidVersion);
  });

  test.each(Object.keys(ASCENDING))('%s compares or rejects 60,000 characters', (ecosystem) => {
    const scheme = schemeOf(ecosystem);
    for (const unit of units)
      try {
        const version = `1${long(unit, 60_000)}`;
        scheme?.compare(version, `${version}1`);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidVersion);
      }
  });
});
