import { describe, expect, it } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { conda } from '../../../src/inventory/catalogers/conda.js';
import { file, wants } from '../build/file.js';

const PATH = 'opt/conda/conda-meta/zlib-1.3-h1_0.json';

describe('the Conda cataloger', () => {
  it('reads the record of a package', () => {
    expect(
      conda.read(file(PATH, '{"name":"zlib","version":"1.3","license":"Zlib","files":[]}')),
    ).toEqual([{ type: 'conda', name: 'zlib', version: '1.3', license: 'Zlib' }]);
  });

  it('wants records only, and throws CatalogError for one without a name or version', () => {
    expect(wants(conda, PATH)).toBe(true);
    expect(wants(conda, 'opt/conda/conda-meta/history')).toBe(false);
    expect(() => conda.read(file(PATH, '{"name":"zlib"}'))).toThrow(CatalogError);
    expect(() => conda.read(file(PATH, '{"version":"1"}'))).toThrow(CatalogError);
  });
});
