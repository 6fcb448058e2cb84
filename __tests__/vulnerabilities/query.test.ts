import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { affectedMatcher } from '../../src/vulnerabilities/affected.js';
import { indexAdvisories, match } from '../../src/vulnerabilities/match.js';
import type { Affected, VersionEvent } from '../../src/vulnerabilities/record.js';
import { schemeOf } from '../../src/vulnerabilities/versions/schemes.js';
import { advisory, below, query, row } from './fixtures.js';

/** Whether a package is affected by a row of an ecosystem, as notes/matching.md tells it, rule by rule. */
function affected(purl: string, ecosystem: string, name: string, fixed: string): boolean {
  const index = indexAdvisories([advisory('A', [row(ecosystem, name, below(fixed))])]);
  return match(query(purl), index).length > 0;
}

describe('the package of a package URL is the one of the row', () => {
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
  ])('%s and %s %s', (purl, ecosystem, name) => {
    expect(affected(purl, ecosystem, name, '99')).toBe(true);
  });

  test.each([
    ['deb/debian/x@1?distro=debian-12', 'Ubuntu:22.04:LTS', 'x'],
    ['deb/debian/x@1?distro=debian-12', 'Debian:1', 'x'],
    ['apk/alpine/x@1-r0?distro=alpine-3.19.1', 'Alpine:v3.1', 'x'],
    ['apk/wolfi/x@1-r0?distro=wolfi-20230201', 'Chainguard', 'x'],
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
  ])('%s and not %s %s', (purl, ecosystem, name) => {
    expect(affected(purl, ecosystem, name, '99')).toBe(false);
  });
});

describe('a version is before a fix', () => {
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
    ['githubactions/a/x@v4', 'GitHub Actions', '4.1.0', true],
  ])('%s, in %s, %s: %s', (purl, ecosystem, fixed, expected) => {
    const [, path = ''] = /^[^/]+\/([^@?]+)@/.exec(purl) ?? [];
    const name = /^(?:deb|apk|rpm)/.test(purl) ? 'x' : path;
    expect(affected(purl, ecosystem, name.replace(/^a\/x$/, mavenName(ecosystem)), fixed)).toBe(
      expected,
    );
  });
});

function mavenName(ecosystem: string): string {
  return ecosystem === 'Maven' ? 'a:x' : 'a/x';
}

/** The OSV schema's algorithm word for word, slow and with sorting. */
function walk(version: number, events: readonly VersionEvent[]): boolean {
  const turn = { fixed: 0, introduced: 1, last_affected: 2 };
  const zero = ({ kind, version: v }: VersionEvent) => kind === 'introduced' && v === '0';
  const at = (event: VersionEvent) => (zero(event) ? -1 : Number(event.version));
  const sorted = events.toSorted((a, b) => at(a) - at(b) || turn[a.kind] - turn[b.kind]);
  let open = false;
  for (const event of sorted) {
    if (event.kind === 'introduced' && version >= at(event)) open = true;
    if (event.kind === 'fixed' && version >= at(event)) open = false;
    if (event.kind === 'last_affected' && version > at(event)) open = false;
  }
  return open;
}

test.each(['Debian', 'Alpine', 'AlmaLinux', 'PyPI', 'Maven', 'RubyGems', 'CRAN'])(
  'any events in any order tell in %s what the schema’s algorithm tells',
  (ecosystem) => {
    const event = fc.record({
      kind: fc.constantFrom('introduced' as const, 'fixed' as const, 'last_affected' as const),
      version: fc.nat(8).map(String),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 7 }), { maxLength: 3 }),
        fc.nat(8),
        (ranges, version) => {
          const about: Affected = {
            ecosystem,
            release: undefined,
            name: 'x',
            ranges: ranges.map((events) => ({ events })),
            versions: [],
            severity: [],
            urgency: undefined,
          };
          const hit = affectedMatcher(String(version), schemeOf(ecosystem))(about);
          expect(hit !== undefined).toBe(ranges.some((events) => walk(version, events)));
        },
      ),
      { numRuns: 300 },
    );
  },
);
