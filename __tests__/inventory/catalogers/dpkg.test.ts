import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { dpkg } from '../../../src/inventory/catalogers/dpkg.js';
import { file, named, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const STATUS = 'var/lib/dpkg/status';
const status = (text: string) => dpkg.read(file(STATUS, text));

describe('the dpkg cataloger', () => {
  it('reads name, version, architecture and the source package with its own version', () => {
    const found = status(
      'Package: libssl9\nStatus: install ok installed\nArchitecture: amd64\nSource: openssl-lib (1:9.0-2)\nVersion: 1:9.0-2+b1\nDescription: secure\n layer\n .\n more\n\n',
    );
    expect(found).toEqual([
      {
        type: 'deb',
        name: 'libssl9',
        version: '1:9.0-2+b1',
        arch: 'amd64',
        source: { name: 'openssl-lib', version: '1:9.0-2' },
      },
    ]);
  });

  test.each([
    ['install ok installed', 1],
    ['hold ok installed', 1],
    ['install ok triggers-awaited', 1],
    ['install ok triggers-pending', 1],
    ['deinstall ok config-files', 0],
    ['purge ok not-installed', 0],
  ])('reads a package with the status %s %i times', (state, count) => {
    expect(status(`Package: a\nStatus: ${state}\nVersion: 1\n`)).toHaveLength(count);
  });

  it.each(['half-installed', 'unpacked', 'half-configured'])(
    'lists a package that is %s, and names the interruption',
    (state) => {
      const text = `Package: a\nStatus: install ok installed\nVersion: 1\n\nPackage: b\nStatus: install reinstreq ${state}\nVersion: 2\n`;
      expect(() => status(text)).toThrow(
        expect.objectContaining({
          failure: 'note',
          message: `has 1 package whose installation was interrupted: b (${state}). Run dpkg --configure -a`,
          found: [
            expect.objectContaining({ name: 'a' }),
            expect.objectContaining({ name: 'b', version: '2' }),
          ],
        }),
      );
    },
  );

  it('names three of many interrupted packages', () => {
    const text = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `Package: ${name}\nStatus: install ok unpacked\nVersion: 1\n`,
    );
    expect(() => status(text.join('\n'))).toThrow(
      'has 5 packages whose installation was interrupted: a (unpacked), b (unpacked), c (unpacked), 2 more',
    );
  });

  it('says that the version of a package is not known while it is unpacked for the first time', () => {
    const text = 'Package: a\nStatus: install reinstreq half-installed\nPriority: optional\n';
    expect(() => status(text)).toThrow(
      expect.objectContaining({
        failure: 'malformed',
        message: expect.stringContaining('was interrupted: a (half-installed). Run dpkg'),
      }),
    );
  });

  it('uses the package as its own source when the field Source is missing', () => {
    expect(status('Package: a\nStatus: install ok installed\nVersion: 2\n')[0]?.source).toEqual({
      name: 'a',
      version: '2',
    });
  });

  it('reads packages without a status in status.d of distroless images', () => {
    const found = dpkg.read(
      file('var/lib/dpkg/status.d/tzdata', 'Package: tzdata\nVersion: 2024a\n'),
    );
    expect(named(found)).toEqual(['tzdata@2024a']);
  });

  it('reads carriage returns, and several blank lines', () => {
    const text =
      'Package: a\r\nStatus: install ok installed\r\nVersion: 1\r\n\r\n\r\n\r\nPackage: b\r\nStatus: install ok installed\r\nVersion: 2\r\n';
    expect(named(status(text))).toEqual(['a@1', 'b@2']);
  });

  it('throws CatalogError for a file without fields, but not for an empty database', () => {
    expect(() => status('<html>no database</html>')).toThrow(CatalogError);
    expect(status('')).toEqual([]);
    expect(status('\n\n')).toEqual([]);
  });

  test.each([
    [STATUS, true],
    ['var/lib/dpkg/status.d/base', true],
    ['var/lib/dpkg/status.d/base.md5sums', false],
    ['var/lib/dpkg/status-old', false],
    ['rootfs/var/lib/dpkg/status', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(dpkg, path)).toBe(wanted);
  });

  it('reads a list of files, with the architecture in its file name', () => {
    const list = dpkg.fileLists?.read(
      file('var/lib/dpkg/info/libc6:amd64.list', '/.\n/usr\n/usr/lib/libc.so.6\n'),
    );
    expect(list).toMatchObject({ name: 'libc6', arch: 'amd64' });
    expect(list?.files()).toBe('.\nusr\nusr/lib/libc.so.6\n');
  });

  it('reads the checksums of distroless images as a list of files', () => {
    const list = dpkg.fileLists?.read(
      file('var/lib/dpkg/status.d/tz.md5sums', `${'0'.repeat(32)}  usr/share/zoneinfo/UTC\n`),
    );
    expect(list?.name).toBe('tz');
    expect(list?.files()).toBe('usr/share/zoneinfo/UTC\n');
  });

  test.each([
    ['without a version', 'Package: a\nStatus: install ok installed\n'],
    ['without a name', 'Status: install ok installed\nVersion: 1\n'],
    ['without a status', 'Package: a\nVersion: 1\n'],
    ['whose status is cut', 'Package: a\nVersion: 1\nStatus: install ok insta\n'],
  ])('reports a record %s, and keeps the others', (_, record) => {
    const other = 'Package: b\nStatus: install ok installed\nVersion: 2\n';
    const both = file('var/lib/dpkg/status', `${other}\n${record}`);
    expect(damageOf(() => dpkg.read(both))).toEqual(['has a damaged record', 'b@2']);
  });

  test.each([
    ['that is merged with the one before it', 'Package: a\n'],
    ['that is cut', 'Descr'],
  ])('reports a record %s', (_, rest) => {
    const text = `Package: b\nStatus: install ok installed\nVersion: 2\n${rest}`;
    const cut = file('var/lib/dpkg/status', text);
    expect(damageOf(() => dpkg.read(cut))).toEqual(['has a damaged record', 'b@2']);
  });

  it('does not miss the version of a package that is not installed', () => {
    const record = 'Package: a\nStatus: purge ok not-installed\n';
    expect(dpkg.read(file('var/lib/dpkg/status', record))).toEqual([]);
  });
});

it('reads maintainer, address, and the names in relationship fields of dpkg', () => {
  const [found] = status(
    'Package: a\nStatus: install ok installed\nVersion: 1\nMaintainer: Team <team@example.org>\nHomepage: https://example.org/a\nPre-Depends: dpkg (>= 1.14)\nDepends: libc6 (>= 2.38), default-mta | mail-transport-agent,\n perl:any\nProvides: a-virtual (= 1), other\n',
  );
  expect(found).toMatchObject({
    facts: { maintainer: 'Team <team@example.org>', homepage: 'https://example.org/a' },
    requires: ['dpkg', 'libc6', 'default-mta', 'mail-transport-agent', 'perl'],
    provides: ['a-virtual', 'other'],
  });
});

it.each(['javascript:alert(1)', 'https://user:secret@example.org/', 'https://a b', 'x', '/a'])(
  'ignores %j as the address of a package',
  (homepage) => {
    const [found] = status(
      `Package: a\nStatus: install ok installed\nVersion: 1\nHomepage: ${homepage}\n`,
    );
    expect(found?.facts?.homepage).toBeUndefined();
  },
);
