import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { egg } from '../../../src/inventory/catalogers/egg.js';
import { file, wants } from '../build/file.js';
import { zip } from '../build/zip.js';

const PATH = 'usr/lib/python3.11/site-packages/six-1.16.0-py3.11.egg';
const METADATA = 'Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\nLicense: MIT\n\nSix\n';
const archive = (name: string, body: string) =>
  zip([
    { name: 'six.py', body: 'x = 1\n'.repeat(5000) },
    { name, body },
  ]);

describe('the cataloger of zipped eggs', () => {
  test.each([
    [PATH, true],
    ['usr/lib/python3/dist-packages/a.egg', true],
    ['srv/eggs/a.egg', false],
    ['usr/lib/python3/site-packages/a/tests/b.egg', false],
    ['usr/lib/python3/site-packages/a.whl', false],
  ])('wants %s: %s', (path, expected) => {
    expect(wants(egg, path)).toBe(expected);
  });

  it('reads the metadata in the archive', () => {
    expect(egg.read(file(PATH, archive('EGG-INFO/PKG-INFO', METADATA), 4096))).toEqual([
      { type: 'pypi', name: 'six', version: '1.16.0', license: 'MIT' },
    ]);
  });

  test.each([
    ['an archive without metadata', archive('six/EGG-INFO/PKG-INFO', METADATA), 'has no EGG-INFO'],
    [
      'metadata without a name',
      archive('EGG-INFO/PKG-INFO', 'Version: 1\n'),
      'is not the metadata',
    ],
    [
      'an archive that is cut short',
      archive('EGG-INFO/PKG-INFO', METADATA).subarray(0, 300),
      'ZIP',
    ],
    ['another file', Buffer.from('x'.repeat(3000)), 'ZIP'],
    ['an empty file', Buffer.alloc(0), 'ZIP'],
  ])('rejects %s', (_, bytes, message) => {
    expect(() => egg.read(file(PATH, bytes))).toThrow(CatalogError);
    expect(() => egg.read(file(PATH, bytes))).toThrow(message);
  });

  it('says that an egg is too large, when only its beginning was read', () => {
    const bytes = archive('EGG-INFO/PKG-INFO', METADATA);
    const cut = { ...file(PATH, bytes.subarray(0, 100)), size: bytes.length };
    expect(() => egg.read(cut)).toThrow('is larger than the limit');
  });
});
