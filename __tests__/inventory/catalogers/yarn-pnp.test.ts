import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { yarnPnp } from '../../../src/inventory/catalogers/yarn-pnp.js';
import { file, named, wants } from '../build/file.js';

const zip = (name: string) => ({
  packageLocation: `./.yarn/cache/${name}-0123.zip/node_modules/${name}/`,
  linkType: 'HARD',
});
const STATE = {
  __info: ["it's \\ generated"],
  packageRegistryData: [
    [null, [[null, { packageLocation: './', linkType: 'SOFT' }]]],
    ['app', [['workspace:.', { packageLocation: './', linkType: 'SOFT' }]]],
    [
      'left',
      [
        ['npm:1.0.0', zip('left')],
        ['npm:2.0.0-rc.1', zip('left')],
      ],
    ],
    ['@acme/right', [['npm:1.1.0::__archiveUrl=https%3A%2F%2Fx', zip('right')]]],
    ['peer', [['virtual:0a1b#npm:3.0.0', zip('peer')]]],
    ['patched', [['patch:patched@npm%3A4.0.0#x::hash=1&version=4.0.0&x=y', zip('patched')]]],
    ['other-name', [['npm:@acme/real@5.0.0', zip('real')]]],
    ['forked', [['https://github.com/a/b.git#commit=0a', zip('forked')]]],
    [
      'native',
      [['npm:6.0.0', { packageLocation: './.yarn/unplugged/native-0/node_modules/native/' }]],
    ],
  ],
};
const FOUND = [
  'left@1.0.0',
  'left@2.0.0-rc.1',
  '@acme/right@1.1.0',
  'peer@3.0.0',
  'patched@4.0.0',
  '@acme/real@5.0.0',
];
const json = JSON.stringify(STATE, null, 2);
const quoted = `'${json.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\\n')}'`;

describe('the yarn-pnp cataloger', () => {
  test.each([
    ['.pnp.cjs', true],
    ['app/.pnp.cjs', true],
    ['app/.pnp.js', true],
    ['app/.pnp.data.json', true],
    ['app/.pnp.loader.mjs', false],
    ['app/x.pnp.cjs', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(yarnPnp, path)).toBe(wanted);
  });

  test.each([
    ['of Yarn 4', '.pnp.cjs', `"use strict";\nconst RAW_RUNTIME_STATE =\n${quoted};\nf('x');`],
    ['of Yarn 3', '.pnp.cjs', `  return hydrateRuntimeState(JSON.parse(${quoted}), {x});`],
    ['of Yarn 2', '.pnp.js', `  return hydrateRuntimeState(${json}, {basePath: "}"});`],
    ['in a separate file', '.pnp.data.json', json],
  ])('reads the packages in archives from a map %s', (_, path, text) => {
    const found = yarnPnp.read(file(`app/${path}`, text));
    expect(named(found)).toEqual(FOUND);
    expect(found.every(({ type }) => type === 'npm')).toBe(true);
  });

  it('finds nothing in a loader with a separate data file', () => {
    expect(yarnPnp.read(file('.pnp.cjs', "require('./.pnp.data.json')"))).toEqual([]);
  });

  test.each([
    ['.pnp.data.json', '{}'],
    ['.pnp.data.json', '[]'],
    ['.pnp.cjs', "RAW_RUNTIME_STATE = '{"],
    ['.pnp.cjs', 'return hydrateRuntimeState({'],
  ])('throws CatalogError for %s with %s', (path, text) => {
    expect(() => yarnPnp.read(file(path, text))).toThrow(CatalogError);
  });

  test.each([
    [[null]],
    [[['x']]],
    [[['x', [[]]]]],
    [[['x', [['npm:1', null]]]]],
    [[[1, [['npm:1', { packageLocation: 'a.zip/' }]]]]],
  ])('ignores entries of another shape: %j', (packageRegistryData) => {
    expect(yarnPnp.read(file('.pnp.data.json', JSON.stringify({ packageRegistryData })))).toEqual(
      [],
    );
  });
});
