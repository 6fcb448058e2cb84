import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { npm } from '../../../src/inventory/catalogers/npm.js';
import { file, wants } from '../build/file.js';

const PATH = 'srv/node_modules/left/package.json';

describe('the npm cataloger', () => {
  test.each([
    ['app/node_modules/left/package.json', true],
    ['node_modules/left/package.json', true],
    ['app/node_modules/@acme/left/package.json', true],
    ['app/node_modules/a/node_modules/b/package.json', true],
    ['app/node_modules/.pnpm/b@1.0.0/node_modules/b/package.json', true],
    ['app/node_modules/.bun/b@1.0.0/node_modules/@acme/b/package.json', true],
    ['app/node_modules/.store/b-npm-1.0.0-0123456789/package/package.json', true],
    ['app/node_modules/a/test/data/node_modules/b/package.json', false],
    ['usr/local/lib/node_modules/pnpm/dist/node_modules/tar/package.json', true],
    ['usr/local/lib/node_modules/pnpm/dist/node_modules/@isaacs/fs-minipass/package.json', true],
    ['root/.cache/node/corepack/v1/pnpm/9.1.0/dist/node_modules/which/package.json', true],
    ['app/node_modules/.pnpm/a@1/node_modules/a/dist/node_modules/b/package.json', true],
    ['app/node_modules/test/node_modules/b/package.json', true],
    ['app/node_modules/@acme/examples/lib/node_modules/b/package.json', true],
    ['app/node_modules/a/__fixtures__/node_modules/b/package.json', false],
    ['app/node_modules/a/examples/x/node_modules/b/package.json', false],
    ['app/node_modules/a/dist/node_modules/b/Test/node_modules/c/package.json', false],
    ['app/node_modules/.cache/x/node_modules/b/package.json', false],
    ['app/node_modules/a/.tmp/node_modules/b/package.json', false],
    ['app/node_modules/.pnpm/node_modules/b/package.json', false],
    ['app/node_modules/a/dist/node_modules/b/lib/package.json', false],
    ['usr/share/nodejs/npm/node_modules/b/package.json', true],
    ['usr/share/nodejs/semver/package.json', true],
    ['usr/share/nodejs/@npmcli/fs/package.json', true],
    ['opt/yarn-v1.22.22/package.json', true],
    ['root/.cache/node/corepack/v1/pnpm/9.1.0/package.json', true],
    ['root/.cache/node/corepack/yarn/1.22.22/package.json', true],
    ['root/.cache/node/corepack/v1/pnpm/9.1.0/dist/package.json', false],
    ['app/corepack/package.json', false],
    ['app/package.json', false],
    ['app/node_modules/a/lib/esm/package.json', false],
    ['app/node_modules/a/test/package.json', false],
    ['app/node_modules/.package-lock.json', false],
    ['app/node_modules/.bin/package.json', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(npm, path)).toBe(wanted);
  });

  test.each([
    ['{"name":"@acme/left","version":"1.0.0","license":"MIT"}', 'MIT'],
    ['{"name":"@acme/left","version":"1.0.0","license":{"type":"ISC","url":"x"}}', 'ISC'],
    [
      '{"name":"@acme/left","version":"1.0.0","licenses":[{"type":"MIT"},{"type":"GPL-2.0"}]}',
      '(MIT OR GPL-2.0)',
    ],
    ['\uFEFF{"name":"@acme/left","version":"1.0.0","license":[]}', undefined],
  ])('reads %s', (text, license) => {
    expect(npm.read(file(PATH, text))).toEqual([
      { type: 'npm', name: '@acme/left', version: '1.0.0', ...(license && { license }) },
    ]);
  });

  test.each(['{"name":"x"}', '{"version":"1"}', '{"type":"module"}'])(
    'finds no package in %s',
    (text) => {
      expect(npm.read(file(PATH, text))).toEqual([]);
    },
  );

  it('finds no package in members named like those of every object', () => {
    const text = '{"__proto__":{"name":"bad","version":"9"},"constructor":1}';
    expect(npm.read(file(PATH, text))).toEqual([]);
  });

  const ODD = ['{"name":1,"version":"1"}', '{"name":"x","version":{}}'];
  test.each(['', '{', '[]', 'null', '"x"', '[1,2]', ...ODD])(
    'throws CatalogError for %j',
    (text) => {
      expect(() => npm.read(file(PATH, text))).toThrow(CatalogError);
    },
  );

  it('throws CatalogError for JSON that is nested too deep', () => {
    const deep = `{"name":"x","version":"1","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(() => npm.read(file(PATH, deep))).toThrow(/nested deeper/);
  });

  it('does not count brackets in strings as nesting', () => {
    const text = JSON.stringify({ name: 'x', version: '1', description: '[{"\\'.repeat(5000) });
    expect(npm.read(file(PATH, text))).toHaveLength(1);
  });
});
