import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { LayerUsageCounter } from '../../src/hardening/layer-usage.js';
import type { EntryType, LayerEntry } from '../../src/image/image.js';

describe('LayerUsageCounter', () => {
  const entry = (layer: number, path: string, size = 0, type: EntryType = 'file'): LayerEntry => ({
    ...{ layer, path, size, type, mode: 0o644, uid: 0, gid: 0, mtime: 0 },
  });
  const usage = (...entries: LayerEntry[]) => {
    const counter = new LayerUsageCounter();
    for (const one of entries) counter.add(one);
    const usage = counter.finish();
    const hiddenBytes = [...usage.hiddenBy.values()].reduce((sum, bytes) => sum + bytes, 0);
    return { ...usage, hiddenBytes };
  };

  test.each<[string, LayerEntry[], object]>([
    ['no entries', [], { efficiency: 1, wastedBytes: 0, hiddenBytes: 0 }],
    [
      'paths that are each in one layer',
      [entry(0, 'a', 10), entry(1, 'b', 10)],
      { efficiency: 1, wastedBytes: 0, wastedUserShare: 0, hiddenBytes: 0 },
    ],
    [
      'a file that is written twice',
      [entry(0, 'a', 10), entry(1, 'a', 30), entry(1, 'b', 60)],
      // min 10 + 60 of 40 + 60
      {
        efficiency: 0.7,
        wastedBytes: 40,
        wastedUserShare: 40 / 90,
        hiddenBytes: 10,
      },
    ],
    [
      'a deleted file, whose smallest size is zero',
      [entry(0, 'a', 10), entry(1, 'a', 0, 'whiteout'), entry(1, 'b', 10)],
      {
        efficiency: 0.5,
        wastedBytes: 10,
        wastedUserShare: 1,
        hiddenBytes: 10,
      },
    ],
    [
      'a deleted directory, whose whiteout has the size of the hidden files',
      [entry(0, 'd/a', 10), entry(0, 'd/e/b', 5), entry(1, 'd', 0, 'whiteout'), entry(1, 'c', 15)],
      { efficiency: 1, wastedBytes: 0, hiddenBytes: 15 },
    ],
    [
      'a directory that is created, filled and deleted',
      [
        entry(0, 'd', 0, 'directory'),
        entry(1, 'd', 0, 'directory'),
        entry(1, 'd/a', 10),
        entry(2, 'd', 0, 'whiteout'),
      ],
      { efficiency: 0.5, wastedBytes: 10, hiddenBytes: 10 },
    ],
    [
      'an opaque directory',
      [entry(0, 'd/a', 10), entry(1, 'd', 0, 'opaque'), entry(1, 'd/b', 5)],
      { wastedBytes: 0, hiddenBytes: 10 },
    ],
    [
      'a directory that is deleted twice',
      [entry(0, 'd/a', 10), entry(1, 'd', 0, 'whiteout'), entry(2, 'd', 0, 'whiteout')],
      { hiddenBytes: 10 },
    ],
  ])('measures %s', (_, entries, expected) => {
    expect(usage(...entries)).toMatchObject(expected);
  });

  it('returns values within their bounds for any layers', () => {
    const types = fc.constantFrom<EntryType>('file', 'directory', 'whiteout', 'opaque', 'symlink');
    const one = fc.tuple(
      fc.nat(4),
      fc.constantFrom('a', 'a/b', 'a/b/c', 'd', ''),
      fc.nat(100),
      types,
    );
    fc.assert(
      fc.property(fc.array(one), (list) => {
        const sorted = [...list].sort(([a], [b]) => a - b);
        const found = usage(
          ...sorted.map(([layer, path, size, type]) => entry(layer, path, size, type)),
        );
        expect(found.efficiency).toBeGreaterThanOrEqual(0);
        expect(found.efficiency).toBeLessThanOrEqual(1);
        const all = sorted.reduce((sum, [, , size, type]) => sum + (type === 'file' ? size : 0), 0);
        expect(found.hiddenBytes).toBeLessThanOrEqual(all);
        expect(found.hiddenBytes).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
