import { describe, expect, it } from '@jest/globals';
import { changesOf, type Files } from './changes-of.js';

const LIST = 'app/node_modules/.package-lock.json';
const list = (packages: object) =>
  JSON.stringify({ name: 'app', lockfileVersion: 3, requires: true, packages });
const manifest = (name: string, version = '1.0.0') => JSON.stringify({ name, version });

const packages = {
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a/node_modules/b': { version: '2.0.0' },
  'node_modules/@scope/c': { version: '1.0.0' },
  'node_modules/alias': { name: 'real', version: '1.0.0' },
  'node_modules/local': { resolved: 'local', link: true },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
};
const base: Files = {
  [LIST]: list(packages),
  'app/node_modules/a/package.json': manifest('a'),
  'app/node_modules/a/node_modules/b/package.json': manifest('b', '2.0.0'),
  'app/node_modules/@scope/c/package.json': manifest('@scope/c'),
  'app/node_modules/alias/package.json': manifest('real', 'v1.0.0+build'),
  'app/node_modules/a/test/node_modules/x/package.json': manifest('x'),
  'app/node_modules/a/esm/package.json': '{"type":"module"}',
  'app/node_modules/.prisma/client/package.json': manifest('client'),
  'app/package.json': manifest('app'),
};

describe("a package in a folder with npm's list of what it installed", () => {
  it('is as listed after npm ci', async () => {
    expect(await changesOf([base], true)).toMatchObject({ changes: [], incomplete: [] });
    expect(await changesOf([base, base])).toMatchObject({ changes: [], incomplete: [] });
  });

  it.each<[string, Files]>([
    ['removes', { 'app/node_modules/.wh..package-lock.json': '' }],
    ['replaces by a link', { [LIST]: { type: '2', link: '/missing' } }],
  ])('is compared with the list that a layer above %s', async (_name, gone) => {
    const evil = { 'app/node_modules/evil/package.json': manifest('evil') };
    const { changes } = await changesOf([base, { ...evil, ...gone }]);
    expect(changes).toHaveLength(1);
  });

  it('is not compared with the list of a folder that is gone', async () => {
    const other = {
      'app/.wh.node_modules': '',
      'app/node_modules/evil/package.json': manifest('evil'),
    };
    expect((await changesOf([base, other])).changes).toEqual([]);
  });

  it.each<[string, Files, string[]]>([
    [
      'is new',
      { 'app/node_modules/evil/package.json': manifest('evil') },
      ['npm did not install the package evil 1.0.0 in /app/node_modules/evil'],
    ],
    [
      'hides another one for one package',
      { 'app/node_modules/a/node_modules/@scope/c/package.json': manifest('@scope/c') },
      [
        'npm did not install the package @scope/c 1.0.0 in /app/node_modules/a/node_modules/@scope/c',
      ],
    ],
    [
      'has another version',
      { 'app/node_modules/a/package.json': manifest('a', '1.0.1') },
      ['/app/node_modules/a has a 1.0.1, but npm installed a 1.0.0 there'],
    ],
    [
      'has another name',
      { 'app/node_modules/a/package.json': manifest('evil') },
      ['/app/node_modules/a has evil 1.0.0, but npm installed a 1.0.0 there'],
    ],
    ['has the same name and version', { 'app/node_modules/a/package.json': manifest('a') }, []],
    ['is in a hidden folder', { 'app/node_modules/.cache/x/package.json': manifest('x') }, []],
    [
      'is in another list, too',
      {
        [LIST]: list({ ...packages, 'node_modules/new': { version: '1.0.0' } }),
        'app/node_modules/new/package.json': manifest('new'),
      },
      [],
    ],
    [
      'was installed by Yarn',
      {
        'app/node_modules/new/package.json': manifest('new'),
        'app/node_modules/.yarn-integrity': '{}',
        'app/yarn.lock': '',
      },
      [],
    ],
    [
      'only has the mark of Yarn',
      {
        'app/node_modules/new/package.json': manifest('new'),
        'app/node_modules/.yarn-integrity': '{}',
      },
      ['npm did not install the package new 1.0.0 in /app/node_modules/new'],
    ],
  ])('is compared with it if it %s in a layer above', async (_, layer, messages) => {
    const { findings, incomplete } = await changesOf([base, layer]);
    expect(findings.map(({ message }) => message)).toEqual(messages);
    expect(findings.every(({ rule }) => rule === 'INT-PACKAGE')).toBe(true);
    expect(incomplete).toEqual([]);
  });

  it.each([300, 301])('is new with a name of %d characters, too, which is cut', async (length) => {
    const layer = { 'app/node_modules/x/package.json': manifest('x'.repeat(length)) };
    const { findings } = await changesOf([base, layer]);
    expect(findings.map(({ details }) => details)).toMatchObject([
      { found: `${'x'.repeat(300)} 1.0.0` },
    ]);
  });

  it('is compared in the layer of the list only if all files are', async () => {
    const mixed = { ...base, 'app/node_modules/evil/package.json': manifest('evil') };
    expect((await changesOf([mixed, { x: '' }])).changes).toEqual([]);
    expect((await changesOf([mixed], true)).changes).toEqual([
      '0 INT-PACKAGE app/node_modules/evil/package.json',
    ]);
  });

  it('is one of many in a folder that a layer copies, which is one finding', async () => {
    const packagesOf = (count: number): Files =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `app/node_modules/x${i}/package.json`,
          manifest(`x${i}`),
        ]),
      );
    const other = { 'srv/node_modules/.package-lock.json': list({}) };
    const one = { 'srv/node_modules/x/package.json': manifest('x') };
    const { findings } = await changesOf([
      { ...base, ...other },
      { ...packagesOf(11), ...one },
    ]);
    expect(findings.map(({ message }) => message)).toEqual([
      '/app/node_modules has 11 packages that npm did not install there',
      'npm did not install the package x 1.0.0 in /srv/node_modules/x',
    ]);
    expect(findings[0]).toMatchObject({
      severity: 'medium',
      subject: { layer: 1, path: 'app/node_modules' },
      details: { count: 11, paths: Object.keys(packagesOf(11)).sort() },
    });
    expect((await changesOf([base, packagesOf(10)])).changes).toHaveLength(10);
  });

  it.each([
    ['list is not JSON', { [LIST]: '{' }, `${LIST} is not JSON`],
    ['list has no packages', { [LIST]: '[]' }, `${LIST} is not a JSON object`],
    ['list has packages of another kind', { [LIST]: '{}' }, `${LIST} is not a list of npm`],
    [
      'package.json is not JSON',
      { 'app/node_modules/z/package.json': '' },
      'app/node_modules/z/package.json is not JSON',
    ],
  ])('makes the check incomplete if its %s', async (_, layer, reason) => {
    const { incomplete } = await changesOf([base, layer]);
    expect(incomplete).toEqual([expect.stringContaining(reason)]);
  });
});
