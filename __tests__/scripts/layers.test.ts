import { describe, expect, it } from '@jest/globals';
import { foldersOf, layersOf, partsOf, sharedFiles, tiesOf } from '../../scripts/layers.mjs';

const parts = (imports: Record<string, readonly string[]>, folder = 'src') =>
  partsOf(folder, new Map(Object.entries(imports)));

describe('the parts of a folder', () => {
  const imports = {
    'src/a/b/one.ts': ['src/a/two.ts', 'src/c/three.ts'],
    'src/a/two.ts': [],
    'src/c/three.ts': [],
  };

  it('are its files and subfolders, and what these import of the same folder', () => {
    expect(parts(imports, 'src/a')).toEqual(
      new Map([
        ['b/', new Set(['two.ts'])],
        ['two.ts', new Set()],
      ]),
    );
    expect(foldersOf(new Map(Object.entries(imports)))).toEqual([
      'src',
      'src/a',
      'src/a/b',
      'src/c',
    ]);
  });

  it('stand in rows, each above all that it imports', () => {
    expect(layersOf(parts(imports))).toEqual({ rows: [['a/'], ['c/']], circle: [] });
    expect(layersOf(parts(imports, 'src/a')).rows).toEqual([['b/'], ['two.ts']]);
  });

  it('that subfolders import are shared files', () => {
    expect(sharedFiles(parts(imports, 'src/a'))).toEqual(['two.ts']);
  });
});

describe('a circle', () => {
  it('is shown by the imports that close it', () => {
    const imports = new Map([
      ['src/a/x.ts', ['src/b/y.ts', 'src/d.ts']],
      ['src/b/y.ts', ['src/a/z.ts', 'src/b/w.ts']],
    ]);
    expect(tiesOf('src', ['a/', 'b/'], imports)).toEqual([
      ['src/a/x.ts', 'src/b/y.ts'],
      ['src/b/y.ts', 'src/a/z.ts'],
    ]);
  });

  it('of two folders is found, also through a third and through a file of the folder', () => {
    expect(layersOf(parts({ 'src/a/x.ts': ['src/b/y.ts'], 'src/b/y.ts': ['src/a/z.ts'] }))).toEqual(
      {
        rows: [],
        circle: ['a/', 'b/'],
      },
    );
    const through = {
      'src/a/x.ts': ['src/b/y.ts'],
      'src/b/y.ts': ['src/c.ts'],
      'src/c.ts': ['src/a/z.ts'],
      'src/d/above.ts': ['src/a/x.ts'],
      'src/e/below.ts': [],
    };
    expect(layersOf(parts(through))).toEqual({ rows: [['e/']], circle: ['a/', 'b/', 'c.ts'] });
  });
});
