import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  DISTRIBUTION_FILES,
  type DistributionFile,
  distributionOf,
} from '../../src/inventory/distribution.js';

const distributionIn = (files: Partial<Record<DistributionFile, string>>) =>
  distributionOf(new Map(Object.entries(files) as [DistributionFile, string][]));

describe('distributionOf', () => {
  it('keeps 200 characters of a value of 10 MB', () => {
    const text = `ID=debian\nVERSION_ID=${'1'.repeat(10 << 20)}\n`;
    expect(distributionIn({ 'etc/os-release': text })?.version).toBe('1'.repeat(200));
  });

  it('reads quotes, escapes, comments and carriage returns in os-release', () => {
    const text =
      '# a comment\r\nID="Acme"\r\nNAME=\'Acme Linux\'\r\nVERSION_ID=7\r\nID_LIKE="debian  ubuntu"\r\nVERSION_CODENAME="\\"x\\""\r\nCPE_NAME="cpe:/o:acme:7"\r\nbroken line\r\n';
    expect(distributionIn({ 'etc/os-release': text })).toEqual({
      id: 'acme',
      name: 'Acme Linux',
      version: '7',
      like: ['debian', 'ubuntu'],
      codename: '"x"',
      cpe: 'cpe:/o:acme:7',
    });
  });

  test.each<[Partial<Record<DistributionFile, string>>, string | undefined, string | undefined]>([
    [
      { 'etc/os-release': 'ID=a\nVERSION_ID=1', 'usr/lib/os-release': 'ID=b\nVERSION_ID=2' },
      'a',
      '1',
    ],
    [{ 'usr/lib/os-release': 'ID=b\nVERSION_ID=2' }, 'b', '2'],
    [{ 'etc/os-release': '', 'usr/lib/os-release': 'ID=b\nVERSION_ID=2' }, 'b', '2'],
    [{ 'etc/os-release': 'NAME=Nameless' }, 'linux', undefined],
    [{ 'etc/os-release': 'ID=debian\nNAME=x', 'etc/debian_version': '12.5\n' }, 'debian', '12.5'],
    [
      { 'etc/os-release': 'ID=debian\nNAME=x', 'etc/debian_version': 'trixie/sid\n' },
      'debian',
      undefined,
    ],
    [
      { 'etc/os-release': 'ID=debian\nVERSION_ID=12', 'etc/debian_version': '12.5\n' },
      'debian',
      '12',
    ],
    [
      { 'etc/os-release': 'ID=ubuntu\nNAME=x', 'etc/debian_version': '12.5\n' },
      'ubuntu',
      undefined,
    ],
    [{ 'etc/debian_version': '9.13\n' }, 'debian', '9.13'],
    [{ 'etc/debian_version': 'bookworm/sid\n' }, 'debian', undefined],
    [{ 'etc/alpine-release': '3.4.6\n' }, 'alpine', '3.4.6'],
    [{ 'etc/alpine-release': 'edge?\n' }, undefined, undefined],
    [{ 'etc/redhat-release': 'CentOS Linux release 7.9.2009 (Core)\n' }, 'centos', '7.9.2009'],
    [
      { 'etc/redhat-release': 'Red Hat Enterprise Linux Server release 6.10 (Santiago)' },
      'rhel',
      '6.10',
    ],
    [{ 'etc/redhat-release': 'Rocky Linux release 8.9 (Green Obsidian)' }, 'rocky', '8.9'],
    [{ 'etc/redhat-release': 'Acme Thing release 3.1' }, undefined, undefined],
    [{ 'etc/system-release-cpe': 'cpe:/o:centos:linux:6:GA\n' }, 'centos', '6'],
    [{ 'etc/system-release-cpe': 'cpe:/o:redhat:enterprise_linux:7.1:ga:server' }, 'rhel', '7.1'],
    [{ 'etc/system-release-cpe': 'cpe:/a:acme:thing:1' }, undefined, undefined],
    [{ 'etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04\n' }, 'ubuntu', '12.04'],
    [{}, undefined, undefined],
  ])('reads %j as %s %s', (files, id, version) => {
    expect([distributionIn(files)?.id, distributionIn(files)?.version]).toEqual([id, version]);
  });
});

const CASES = '../shared/conformance/inventory/osrelease';
const isAvailable = existsSync(`${CASES}/expected.json`);

test('distributionOf reads any text without an error', () => {
  fc.assert(
    fc.property(fc.constantFrom(...DISTRIBUTION_FILES), fc.string(), (path, text) => {
      const { id } = distributionOf(new Map([[path, text]])) ?? { id: 'none' };
      expect(id).not.toBe('');
    }),
  );
});

// These cases are not in the repository. The table above has cases of the same kinds.
(isAvailable ? describe : describe.skip)('distributionOf with the cases in ../shared', () => {
  interface Case {
    readonly fixture: string | readonly string[];
    readonly os: {
      readonly id?: string;
      readonly versionID?: string;
      readonly trivyVersion?: string;
    } | null;
  }
  const cases: Case[] = isAvailable
    ? JSON.parse(readFileSync(`${CASES}/expected.json`, 'utf8')).cases
    : [];

  // In the first the release has no dot, and other tools cannot read it. In the second other tools expect a version.
  const differing = /bad-redhat-release|trivy\/no-version/;
  const comparable = cases.filter((c) => !differing.test(String(c.fixture)));

  test.each(comparable.map((c): [string, Case] => [String(c.fixture), c]))(
    'agrees with other tools on %s',
    (_, c) => {
      const files: Partial<Record<DistributionFile, string>> = {};
      for (const path of [c.fixture].flat()) {
        const place = DISTRIBUTION_FILES.find((f) => path.endsWith(f)) ?? 'etc/os-release';
        if (existsSync(`${CASES}/${path}`)) files[place] = readFileSync(`${CASES}/${path}`, 'utf8');
      }
      const { os } = c;
      if (os === null) expect(distributionIn(files)).toBeUndefined();
      else if (os.trivyVersion) expect(distributionIn(files)?.version).toBe(os.trivyVersion);
      else
        expect([distributionIn(files)?.id, distributionIn(files)?.version]).toEqual([
          os.id ?? 'linux',
          os.versionID,
        ]);
    },
  );
});
