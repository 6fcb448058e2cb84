import { expect, test } from '@jest/globals';
import { packageLayers } from '../../src/base-images/measurement.js';

const layer = (index: number, size: number, createdBy?: string) => ({
  index,
  size,
  diffID: '',
  ...(createdBy === undefined ? {} : { history: { createdBy, emptyLayer: false } }),
});

test.each([
  ['all of a small image', [layer(0, 1e6, 'x'), layer(1, 1e6, 'COPY')], [0, 1]],
  [
    'the lowest and the last that a package manager changed',
    [
      layer(0, 5e7, 'x'),
      layer(1, 4e7, 'RUN apt-get install a'),
      layer(2, 3e7, 'RUN apk add b'),
      layer(3, 9e8, 'COPY'),
    ],
    [0, 2],
  ],
  [
    'the lowest only, when no package manager ran',
    [layer(0, 5e7, 'x'), layer(1, 9e8, 'COPY a b')],
    [0],
  ],
  ['all, when there is no history', [layer(0, 5e7), layer(1, 5e7)], [0, 1]],
  [
    'none, when they are too large',
    [layer(0, 5e7, 'x'), layer(1, 9e8, 'RUN apt-get install a')],
    undefined,
  ],
])('the layers to fetch are %s', (_, layers, expected) => {
  const found = packageLayers(layers);
  expect(found && [...found]).toEqual(expected);
});
