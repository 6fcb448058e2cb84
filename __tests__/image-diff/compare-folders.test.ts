import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { ImageChange } from '../../src/core/image-difference.js';
import { compareFolders } from '../../src/image-diff/compare-folders.js';
import type { FinalFile } from '../../src/image-diff/final-files.js';

/** Files of these sizes by their paths. */
function filesOf(sizes: Readonly<Record<string, number>>): ReadonlyMap<string, FinalFile> {
  return new Map(
    Object.entries(sizes).map(([path, size]) => {
      const entry = { path, type: 'file', size, mode: 0o644, uid: 0, gid: 0, layer: 0 } as const;
      return [path, { ...entry, content: { ...entry, mtime: 0 } }];
    }),
  );
}

const change = (path: string, kind: 'added' | 'changed' | 'removed', risk = 'info'): ImageChange =>
  ({ kind: 'file', change: kind, path, risk, message: path }) as ImageChange;

describe('compareFolders', () => {
  it('has what is below each folder, before and now', () => {
    const before = filesOf({ 'usr/bin/a': 10, 'usr/bin/b': 5, 'etc/c': 1, 'opt/x': 7 });
    const after = filesOf({ 'usr/bin/a': 30, 'usr/lib/d': 100, 'etc/c': 1, 'opt/x': 7 });
    const changes = [
      change('usr/bin/a', 'changed'),
      change('usr/bin/b', 'removed'),
      change('usr/lib/d', 'added'),
    ];
    expect(compareFolders(before, after, changes)).toEqual({
      list: [
        { path: '', before: 23, after: 138, added: 1, changed: 1, removed: 1 },
        { path: 'usr', before: 15, after: 130, added: 1, changed: 1, removed: 1 },
        { path: 'usr/bin', before: 15, after: 30, added: 0, changed: 1, removed: 1 },
        { path: 'usr/lib', before: 0, after: 100, added: 1, changed: 0, removed: 0 },
      ],
      left: 0,
    });
  });

  it('has nothing of equal images', () => {
    const files = filesOf({ 'usr/bin/a': 10 });
    expect(compareFolders(files, files, [])).toEqual({ list: [], left: 0 });
  });

  it('has at most 300 folders, with risky changes and large ones first', () => {
    const sizes = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`d/${i}/f`, i + 1]));
    const changes = [
      ...Object.keys(sizes).map((path) => change(path, 'added')),
      change('d/3/su', 'added', 'high'),
    ];
    const { list, left } = compareFolders(filesOf({}), filesOf(sizes), changes);
    expect([list.length, left]).toEqual([300, 702]);
    const paths = list.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['', 'd', 'd/999', 'd/3']));
    expect(paths).not.toContain('d/5');
  });

  test('deep folders count for one above them', () => {
    const deep = `${'a/'.repeat(5_000)}f`;
    const { list } = compareFolders(filesOf({}), filesOf({ [deep]: 1 }), [change(deep, 'added')]);
    expect(list).toHaveLength(13);
    expect(list.every(({ after, added }) => after === 1 && added === 1)).toBe(true);
  });

  test('each folder has the sum of those in it and of its files', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const path = fc
      .array(name, { minLength: 1, maxLength: 5 })
      .map((parts) => `${parts.join('/')}/f`);
    const sizes = fc.dictionary(path, fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(sizes, sizes, (old, now) => {
        const added = Object.keys(now).filter((one) => !(one in old));
        const { list } = compareFolders(
          filesOf(old),
          filesOf(now),
          added.map((one) => change(one, 'added')),
        );
        for (const folder of list) {
          const inside = (one: string) => folder.path === '' || one.startsWith(`${folder.path}/`);
          const sum = (files: Readonly<Record<string, number>>) =>
            Object.entries(files).reduce((all, [one, size]) => (inside(one) ? all + size : all), 0);
          expect([folder.before, folder.after]).toEqual([sum(old), sum(now)]);
          expect(folder.added).toBe(added.filter(inside).length);
        }
      }),
    );
  });
});
