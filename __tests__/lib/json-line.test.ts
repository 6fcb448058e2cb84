import { describe, expect, it } from '@jest/globals';
import { lineOfMember } from '../../src/lib/json-line.js';

describe('the line of a member', () => {
  const json = `{
  "a \\" }": [1, [2,
    3], "x]"],
  "list": [
    {"b": null},
    {"b": {"c": true}, "d": "{\\\\"},
    {
      "e": -1.5e3}
  ],
  "list": [
    7
  ]
}`;

  it.each([
    [['a " }', 1, 1], 3],
    [['a " }', 2], 3],
    [['list', 0], 11],
    [['missing'], 1],
    [['a " }', 0, 'x'], 2],
    [[], 1],
  ])('at %j is %i', (path, line) => {
    expect(lineOfMember(json, path)).toBe(line);
  });

  it('is found in objects of an array', () => {
    const text = '\uFEFF[{"a":1,\n"b":{"c":[]}},\n{"b":\n{"c":\n5}}]';
    expect(lineOfMember(text, [0, 'b', 'c'])).toBe(2);
    expect(lineOfMember(text, [1, 'b', 'c'])).toBe(5);
    expect(lineOfMember(text, [2, 'b'])).toBe(1);
  });
});
