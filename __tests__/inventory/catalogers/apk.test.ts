import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { apk } from '../../../src/inventory/catalogers/apk.js';
import { file, named, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const read = (text: string) => apk.read(file('lib/apk/db/installed', text));

describe('the apk cataloger', () => {
  it('reads name, version, architecture, origin, license and the files with their folders', () => {
    const found = read(
      'C:Q1abc=\nP:libfoo-dev\nV:1.2.3-r4\nA:aarch64\no:libfoo\nL:MIT AND BSD-2-Clause\nF:usr/lib\nR:libfoo.a\na:0:0:644\nZ:Q1x=\nF:usr/include\nR:foo.h\n\n',
    );
    expect(found).toEqual([
      {
        type: 'apk',
        name: 'libfoo-dev',
        version: '1.2.3-r4',
        arch: 'aarch64',
        source: { name: 'libfoo', version: '1.2.3-r4' },
        license: 'MIT AND BSD-2-Clause',
        files: 'usr/lib/libfoo.a\nusr/include/foo.h',
      },
    ]);
  });

  it('reads a last block without a blank line after it', () => {
    expect(named(read('P:a\nV:1\n\nP:b\nV:2\n'))).toEqual(['a@1', 'b@2']);
  });

  it('reads two blocks without a blank line between them', () => {
    expect(named(read('P:a\nV:1\nP:b\nV:2\n'))).toEqual(['a@1', 'b@2']);
  });

  test.each([
    ['without a name', 'V:1\n\nP:b\nV:2\n'],
    ['without a version', 'P:a\n\nP:b\nV:2\n'],
    ['whose name is lost with the blank line before it', 'P:b\nV:1\nV:2\n'],
    ['whose file is cut', 'P:b\nV:2\nL:MI'],
    ['with a damaged line', 'P:a\n\0\0\0\0\n\nP:b\nV:2\n'],
  ])('reports a record %s, and keeps the others', (_, text) => {
    expect(damageOf(() => read(text))).toEqual(['has a damaged record', 'b@2']);
  });

  it('throws CatalogError for a file without fields', () => {
    expect(() => read('not an\napk database\n')).toThrow(CatalogError);
  });

  it('wants the database at its old and new path', () => {
    expect(wants(apk, 'lib/apk/db/installed')).toBe(true);
    expect(wants(apk, 'usr/lib/apk/db/installed')).toBe(true);
    expect(wants(apk, 'lib/apk/db/scripts.tar')).toBe(false);
  });
});

it('reads maintainer, address and relationships of apk, and no checksum of a part of the package', () => {
  const text =
    'C:Q1pSfbgMJkt2jFHzGN3yD7wGDSsuU=\nP:a\nV:1\nm:Me <me@example.org>\nU:https://example.org\nD:so:libc.musl.so.1 busybox>=1.36 !b /bin/sh\np:so:liba.so.1=1.0 cmd:a=1\n\n';
  const [found] = apk.read(file('lib/apk/db/installed', text));
  expect(found?.facts).toEqual({
    maintainer: 'Me <me@example.org>',
    homepage: 'https://example.org/',
  });
  expect(found).toMatchObject({
    requires: ['so:libc.musl.so.1', 'busybox', '/bin/sh'],
    provides: ['so:liba.so.1', 'cmd:a'],
  });
});
