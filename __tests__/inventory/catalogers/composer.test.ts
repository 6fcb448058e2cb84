import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { composer } from '../../../src/inventory/catalogers/composer.js';
import { file, wants } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const PATH = 'srv/vendor/composer/installed.json';
const LIST = [{ name: 'acme/mail', version: 'v1.4.0', license: ['MIT'] }];

describe('the Composer cataloger', () => {
  test.each([
    ['a list, as Composer 1 writes it', LIST],
    ['an object, as Composer 2 writes it', { packages: LIST, dev: false }],
  ])('reads %s', (_, value) => {
    expect(composer.read(file(PATH, JSON.stringify(value)))).toEqual([
      { type: 'composer', name: 'acme/mail', version: 'v1.4.0', license: 'MIT' },
    ]);
  });

  it('reports damaged entries, and keeps the others', () => {
    const damaged = [...LIST, { name: 'acme/broken' }, 'noise', null];
    expect(damageOf(() => composer.read(file(PATH, JSON.stringify(damaged))))).toEqual([
      'has 3 damaged records',
      'acme/mail@v1.4.0',
    ]);
  });

  it('wants the file in any vendor folder, and throws CatalogError for other JSON', () => {
    expect(wants(composer, PATH)).toBe(true);
    expect(wants(composer, 'srv/installed.json')).toBe(false);
    expect(() => composer.read(file(PATH, '{"packages":{}}'))).toThrow(CatalogError);
  });
});
