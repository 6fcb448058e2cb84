import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { cran } from '../../../src/inventory/catalogers/cran.js';
import { file, wants } from '../build/file.js';

const PATH = 'usr/lib/R/site-library/fancy/DESCRIPTION';

describe('the CRAN cataloger', () => {
  it('reads package, version and license', () => {
    const text =
      'Package: fancy\nTitle: Fancy\n    things\nVersion: 1.2-3\nLicense: GPL (>= 2)\nBuilt: R 4.4.1\n';
    expect(cran.read(file(PATH, text))).toEqual([
      { type: 'cran', name: 'fancy', version: '1.2-3', license: 'GPL (>= 2)' },
    ]);
  });

  it('finds no package that is not installed, and throws CatalogError for one without a version', () => {
    expect(() => cran.read(file(PATH, 'Package: fancy\nBuilt: R 4.4.1\n'))).toThrow(CatalogError);
    expect(cran.read(file(PATH, 'Package: fancy\nVersion: 1.0\n'))).toEqual([]);
    expect(cran.read(file('srv/app/DESCRIPTION', 'An application.\0\n'))).toEqual([]);
  });

  test.each([
    [PATH, 'malformed'],
    ['root/R/x86_64-pc-linux-gnu-library/4.4/fancy/DESCRIPTION', 'malformed'],
    ['srv/app/DESCRIPTION', 'other-format'],
  ])('gives a file without a version at %s the failure %s', (path, failure) => {
    const read = () => cran.read(file(path, 'Package: fancy\nBuilt: R 4.4.1\n'));
    expect(read).toThrow(expect.objectContaining({ failure }));
  });

  test.each([
    [PATH, true],
    ['usr/lib/R/library/base/DESCRIPTION', true],
    ['root/R/x86_64-pc-linux-gnu-library/4.4/fancy/DESCRIPTION', true],
    ['app/renv/library/R-4.4/x86_64-pc-linux-gnu/fancy/DESCRIPTION', true],
    ['app/fancy/description', false],
    ['app/fancy/DESCRIPTION.in', false],
  ])('wants %s: %s', (path, wanted) => {
    expect(wants(cran, path)).toBe(wanted);
  });
});
