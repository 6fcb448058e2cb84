import { describe, expect, test } from '@jest/globals';
import { isQuery, queryFor } from '../../src/vulnerabilities/query.js';
import { advisory, below, matchesOf, pkg, query, row } from './fixtures.js';

/** Whether the query for a package URL matches an advisory about the named package below the fixed version. */
function isMatched(purl: string, ecosystem: string, name: string, fixed: string): boolean {
  return matchesOf(query(purl), advisory('A', [row(ecosystem, name, below(fixed))])).length > 0;
}

describe('package URLs', () => {
  test.each([
    ['deb/debian/x@1?distro=debian-12', 'Debian', 'x'],
    ['deb/echo/x@1?distro=echo-1', 'Echo', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-3.19.1', 'Alpine:v3.19', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-3.19', 'Alpine', 'x'],
    ['apk/wolfi/x@1-r0?distro=wolfi-20230201', 'Wolfi', 'x'],
    ['apk/chainguard/x@1-r0?distro=chainguard-20230214', 'Chainguard', 'x'],
    ['apk/minimos/x@1-r0?distro=minimos', 'MinimOS', 'x'],
    ['rpm/rocky/x@1-1.el9?distro=rocky-9.4', 'Rocky Linux:9', 'x'],
    ['rpm/almalinux/x@1-1.el8?distro=almalinux-8.10', 'AlmaLinux:8', 'x'],
    ['rpm/redhat/x@1-1.el9?distro=rhel-9.4', 'Red Hat:enterprise_linux:9::crb', 'x'],
    ['rpm/centos/x@1-1.el9?distro=centos-9', 'Red Hat:enterprise_linux:9::crb', 'x'],
    ['rpm/amazon/x@1-1.amzn2023?distro=amzn-2023', 'Amazon Linux:2023', 'x'],
    ['rpm/amazon/x@1-1.amzn2?distro=amzn-2', 'Amazon Linux:2', 'x'],
    ['rpm/amazon/x@1-1.amzn1?distro=amzn-2018.03', 'Amazon Linux:1', 'x'],
    ['rpm/oracle/x@1-1.el9?distro=ol-9.4', 'Oracle Linux:9', 'x'],
    ['rpm/oracle/x@1-1.el8', 'Oracle Linux:8', 'x'],
    ['rpm/fedora/x@1-1.fc43?distro=fedora-43', 'Fedora:43', 'x'],
    ['rpm/bottlerocket/x@1-1?distro=bottlerocket-1.20.0', 'Bottlerocket', 'x'],
    ['alpm/arch/x@1-1?distro=arch', 'Arch Linux', 'x'],
    ['alpm/arch/x@1-1', 'Arch Linux', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-3.24.0_alpha20260805', 'Alpine:edge', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-edge', 'Alpine:edge', 'x'],
    ['deb/debian/x@1?distro=debian-14', 'Debian:14', 'x'],
    ['apk/alpaquita/x@1-r0?distro=alpaquita-23', 'Alpaquita:23', 'x'],
    [
      'apk/bellsoft-hardened-containers/x@1-r0?distro=bellsoft-hardened-containers-25',
      'BellSoft Hardened Containers:25',
      'x',
    ],
    ['apk/cleanstart/x@1-r0', 'CleanStart', 'x'],
    ['dhi/python@3.13.1', 'Docker Hardened Images', 'python'],
    ['apk/dhi/x@1-r0?distro=dhi-3.24', 'Docker Hardened Images:Alpine:3.24', 'x'],
    ['deb/dhi/x@1-1%2Bdhi3?distro=dhi-13', 'Docker Hardened Images:Debian:13', 'x'],
    ['deb/dhi/x@1-1?distro=dhi-13', 'Debian:13', 'x'],
    ['deb/debian/x@1-1.root.io.2?distro=debian-12', 'Root:Debian:12', 'root-x'],
    ['deb/ubuntu/rootio-x@1-1.root.io.2?distro=ubuntu-22.04', 'Root:Ubuntu:22.04', 'x'],
    ['apk/alpine/x@1-r10071?distro=alpine-3.18.4', 'Root:Alpine:3.18', 'x'],
    ['deb/ubuntu/x@1-1ubuntu1%2Btuxcare.els3?distro=ubuntu-18.04', 'TuxCare:Ubuntu:18.04', 'x'],
    ['deb/debian/x@1-16%2Btuxcare.els11?distro=debian-10', 'TuxCare:Debian:10', 'x'],
    ['rpm/almalinux/x@1-2.el9_2.tuxcare.els2?distro=almalinux-9.2', 'TuxCare:AlmaLinux:9.2', 'x'],
    ['rpm/redhat/x@1-2.el8_4.tuxcare.els1?distro=rhel-8.4', 'TuxCare:RHEL:8', 'x'],
    ['rpm/oracle/x@1-2.el7.tuxcare.els3?distro=ol-7.9', 'TuxCare:OracleLinux:7', 'x'],
    ['rpm/centos/x@1-2.el7.tuxcare.els2?distro=centos-7', 'TuxCare:CentOS:7', 'x'],
    ['rpm/centos/x@1-2.el8_4.tuxcare.els2?distro=centos-8', 'TuxCare:CentOS:8.4', 'x'],
    ['deb/debian/x@1%2Becho.1?distro=debian-12', 'Echo', 'x'],
    ['rpm/redhat/x@1-1.el8?distro=redhat-8.10', 'Red Hat:enterprise_linux:8.10::baseos', 'x'],
    ['deb/ubuntu/x@1?distro=ubuntu-24.04', 'Ubuntu:24.04:LTS', 'x'],
    ['deb/ubuntu/x@1?distro=noble', 'Ubuntu:24.04:LTS', 'x'],
    ['maven/org.apache/a@1', 'Maven:https://repo.example', 'org.apache:a'],
    ['composer/Drupal/Core@1', 'Packagist:https://packages.drupal.org/8', 'drupal/core'],
    ['nuget/Acme.JSON@1.0.0', 'NuGet', 'acme.json'],
    ['swift/github.com/apple/swift-nio@1.0.0', 'SwiftURL', 'github.com/apple/swift-nio'],
    ['githubactions/Acme/Setup@v1', 'GitHub Actions', 'acme/setup'],
    ['bitnami/wordpress@1.0.0-3', 'Bitnami', 'wordpress'],
    ['hex/phoenix@1.0.0', 'Hex', 'phoenix'],
    ['pub/http@1.0.0', 'Pub', 'http'],
    ['cran/x@1.0', 'CRAN', 'x'],
    ['hackage/x@1.0', 'Hackage', 'x'],
    ['julia/X@1.0.0', 'Julia', 'X'],
    ['golang/stdlib@v1.20', 'Go', 'stdlib'],
    ['golang/github.com/a/b/v2@v2.0.0%2Bincompatible', 'Go', 'github.com/a/b/v2'],
    ['pypi/zope.interface@1', 'PyPI', 'Zope_Interface'],
  ])('%s is the %s package %s', (purl, ecosystem, name) => {
    expect(isMatched(purl, ecosystem, name, '99')).toBe(true);
  });

  test.each([
    ['deb/debian/x@1?distro=debian-12', 'Ubuntu:22.04:LTS', 'x'],
    ['deb/debian/x@1?distro=debian-12', 'Debian:1', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-3.19.1', 'Alpine:v3.1', 'x'],
    ['apk/wolfi/x@1-r0?distro=wolfi-20230201', 'Chainguard', 'x'],
    ['deb/debian/x@1-1.root.io.2?distro=debian-12', 'Debian:12', 'x'],
    ['deb/debian/x@1-1.root.io.2?distro=debian-12', 'Root:Debian:11', 'x'],
    ['deb/dhi/x@1-1%2Bdhi3?distro=dhi-13', 'Debian:13', 'x'],
    ['apk/dhi/x@1-r0?distro=dhi-3.24', 'Alpine:v3.24', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-3.24.0_alpha20260805', 'Alpine:v3.24', 'x'],
    ['rpm/amazon/x@1-1.amzn2?distro=amzn-2', 'Amazon Linux:2023', 'x'],
    ['rpm/rocky/x@1-1.el9?distro=rocky-9.4', 'AlmaLinux:9', 'x'],
    ['rpm/rocky/x@1-1.el9?distro=rocky-9.4', 'Rocky Linux:8', 'x'],
    ['rpm/redhat/x@1-1.el9?distro=rhel-9.4', 'Red Hat:rhel_aus:9.4::baseos', 'x'],
    ['rpm/redhat/x@1-1.el9?distro=rhel-9.4', 'Red Hat:enterprise_linux:90::baseos', 'x'],
    ['deb/ubuntu/x@1?distro=ubuntu-22.04', 'Ubuntu:Pro:FIPS-updates:22.04:LTS', 'x'],
    ['deb/ubuntu/x@1?distro=ubuntu-22.04', 'Ubuntu:Pro:Realtime:22.04:LTS', 'x'],
    ['npm/x@1.0.0', 'GIT', 'x'],
    ['npm/x@1.0.0', 'Android', 'x'],
    ['npm/x@1.0.0', 'no such ecosystem', 'x'],
    ['npm/%40a/x@1.0.0', 'npm', 'x'],
    ['npm/x@1.0.0', 'npm', 'X'],
    ['maven/a/b@1', 'Maven', 'a:b:c'],
    ['golang/github.com/a/b@v1.0.0', 'Go', 'github.com/a/b/v2'],
  ])('%s is not the %s package %s', (purl, ecosystem, name) => {
    expect(isMatched(purl, ecosystem, name, '99')).toBe(false);
  });
});

describe('versions of package URLs', () => {
  test.each([
    ['deb/debian/x@1%3A1.0?distro=debian-12', 'Debian:12', '2.0', false],
    ['deb/debian/x@2.0?distro=debian-12', 'Debian:12', '1:1.0', true],
    ['deb/debian/x@1.0-1~deb12u1?distro=debian-12', 'Debian:12', '1.0-1', true],
    ['deb/debian/x@1.0-1%2Bb2?distro=debian-12', 'Debian:12', '1.0-1', false],
    ['rpm/redhat/x@1.0-1.el9?distro=rhel-9', 'Red Hat:enterprise_linux:9::baseos', '0:1.0-2', true],
    ['rpm/redhat/x@3.0-1.el9?distro=rhel-9', 'Red Hat:enterprise_linux:9::baseos', '1:1-1', true],
    [
      'rpm/redhat/x@3.0-1.el9?distro=rhel-9&epoch=1',
      'Red Hat:enterprise_linux:9::baseos',
      '1:1-1',
      false,
    ],
    ['golang/x@v1.2.3%2Bincompatible', 'Go', '1.2.3', false],
    [
      'golang/x@v0.0.0-20200101000000-abcdefabcdef',
      'Go',
      '0.0.0-20210101000000-000000000000',
      true,
    ],
    [
      'golang/x@v0.0.0-20220101000000-abcdefabcdef',
      'Go',
      '0.0.0-20210101000000-000000000000',
      false,
    ],
    ['golang/x@v1.0.1-0.20200101000000-abcdefabcdef', 'Go', '1.0.1', true],
    ['golang/stdlib@go1.22rc1', 'Go', '1.22.0-rc.2', true],
    ['golang/stdlib@1.22', 'Go', '1.22.0', false],
    ['npm/x@1.0.0-beta.2', 'npm', '1.0.0-beta.10', true],
    ['npm/x@1.0.0%2Bbuild', 'npm', '1.0.0', false],
    ['nuget/x@1.0.0.0', 'NuGet', '1.0.0', false],
    ['composer/a/x@v1.2.3', 'Packagist', '1.2.4', true],
    ['pypi/x@1.0.post1', 'PyPI', '1.0', false],
    ['pypi/x@1.0%2Blocal', 'PyPI', '1.0', false],
    ['maven/a/x@1.0-alpha-1', 'Maven', '1.0', true],
    ['bitnami/x@1.0.0-3', 'Bitnami', '1.0.0', false],
    // A tag that moves is affected by what no release below it fixes; a branch or commit by what no release fixes.
    ['githubactions/a/x@v4', 'GitHub Actions', '4.1.0', false],
    ['githubactions/a/x@v4', 'GitHub Actions', '5.0.0', true],
    ['githubactions/a/x@v4.1', 'GitHub Actions', '4.1.7', false],
    ['githubactions/a/x@v4.1', 'GitHub Actions', '4.2.0', true],
    ['githubactions/a/x@v4.1.2', 'GitHub Actions', '4.1.3', true],
    ['githubactions/a/x@main', 'GitHub Actions', '4.1.0', false],
  ])('%s is affected when %s has the fix %s: %s', (purl, ecosystem, fixed, expected) => {
    const [, path = ''] = /^[^/]+\/([^@?]+)@/.exec(purl) ?? [];
    const name = /^(?:deb|apk|rpm)/.test(purl) ? 'x' : path;
    const named = ecosystem === 'Maven' ? name.replace('/', ':') : name;
    expect(isMatched(purl, ecosystem, named, fixed)).toBe(expected);
  });
});

describe('Debian', () => {
  const rows = (ecosystem: string) =>
    advisory('A', [row(ecosystem, 'openssl', below('3.0.14-1~deb12u2'))]);

  test('packages are queried by source package and its version', () => {
    const asked = query('deb/debian/libssl3@3.0.14-1~deb12u1%2Bb1?distro=debian-12', {
      source: { name: 'openssl', version: '3.0.14-1~deb12u1' },
    });
    expect(matchesOf(asked, rows('Debian:12'))).toEqual(['A→3.0.14-1~deb12u2']);
  });

  test.each([
    ['debian', 'linux-signed-amd64', 'linux'],
    ['debian', 'linux-signed-6.1-arm64', 'linux-6.1'],
    ['ubuntu', 'linux-signed', 'linux'],
    ['ubuntu', 'linux-signed-hwe-5.15', 'linux-hwe-5.15'],
    ['debian', 'linux-6.1', 'linux-6.1'],
    ['debian', 'shim-signed', 'shim-signed'],
  ])('in %s, packages of the source %s are queried as %s', (id, source, name) => {
    const asked = query(`deb/${id}/linux-image-1@5.10.46-4?distro=${id}-12`, {
      source: { name: source, version: name === source ? '5.10.46-4' : '5.10.46+4' },
    });
    expect(asked).toMatchObject({
      names: [name],
      version: '5.10.46-4',
      source: { name, version: '5.10.46-4' },
    });
  });

  test('packages have their source in the qualifier upstream too', () => {
    const asked = query('deb/debian/libssl3@9:9?distro=debian-12.4&upstream=openssl%403.0.11-1');
    expect(matchesOf(asked, rows('Debian:12'))).toEqual(['A→3.0.14-1~deb12u2']);
  });

  test.each([
    ['debian-12', 'Debian:12', true],
    ['debian-12.5', 'Debian:12', true],
    ['bookworm', 'Debian:12', true],
    ['debian-11', 'Debian:12', false],
    ['debian-6.0', 'Debian:6.0', true],
    ['debian-3.1', 'Debian:3.0', false],
  ])('%s is the release of %s: %s', (distro, ecosystem, expected) => {
    const asked = query(`deb/debian/openssl@1?distro=${distro}`);
    expect(matchesOf(asked, rows(ecosystem)).length > 0).toBe(expected);
  });

  test('packages without a release are a gap', () => {
    const answer = queryFor(pkg('deb/debian/openssl@3'), { id: 'debian' });
    expect(answer).toMatchObject({ gap: true });
  });
});

test.each([
  ['Amazon Linux:2023', 'amzn-2023'],
  ['Oracle Linux:9', 'ol-9.4'],
  ['Fedora:43', 'fedora-43'],
])('%s names binary packages, with their own versions', (ecosystem, distro) => {
  const asked = query(`rpm/vendor/libx1@1:7-1?distro=${distro}`, {
    source: { name: 'x', version: '8-1' },
  });
  const named = (name: string, fixed: string) =>
    matchesOf(asked, advisory('A', [row(ecosystem, name, below(fixed))]));
  expect(named('libx1', '1:7-2')).toEqual(['A→1:7-2']);
  expect(named('libx1', '1:7-1')).toEqual([]);
  expect(named('x', '1:9-1')).toEqual([]);
});

test('Debian testing and unstable have the code name of the next release', () => {
  const image = { id: 'debian', codename: 'forky', name: 'Debian GNU/Linux' };
  expect(queryFor(pkg('deb/debian/x@1?distro=debian'), image)).toMatchObject({ release: '14' });
});

test('CentOS Stream is compared with Red Hat, which is noted', () => {
  const image = { id: 'centos', version: '9', name: 'CentOS Stream' };
  expect(queryFor(pkg('rpm/centos/x@1-1.el9?distro=centos-9'), image)).toMatchObject({
    ecosystem: 'Red Hat',
    release: '9',
    limit: expect.stringContaining('CentOS Stream has no advisories of its own'),
  });
  const linux = { ...image, name: 'CentOS Linux' };
  expect(queryFor(pkg('rpm/centos/x@1-1.el9?distro=centos-9'), linux)).not.toHaveProperty('limit');
});

test('products of SUSE are not taken for one another', () => {
  const asked = query('rpm/suse/x@1-1?distro=sles-15.5');
  const named = (product: string) =>
    matchesOf(asked, advisory('A', [row(`SUSE:${product}`, 'x', below('2-1'))])).length;
  expect(named('Linux Enterprise Micro 15 SP5')).toBe(0);
  expect(named('Linux Enterprise Server 15')).toBe(0);
  expect(named('Linux Enterprise Server 15 SP50')).toBe(0);
});

describe('Alpine, Wolfi and Chainguard', () => {
  test('Alpine packages are queried by origin, with their own version', () => {
    const asked = query('apk/alpine/libcrypto3@3.1.3-r0?distro=alpine-3.19.1', {
      source: { name: 'openssl' },
    });
    expect(
      matchesOf(asked, advisory('A', [row('Alpine:v3.19', 'openssl', below('3.1.4-r0'))])),
    ).toEqual(['A→3.1.4-r0']);
    expect(
      matchesOf(asked, advisory('A', [row('Alpine:v3.19', 'libcrypto3', below('3.1.4-r0'))])),
    ).toEqual([]);
  });

  test('Wolfi packages are queried by origin and by name', () => {
    const asked = query('apk/wolfi/py3-x@1.0-r0?distro=wolfi-20230201', { source: { name: 'x' } });
    expect(matchesOf(asked, advisory('A', [row('Wolfi', 'py3-x', below('1.1-r0'))]))).toEqual([
      'A→1.1-r0',
    ]);
    expect(matchesOf(asked, advisory('B', [row('Wolfi', 'x', below('1.1-r0'))]))).toEqual([
      'B→1.1-r0',
    ]);
  });
});

describe('Red Hat and its rebuilds', () => {
  test.each([
    ['Red Hat:enterprise_linux:9::appstream', true],
    ['Red Hat:enterprise_linux:9::baseos', true],
    ['Red Hat:enterprise_linux:8::appstream', false],
    ['Red Hat:rhel_eus:9.2::appstream', false],
    ['Red Hat:rhel_e4s:9.0::baseos', false],
  ])('rows of %s apply to RHEL 9: %s', (ecosystem, expected) => {
    expect(
      matchesOf(
        query('rpm/redhat/nodejs@1-1.el9?distro=rhel-9.4'),
        advisory('RHSA-1', [row(ecosystem, 'nodejs', below('0:2-1.el9'))]),
      ).length > 0,
    ).toBe(expected);
  });

  test('the epoch may be a qualifier of the package URL', () => {
    const fixed = advisory('A', [row('AlmaLinux:9', 'x', below('1:2-1.el9'))]);
    expect(matchesOf(query('rpm/almalinux/x@3-1.el9?distro=almalinux-9.2'), fixed)).toEqual([
      'A→1:2-1.el9',
    ]);
    expect(matchesOf(query('rpm/almalinux/x@3-1.el9?distro=almalinux-9.2&epoch=1'), fixed)).toEqual(
      [],
    );
  });

  test('the release of the package contains the release of the distribution', () => {
    const fixed = advisory('A', [row('Rocky Linux:8', 'x', below('2-1.el8'))]);
    expect(matchesOf(query('rpm/rocky/x@1-1.el8'), fixed)).toEqual(['A→2-1.el8']);
    expect(matchesOf(query('rpm/rocky/x@1-1.el9'), fixed)).toEqual([]);
  });
});

describe('distributions with advisories for source packages', () => {
  test.each([
    ['opensuse-leap-15.6', 'openSUSE:Leap 15.6'],
    ['opensuse-tumbleweed-20260101', 'openSUSE:Tumbleweed'],
    ['sles-15-sp5', 'SUSE:Linux Enterprise Server 15 SP5'],
    ['sles-15.5', 'SUSE:Linux Enterprise Module for Basesystem 15 SP5'],
    ['sles-15.3', 'SUSE:Linux Enterprise Server 15 SP3-LTSS'],
    ['sles-16.0', 'SUSE:Linux Enterprise Server 16.0'],
    ['sles_sap-15.5', 'SUSE:Linux Enterprise Server for SAP Applications 15 SP5'],
    ['sle-micro-5.5', 'SUSE:Linux Enterprise Micro 5.5'],
    ['sl-micro-6.0', 'SUSE:Linux Micro 6.0'],
    ['mageia-9', 'Mageia:9'],
    ['photon-5.0', 'Photon OS:5.0'],
    ['azurelinux-3.0', 'Azure Linux:3'],
    ['mariner-2.0', 'Azure Linux:2'],
    ['openeuler-22.03-LTS-SP3', 'openEuler:22.03-LTS-SP3'],
    ['openeuler-22.03', 'openEuler:22.03-LTS-SP3'],
  ])('%s is queried for rows of %s', (distro, ecosystem) => {
    const asked = query(`rpm/vendor/libx1@1:7-1.oe2203sp3?distro=${distro}`, {
      source: { name: 'x', version: '8-1.oe2203sp3' },
    });
    const named = (name: string, fixed: string) =>
      matchesOf(asked, advisory('A', [row(ecosystem, name, below(fixed))]));
    expect(named('x', '1:9-1')).toEqual(['A→1:9-1']);
    expect(named('x', '1:8-1')).toEqual([]);
    expect(named('libx1', '1:9-1')).toEqual([]);
  });

  test.each([
    ['openEuler:22.03-LTS-SP3', ['A→9-1']],
    ['openEuler:22.03-LTS-SP4', []],
    ['openEuler:22.03-LTS', []],
  ])('a package built for openEuler 22.03 SP3 and rows of %s match %j', (ecosystem, expected) => {
    const asked = query('rpm/openeuler/x@1.0-7.oe2203sp3?distro=openeuler-22.03');
    expect(matchesOf(asked, advisory('A', [row(ecosystem, 'x', below('9-1'))]))).toEqual(expected);
  });
});

describe('Go', () => {
  test.each([
    ['go1.21.4', ['A→1.21.5']],
    ['v1.21.4', ['A→1.21.5']],
    ['1.21.4', ['A→1.21.5']],
    ['go1.21.5', []],
    ['go1.21.4%20X:boringcrypto', ['A→1.21.5']],
  ])('the standard library in version %s matches %j', (version, expected) => {
    const fixed = advisory('A', [row('Go', 'stdlib', below('1.21.5'))]);
    expect(matchesOf(query(`golang/stdlib@${version}`), fixed)).toEqual(expected);
  });

  test('the standard library may have the name that cyclonedx-gomod uses', () => {
    const fixed = advisory('A', [row('Go', 'stdlib', below('1.21.5'))]);
    expect(matchesOf(query('golang/std@go1.21.4'), fixed)).toEqual(['A→1.21.5']);
  });

  test('a module without a version has no query', () => {
    expect(isQuery(queryFor(pkg('golang/example.com/app@(devel)'), undefined))).toBe(false);
  });

  test('a program that was built from a commit without a tag has no query', () => {
    const app = pkg('golang/example.com/app@v0.0.0-20260101000000-abcdefabcdef');
    expect(isQuery(queryFor(app, undefined))).toBe(true);
    expect(queryFor({ ...app, evidence: 'commit' }, undefined)).toMatchObject({
      reason: 'Go programs built from a commit without a tag',
      gap: false,
    });
  });
});

test('a NuGet package of which the application has no file has no query', () => {
  const json = pkg('nuget/System.Text.Json@6.0.0');
  expect(isQuery(queryFor(json, undefined))).toBe(true);
  expect(queryFor({ ...json, evidence: 'no-assets' }, undefined)).toMatchObject({
    gap: false,
    isNamed: true,
  });
  expect(isQuery(queryFor({ ...json, evidence: 'unlisted-file' }, undefined))).toBe(true);
});

test.each([
  ['pear/pear.php.net/Archive_Tar@1.4.13', 'Packagist', 'pear/archive_tar'],
  ['opam/cohttp@6.0.0', 'opam', 'cohttp'],
  ['brew/jq@1.7.1_1', 'Homebrew', 'jq'],
  ['brew/acme/tap/tool@1.0', 'Homebrew', 'acme/tap/tool'],
])('%s is looked up in %s as %s', (purl, ecosystem, name) => {
  expect(queryFor(pkg(purl), undefined)).toMatchObject({ ecosystem, names: [name] });
});

test.each([
  ['deb/kali/x@1?distro=kali-2024', true],
  ['rpm/scientific/x@1?distro=scientific-7', true],
  ['deb/debian/x@1?distro=debian', true],
  ['rpm/suse/x@1', true],
  ['deb/kali/x@1.root.io.1?distro=kali-2024', true],
  ['alpm/manjaro/x@1-1', true],
  ['opkg/x@1', true],
  ['conda/x@1', false],
  ['pear/pecl.php.net/redis@6.2.0', false],
  ['luarocks/luasocket@3.1.0-1', false],
  ['conan/zlib@1.3.1', false],
  ['generic/wordpress/plugin/akismet@5.3.1', false],
  ['npm/x@', false],
])('%s has no query; it is a gap: %s', (purl, gap) => {
  const answer = queryFor(pkg(purl), undefined);
  expect(isQuery(answer) ? 'query' : answer.gap).toBe(gap);
});
