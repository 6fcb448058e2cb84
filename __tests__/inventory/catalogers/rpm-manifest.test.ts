import { describe, expect, it } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { rpmManifest } from '../../../src/inventory/catalogers/rpm-manifest.js';
import { file } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const PATH = 'var/lib/rpmmanifest/container-manifest-2';
const line = (...fields: string[]) => `${fields.join('\t')}\n`;

describe('the rpm-manifest cataloger', () => {
  it('reads name, version, epoch, architecture and source', () => {
    const text =
      line(
        'zlib',
        '1.3-1.azl3',
        '1',
        '2',
        'Acme',
        '(none)',
        '9',
        'x86_64',
        '0',
        'zlib-1.3-1.azl3.src.rpm',
      ) +
      line(
        'ssl-libs',
        '3.1-2.azl3',
        '1',
        '2',
        'Acme',
        '2',
        '9',
        'x86_64',
        '2',
        'ssl-3.1-2.azl3.src.rpm',
      );
    expect(rpmManifest.read(file(PATH, text))).toEqual([
      {
        type: 'rpm',
        name: 'zlib',
        version: '1.3-1.azl3',
        arch: 'x86_64',
        source: { name: 'zlib', version: '1.3-1.azl3' },
        publisher: 'Acme',
      },
      {
        type: 'rpm',
        name: 'ssl-libs',
        version: '2:3.1-2.azl3',
        arch: 'x86_64',
        source: { name: 'ssl', version: '3.1-2.azl3' },
        publisher: 'Acme',
      },
    ]);
  });

  it('reports damaged lines, and keeps the packages of the others', () => {
    const good = line(
      'zlib',
      '1.3-1',
      '1',
      '2',
      'Acme',
      '(none)',
      '9',
      'x86_64',
      '0',
      'zlib-1.3-1.src.rpm',
    );
    expect(damageOf(() => rpmManifest.read(file(PATH, `${good}cut\t1\n`)))).toEqual([
      'has a damaged record',
      'zlib@1.3-1',
    ]);
  });

  it('throws CatalogError for other text', () => {
    expect(() => rpmManifest.read(file(PATH, 'zlib 1.3\n'))).toThrow(CatalogError);
  });
});
