import { describe, expect, it, test } from '@jest/globals';
import type { FileSystem } from '../../src/image/image.js';
import type { FoundPackage } from '../../src/inventory/cataloger.js';
import { type DependentPackage, resolveDependencies } from '../../src/inventory/dependencies.js';

type Parts = Partial<FoundPackage> & { readonly path?: string };

/** `name` or `name#2`, which is also the purl; the number tells packages of one name apart. */
function packageOf(id: string, type: string, { path = 'db', ...parts }: Parts): DependentPackage {
  const [name = ''] = id.split('#');
  return { purl: id, path, found: { type, name, version: '1', ...parts } };
}

function edges(
  packages: readonly DependentPackage[],
  links: Readonly<Record<string, string>> = {},
): Record<string, readonly string[]> {
  const fileSystem = { resolve: (path: string) => links[path] } as FileSystem;
  const { of } = resolveDependencies(packages, new Map(), fileSystem);
  return Object.fromEntries(
    [...of].flatMap(([{ purl }, purls]) => (purls.length > 0 ? [[purl, purls]] : [])),
  );
}

describe('packages of a distribution', () => {
  it('are found by name and by what they provide', () => {
    const packages = [
      packageOf('a', 'deb', { requires: ['libc6', 'mta', 'missing'] }),
      packageOf('libc6', 'deb', { requires: ['a'] }),
      packageOf('exim', 'deb', { provides: ['mta'] }),
      packageOf('postfix', 'deb', { provides: ['mta'] }),
      packageOf('libc6#npm', 'npm', {}),
    ];
    expect(edges(packages)).toEqual({ a: ['exim', 'libc6', 'postfix'], libc6: ['a'] });
  });

  it('are those of the same architecture, if there are any', () => {
    const packages = [
      packageOf('a', 'deb', { arch: 'i386', requires: ['c', 'd'] }),
      packageOf('c#1', 'deb', { arch: 'amd64' }),
      packageOf('c#2', 'deb', { arch: 'i386' }),
      packageOf('d', 'deb', { arch: 'all' }),
    ];
    expect(edges(packages)).toEqual({ a: ['c#2', 'd'] });
  });

  it('without a requirement are known to depend on none', () => {
    const a = packageOf('a', 'deb', {});
    const program = packageOf('b', 'generic', {});
    const { of } = resolveDependencies([a, program], new Map(), {} as FileSystem);
    expect([...of]).toEqual([[a, []]]);
  });

  it('do not depend on themselves', () => {
    expect(edges([packageOf('a', 'apk', { requires: ['a', 'so:a'], provides: ['so:a'] })])).toEqual(
      {},
    );
  });
});

describe('npm packages', () => {
  const npm = (id: string, folder: string, ...requires: readonly string[]) =>
    packageOf(id, 'npm', { path: `${folder}/package.json`, requires });

  test.each([
    ['its own node_modules', 'app/node_modules/a/node_modules/b', 'b#2'],
    ['the folder above', 'app/node_modules/b', 'b#2'],
    ['a folder far above', 'node_modules/b', 'b#2'],
  ])('are found in %s', (_, folder, expected) => {
    const packages = [npm('a', 'app/node_modules/a', 'b'), npm('b#2', folder)];
    expect(edges(packages)).toEqual({ a: [expected] });
  });

  it('are the nearest ones, and never those of another application', () => {
    const packages = [
      npm('a', 'app/node_modules/a', 'b', '@x/c', '../b', '.bin'),
      npm('b#near', 'app/node_modules/a/node_modules/b'),
      npm('b#far', 'app/node_modules/b'),
      npm('@x/c', 'app/node_modules/@x/c'),
      npm('d', 'other/node_modules/d', 'b'),
    ];
    expect(edges(packages)).toEqual({ a: ['@x/c', 'b#near'] });
  });

  it('are found through the links of a store, and in the folder of Debian', () => {
    const store = 'app/node_modules/.pnpm';
    const packages = [
      npm('a', `${store}/a@1/node_modules/a`, 'b'),
      npm('b', `${store}/b@2/node_modules/b`),
      npm('c', 'usr/share/nodejs/c', 'd'),
      npm('d', 'usr/share/nodejs/d'),
    ];
    const links = {
      [`${store}/a@1/node_modules/b/package.json`]: `${store}/b@2/node_modules/b/package.json`,
    };
    expect(edges(packages, links)).toEqual({ a: ['b'], c: ['d'] });
  });

  it('of a large tree with cycles are all found', () => {
    const all = Array.from({ length: 5_000 }, (_, i) =>
      npm(`p${i}`, `node_modules/p${i}`, `p${(i + 1) % 5_000}`, `p${(i + 7) % 5_000}`, 'missing'),
    );
    const found = edges(all);
    expect(Object.keys(found)).toHaveLength(5_000);
    expect(found.p4999).toEqual(['p0', 'p6']);
  });
});

describe('packages of other ecosystems', () => {
  it('of a program are those in the same program', () => {
    const packages = [
      packageOf('main', 'golang', { path: 'bin/a', requires: ['m'] }),
      packageOf('m#a', 'golang', { path: 'bin/a' }),
      packageOf('m#b', 'golang', { path: 'bin/b' }),
    ];
    expect(edges(packages)).toEqual({ main: ['m#a'] });
  });

  it('are those of the nearest folder, by their normalized name', () => {
    const site = (n: number, name: string) =>
      `venv${n}/lib/site-packages/${name}-1.dist-info/METADATA`;
    const packages = [
      packageOf('flask', 'pypi', { path: site(1, 'flask'), requires: ['Typing.Extensions'] }),
      packageOf('typing_extensions#1', 'pypi', { path: site(1, 'typing_extensions') }),
      packageOf('typing_extensions#2', 'pypi', { path: site(2, 'typing_extensions') }),
    ];
    expect(edges(packages)).toEqual({ flask: ['typing_extensions#1'] });
  });
});

describe('hostile databases', () => {
  it('with very many providers and requirements end in a count of packages that are cut', () => {
    const packages = Array.from({ length: 400 }, (_, i) =>
      packageOf(`p${i}`, 'deb', {
        requires: Array.from({ length: 2_000 }, (_, k) => `x${k}`),
        provides: ['x1'],
      }),
    );
    const { of, cut } = resolveDependencies(packages, new Map(), {} as FileSystem);
    expect(cut).toBe(400);
    expect(of.size).toBe(0);
  });
});
