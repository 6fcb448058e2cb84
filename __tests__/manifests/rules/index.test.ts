import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { manifestRules } from '../../../src/manifests/rules/index.js';

/** The names of the files of a folder without their extension, index aside. */
function namesIn(folder: string, extension: string): string[] {
  const files = readdirSync(folder).filter((file) => !file.startsWith('index.'));
  return files.map((file) => file.replace(extension, '')).sort();
}

describe('manifestRules', () => {
  const ids = manifestRules.map(({ id }) => id).sort();

  it('contains the rule of every file, under its id', () => {
    expect(ids).toEqual(namesIn('src/manifests/rules', '.ts'));
  });

  it('has a test file for every rule', () => {
    expect(namesIn('__tests__/manifests/rules', '.test.ts')).toEqual(ids);
  });
});
