import { inflateSync } from 'node:zlib';
import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { conan, conanLock } from '../../../src/inventory/catalogers/conan.js';
import { file, named, wants } from '../build/file.js';

const IN_CACHE = 'root/.conan/data/mfast/1.2.2/_/_/package/9d1f07/conaninfo.txt';
const DEPLOYED = 'opt/app/full_deploy/host/zlib/1.3.1/Release/x86_64/conaninfo.txt';
const INFO = '[settings]\n    os=Linux\n\n[requires]\n    boost/1.Y.Z\n\n';
/** The table of Conan 2.8 with two packages and one that was not finished, written by SQLite. */
const DATABASE = inflateSync(
  Buffer.from(
    'eNrtVM1O20AQnvGiGCOiyqoEJ5PtpSoCZXGCeukhoSgHpCgVbXKO1skmWDiJ2WysiBviHbjxCjwElz5AL7xAD5y5cOzaxuFHleCEEMonWTszOzMaz8x+v/brvhK0N5IDrmgZDECEKqUAWgRYgHvgf/TnYEDx+CiPt0DgHOAcf+MZvBwnEZqrjoOnFcW9QIS8c8j7Ypydxu7P2k6zRps73+s1mlnpFyl6QophR1Alpoo2fjRpo1Wvb1IpRfTUFh72/W5i1HJ2r0WuDh670lZjb79V26TKH4ix4oOQSsGDB6m8iR9027NsgZxQf6hEX8gHTmmW+xrTqu7qSEtYX2ckt7rrIPjDrpiOjwI9ojafqFGit7M/bZcyaYEZLwpwM4no7i7GLc7rj2AE+AfP9DHHq2CNWI5tg7MIeMCDHnOLW9INyx5LtND8ZlgV27YL5gcMfC8c9rXH1+L2VpV3BoKNk9egA0pRyWOJAwurd09zam6g9SkJBjzWlzq0XHS1txu5HostLgsrt6m3uZTM/wrwCv/izXwy7wXLxMFsnUieFHC2KMYyKVizRUjnfwF4gZd4Pe/b28bHXEwbjziDfM7FVPEcTxgruZgUrKeM8A9KQMUp',
    'base64',
  ),
);

describe('the Conan cataloger', () => {
  test.each([
    [IN_CACHE, true],
    [DEPLOYED, true],
    ['app/conan.lock', false],
    ['root/.conan2/p/cache.sqlite3', true],
    ['root/.conan2/p/zlib1/p/conanmanifest.txt', false],
    ['root/.cache/cache.sqlite3', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(conan, path)).toBe(expected);
  });

  it('leaves lock files to the one of claims', () => {
    expect(wants(conanLock, 'app/conan.lock')).toBe(true);
    expect(wants(conanLock, IN_CACHE)).toBe(false);
    expect(conanLock.claims).toBe(true);
  });

  test.each([
    [IN_CACHE, INFO, ['mfast@1.2.2']],
    [DEPLOYED, INFO, ['zlib@1.3.1']],
    ['full_deploy/host/zlib/1.3.1/conaninfo.txt', INFO, ['zlib@1.3.1']],
    ['opt/x/conaninfo.txt', INFO, []],
    ['full_deploy/build/cmake/3.30.0/x86_64/conaninfo.txt', INFO, []],
  ])('takes name and version from the folders of %s', (path, text, expected) => {
    expect(named(conan.read(file(path, text)))).toEqual(expected);
  });

  it('reads the packages that were linked, with the evidence', () => {
    const text =
      '[full_requires]\n    boost/1.75.0:dc8aed\n    libpng/1.6.40@acme/stable:32a1\n\n[full_options]\n    a/1=True\n[recipe_hash]\n    c6\n';
    expect(conan.read(file('opt/x/conaninfo.txt', text))).toEqual([
      { type: 'conan', name: 'boost', version: '1.75.0', evidence: 'conaninfo' },
      { type: 'conan', name: 'libpng', version: '1.6.40', evidence: 'conaninfo' },
    ]);
  });

  test.each([
    [
      {
        version: '0.5',
        requires: ['zlib/1.3.1#r1%17.5', 'zlib/1.3.1#r1%17.5', 'x'],
        build_requires: ['cmake/3.30.0'],
      },
    ],
    [
      {
        version: '0.4',
        graph_lock: {
          nodes: {
            0: { ref: null },
            1: { ref: 'zlib/1.3.1#0', context: 'host' },
            2: { ref: 'cmake/3.30.0', context: 'build' },
          },
        },
      },
    ],
  ])('reads the packages of the host in the lock file %j', (lock) => {
    expect(conanLock.read(file('app/conan.lock', JSON.stringify(lock)))).toEqual([
      { type: 'conan', name: 'zlib', version: '1.3.1', evidence: 'lock-file' },
    ]);
  });

  it('reads the finished packages in the database of Conan 2', () => {
    const found = conan.read(file('root/.conan2/p/cache.sqlite3', DATABASE));
    expect(named(found)).toEqual(['zlib@1.3.1', 'libpng@1.6.40']);
  });

  test.each(['', '{"version":"0.5"}', '[]'])('rejects a lock file with the text %j', (text) => {
    expect(() => conanLock.read(file('app/conan.lock', text))).toThrow(CatalogError);
  });

  test.each([
    ['root/.conan2/p/cache.sqlite3', 'x'.repeat(2000)],
    [DEPLOYED, 'hello'],
  ])('rejects %s with the text %j', (path, text) => {
    expect(() => conan.read(file(path, text))).toThrow(CatalogError);
  });

  it('rejects a database that is cut short', () => {
    const cut = file('root/.conan2/p/cache.sqlite3', DATABASE.subarray(0, 600));
    expect(() => conan.read(cut)).toThrow(CatalogError);
  });
});
