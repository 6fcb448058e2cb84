import { expect, test } from '@jest/globals';
import { unscanned, unseenFiles } from '../../../src/check/discover/unscanned.js';

test.each([
  [unscanned(3, 1), undefined],
  [unscanned(0, 1), undefined],
  [unscanned(3, 0), /only files were checked/],
  [unscanned(0, 0), /no Dockerfile and no manifest here: nothing was checked/],
  [unseenFiles(1), undefined],
  [unseenFiles(0), /^Nothing was checked/],
])('what was not there to be checked is told: %#', ({ notes }, message) => {
  expect(notes.map((note) => note.message)).toEqual(
    message === undefined ? [] : [expect.stringMatching(message)],
  );
});
