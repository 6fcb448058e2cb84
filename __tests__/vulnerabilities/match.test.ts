import { describe, expect, test } from '@jest/globals';
import { advisory, below, matchesOf, query, row } from './fixtures.js';

describe('an advisory', () => {
  test('that is withdrawn does not match', () => {
    const gone = advisory('A', [row('npm', 'x', below('9.0.0'))], {
      withdrawn: '2025-01-01T00:00:00Z',
    });
    expect(matchesOf(query('npm/x@1.0.0'), gone)).toEqual([]);
  });

  test('in several dumps has the rows of an ecosystem from the first dump', () => {
    const copy = (fixed: string, ...more: object[]) =>
      advisory('A', [row('npm', 'x', below(fixed)), ...more]);
    const other = row('PyPI', 'x', below('5'));
    expect(matchesOf(query('npm/x@1.0.0'), copy('1.0.0'), copy('9.0.0'))).toEqual([]);
    expect(
      matchesOf(query('npm/x@1.0.0'), copy('1.0.0'), copy('1.0.0', other), copy('9.0.0')),
    ).toEqual([]);
    expect(matchesOf(query('pypi/x@4'), copy('1.0.0'), copy('1.0.0', other))).toEqual(['A→5']);
  });

  test('of Red Hat about a bug fix matches only if it names a CVE', () => {
    const packages = [row('Red Hat:enterprise_linux:9::baseos', 'x', below('0:2-1.el9'))];
    const installed = query('rpm/redhat/x@1-1.el9?arch=x86_64&distro=rhel-9.4');
    const of = (id: string, more: object) => matchesOf(installed, advisory(id, packages, more));
    expect(of('RHBA-2024:1', { upstream: ['CVE-2024-1', 'RHSA-2024:9'] })).toHaveLength(1);
    expect(of('RHBA-2024:1', { related: ['CVE-2024-1'] })).toEqual([]);
    expect(of('RHSA-2024:1', {})).toHaveLength(1);
  });

  test('matches once, with a fix if any matching row has one', () => {
    const twice = advisory('A', [
      row('npm', 'x', [{ introduced: '0' }]),
      row('npm', 'x', below('2.0.0')),
      row('npm', 'x', below('3.0.0')),
    ]);
    expect(matchesOf(query('npm/x@1.0.0'), twice)).toEqual(['A→2.0.0']);
  });

  test('in two dumps matches once', () => {
    const same = () => advisory('A', [row('npm', 'x', below('2.0.0'))]);
    expect(matchesOf(query('npm/x@1.0.0'), same(), same())).toEqual(['A→2.0.0']);
  });

  test.each([
    ['ALBA-2024:1', []],
    ['ALEA-2024:1', []],
    ['ALSA-2024:1', ['ALSA-2024:1→2-1.el9']],
  ])('of AlmaLinux matches only if it is about security: %s', (id, expected) => {
    const asked = query('rpm/almalinux/x@1-1.el9?distro=almalinux-9');
    expect(matchesOf(asked, advisory(id, [row('AlmaLinux:9', 'x', below('2-1.el9'))]))).toEqual(
      expected,
    );
  });
});

describe('Bitnami advisories of Go', () => {
  const go = advisory('BIT-golang-2025-22866', [
    row('Bitnami', 'golang', [
      ...below('1.22.12'),
      { introduced: '1.24.0-0' },
      { fixed: '1.24.0' },
    ]),
  ]);

  test.each(['1.24.0', '1.24.0-0', '1.24.0-3', '1.24.5', '1.26.0'])(
    'about pre-releases do not match %s',
    (version) => {
      expect(matchesOf(query(`bitnami/golang@${version}`), go)).toEqual([]);
    },
  );

  test.each(['1.24.0-rc.1', '1.22.11-0'])('match %s', (version) => {
    expect(matchesOf(query(`bitnami/golang@${version}`), go)).toHaveLength(1);
  });
});

describe('package names', () => {
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
  ])(
    'are normalized by ecosystem: %s is the %s package %s: %s',
    (purl, ecosystem, name, expected) => {
      const events = below('99');
      expect(matchesOf(query(purl), advisory('A', [row(ecosystem, name, events)])).length > 0).toBe(
        expected,
      );
    },
  );

  test('are independent of the repository in the ecosystem', () => {
    const drupal = advisory('A', [
      row('Packagist:https://packages.drupal.org/8', 'drupal/x', below('2.0.0')),
    ]);
    expect(matchesOf(query('composer/drupal/x@1.0.0'), drupal)).toEqual(['A→2.0.0']);
  });
});

describe('Ubuntu', () => {
  test.each([
    ['1.0-1', 'Ubuntu:22.04:LTS', ['A→2.0-1']],
    ['1.0-1', 'Ubuntu:22.04', ['A→2.0-1']],
    ['1.0-1', 'Ubuntu:24.04:LTS', []],
    ['1.0-1', 'Ubuntu:Pro:22.04:LTS', ['A→2.0-1 (pro)']],
    ['1.0-1%2Besm1', 'Ubuntu:Pro:22.04:LTS', ['A→2.0-1']],
    ['1.0-1', 'Ubuntu:Pro:FIPS:22.04:LTS', []],
    ['1.0-1', 'Ubuntu:22.04:LTS:for:NVIDIA:BlueField', []],
  ])('22.04 with version %s and rows of %s matches %j', (version, ecosystem, expected) => {
    const asked = query(`deb/ubuntu/x@${version}?distro=ubuntu-22.04`);
    expect(matchesOf(asked, advisory('A', [row(ecosystem, 'x', below('2.0-1'))]))).toEqual(
      expected,
    );
  });

  test('Pro packages match the rows of Ubuntu Pro only', () => {
    const both = advisory('A', [
      row('Ubuntu:18.04:LTS', 'x', [{ introduced: '0' }]),
      row('Ubuntu:Pro:18.04:LTS', 'x', below('1.0-1+esm2')),
    ]);
    expect(matchesOf(query('deb/ubuntu/x@1.0-1%2Besm2?distro=ubuntu-18.04'), both)).toEqual([]);
    expect(matchesOf(query('deb/ubuntu/x@1.0-1%2Besm1?distro=ubuntu-18.04'), both)).toEqual([
      'A→1.0-1+esm2',
    ]);
    expect(matchesOf(query('deb/ubuntu/x@1.0-1?distro=ubuntu-18.04'), both)).toEqual(['A']);
  });
});

describe('Go', () => {
  test('rows about the toolchain do not match, because it only builds programs', () => {
    expect(
      matchesOf(
        query('golang/toolchain@1.21.4'),
        advisory('A', [row('Go', 'toolchain', below('1.21.5'))]),
      ),
    ).toEqual([]);
  });
});
