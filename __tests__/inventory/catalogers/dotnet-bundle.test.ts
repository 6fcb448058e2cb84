import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { dotnetBundle } from '../../../src/inventory/catalogers/dotnet-bundle.js';
import { bundle } from '../build/dotnet.js';
import { elf } from '../build/elf.js';
import { file, named } from '../build/file.js';

const DEPS = JSON.stringify({
  libraries: {
    'Shop/1.0.0': { type: 'project' },
    'Acme.Json/13.0.1': { type: 'package' },
    'runtimepack.Acme.Runtime.linux-x64/9.0.1': { type: 'runtimepack' },
  },
});

describe('the dotnet-bundle cataloger', () => {
  it('reads the libraries in the deps.json of the bundle', () => {
    expect(named(dotnetBundle.read(file('app/shop', bundle(DEPS), 4096)))).toEqual([
      'Shop@1.0.0',
      'Acme.Json@13.0.1',
      'Acme.Runtime.linux-x64@9.0.1',
    ]);
  });

  test.each([
    ['a host without an application', bundle(DEPS, { empty: true })],
    [
      'a bundle of .NET Core 3, whose header has no position of deps.json',
      bundle(DEPS, { version: 1 }),
    ],
    ['a bundle without deps.json', bundle(DEPS, { size: 0 })],
    ['a program', elf([{ name: '.data', body: Buffer.alloc(100) }])],
    [
      'a program with other data after it',
      Buffer.concat([elf([{ name: '.data', body: Buffer.alloc(100) }]), Buffer.alloc(20_000)]),
    ],
    ['a file that is not a program', Buffer.alloc(30_000)],
  ])('finds nothing in %s', (_, bytes) => {
    expect(dotnetBundle.read(file('app/shop', bytes, 4096))).toEqual([]);
  });

  test.each([
    ['an invalid deps.json', bundle('{}')],
    ['a deps.json after the end of the file', bundle(DEPS, { offset: 10_000_000 })],
    ['a deps.json in front of the file', bundle(DEPS, { offset: -5 })],
    ['a deps.json that is cut short', bundle(DEPS, { size: 1_000_000 })],
    ['a deps.json above the limit', bundle(DEPS, { size: 2 ** 40 })],
    ['a deps.json with a negative size', bundle(DEPS, { size: -5 })],
  ])('throws CatalogError for %s', (_, bytes) => {
    expect(() => dotnetBundle.read(file('app/shop', bytes, 4096))).toThrow(CatalogError);
  });
});
