import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { nuget } from '../../../src/inventory/catalogers/nuget.js';
import { file, named, wants } from '../build/file.js';

describe('the nuget cataloger', () => {
  it('reads the libraries of an application, including its own projects', () => {
    const text = JSON.stringify({
      targets: {},
      libraries: {
        'Shop/1.0.0': { type: 'project' },
        'Acme.Json/13.0.1': { type: 'package' },
        '/1.0.0': { type: 'package' },
        NoVersion: { type: 'package' },
        'runtimepack.Acme.Runtime.linux-x64/9.0.1': { type: 'runtimepack' },
        'runtimepack.Odd/1.0.0': null,
      },
    });
    expect(named(nuget.read(file('app/Shop.deps.json', text)))).toEqual([
      'Shop@1.0.0',
      'Acme.Json@13.0.1',
      'Acme.Runtime.linux-x64@9.0.1',
      'runtimepack.Odd@1.0.0',
    ]);
  });

  test.each([
    [{ runtime: { 'lib/A.dll': {} } }, undefined],
    [{ native: { 'runtimes/a.so': {} } }, undefined],
    [{ runtimeTargets: { 'runtimes/linux/A.dll': {} } }, undefined],
    [{ resources: { 'de/A.resources.dll': {} } }, undefined],
    [{}, 'no-assets'],
    [{ dependencies: { B: '1.0.0' }, runtime: {}, compile: { 'ref/A.dll': {} } }, 'no-assets'],
    [null, undefined],
  ])('gives a library with the entry %j in the target the evidence %s', (entry, evidence) => {
    const read = (targets: object) => {
      const text = JSON.stringify({ targets, libraries: { 'A/1.0.0': { type: 'package' } } });
      return nuget.read(file('a.deps.json', text))[0]?.evidence;
    };
    expect(read({ '.NETCoreApp,Version=v9.0': { 'A/1.0.0': entry } })).toBe(evidence);
    const withAssets = { 'A/1.0.0': { runtime: { 'A.dll': {} } } };
    expect(read({ a: { 'A/1.0.0': entry }, b: withAssets, c: 7 })).toBeUndefined();
  });

  it('wants files with this name, and throws CatalogError for one without libraries', () => {
    expect(wants(nuget, 'app/Shop.deps.json')).toBe(true);
    expect(wants(nuget, 'app/deps.json')).toBe(false);
    expect(() => nuget.read(file('a.deps.json', '{}'))).toThrow(CatalogError);
  });
});
