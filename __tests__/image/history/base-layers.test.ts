import { describe, expect, test } from '@jest/globals';
import { guessBaseLayers } from '../../../src/image/history/base-layers.js';

describe('the layers of the base image', () => {
  const entry = (createdBy: string, emptyLayer = false) => ({ createdBy, emptyLayer });
  const cmd = entry('CMD ["bash"]', true);
  test.each<[string, ReturnType<typeof entry>[], number, number]>([
    ['end at the CMD before the last', [entry('ADD a /'), cmd, entry('RUN x'), cmd], 2, 1],
    [
      'end at the last of several CMD',
      [entry('ADD a /'), cmd, entry('RUN x'), cmd, entry('RUN y')],
      3,
      2,
    ],
    ['are the first layer if it is a whole file system', [entry(''), entry('RUN x')], 2, 1],
    [
      'do not exist if the image is built from scratch',
      [entry('COPY a /'), entry('COPY b /')],
      2,
      0,
    ],
    ['do not exist if there is only one layer', [entry('ADD a /'), cmd], 1, 0],
    ['are unknown if history and layers differ', [entry('ADD a /'), cmd, entry('RUN x')], 1, 0],
  ])('%s', (_, history, layers, expected) => {
    expect(guessBaseLayers(history, layers)).toBe(expected);
  });
});
