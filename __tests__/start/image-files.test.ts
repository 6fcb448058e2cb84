import { describe, expect, it } from '@jest/globals';
import type { FileSystem, LayerEntry } from '../../src/image/image.js';
import { imageFiles } from '../../src/start/image-files.js';

/** The files of an image with one file, `a`. */
function filesWith(content: Buffer) {
  const entry: LayerEntry = {
    path: 'a',
    type: 'file',
    size: content.length,
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 0,
    layer: 0,
  };
  const fileSystem: FileSystem = {
    get: (path) => (path === 'a' ? entry : undefined),
    resolve: (path) => (path === 'a' ? path : undefined),
    entries: () => [entry],
    history: () => [entry],
    layer: () => [entry],
    open: (path) =>
      path === 'a'
        ? {
            size: content.length,
            part: (offset, length) => content.subarray(offset, offset + length),
          }
        : undefined,
  };
  return imageFiles(fileSystem);
}

describe('of a list', () => {
  it.each([
    [1, [1], undefined],
    [2, [1, 2], undefined],
    [3, [1, 2], 'the names are more than 2'],
  ])('of %d items at most two are kept, and the others are a problem', (count, kept, problem) => {
    const files = filesWith(Buffer.from(''));
    expect(files.atMost([1, 2, 3].slice(0, count), 2, 'the names are')).toEqual(kept);
    expect(files.problem).toBe(problem);
  });
});

describe('a file', () => {
  it.each([
    ['abc', 'abc', undefined],
    ['abcd', undefined, 'a is too large, or cannot be read'],
    // A program, which is no script.
    ['ab\0d', undefined, undefined],
  ])('with %j has the whole text %j of at most three bytes', (content, text, problem) => {
    const files = filesWith(Buffer.from(content));
    expect(files.wholeText('a', 3)).toBe(text);
    expect(files.problem).toBe(problem);
  });

  it('that is larger than a limit may be left out without a problem', () => {
    const files = filesWith(Buffer.from('abcd'));
    expect([files.text('a', 4), files.text('a', 3), files.text('b', 4)]).toEqual([
      'abcd',
      undefined,
      undefined,
    ]);
    expect(files.problem).toBeUndefined();
  });

  it('that is not there is no problem', () => {
    const files = filesWith(Buffer.from(''));
    expect(files.wholeText('b', 3)).toBeUndefined();
    expect(files.problem).toBeUndefined();
  });
});

it('the first problem is kept', () => {
  const files = filesWith(Buffer.from(''));
  files.leaveOut('first');
  files.leaveOut('second');
  expect(files.problem).toBe('first');
});
