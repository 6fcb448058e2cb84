import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { pypi } from '../../../src/inventory/catalogers/pypi.js';
import { file, wants } from '../build/file.js';

const PATH = 'usr/lib/python3/dist-packages/Some_Thing-1.dist-info/METADATA';
const HEAD = 'Metadata-Version: 2.1\nName: Some_Thing\nVersion: 1.0.post1\n';

describe('the pypi cataloger', () => {
  test.each([
    [PATH, true],
    ['opt/venv/lib/python3.12/site-packages/a.egg-info/PKG-INFO', true],
    ['opt/venv/lib/python3.12/site-packages/a-1.0.egg-info', true],
    ['opt/venv/lib/python3.12/site-packages/a-1.egg/EGG-INFO/PKG-INFO', true],
    ['src/app/app.egg-info/PKG-INFO', true],
    ['venv/lib/python3.12/site-packages/setuptools/_vendor/wheel-0.45.1.dist-info/METADATA', false],
    ['root/.cache/uv/archive-v0/Ab1/wheel-0.45.1.dist-info/METADATA', false],
    ['root/.local/share/uv/tools/x/lib/python3.12/site-packages/x-1.dist-info/METADATA', true],
    ['app/lib/setuptools/_vendor/wheel-0.45.1.dist-info/METADATA', false],
    ['usr/lib/python3/dist-packages/a/tests/data/b.egg/EGG-INFO/PKG-INFO', false],
    ['dist-packages/venv/lib/python3.12/site-packages/a-1.dist-info/METADATA', true],
    ['usr/lib/python2.7/Python-2.7.egg-info', false],
    ['usr/lib/python3/dist-packages/a.dist-info/RECORD', false],
    ['usr/share/doc/METADATA', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(pypi, path)).toBe(wanted);
  });

  it('reads the header, and not the description', () => {
    expect(pypi.read(file(PATH, `${HEAD}\nName: wrong\nVersion: 9\n`))).toEqual([
      { type: 'pypi', name: 'Some_Thing', version: '1.0.post1' },
    ]);
  });

  test.each([
    ['License: MIT', 'MIT'],
    ['License-Expression: Apache-2.0 OR MIT\nLicense: x', 'Apache-2.0 OR MIT'],
    ['License: UNKNOWN', undefined],
    ['License: Copyright (c)\n  Permission is hereby granted', undefined],
  ])('reads %j as the license %s', (line, license) => {
    expect(pypi.read(file(PATH, `${HEAD}${line}\n`))[0]?.license).toBe(license);
  });

  it('reads field names in any case', () => {
    const found = pypi.read(file(PATH, 'metadata-version: 1.0\nNAME: a\nversion: 2\n'));
    expect(found).toEqual([{ type: 'pypi', name: 'a', version: '2' }]);
  });

  it('throws CatalogError for a file that is not metadata, or has no name or version', () => {
    expect(() => pypi.read(file(PATH, 'Metadata-Version: 2.1\nName: a\n'))).toThrow(CatalogError);
    expect(() => pypi.read(file(PATH, ''))).toThrow(CatalogError);
    expect(() => pypi.read(file(PATH, '\x00\x01binary'))).toThrow(CatalogError);
  });
});
