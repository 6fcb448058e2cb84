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

describe('the cataloger of single-file .NET applications', () => {
  it('reads the libraries of the deps.json inside', () => {
    expect(named(dotnetBundle.read(file('app/shop', bundle(DEPS), 4096)))).toEqual([
      'Shop@1.0.0',
      'Acme.Json@13.0.1',
      'Acme.Runtime.linux-x64@9.0.1',
    ]);
  });

  test.each([
    ['a host without an application', bundle(DEPS, { empty: true })],
    ['a bundle of .NET Core 3, whose head does not tell', bundle(DEPS, { version: 1 })],
    ['a bundle without deps.json', bundle(DEPS, { size: 0 })],
    ['a program', elf([{ name: '.data', body: Buffer.alloc(100) }])],
    [
      'a program with something else behind it',
      Buffer.concat([elf([{ name: '.data', body: Buffer.alloc(100) }]), Buffer.alloc(20_000)]),
    ],
    ['no program', Buffer.alloc(30_000)],
  ])('finds nothing in %s', (_, bytes) => {
    expect(dotnetBundle.read(file('app/shop', bytes, 4096))).toEqual([]);
  });

  test.each([
    ['a deps.json that is none', bundle('{}')],
    ['one beyond the end', bundle(DEPS, { offset: 10_000_000 })],
    ['one before the beginning', bundle(DEPS, { offset: -5 })],
    ['one cut', bundle(DEPS, { size: 1_000_000 })],
    ['one larger than any', bundle(DEPS, { size: 2 ** 40 })],
    ['a negative size', bundle(DEPS, { size: -5 })],
  ])('refuses %s', (_, bytes) => {
    expect(() => dotnetBundle.read(file('app/shop', bytes, 4096))).toThrow(CatalogError);
  });
});
