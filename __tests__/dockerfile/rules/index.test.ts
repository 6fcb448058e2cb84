import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { dockerfileRules } from '../../../src/dockerfile/rules/index.js';

const ids = dockerfileRules.map(({ id }) => id);

test('the list holds the rule of every file, in alphabetical order', () => {
  expect(ids).toEqual(filesIn('src/dockerfile/rules', '.ts'));
});

test('every rule has a test file with its name', () => {
  const files = filesIn('__tests__/dockerfile/rules', '.test.ts');
  expect(ids.filter((id) => !files.includes(id))).toEqual([]);
});

/** The names of the files in a folder without their ending and without the index. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && name !== `index${ending}`)
    .map((name) => name.slice(0, -ending.length))
    .sort();
}
