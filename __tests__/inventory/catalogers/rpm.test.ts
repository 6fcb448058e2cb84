import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { rpm } from '../../../src/inventory/catalogers/rpm.js';
import { file, named, wants } from '../build/file.js';
import { berkeley, ndb, type RpmPackage, rpmHeader } from '../build/rpm.js';
import { changedPages, sqlite, wal } from '../build/sqlite.js';
import { damageOf } from '../damage-of.js';

const ZLIB: RpmPackage = {
  name: 'zlib-ng',
  version: '2.1.6',
  release: '3.el9',
  epoch: 2,
  sourceRpm: 'zlib-ng-2.1.6-3.el9.src.rpm',
  module: 'compress:2:9010:abc',
  license: 'Zlib',
  files: ['/usr/lib64/libz-ng.so.2', '/usr/share/doc/zlib-ng/README', '/usr/lib64/libz-ng.so'],
};
const PLAIN: RpmPackage = { name: 'plain', version: '1', release: '1', arch: 'noarch' };
const LONG: RpmPackage = { name: 'long', version: '3.0', release: '9', padding: 20_000 };
const KEY: RpmPackage = { name: 'gpg-pubkey', version: 'aabb', release: 'ccdd' };
const HEADERS = [ZLIB, LONG, KEY, PLAIN].map(rpmHeader);
const SQLITE = 'var/lib/rpm/rpmdb.sqlite';

describe('the rpm cataloger', () => {
  test.each([
    ['SQLite', SQLITE, sqlite(HEADERS)],
    ['ndb', 'usr/lib/sysimage/rpm/Packages.db', ndb(HEADERS)],
    ['Berkeley DB', 'var/lib/rpm/Packages', berkeley(HEADERS)],
    ['Berkeley DB, big-endian', 'var/lib/rpm/Packages', berkeley(HEADERS, { bigEndian: true })],
  ])('reads all packages except signing keys from %s', (_, path, bytes) => {
    expect(wants(rpm, path)).toBe(true);
    expect(named(rpm.read(file(path, bytes)))).toEqual([
      'zlib-ng@2:2.1.6-3.el9',
      'long@3.0-9',
      'plain@1-1',
    ]);
  });

  it('reads architecture, source package, module, license and files', () => {
    expect(rpm.read(file(SQLITE, sqlite([rpmHeader(ZLIB)])))).toEqual([
      {
        type: 'rpm',
        name: 'zlib-ng',
        version: '2:2.1.6-3.el9',
        arch: 'x86_64',
        source: { name: 'zlib-ng', version: '2.1.6-3.el9' },
        module: 'compress:2:9010:abc',
        license: 'Zlib',
        files: 'usr/lib64/libz-ng.so.2\nusr/share/doc/zlib-ng/README\nusr/lib64/libz-ng.so',
      },
    ]);
  });

  it('does not add an epoch of zero to the version', () => {
    const found = rpm.read(file(SQLITE, sqlite([rpmHeader({ ...PLAIN, epoch: 0 })])));
    expect(named(found)).toEqual(['plain@1-1']);
  });

  describe('with a write-ahead log', () => {
    const before = sqlite([rpmHeader(PLAIN), rpmHeader(ZLIB)]);
    const newer = { ...PLAIN, version: '2' };
    const after = sqlite([rpmHeader(newer), rpmHeader(ZLIB)]);
    const changes = changedPages(before, after);
    const read = (log: Buffer) => named(rpm.read(file(SQLITE, before), file(`${SQLITE}-wal`, log)));

    it('reads the pages that were committed and not merged', () => {
      expect(changes.size).toBeGreaterThan(0);
      for (const littleEndian of [true, false])
        expect(read(wal([changes], { littleEndian }))).toEqual([
          'plain@2-1',
          'zlib-ng@2:2.1.6-3.el9',
        ]);
    });

    it('ignores frames without a commit after them', () => {
      expect(read(wal([changes], { commitLast: false }))[0]).toBe('plain@1-1');
    });

    it('ignores frames with a wrong checksum and all after them', () => {
      const log = wal([changes]);
      log.writeUInt32BE(1, 32 + 16);
      expect(read(log)[0]).toBe('plain@1-1');
    });

    it('ignores frames of an older log, which have another salt', () => {
      const log = wal([changes]);
      log.writeUInt32BE(1, 32 + 8);
      expect(read(log)[0]).toBe('plain@1-1');
    });

    it('finds the database by the name of the log', () => {
      expect(rpm.journalOf?.(`${SQLITE}-wal`)).toBe(SQLITE);
      expect(rpm.journalOf?.('srv/app.db-wal')).toBeUndefined();
    });
  });

  it('reports damaged headers, and keeps the packages around them', () => {
    const damaged = rpmHeader(ZLIB).subarray(0, 40);
    const nameless = rpmHeader({ ...PLAIN, name: '' });
    const bytes = sqlite([rpmHeader(PLAIN), damaged, nameless, rpmHeader(LONG)]);
    expect(damageOf(() => rpm.read(file(SQLITE, bytes)))).toEqual([
      'has 2 damaged records',
      'plain@1-1',
      'long@3.0-9',
    ]);
  });

  it('returns the packages before the damage', () => {
    const bytes = ndb([rpmHeader(PLAIN), rpmHeader(ZLIB)]);
    bytes.write('Xlot', 32 + 16, 'latin1');
    try {
      rpm.read(file('var/lib/rpm/Packages.db', bytes));
      throw new Error('nothing was thrown');
    } catch (error) {
      expect(error).toBeInstanceOf(CatalogError);
      expect(named((error as CatalogError).found)).toEqual(['plain@1-1']);
    }
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('not a database')],
    ['of another application', sqliteWithout()],
  ])('throws CatalogError for a file that is %s', (_, bytes) => {
    expect(() => rpm.read(file(SQLITE, bytes))).toThrow(CatalogError);
  });

  it('throws CatalogError when pages form a cycle', () => {
    const bytes = sqlite([rpmHeader(PLAIN), rpmHeader(ZLIB)]);
    bytes.writeUInt32BE(2, 512 + 8);
    expect(() => rpm.read(file(SQLITE, bytes))).toThrow(/cycle/);
  });
});

function sqliteWithout(): Buffer {
  const bytes = sqlite([]);
  const at = bytes.indexOf('Packages', 0, 'latin1');
  bytes.write('Cookies_', at, 'latin1');
  bytes.write('Cookies_', at + 8, 'latin1');
  return bytes;
}

it('reads packager, address and relationships of rpm, and no digest of a part of the package', () => {
  const header = rpmHeader({
    ...PLAIN,
    packager: 'Team',
    url: 'https://example.org/a',
    md5: Buffer.alloc(16, 0xab),
    requires: ['libc.so.6', 'rpmlib(FileDigests)', '(a if b)', '/bin/sh'],
    provides: ['plain', 'plain(x86-64)'],
  });
  const [found] = rpm.read(file(SQLITE, sqlite([header])));
  expect(found?.facts).toEqual({ maintainer: 'Team', homepage: 'https://example.org/a' });
  expect(found).toMatchObject({
    requires: ['libc.so.6', '/bin/sh'],
    provides: ['plain', 'plain(x86-64)'],
  });
});
