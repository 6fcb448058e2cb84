import { expect, test } from '@jest/globals';
import { yamlComments } from '../../src/lib/yaml-comments.js';

test.each([
  ['# a\nb: 1 # c\n', ['1:1 # a alone', '2:6 # c']],
  ['a: "# b"\nc: |\n  # d\ne: x#y\n', []],
  ['a: [ # b\n', ['1:6 # b']],
  ['a:\n  b: "x\n# y" # z\n', ['3:6 # z']],
  ['\ufeffa: 1\r\n  # b\r\n', ['2:3 # b alone']],
])('the comments of %j are %j', (text, expected) => {
  const comments = yamlComments(text).map(({ line, column, text: comment, isWholeLine }) => {
    return `${line}:${column} ${comment}${isWholeLine ? ' alone' : ''}`;
  });
  expect(comments).toEqual(expected);
});
