import { describe, expect, it } from '@jest/globals';
import { movedHolders } from '../../src/baseline/moved-holders.js';
import type { Holder } from '../../src/core/holder.js';
import { sketch } from '../../src/core/sketch.js';

const holder = (id: string, settings: readonly string[], over: Partial<Holder> = {}): Holder => ({
  id,
  kind: 'service',
  sketch: sketch(settings),
  exposure: ['production'],
  ...over,
});
const moved = (before: readonly Holder[], now: readonly Holder[]) => [...movedHolders(before, now)];

const SETTINGS = ['image=a', 'command=b', 'port=1', 'port=2'];

describe('a holder is the same under another name', () => {
  it('if it shares at least half of its settings', () => {
    const before = [holder('a', SETTINGS)];
    expect(moved(before, [holder('b', ['image=a', 'command=b', 'port=1', 'port=3'])])).toEqual([
      ['b', 'a'],
    ]);
    expect(moved(before, [holder('b', ['image=a', 'x', 'y', 'z'])])).toEqual([]);
  });

  it('if it is gone, and the other one was not there', () => {
    expect(moved([holder('a', SETTINGS)], [holder('a', SETTINGS), holder('b', SETTINGS)])).toEqual(
      [],
    );
    expect(moved([holder('a', SETTINGS), holder('b', [])], [holder('b', SETTINGS)])).toEqual([]);
  });

  it('if it is of the same kind, and not more exposed', () => {
    const before = [holder('a', SETTINGS)];
    expect(moved(before, [holder('b', SETTINGS, { kind: 'job' })])).toEqual([]);
    expect(
      moved(before, [holder('b', SETTINGS, { exposure: ['production', 'published'] })]),
    ).toEqual([]);
    expect(moved(before, [holder('b', SETTINGS, { exposure: [] })])).toEqual([['b', 'a']]);
  });

  it('once: the most similar one first', () => {
    const before = [holder('a', SETTINGS), holder('b', [...SETTINGS, 'x'])];
    expect(moved(before, [holder('c', [...SETTINGS, 'x', 'y']), holder('d', SETTINGS)])).toEqual([
      ['d', 'a'],
      ['c', 'b'],
    ]);
    expect(
      moved([holder('a', SETTINGS)], [holder('c', SETTINGS), holder('d', SETTINGS)]),
    ).toHaveLength(1);
  });

  it('that has kept its names first, however similar another one is', () => {
    const before = [
      holder('a/web', SETTINGS, { nameId: '1' }),
      holder('a/db', [...SETTINGS, 'password'], { nameId: '2' }),
    ];
    const now = [
      holder('b/web', [...SETTINGS, 'password'], { nameId: '1' }),
      holder('b/db', SETTINGS, { nameId: '2' }),
    ];
    expect(new Set(moved(before, now))).toEqual(
      new Set([
        ['b/web', 'a/web'],
        ['b/db', 'a/db'],
      ]),
    );
    const other = holder('b/web', ['image=b', 'x', 'y', 'z'], { nameId: '1' });
    expect(moved(before, [other])).toEqual([]);
  });
});
