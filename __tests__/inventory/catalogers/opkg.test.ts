import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { opkg } from '../../../src/inventory/catalogers/opkg.js';
import { file, named, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const STATUS = 'usr/lib/opkg/status';
const status = (text: string) => opkg.read(file(STATUS, text));
const record = (name: string, state: string) =>
  `Package: ${name}\nVersion: 1\nStatus: install user ${state}\nArchitecture: mips_24kc\n\n`;

describe('the opkg cataloger', () => {
  test.each([
    [STATUS, true],
    ['var/lib/opkg/status', true],
    ['usr/lib/opkg/info/a.list', false],
    ['srv/usr/lib/opkg/status', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(opkg, path)).toBe(expected);
  });

  it('reads installed and unpacked packages', () => {
    const text = `${record('a', 'installed')}${record('b', 'unpacked')}${record('c', 'not-installed')}`;
    expect(named(status(text))).toEqual(['a@1', 'b@1']);
    expect(status(text)[0]).toEqual({ type: 'opkg', name: 'a', version: '1', arch: 'mips_24kc' });
  });

  it('reads what a package requires', () => {
    const text = `Depends: libc, libubox20230523 (>= 1.0)\n${record('a', 'installed')}`;
    expect(status(text)[0]?.requires).toEqual(['libc', 'libubox20230523']);
  });

  it('reads license and source from the control file', () => {
    const text =
      'Package: libopenssl3\nVersion: 3.0.13-r1\nSource: package/libs/openssl\nLicense: Apache-2.0\n';
    expect(opkg.details?.read(file('usr/lib/opkg/info/libopenssl3.control', text))).toEqual({
      type: 'opkg',
      name: 'libopenssl3',
      version: '3.0.13-r1',
      license: 'Apache-2.0',
      source: { name: 'openssl' },
    });
  });

  it('reads a list of files with modes', () => {
    const list = opkg.fileLists?.read(
      file('var/lib/opkg/info/a.list', '/usr/bin/a\t0100755\n/etc/a.conf\n'),
    );
    expect(list?.name).toBe('a');
    expect(list?.files()).toBe('usr/bin/a\netc/a.conf\n');
  });

  test.each(['<html>', '\0\x01\x02'])('rejects %j', (text) => {
    expect(() => status(text)).toThrow(CatalogError);
  });

  test.each([
    ['that is cut', `${record('a', 'installed')}Package: b\nVersion: 1\nStatus: install us`],
    ['without a name', `${record('a', 'installed')}Version: 1\nStatus: install user installed\n`],
    ['with an unknown state', `${record('a', 'installed')}${record('b', 'odd')}`],
    [
      'with a huge name',
      `${record('a', 'installed')}${record('b'.repeat(2_000_000), 'installed')}`,
    ],
  ])('reports a record %s, and keeps the others', (_, text) => {
    const [said, ...found] = damageOf(() => status(text));
    expect(said).toMatch(/damaged record/);
    expect(found).toContain('a@1');
  });
});
