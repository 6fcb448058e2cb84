import { describe, expect, it } from '@jest/globals';
import { joinInsertions } from '../../src/core/join-insertions.js';

describe('joinInsertions', () => {
  it.each([
    ['two keys', '\n  a: 1', '\n  b: 2', '\n  a: 1\n  b: 2'],
    [
      'two settings of one key',
      '\n  s:\n    a: 1',
      '\n  s:\n    b: 2',
      '\n  s:\n    a: 1\n    b: 2',
    ],
    [
      'a third setting of one key',
      '\n  s:\n    a: 1\n    b: 2',
      '\n  s:\n    c:\n      d: [x]',
      '\n  s:\n    a: 1\n    b: 2\n    c:\n      d: [x]',
    ],
    ['two lists below one key', '\n  s:\n  - a', '\n  s:\n  - b', '\n  s:\n  - a\n  - b'],
    ['Windows lines', '\r\n  a: 1', '\r\n  b: 2', '\r\n  a: 1\r\n  b: 2'],
    ['two instructions', 'USER app\n', 'WORKDIR /x\n', 'USER app\nWORKDIR /x\n'],
    ['one instruction twice', 'USER app\nX\n', 'USER app\n', 'USER app\nX\n'],
    ['two options', ' -y', ' --no-install-recommends', ' -y --no-install-recommends'],
    ['two words in front', 'set -e; ', 'cd /x; ', 'set -e; cd /x; '],
    ['two members of a flow map', ', a: 1', ', b: { c: 2 }', ', a: 1, b: { c: 2 }'],
    ['members of an empty map in one line', 'a: 1', 'b: 2', 'a: 1, b: 2'],
    ['settings of one key in one line', ', s: { a: 1 }', ', s: { b: 2 }', ', s: { a: 1, b: 2 }'],
    [
      'settings of one key further in',
      ', s: { a: { x: [1, 2] } }',
      ', s: { a: { y: "}, {" }, b: 2 }',
      ', s: { a: { x: [1, 2], y: "}, {" }, b: 2 }',
    ],
    [
      'settings of one key in JSON',
      ', "s": { "a": 1 }',
      ', "s": { "b": ["x"] }',
      ', "s": { "a": 1, "b": ["x"] }',
    ],
    ['items of a list in one line', ', "a"', ', b', ', "a", b'],
    ['one setting twice', ', s: { a: 1 }', ', s: { a: 1 }', ', s: { a: 1 }'],
    ['nothing and something', '', 'x', 'x'],
  ])('makes %s', (_, first, second, both) => {
    expect(joinInsertions(first, second)).toBe(both);
  });

  it.each([
    ['two values of one key', '\n  a: [x]', '\n  a: [y]'],
    ['two values of one key further in', '\n  s:\n    a: 1', '\n  s:\n    a: 2'],
    ['a value and a map', '\n  s: {}', '\n  s:\n    a: 2'],
    ['two values of one key in one line', ', s: { a: 1 }', ', s: { a: 2 }'],
    ['a value and a map in one line', ', s: 1', ', s: { a: 2 }'],
    ['text that is not closed', ', s: { a: 1', ', s: { b: 2 }'],
    ['a member and a first member', ', a: 1', 'b: 2'],
    ['a key that an earlier text sets', ', a: 1, s: 2', ', s: 3'],
    ['a line and a word', '\n  a: 1', ' x'],
  ])('does not make %s', (_, first, second) => {
    expect(joinInsertions(first, second)).toBeUndefined();
  });
});
