import { describe, expect, test } from '@jest/globals';
import { instructionsOf } from '../../../src/dockerfile/parser/model.js';
import {
  commandName,
  flagCount,
  flagValues,
  hasFlag,
  isSubcommand,
  operands,
} from '../../../src/dockerfile/shell/command-line.js';
import { parse } from '../parse-text.js';

function command(text: string) {
  const [found] = instructionsOf(parse(`FROM a\nRUN ${text}`), 'RUN')[0]?.script.commands ?? [];
  if (!found) throw new Error('no command');
  return found;
}

test('commandName is the name without its folder', () => {
  expect(commandName(command('/usr/bin/apt-get update'))).toBe('apt-get');
});

describe('hasFlag', () => {
  test.each<[text: string, names: string[], given: boolean]>([
    ['a -y', ['-y'], true],
    ['a -qy', ['-y'], true],
    ['a --yes', ['-y', '--yes'], true],
    ['a --yes=1', ['--yes'], true],
    ['a --yesterday', ['--yes', '-y'], false],
    ['a -- -y', ['-y'], false],
    ['a y', ['-y'], false],
  ])('of %s for %j is %s', (text, names, given) => {
    expect(hasFlag(command(text), ...names)).toBe(given);
  });
});

test.each<[text: string, count: number]>([
  ['a -q -q', 2],
  ['a -qq', 2],
  ['a -yq', 1],
  ['a --quiet', 0],
])('%s has -q %d times', (text, count) => {
  expect(flagCount(command(text), '-q')).toBe(count);
});

test.each<[text: string, values: string[]]>([
  ['a --to=b', ['b']],
  ['a --to b', ['b']],
  ['a -t b', ['b']],
  ['a -tb', ['b']],
  ['a -xt b', ['b']],
  ['a -t=b --to=c', ['b', 'c']],
  ['a --to', []],
])('%s has the values %j', (text, values) => {
  expect(flagValues(command(text), '-t', '--to').map(({ value }) => value)).toEqual(values);
});

test.each<[text: string, found: string[]]>([
  ['a -t stable install vim', ['install', 'vim']],
  ['a -qt stable install', ['install']],
  ['a install -- -x -t', ['install', '-x', '-t']],
  ['a - b', ['-', 'b']],
])('%s has the operands %j', (text, found) => {
  expect(operands(command(text), ['-t']).map(({ value }) => value)).toEqual(found);
});

test('isSubcommand compares the first operand', () => {
  expect(isSubcommand(command('apt-get -y install vim'), ['install'])).toBe(true);
  expect(isSubcommand(command('apt-get update install'), ['install'])).toBe(false);
});
