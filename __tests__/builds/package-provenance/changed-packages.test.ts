import { describe, expect, it } from '@jest/globals';
import { changedPackages } from '../../../src/builds/package-provenance/changed-packages.js';

const integrity = (byte: string) => `sha512-${Buffer.alloc(64, byte).toString('base64')}`;
const NPMJS = 'https://registry.npmjs.org/';

const versions = (name: string, texts: readonly [string, string], npmrc?: string) =>
  changedPackages(name, texts, npmrc).map(({ before, now }) => [
    ...[before.name, before.version, now.version, before.registry],
  ]);

describe('the packages that a change updates', () => {
  it.each<[string, (version: string) => object]>([
    [
      'version 1, nested',
      (version) => ({
        lockfileVersion: 1,
        dependencies: {
          b: {
            version: '1.0.0',
            integrity: integrity('b'),
            dependencies: {
              a: {
                version,
                resolved: `${NPMJS}a/-/a-${version}.tgz`,
                integrity: integrity(version),
              },
            },
          },
        },
      }),
    ],
    [
      'without addresses',
      (version) => ({
        lockfileVersion: 3,
        packages: { 'node_modules/a': { version, integrity: integrity(version) } },
      }),
    ],
  ])('are read from a package-lock.json: %s', (_, lock) => {
    const texts = [JSON.stringify(lock('1.0.0')), JSON.stringify(lock('2.0.0'))] as const;
    expect(versions('package-lock.json', texts)).toEqual([['a', '1.0.0', '2.0.0', NPMJS]]);
  });

  it('are those of the registry of .npmrc if a package-lock.json names none', () => {
    const lock = (version: string) =>
      JSON.stringify({
        packages: { 'node_modules/a': { version, integrity: integrity(version) } },
      });
    const texts = [lock('1'), lock('2')] as const;
    const npmrc = 'registry=https://npm.example/\n';
    expect(versions('package-lock.json', texts, npmrc)).toEqual([
      ['a', '1', '2', 'https://npm.example/'],
    ]);
  });

  it.each([
    (digest: string) => `{integrity: ${digest}, tarball: https://evil.example/x.tgz}`,
    (digest: string) => `{tarball: https://evil.example/x.tgz, integrity: ${digest}}`,
    () => '{tarball: https://evil.example/x.tgz}',
  ])('are read from a pnpm-lock.yaml with an address, in any order', (resolution) => {
    const lock = (version: string, value: string) =>
      `lockfileVersion: '9.0'\npackages:\n  a@${version}:\n    resolution: ${value}\n`;
    const before = lock('1.0.0', `{integrity: ${integrity('a')}}`);
    const texts = [before, lock('2.0.0', resolution(integrity('b')))] as const;
    expect(versions('pnpm-lock.yaml', texts)).toEqual([['a', '1.0.0', '2.0.0', NPMJS]]);
  });
});
