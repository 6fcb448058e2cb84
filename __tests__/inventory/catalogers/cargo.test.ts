import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { cargo } from '../../../src/inventory/catalogers/cargo.js';
import { elf } from '../build/elf.js';
import { file, named } from '../build/file.js';
import { damageOf } from '../damage-of.js';

const program = (body: Buffer, name = '.dep-v0') =>
  elf([
    { name: '.text', body: Buffer.alloc(3000) },
    { name, body },
  ]);
const list = (value: unknown) => deflateSync(JSON.stringify(value));

describe('the cargo cataloger', () => {
  it('reads the crates in the program, and skips those that were only used during the build', () => {
    const bytes = program(
      list({
        packages: [
          { name: 'shop', version: '0.1.0', source: 'local', root: true },
          { name: 'serde', version: '1.0.200', source: 'crates.io', kind: 'runtime' },
          { name: 'cc', version: '1.0.90', source: 'crates.io', kind: 'build' },
        ],
      }),
    );
    expect(named(cargo.read(file('usr/bin/shop', bytes, 4096)))).toEqual([
      'shop@0.1.0',
      'serde@1.0.200',
    ]);
  });

  it('reports damaged entries, and keeps the others', () => {
    const packages = [null, { name: 'a' }, { name: 'serde', version: '1.0.200' }];
    const bytes = program(list({ packages }));
    expect(damageOf(() => cargo.read(file('usr/bin/shop', bytes)))).toEqual([
      'has 2 damaged records',
      'serde@1.0.200',
    ]);
  });

  it('finds no crates in a program without a crate list', () => {
    expect(cargo.read(file('usr/bin/ls', program(list({}), '.data')))).toEqual([]);
  });

  it('throws CatalogError for a crate list that is damaged, invalid or too large', () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    for (const body of [Buffer.from('no zlib'), list({ packages: 1 }), bomb]) {
      expect(() => cargo.read(file('usr/bin/x', program(body)))).toThrow(CatalogError);
    }
  });
});
