import { expect, test } from '@jest/globals';
import { nothingLinted, nothingScanned } from '../../../src/check/discover/unscanned.js';

test.each([
  [nothingScanned(3, 1), undefined],
  [nothingScanned(0, 1), undefined],
  [nothingScanned(3, 0), /only files were checked/],
  [nothingScanned(0, 0), /no Dockerfile and no manifest here: nothing was checked/],
  [nothingLinted(1), undefined],
  [nothingLinted(0), /^Nothing was checked/],
])('a note says what could not be checked because it is not there: %#', ({ notes }, message) => {
  expect(notes.map((note) => note.message)).toEqual(
    message === undefined ? [] : [expect.stringMatching(message)],
  );
});
