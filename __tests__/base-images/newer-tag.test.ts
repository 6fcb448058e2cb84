import { expect, test } from '@jest/globals';
import { newestTag } from '../../src/base-images/newer-tag.js';
import { packageLayers } from '../../src/base-images/package-layers.js';

const TAGS = [
  '24.2.0',
  '24.19.1',
  '24.20.0-slim',
  '24.20.0-rc1',
  '24.x',
  '25.0.0',
  '249.0.0',
  '24',
  '24.21',
  '',
];

test.each([
  ['node:24.19.0', '24', 'node:24.19.1'],
  ['node:24.19.0-slim', '24', 'node:24.20.0-slim'],
  ['node:24.19', '24', 'node:24.21'],
  ['node:24', '24', 'node:24'],
  ['node:24.30.0', '24', 'node:24.30.0'],
  ['node:lts', '24', 'node:lts'],
])('the newest tag of the form of %s on line %s is %s', (reference, line, expected) => {
  expect(newestTag(reference, line, TAGS)).toBe(expected);
});

const layer = (index: number, size: number, createdBy?: string) => ({
  index,
  size,
  diffID: '',
  ...(createdBy === undefined ? {} : { history: { createdBy, emptyLayer: false } }),
});

test.each([
  ['all of a small image', [layer(0, 1e6, 'x'), layer(1, 1e6, 'COPY')], [0, 1]],
  [
    'the lowest and the last that installed',
    [
      layer(0, 5e7, 'x'),
      layer(1, 4e7, 'RUN apt-get install a'),
      layer(2, 3e7, 'RUN apk add b'),
      layer(3, 9e8, 'COPY'),
    ],
    [0, 2],
  ],
  [
    'the lowest alone where nothing was installed',
    [layer(0, 5e7, 'x'), layer(1, 9e8, 'COPY a b')],
    [0],
  ],
  ['all where the history is missing', [layer(0, 5e7), layer(1, 5e7)], [0, 1]],
  [
    'nothing where that is too much',
    [layer(0, 5e7, 'x'), layer(1, 9e8, 'RUN apt-get install a')],
    undefined,
  ],
])('the layers to read are %s', (_, layers, expected) => {
  const found = packageLayers(layers);
  expect(found && [...found]).toEqual(expected);
});
