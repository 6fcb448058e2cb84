// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell
import { describe, expect, it } from '@jest/globals';
import { argumentsOf, ShellArguments, setWords } from '../../src/start/shell-arguments.js';

describe('set', () => {
  it.each([
    ['set a b', ['a', 'b']],
    ['set -e a', ['a']],
    ['set -o pipefail a', ['a']],
    ['set -eo pipefail a b', ['a', 'b']],
    ['set +o pipefail a', ['a']],
    ['set -- -o a', ['-o', 'a']],
    ['set --', []],
    ['set -o pipefail', undefined],
    ['set -e', undefined],
    ['set', undefined],
    ['echo a', undefined],
  ])('%j makes the arguments %j', (command, expected) => {
    expect(setWords(command.split(' '))).toEqual(expected);
  });
});

it.each([
  ['$@', ['a', 'b', 'c']],
  ['${@:2}', ['b', 'c']],
  ['${@:2:1}', ['b']],
  ['${@:0:2}', ['sh', 'a']],
  ['${@: x}', ['${@: x}']],
  ['$1', undefined],
])('%s stands for %j', (word, expected) => {
  expect(argumentsOf(word, ['sh', 'a', 'b', 'c'])).toEqual(expected);
});

it.each([
  [31, false],
  [32, true],
])('of %d more lists some are not kept: %p', (count, isCut) => {
  const lists = new ShellArguments(['sh']);
  for (let i = 0; i < count; i++) lists.add(['sh', String(i)], false);
  expect([lists.all.length, lists.isCut]).toEqual([32, isCut]);
});
