import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { pacman } from '../../../src/inventory/catalogers/pacman.js';
import { file, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const FOLDER = 'var/lib/pacman/local/lib32-openssl-1:3.3.1-1';
const DESC = `%NAME%
lib32-openssl

%VERSION%
1:3.3.1-1

%BASE%
openssl

%DESC%
%NAME% in a description

%ARCH%
x86_64

%PACKAGER%
Jo Doe <jo@archlinux.org>

%URL%
https://www.openssl.org

%DEPENDS%
glibc>=2.38
libz.so=1-64

%PROVIDES%
libssl.so=3-32

%LICENSE%
Apache-2.0
MIT OR BSD-3-Clause

`;
const read = (text: string, path = `${FOLDER}/desc`) => pacman.read(file(path, text));

describe('the pacman cataloger', () => {
  test.each([
    [`${FOLDER}/desc`, true],
    [`${FOLDER}/files`, false],
    ['var/lib/pacman/sync/core.db', false],
    ['var/lib/pacman/local/ALPM_DB_VERSION', false],
    ['opt/var/lib/pacman/local/a-1-1/desc', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(pacman, path)).toBe(expected);
  });

  it('reads a package with its base, licenses and packager', () => {
    expect(read(DESC)).toEqual([
      {
        type: 'alpm',
        name: 'lib32-openssl',
        version: '1:3.3.1-1',
        arch: 'x86_64',
        source: { name: 'openssl', version: '1:3.3.1-1' },
        license: 'Apache-2.0 AND (MIT OR BSD-3-Clause)',
        publisher: 'Jo Doe <jo@archlinux.org>',
        facts: { maintainer: 'Jo Doe <jo@archlinux.org>', homepage: 'https://www.openssl.org/' },
        requires: ['glibc', 'libz.so'],
        provides: ['libssl.so'],
      },
    ]);
  });

  it('takes the first of repeated sections', () => {
    const text = '%NAME%\na\n\n%NAME%\nb\n\n%VERSION%\n1-1\n\n';
    expect(read(text, 'var/lib/pacman/local/a-1-1/desc')[0]?.name).toBe('a');
  });

  test.each([
    ['an empty file', ''],
    ['binary junk', '\0\x01%NAME%\x02'],
    ['a file without a version', '%NAME%\na\n\n'],
    ['a name of two mebibytes', `%NAME%\n${'a'.repeat(2_097_152)}\n\n%VERSION%\n1-1\n\n`],
  ])('finds no package in %s', (_, text) => {
    expect(() => read(text)).toThrow(CatalogError);
    expect(damageOf(() => read(text))).toHaveLength(1);
  });

  test.each([
    ['was cut', DESC.trimEnd()],
    ['describes lib32-openssl 9-9', DESC.replace('1:3.3.1-1', '9-9')],
  ])('lists a package whose description %s', (message, text) => {
    const [said, name] = damageOf(() => read(text));
    expect(said).toContain(message);
    expect(name).toMatch(/^lib32-openssl@/);
  });

  it('reads the list of files of one version', () => {
    const text = '%FILES%\nusr/\nusr/lib/\nusr/lib/libssl.so.3\n\n%BACKUP%\netc/ssl.cnf\tabc\n\n';
    const list = pacman.fileLists?.read(file(`${FOLDER}/files`, text));
    expect(list).toMatchObject({ name: 'lib32-openssl', version: '1:3.3.1-1' });
    expect(list?.files()).toBe('usr/\nusr/lib/\nusr/lib/libssl.so.3');
  });
});
