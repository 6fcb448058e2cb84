import { describe, expect, test } from '@jest/globals';
import { bitnamiProgram, withoutDuplicates } from '../../src/vulnerabilities/programs.js';
import { advisory, below, matchesOf, pkg, query, row } from './fixtures.js';

describe('a program without a package', () => {
  test.each([
    ['generic/httpd@2.4.49', 'apache', '2.4.49'],
    ['generic/node@18.12.0', 'node', '18.12.0'],
    ['generic/Python@3.13.0rc2', 'python', '3.13.0rc2'],
    ['generic/php-fpm@8.1.0', 'php', '8.1.0'],
    ['generic/openjdk@1.8.0_412', 'java', '8.0.412'],
    ['generic/jre@17.0.9', 'java', '17.0.9'],
    ...['14.0.0-r0', '14.0.0-0', '14.0.0-1', '14.0.0-alpine3.18', '14.0.0-debian-12-r3'].map(
      (version) => [`generic/node@${version}`, 'node', '14.0.0'] as const,
    ),
    ['generic/node@14.0.0-rc.1', 'node', '14.0.0-rc.1'],
    ['generic/node@21.0.0-v8-canary1', 'node', '21.0.0-v8-canary1'],
    ['generic/python@3.12.0-b1', 'python', '3.12.0-b1'],
    ['generic/node@latest', 'node', 'latest'],
    ['generic/postgres@17.12', 'postgresql', '17.12'],
    ['generic/openldap@2.6.10', 'openldap', '2.6.10'],
    ['generic/modsecurity@3.0.14', 'modsecurity', '3.0.14'],
  ])('%s is asked as %s %s of Bitnami', (purl, name, version) => {
    expect(bitnamiProgram(pkg(purl))).toEqual({ name, version });
    expect(query(purl)).toMatchObject({ ecosystem: 'Bitnami', names: [name], version });
  });

  test.each(['generic/busybox@1.36.1', 'npm/node@18.12.0', 'generic/mysql@8.4.0'])(
    '%s is not asked of Bitnami',
    (purl) => {
      expect(bitnamiProgram(pkg(purl))).toBeUndefined();
    },
  );

  test.each(['generic/go@1.24.4', 'generic/golang@go1.24.4'])(
    '%s has the vulnerabilities of the standard library and of the tools of Go',
    (purl) => {
      const bounds = [{ introduced: '1.24.0-0' }, { fixed: '1.24.5' }];
      const old = [{ introduced: '1.23.0-0' }, { fixed: '1.24.4' }];
      expect(bitnamiProgram(pkg(purl))).toBeUndefined();
      for (const name of ['stdlib', 'toolchain'])
        expect(matchesOf(query(purl), advisory('GO-1', [row('Go', name, bounds)]))).toEqual([
          'GO-1→1.24.5',
        ]);
      expect(matchesOf(query(purl), advisory('GO-2', [row('Go', 'stdlib', old)]))).toEqual([]);
    },
  );

  test.each([
    ['1.24rc1', true],
    ['1.24rc2', false],
    ['1.24.0', false],
  ])('go@%s, a version without a patch, is compared as Go does', (version, expected) => {
    const found = advisory('GO-1', [row('Go', 'stdlib', below('1.24.0-rc.2'))]);
    expect(matchesOf(query(`generic/go@${version}`), found).length > 0).toBe(expected);
  });

  test('keeps its package URL, and has the vulnerabilities that Bitnami names', () => {
    const httpd = query('generic/httpd@2.4.49');
    expect(httpd.package.purl).toBe('pkg:generic/httpd@2.4.49');
    const found = advisory('BIT-apache-2021-41773', [
      row('Bitnami', 'apache', [{ introduced: '2.4.49' }, { fixed: '2.4.50' }]),
    ]);
    expect(matchesOf(httpd, found)).toEqual(['BIT-apache-2021-41773→2.4.50']);
    expect(matchesOf(query('generic/httpd@2.4.50'), found)).toEqual([]);
  });

  test.each([
    ['1.8.0_402', true],
    ['1.8.0_491', false],
    ['11.0.1', false],
  ])('in the version %s of Java is compared by its update', (version, expected) => {
    const found = advisory('BIT-java-1', [
      row('Bitnami', 'java', [...below('1.8.0'), { introduced: '1.9.0' }, { fixed: '8.0.491' }]),
    ]);
    expect(matchesOf(query(`generic/openjdk@${version}`), found).length > 0).toBe(expected);
  });
});

describe('packages that another one stands for', () => {
  const inFolder = (purl: string, ...paths: string[]) => pkg(purl, { paths });
  const toolchain = inFolder('generic/go@1.24.4', 'usr/local/go/VERSION');
  const left = (...packages: ReturnType<typeof pkg>[]) =>
    withoutDuplicates(packages).map(({ purl }) => purl);

  test('are the programs in a Bitnami image that its own list names', () => {
    const listed = pkg('bitnami/node@18.12.0-3');
    const own = inFolder('generic/node@18.12.0', 'opt/bitnami/node/bin/node');
    const other = inFolder('generic/node@18.12.0', 'usr/local/bin/node');
    const unlisted = inFolder('generic/python@3.11.2', 'opt/bitnami/python/bin/python3.11');
    expect(left(listed, own, unlisted)).toEqual([listed.purl, unlisted.purl]);
    expect(left(listed, other)).toEqual([listed.purl, other.purl]);
    expect(left(own)).toEqual([own.purl]);
  });

  test.each([
    ['a file claims', pkg('bitnami/node@14.0.0', { claimed: true })],
    ['a file claims in another version', pkg('bitnami/node@99.0.0', { claimed: true })],
    ['the own list has in another version', pkg('bitnami/node@99.0.0')],
  ])('are no programs that %s', (_where, claim) => {
    const program = inFolder('generic/node@14.0.0', 'opt/bitnami/node/bin/node');
    expect(left(claim, program)).toEqual([claim.purl, program.purl]);
  });

  test('are not the standard library for a toolchain that a file claims', () => {
    const own = inFolder('golang/stdlib@1.24.4', 'usr/local/go/bin/go');
    const claimed = pkg('generic/go@1.24.4', { paths: toolchain.paths, claimed: true });
    expect(left(claimed, own)).toEqual([claimed.purl, own.purl]);
  });

  test('are update 412 of Java 8 as Bitnami writes it', () => {
    const listed = pkg('bitnami/java@1.8.412-3');
    const own = inFolder('generic/openjdk@1.8.0_412', 'opt/bitnami/java/release');
    expect(left(listed, own)).toEqual([listed.purl]);
  });

  test('are the standard library in the programs of a Go toolchain', () => {
    const own = inFolder('golang/stdlib@1.24.4', 'usr/local/go/bin/go', 'usr/local/go/bin/gofmt');
    expect(left(toolchain, own)).toEqual([toolchain.purl]);
  });

  test.each([
    inFolder('golang/stdlib@1.24.4', 'usr/local/go/bin/go', 'app/server'),
    inFolder('golang/stdlib@1.24.3', 'usr/local/go/bin/go'),
    inFolder('golang/stdlib@1.24.4'),
    inFolder('golang/golang.org/x/net@0.1.0', 'usr/local/go/bin/go'),
  ])('are not $purl in $paths', (other) => {
    expect(left(toolchain, other)).toEqual([toolchain.purl, other.purl]);
  });
});
