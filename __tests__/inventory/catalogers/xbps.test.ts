import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { xbps } from '../../../src/inventory/catalogers/xbps.js';
import { file, named, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const DATABASE = 'var/db/xbps/pkgdb-0.38.plist';
const START = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://x/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
`;
const END = '</dict>\n</plist>\n';
const record = (name: string, fields: Readonly<Record<string, string>>) =>
  `<key>${name}</key>\n<dict>\n${Object.entries(fields)
    .map(([key, value]) => `<key>${key}</key>\n<string>${value}</string>\n`)
    .join('')}<key>automatic-install</key>\n<true/>\n<key>run_depends</key>\n<array/>\n</dict>\n`;
const read = (text: string) => xbps.read(file(DATABASE, text));

describe('the xbps cataloger', () => {
  test.each([
    [DATABASE, true],
    ['var/db/xbps/.a-files.plist', false],
    ['var/db/xbps/https___x/x86_64-repodata', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(xbps, path)).toBe(expected);
  });

  it('reads packages with their source, license and repository', () => {
    const text = `${START}<key>_XBPS_ALTERNATIVES_</key>\n<dict/>\n${record('libssl3', {
      architecture: 'x86_64',
      license: 'Apache-2.0 &amp; MIT',
      pkgver: 'libssl3-3.1.5_1',
      repository: 'https://repo-default.voidlinux.org/current',
      'source-revisions': 'openssl:abc123',
      state: 'installed',
    })}${END}`;
    expect(read(text)).toEqual([
      {
        type: 'xbps',
        name: 'libssl3',
        version: '3.1.5_1',
        arch: 'x86_64',
        source: { name: 'openssl', version: '3.1.5_1' },
        license: 'Apache-2.0 & MIT',
        publisher: 'https://repo-default.voidlinux.org/current',
      },
    ]);
  });

  it('reads what a package requires and provides', () => {
    const text = `${START}<key>a</key><dict><key>pkgver</key><string>a-1_1</string>
<key>run_depends</key><array><string>glibc&gt;=2.39_1</string></array>
<key>provides</key><array><string>cmd:a-b-1.8.2_1</string><true/></array></dict>${END}`;
    expect(read(text)[0]).toMatchObject({ requires: ['glibc'], provides: ['cmd:a-b'] });
  });

  it('reads packages whose installation or removal was interrupted, and none that is not installed', () => {
    const records = ['unpacked', 'half-removed', 'not-installed'].map((state) =>
      record(state, { pkgver: `${state}-1_1`, state }),
    );
    expect(named(read(START + records.join('') + END))).toEqual([
      'unpacked@1_1',
      'half-removed@1_1',
    ]);
  });

  it('reports damaged records, and keeps the others', () => {
    const bad = [
      record('a', { state: 'installed' }),
      record('b', { pkgver: 'other-1_1' }),
      record('c', { pkgver: 'c-1' }),
      '<key>d</key><string>x</string>',
    ];
    expect(
      damageOf(() => read(START + bad.join('') + record('e', { pkgver: 'e-2_1' }) + END)),
    ).toEqual(['has 4 damaged records', 'e@2_1']);
  });

  test.each([
    ['an empty file', ''],
    ['binary junk', '\0\x01\x02'],
    ['a list', '<plist><array></array></plist>'],
    ['a file that was cut', `${START}${record('a', { pkgver: 'a-1_1' })}`],
    ['tags that do not match', `${START}<dict></array>${END}`],
    ['deep nesting', '<dict><key>a</key>'.repeat(100_000)],
    ['a mebibyte of open brackets', '<'.repeat(1_048_576)],
    ['a mebibyte of open tags', '<dict '.repeat(170_000)],
  ])('rejects %s', (_, text) => {
    expect(() => read(text)).toThrow(CatalogError);
  });

  it('resolves the entities of XML only', () => {
    const text = `<!DOCTYPE plist [<!ENTITY a "${'x'.repeat(100)}">]>${START}${record('a', { pkgver: 'a-1_1', license: '&a;&lt;&quot;' })}${END}`;
    expect(read(text)[0]?.license).toBe('&a;<"');
  });

  it('reads the files of a package', () => {
    const text = `${START}<key>files</key><array><dict><key>file</key><string>/usr/bin/a</string></dict><string>x</string></array><key>links</key><array><dict><key>file</key><string>./usr/bin/b</string></dict></array>${END}`;
    const list = xbps.fileLists?.read(file('var/db/xbps/.a-b-files.plist', text));
    expect(list?.name).toBe('a-b');
    expect(list?.files()).toBe('usr/bin/a\nusr/bin/b');
  });
});
