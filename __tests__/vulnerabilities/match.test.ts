import { describe, expect, test } from '@jest/globals';
import { indexAdvisories, match } from '../../src/vulnerabilities/match.js';
import { isQuery, queryFor } from '../../src/vulnerabilities/query.js';
import { type Advisory, readAdvisory } from '../../src/vulnerabilities/record.js';
import { advisory, below, pkg, query, row } from './fixtures.js';

type Asked = ReturnType<typeof query>;

/** `ID` or `ID→fix` of what matches. */
function found(asked: Asked, ...advisories: Advisory[]): string[] {
  return match(asked, indexAdvisories(advisories)).map(
    ({ advisory: { id }, fixed, pro }) => `${id}${fixed ? `→${fixed}` : ''}${pro ? ' (pro)' : ''}`,
  );
}

describe('ranges', () => {
  const events = (...list: Record<string, string>[]) => advisory('A', [row('npm', 'x', list)]);
  const intervals = events(
    { introduced: '1.0.0' },
    { fixed: '1.2.0' },
    { introduced: '2.0.0' },
    { fixed: '2.1.0' },
  );

  test.each([
    ['0.9.0', []],
    ['1.0.0', ['A→1.2.0']],
    ['1.1.9', ['A→1.2.0']],
    ['1.2.0', []],
    ['1.5.0', []],
    ['2.0.0', ['A→2.1.0']],
    ['2.1.0', []],
    ['3.0.0', []],
  ])('of two intervals %s is in the one whose fix is shown', (version, expected) => {
    expect(found(query(`npm/x@${version}`), intervals)).toEqual(expected);
  });

  test('events need not be in order', () => {
    const mixed = events(
      { fixed: '2.1.0' },
      { introduced: '2.0.0' },
      { fixed: '1.2.0' },
      { introduced: '0' },
    );
    expect(found(query('npm/x@2.0.5'), mixed)).toEqual(['A→2.1.0']);
    expect(found(query('npm/x@1.2.5'), mixed)).toEqual([]);
  });

  test('an interval may begin where another is fixed', () => {
    const touching = events({ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '1.0.0' });
    expect(found(query('npm/x@1.0.0'), touching)).toEqual(['A']);
    const reversed = events({ introduced: '1.0.0' }, { fixed: '1.0.0' }, { introduced: '0' });
    expect(found(query('npm/x@1.0.0'), reversed)).toEqual(['A']);
  });

  test.each<[string, Record<string, string>[]]>([
    ['in order', [{ introduced: '1.0.0' }, { last_affected: '1.0.0' }]],
    ['reversed', [{ last_affected: '1.0.0' }, { introduced: '1.0.0' }]],
  ])('an interval may be one version: %s', (_, list) => {
    const single = events(...list);
    expect(found(query('npm/x@1.0.0'), single)).toEqual(['A']);
    expect(found(query('npm/x@1.0.1'), single)).toEqual([]);
  });

  test('the last affected version is affected and tells no fix', () => {
    const last = events({ introduced: '0' }, { last_affected: '1.5.0' });
    expect(found(query('npm/x@1.5.0'), last)).toEqual(['A']);
    expect(found(query('npm/x@1.5.1'), last)).toEqual([]);
  });

  test('a limit ends nothing', () => {
    const limited = events({ introduced: '0' }, { limit: '1.0.0' });
    expect(found(query('npm/x@5.0.0'), limited)).toEqual(['A']);
  });

  test('a fix in version 0 means never affected', () => {
    expect(
      found(
        query('apk/alpine/x@1-r0?distro=alpine-3.20'),
        advisory('A', [row('Alpine:v3.20', 'x', below('0'))]),
      ),
    ).toEqual([]);
  });

  test('a fix that the next interval affects again is passed over', () => {
    const touching = events(
      { introduced: '2.4.49' },
      { fixed: '2.4.50' },
      { introduced: '2.4.50' },
      { fixed: '2.4.51' },
    );
    expect(found(query('npm/x@2.4.49'), touching)).toEqual(['A→2.4.51']);
  });

  const ranges = (...all: Record<string, string>[][]) =>
    advisory('A', [
      {
        package: { ecosystem: 'npm', name: 'x' },
        ranges: all.map((list) => ({ type: 'ECOSYSTEM', events: list })),
      },
    ]);

  test('a fix that another range affects is passed over, as long as there is another', () => {
    const first: Record<string, string>[] = [{ introduced: '1.0.0' }, { fixed: '1.5.0' }];
    expect(
      found(query('npm/x@1.2.0'), ranges(first, [{ introduced: '1.4.0' }, { fixed: '2.0.0' }])),
    ).toEqual(['A→2.0.0']);
    // Neither is a way out: the nearest is told.
    expect(
      found(
        query('npm/x@1.2.0'),
        ranges([...first, { introduced: '1.7.0' }, { fixed: '1.8.0' }], [{ introduced: '1.4.0' }]),
      ),
    ).toEqual(['A→1.5.0']);
  });

  test('ranges over commits are left out one by one', () => {
    const mixed = readAdvisory({
      id: 'A',
      affected: [
        {
          package: { ecosystem: 'PyPI', name: 'x' },
          ranges: [
            { type: 'GIT', repo: 'https://example.com/x', events: [{ introduced: '0' }] },
            { type: 'ECOSYSTEM', events: [{ introduced: '1' }, { fixed: '2' }] },
          ],
        },
      ],
    });
    expect(found(query('pypi/x@1.5'), mixed)).toEqual(['A→2']);
    expect(found(query('pypi/x@3'), mixed)).toEqual([]);
  });

  test('a row without versions and ranges affects nothing', () => {
    expect(
      found(query('npm/x@1.0.0'), advisory('A', [{ package: { ecosystem: 'npm', name: 'x' } }])),
    ).toEqual([]);
  });
});

describe('lists of versions', () => {
  const listed = advisory('A', [
    { package: { ecosystem: 'PyPI', name: 'x' }, versions: ['1.0', '2.0rc1', 'odd thing'] },
  ]);
  test.each([
    ['1.0', true],
    ['1.0.0', true],
    ['v1', true],
    ['2.0c1', true],
    ['2.0', false],
    ['odd%20thing', true],
  ])('%s is looked up under the order of the ecosystem', (version, expected) => {
    expect(found(query(`pypi/x@${version}`), listed)).toEqual(expected ? ['A'] : []);
  });

  test('a version that is none is looked up as text, never compared', () => {
    const both = advisory('A', [row('npm', 'x', below('99.0.0'), { versions: ['latest'] })]);
    expect(found(query('npm/x@latest'), both)).toEqual(['A']);
    expect(found(query('npm/x@nightly'), both)).toEqual([]);
  });
});

describe('records', () => {
  test('a withdrawn one counts for nothing', () => {
    const gone = advisory('A', [row('npm', 'x', below('9.0.0'))], {
      withdrawn: '2025-01-01T00:00:00Z',
    });
    expect(found(query('npm/x@1.0.0'), gone)).toEqual([]);
  });

  test('of one that is in several dumps the first speaks for an ecosystem', () => {
    const copy = (fixed: string, ...more: object[]) =>
      advisory('A', [row('npm', 'x', below(fixed)), ...more]);
    const other = row('PyPI', 'x', below('5'));
    expect(found(query('npm/x@1.0.0'), copy('1.0.0'), copy('9.0.0'))).toEqual([]);
    expect(found(query('npm/x@1.0.0'), copy('1.0.0'), copy('1.0.0', other), copy('9.0.0'))).toEqual(
      [],
    );
    expect(found(query('pypi/x@4'), copy('1.0.0'), copy('1.0.0', other))).toEqual(['A→5']);
  });

  test('Red Hat’s bug fixes count where they name a CVE, whatever else they name', () => {
    const packages = [row('Red Hat:enterprise_linux:9::baseos', 'x', below('0:2-1.el9'))];
    const installed = query('rpm/redhat/x@1-1.el9?arch=x86_64&distro=rhel-9.4');
    const of = (id: string, more: object) => found(installed, advisory(id, packages, more));
    expect(of('RHBA-2024:1', { upstream: ['CVE-2024-1', 'RHSA-2024:9'] })).toHaveLength(1);
    expect(of('RHBA-2024:1', { related: ['CVE-2024-1'] })).toEqual([]);
    expect(of('RHSA-2024:1', {})).toHaveLength(1);
  });

  test('one matches once, however many rows do, with a fix where any row has one', () => {
    const twice = advisory('A', [
      row('npm', 'x', [{ introduced: '0' }]),
      row('npm', 'x', below('2.0.0')),
      row('npm', 'x', below('3.0.0')),
    ]);
    expect(found(query('npm/x@1.0.0'), twice)).toEqual(['A→2.0.0']);
  });

  test('one that two dumps hold counts once', () => {
    const same = () => advisory('A', [row('npm', 'x', below('2.0.0'))]);
    expect(found(query('npm/x@1.0.0'), same(), same())).toEqual(['A→2.0.0']);
  });

  test.each([
    ['ALBA-2024:1', []],
    ['ALEA-2024:1', []],
    ['ALSA-2024:1', ['ALSA-2024:1→2-1.el9']],
  ])('AlmaLinux’s %s is a finding only when it is about security', (id, expected) => {
    const asked = query('rpm/almalinux/x@1-1.el9?distro=almalinux-9');
    expect(found(asked, advisory(id, [row('AlmaLinux:9', 'x', below('2-1.el9'))]))).toEqual(
      expected,
    );
  });
});

describe('names', () => {
  test.each([
    ['pypi/flask-login@1', 'PyPI', 'Flask_Login', true],
    ['pypi/Flask.Login@1', 'PyPI', 'flask-login', true],
    ['composer/monolog/monolog@1.0.0', 'Packagist', 'Monolog/Monolog', true],
    ['nuget/newtonsoft.json@1.0.0', 'NuGet', 'Newtonsoft.Json', true],
    ['golang/github.com/masterminds/goutils@v1.0.0', 'Go', 'github.com/Masterminds/goutils', true],
    ['maven/org.example/lib@1', 'Maven', 'org.example:lib', true],
    ['npm/%40scope/x@1.0.0', 'npm', '@scope/x', true],
    ['cargo/a_b@1.0.0', 'crates.io', 'a-b', false],
    ['gem/x@1', 'RubyGems', 'X', false],
  ])('%s is %s’s %s: %s', (purl, ecosystem, name, expected) => {
    const events = below('99');
    expect(found(query(purl), advisory('A', [row(ecosystem, name, events)])).length > 0).toBe(
      expected,
    );
  });

  test('a repository behind the ecosystem’s name does not matter', () => {
    const drupal = advisory('A', [
      row('Packagist:https://packages.drupal.org/8', 'drupal/x', below('2.0.0')),
    ]);
    expect(found(query('composer/drupal/x@1.0.0'), drupal)).toEqual(['A→2.0.0']);
  });
});

describe('Debian and Ubuntu', () => {
  const rows = (ecosystem: string) =>
    advisory('A', [row(ecosystem, 'openssl', below('3.0.14-1~deb12u2'))]);

  test('the source package and its version are asked about', () => {
    const asked = query('deb/debian/libssl3@3.0.14-1~deb12u1%2Bb1?distro=debian-12', {
      source: { name: 'openssl', version: '3.0.14-1~deb12u1' },
    });
    expect(found(asked, rows('Debian:12'))).toEqual(['A→3.0.14-1~deb12u2']);
  });

  test('the upstream qualifier of a package URL tells the source too', () => {
    const asked = query('deb/debian/libssl3@9:9?distro=debian-12.4&upstream=openssl%403.0.11-1');
    expect(found(asked, rows('Debian:12'))).toEqual(['A→3.0.14-1~deb12u2']);
  });

  test.each([
    ['debian-12', 'Debian:12', true],
    ['debian-12.5', 'Debian:12', true],
    ['bookworm', 'Debian:12', true],
    ['debian-11', 'Debian:12', false],
    ['debian-6.0', 'Debian:6.0', true],
    ['debian-3.1', 'Debian:3.0', false],
  ])('rows of %s and %s are the same release: %s', (distro, ecosystem, expected) => {
    const asked = query(`deb/debian/openssl@1?distro=${distro}`);
    expect(found(asked, rows(ecosystem)).length > 0).toBe(expected);
  });

  test('a Debian without a release is not covered', () => {
    const answer = queryFor(pkg('deb/debian/openssl@3'), { id: 'debian' });
    expect(isQuery(answer) || answer.gap).toBe(true);
    expect(isQuery(answer)).toBe(false);
  });

  test.each([
    ['1.0-1', 'Ubuntu:22.04:LTS', ['A→2.0-1']],
    ['1.0-1', 'Ubuntu:22.04', ['A→2.0-1']],
    ['1.0-1', 'Ubuntu:24.04:LTS', []],
    ['1.0-1', 'Ubuntu:Pro:22.04:LTS', ['A→2.0-1 (pro)']],
    ['1.0-1%2Besm1', 'Ubuntu:Pro:22.04:LTS', ['A→2.0-1']],
    ['1.0-1', 'Ubuntu:Pro:FIPS:22.04:LTS', []],
    ['1.0-1', 'Ubuntu:22.04:LTS:for:NVIDIA:BlueField', []],
  ])('%s on Ubuntu 22.04 against rows of %s', (version, ecosystem, expected) => {
    const asked = query(`deb/ubuntu/x@${version}?distro=ubuntu-22.04`);
    expect(found(asked, advisory('A', [row(ecosystem, 'x', below('2.0-1'))]))).toEqual(expected);
  });

  test('a package from Ubuntu Pro is judged by Pro’s rows alone', () => {
    const both = advisory('A', [
      row('Ubuntu:18.04:LTS', 'x', [{ introduced: '0' }]),
      row('Ubuntu:Pro:18.04:LTS', 'x', below('1.0-1+esm2')),
    ]);
    expect(found(query('deb/ubuntu/x@1.0-1%2Besm2?distro=ubuntu-18.04'), both)).toEqual([]);
    expect(found(query('deb/ubuntu/x@1.0-1%2Besm1?distro=ubuntu-18.04'), both)).toEqual([
      'A→1.0-1+esm2',
    ]);
    expect(found(query('deb/ubuntu/x@1.0-1?distro=ubuntu-18.04'), both)).toEqual(['A']);
  });
});

describe('Alpine and its relatives', () => {
  test('the origin is asked about, with the package’s version', () => {
    const asked = query('apk/alpine/libcrypto3@3.1.3-r0?distro=alpine-3.19.1', {
      source: { name: 'openssl' },
    });
    expect(
      found(asked, advisory('A', [row('Alpine:v3.19', 'openssl', below('3.1.4-r0'))])),
    ).toEqual(['A→3.1.4-r0']);
    expect(
      found(asked, advisory('A', [row('Alpine:v3.19', 'libcrypto3', below('3.1.4-r0'))])),
    ).toEqual([]);
  });

  test('Wolfi and Chainguard are asked by origin and by package', () => {
    const asked = query('apk/wolfi/py3-x@1.0-r0?distro=wolfi-20230201', { source: { name: 'x' } });
    expect(found(asked, advisory('A', [row('Wolfi', 'py3-x', below('1.1-r0'))]))).toEqual([
      'A→1.1-r0',
    ]);
    expect(found(asked, advisory('B', [row('Wolfi', 'x', below('1.1-r0'))]))).toEqual(['B→1.1-r0']);
  });
});

describe('Red Hat’s family', () => {
  const at = (version: string, more: object = {}) =>
    query(`rpm/redhat/nodejs@${version}?distro=rhel-9.4`, more);

  test.each([
    ['Red Hat:enterprise_linux:9::appstream', true],
    ['Red Hat:enterprise_linux:9::baseos', true],
    ['Red Hat:enterprise_linux:8::appstream', false],
    ['Red Hat:rhel_eus:9.2::appstream', false],
    ['Red Hat:rhel_e4s:9.0::baseos', false],
  ])('rows of %s count for RHEL 9: %s', (ecosystem, expected) => {
    expect(
      found(at('1-1.el9'), advisory('RHSA-1', [row(ecosystem, 'nodejs', below('0:2-1.el9'))]))
        .length > 0,
    ).toBe(expected);
  });

  test('the epoch of the package URL counts', () => {
    const fixed = advisory('A', [row('AlmaLinux:9', 'x', below('1:2-1.el9'))]);
    expect(found(query('rpm/almalinux/x@3-1.el9?distro=almalinux-9.2'), fixed)).toEqual([
      'A→1:2-1.el9',
    ]);
    expect(found(query('rpm/almalinux/x@3-1.el9?distro=almalinux-9.2&epoch=1'), fixed)).toEqual([]);
  });

  test('the build’s release tells the system where nothing else does', () => {
    const fixed = advisory('A', [row('Rocky Linux:8', 'x', below('2-1.el8'))]);
    expect(found(query('rpm/rocky/x@1-1.el8'), fixed)).toEqual(['A→2-1.el8']);
    expect(found(query('rpm/rocky/x@1-1.el9'), fixed)).toEqual([]);
  });

  const modular = advisory(
    'ALSA-1',
    [row('AlmaLinux:8', 'nodejs', below('1:18.20.0-1.module_el8.9.0+1'))],
    { summary: 'Important: nodejs:18 security update' },
  );
  const alma = (version: string, module?: string) =>
    query(`rpm/almalinux/nodejs@${version}?distro=almalinux-8`, module ? { module } : {});
  test.each([
    ['the same stream', '1:18.1.0-1.module_el8.6.0+1', 'nodejs:18:8060020220523160029:ad008a3a', 1],
    ['another stream', '1:16.1.0-1.module_el8.6.0+1', 'nodejs:16:8060020220523160029:ad008a3a', 0],
    ['no stream', '1:10.1.0-1.el8', undefined, 0],
    ['an unknown stream of this version', '1:18.1.0-1.module_el8.6.0+1', undefined, 1],
    ['an unknown stream of another version', '1:16.1.0-1.module_el8.6.0+1', undefined, 0],
  ])('a modular row and a package of %s', (_, version, module, count) => {
    expect(found(alma(version, module), modular)).toHaveLength(count);
  });
});

describe('distributions whose records name source packages', () => {
  test.each([
    ['opensuse-leap-15.6', 'openSUSE:Leap 15.6'],
    ['opensuse-tumbleweed-20260101', 'openSUSE:Tumbleweed'],
    ['sles-15-sp5', 'SUSE:Linux Enterprise Server 15 SP5'],
    ['sles-15.5', 'SUSE:Linux Enterprise Module for Basesystem 15 SP5'],
    ['mageia-9', 'Mageia:9'],
    ['photon-5.0', 'Photon OS:5.0'],
    ['azurelinux-3.0', 'Azure Linux:3'],
    ['mariner-2.0', 'Azure Linux:2'],
    ['openeuler-22.03-LTS-SP3', 'openEuler:22.03-LTS-SP3'],
    ['openeuler-22.03', 'openEuler:22.03-LTS-SP3'],
  ])('%s is asked about rows of %s', (distro, ecosystem) => {
    const asked = query(`rpm/vendor/libx1@1:7-1.oe2203sp3?distro=${distro}`, {
      source: { name: 'x', version: '8-1.oe2203sp3' },
    });
    const named = (name: string, fixed: string) =>
      found(asked, advisory('A', [row(ecosystem, name, below(fixed))]));
    expect(named('x', '1:9-1')).toEqual(['A→1:9-1']);
    expect(named('x', '1:8-1')).toEqual([]);
    expect(named('libx1', '1:9-1')).toEqual([]);
  });

  test.each([
    ['openEuler:22.03-LTS-SP3', ['A→9-1']],
    ['openEuler:22.03-LTS-SP4', []],
    ['openEuler:22.03-LTS', []],
  ])('a build for openEuler 22.03 SP3 against rows of %s', (ecosystem, expected) => {
    const asked = query('rpm/openeuler/x@1.0-7.oe2203sp3?distro=openeuler-22.03');
    expect(found(asked, advisory('A', [row(ecosystem, 'x', below('9-1'))]))).toEqual(expected);
  });
});

describe('Go', () => {
  test.each([
    ['go1.21.4', ['A→1.21.5']],
    ['v1.21.4', ['A→1.21.5']],
    ['1.21.4', ['A→1.21.5']],
    ['go1.21.5', []],
    ['go1.21.4%20X:boringcrypto', ['A→1.21.5']],
  ])('its standard library in version %s', (version, expected) => {
    const fixed = advisory('A', [row('Go', 'stdlib', below('1.21.5'))]);
    expect(found(query(`golang/stdlib@${version}`), fixed)).toEqual(expected);
  });

  test('its standard library by the name that cyclonedx-gomod gives it', () => {
    const fixed = advisory('A', [row('Go', 'stdlib', below('1.21.5'))]);
    expect(found(query('golang/std@go1.21.4'), fixed)).toEqual(['A→1.21.5']);
  });

  test('rows of the toolchain are about building', () => {
    expect(
      found(
        query('golang/toolchain@1.21.4'),
        advisory('A', [row('Go', 'toolchain', below('1.21.5'))]),
      ),
    ).toEqual([]);
  });

  test('a module built without a version is not covered', () => {
    expect(isQuery(queryFor(pkg('golang/example.com/app@(devel)'), undefined))).toBe(false);
  });
});

test.each([
  ['deb/kali/x@1?distro=kali-2024', true],
  ['rpm/fedora/x@1?distro=fedora-40', true],
  ['rpm/centos/x@1?distro=centos-9', true],
  ['apk/alpine/x@1?distro=alpine-3.21_alpha20240606', true],
  ['conda/x@1', false],
  ['npm/x@', false],
])('%s is not covered, which is a gap: %s', (purl, gap) => {
  const answer = queryFor(pkg(purl), undefined);
  expect(isQuery(answer) ? 'asked' : answer.gap).toBe(gap);
});
