import { describe, expect, it, test } from '@jest/globals';
import { expand, findVariables } from '../../../src/dockerfile/text/expansion.js';

const VALUES: ReadonlyMap<string, string> = new Map([
  ['A', 'one'],
  ['E', ''],
  ['P', 'a/b.tar.gz'],
]);

const lookup = (name: string) => VALUES.get(name);

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are variables of Dockerfiles
describe('expand', () => {
  test.each<[text: string, value: string]>([
    ['$A-${A}', 'one-one'],
    ['${U:-x$A}', 'xone'],
    ['${E:-x}${E-y}', 'x'],
    ['${A:+y}${U:+n}', 'y'],
    ['${A?needed}', 'one'],
    ['${P#*/}', 'b.tar.gz'],
    ['${P##*.}', 'gz'],
    ['${P%.*}', 'a/b.tar'],
    ['${P%%.*}', 'a/b'],
    ['${P/a/x}', 'x/b.tar.gz'],
    ['${P//\\//_}', 'a_b.tar.gz'],
    ['${P//?/x}', 'xxxxxxxxxx'],
    ['\'$A\' "$A" \\$A', '$A one $A'],
    ['$U', ''],
    ['$', '$'],
  ])('%s is %j', (text, value) => {
    expect(expand(text, lookup)).toMatchObject({ value, error: undefined });
  });

  test.each([
    ['${A', 'unsupported'],
    ['"a', 'double quote'],
    ["'a", 'single quote'],
    ['${A:*b}', 'unsupported'],
    ['${}', 'bad substitution'],
    ['${U:?gone}', 'gone'],
    ['${E:?}', 'not allowed to be empty'],
    ['${A:-'.repeat(100), 'nested too deeply'],
  ])('%s is an error', (text, error) => {
    expect(expand(text, lookup).error).toContain(error);
  });

  it('keeps unset variables as written if asked to', () => {
    const kept = (text: string) => expand(text, lookup, { keepUnset: true }).value;
    expect(kept('$U ${U} ${U:-x} ${U#a} ${U/a/b}')).toBe('$U ${U} ${U:-x} ${U#a} ${U/a/b}');
    expect(kept('$A')).toBe('one');
  });

  it('splits at white space outside quotes, and in the values of variables', () => {
    const { words } = expand('a "b c" $X', (name) => (name === 'X' ? 'd e' : undefined));
    expect(words.map(({ text }) => text)).toEqual(['a', 'b c', 'd', 'e']);
  });
});

describe('findVariables', () => {
  test.each<[text: string, uses: string[]]>([
    ['$a ${b:-$c} \\$d', ['a', 'b:-', 'c']],
    ['\'$a\' "$b"', ['b']],
    ['no variables', []],
  ])('finds those of %s in order', (text, uses) => {
    const found = findVariables(text).map(({ name, modifier = '' }) => name + modifier);
    expect(found).toEqual(uses);
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: these are variables of Dockerfiles
