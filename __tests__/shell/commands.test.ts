import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { shellCommands } from '../../src/shell/commands.js';

describe('shellCommands', () => {
  const commandsOf = (text: string) =>
    shellCommands(text).map(({ words, background }) => words.join('|') + (background ? ' &' : ''));

  test.each<[string, string[]]>([
    ['a b; c && d || e | f', ['a|b', 'c', 'd', 'e', 'f']],
    ['a &\nb', ['a &', 'b']],
    [`a "b & c" 'd;e' f\\ g`, ['a|b & c|d;e|f g']],
    ['a \\\n b # c\n# d &\ne', ['a|b', 'e']],
    ['a > /x 2>&1 &', ['a &']],
    ['a &> /x\nb &>> y', ['a', 'b']],
    ['if true; then a & fi', ['true', 'a &']],
    ['while :; do a; done', [':', 'a']],
    ['( a & ) ; { b; }', ['a &', 'b']],
    ['a "unclosed & b', ['a|unclosed &', 'b']],
    ['case "$1" in a) b ;; c) d ;; esac', ['case|$1|in', 'a', 'b', 'c', 'd']],
    ['for a in b; do c; done', ['for|a|in|b', 'c']],
    ['a\\\nb <(c) < d', ['ab', 'c']],
    ['function a { b; }\ncoproc c', ['b', 'c']],
    ['', []],
  ])('%j is read as %j', (text, expected) => {
    expect(commandsOf(text)).toEqual(expected);
  });

  it.each([
    ['a <<< b c', 'b'],
    ['a 0<<<"b c" > d', 'b c'],
    ['a < b', undefined],
    ['a << b', undefined],
  ])('%j has the input %j', (text, input) => {
    expect(shellCommands(text)[0]?.input).toBe(input);
  });

  it('reads any text, up to its limit of commands', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(shellCommands(text.repeat(20)).length).toBeLessThanOrEqual(1_001);
      }),
    );
  });
});
