import { expect, test } from '@jest/globals';
import { nothingLinted, nothingScanned } from '../../../src/check/discover/unscanned.js';

const found = { root: 'shop', files: 0, images: 0, required: true };

test('says nothing when there are images', () => {
  expect(nothingScanned({ ...found, images: 1 })).toMatchObject({ notes: [], incomplete: [] });
});

test('notes that only files were checked', () => {
  const { notes, incomplete } = nothingScanned({ ...found, files: 3 });
  expect([notes[0]?.message, incomplete]).toEqual([
    expect.stringMatching(/only files were checked/),
    [],
  ]);
});

test('nothing to check is incomplete, and the reason names the folder and what to do', () => {
  expect(nothingScanned(found).incomplete).toEqual([
    { check: 'lint', target: 'shop', reason: expect.stringMatching(/nothing was checked\. Check/) },
  ]);
});

test('nothing to check is a note where nothing has to be there', () => {
  const { notes, incomplete } = nothingScanned({ ...found, required: false });
  expect([notes[0]?.message, incomplete]).toEqual([
    expect.stringMatching(/nothing was checked/),
    [],
  ]);
});

test('lint without a file is incomplete', () => {
  expect(nothingLinted(1).incomplete).toEqual([]);
  expect(nothingLinted(0).incomplete).toMatchObject([{ check: 'lint', target: '.' }]);
});
