import { expect, test } from '@jest/globals';
import type { SnapshotLayer } from '../../src/core/image-snapshot.js';
import { compareLayerSizes } from '../../src/image-diff/compare-layer-sizes.js';

const layer = (step: string, size: number, diffID = `${step}${size}`): SnapshotLayer => ({
  diffID,
  size: size * 1_000_000,
  instruction: 'RUN',
  step,
});

test.each<readonly [string, SnapshotLayer[], SnapshotLayer[], (number | undefined)[][]]>([
  ['equal layers', [layer('a', 1)], [layer('a', 1)], []],
  ['a layer that grows', [layer('a', 1)], [layer('a', 3)], [[1, 3]]],
  ['a new layer', [layer('a', 1)], [layer('a', 1), layer('b', 2)], [[undefined, 2]]],
  ['a removed layer', [layer('a', 1), layer('b', 2)], [layer('a', 1)], [[2, undefined]]],
  [
    'the same instruction twice, in order',
    [layer('a', 1), layer('a', 5)],
    [layer('a', 2), layer('a', 9)],
    [
      [5, 9],
      [1, 2],
    ],
  ],
  ['a layer with other content of the same size', [layer('a', 1, 'x')], [layer('a', 1, 'y')], []],
])('%s', (_, before, after, expected) => {
  const million = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / 1e6);
  const found = compareLayerSizes(before, after);
  expect(found.map((one) => [million(one.before), million(one.after)])).toEqual(expected);
});
