import { expect, test } from '@jest/globals';
import { wholeOptions } from '../../scripts/whole-options.mjs';

const IMPORT = "import type { Options } from '../options/options.js';\n";
const problems = (text: string, file = 'src/scan/x.ts') => wholeOptions(file, IMPORT + text);

test.each([
  'function f(options: Options) {}',
  'function f({ now }: Options) {}',
  'function f(options: Readonly<Options>) {}',
  'function f(options: Options | undefined) {}',
  'interface Request { readonly options: Options }',
  'type Context = CheckContext<keyof Options>;',
])('%s takes all options', (text) => {
  expect(problems(text)).toEqual([
    'src/scan/x.ts:2: takes all options: name those that it asks for, Pick<Options, …>',
  ]);
});

test.each([
  "function f({ now }: Pick<Options, 'now'>) {}",
  "function f(trust: Options['trust']) {}",
  "function f(context: CheckContext<'now'>) {}",
])('%s does not', (text) => {
  expect(problems(text)).toEqual([]);
});

test('a command and the check may take all options', () => {
  expect(problems('export function run(options: Options) {}', 'src/cli/commands/x.ts')).toEqual([]);
  expect(problems('function list(options: Options) {}', 'src/cli/commands/x.ts')).toHaveLength(1);
  expect(problems('function check(options: Options) {}', 'src/check/check.ts')).toEqual([]);
});

test('a type of the same name from another module is not meant', () => {
  const other = "import type { Options } from './build.js';\nfunction f(options: Options) {}";
  expect(wholeOptions('src/scan/x.ts', other)).toEqual([]);
});

test('a type that is imported by another name is meant', () => {
  const renamed = IMPORT.replace('Options }', 'Options as Given }');
  expect(wholeOptions('src/scan/x.ts', `${renamed}function f(given: Given) {}`)).toEqual([
    expect.stringContaining('Pick<Given, …>'),
  ]);
});
