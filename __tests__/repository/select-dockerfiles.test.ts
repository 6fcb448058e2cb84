import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPattern, selectDockerfiles } from '../../src/repository/select-dockerfiles.js';

let root: string;
const DISCOVERED = [
  'Dockerfile',
  'old/Dockerfile',
  'services/a/Dockerfile',
  'services/b/Dockerfile',
];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-named-'));
  for (const path of [...DISCOVERED, 'build[1].txt', 'star*']) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), 'FROM scratch\n');
  }
  symlinkSync('Dockerfile', join(root, 'link'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('selectDockerfiles', () => {
  const services = ['services/a/Dockerfile', 'services/b/Dockerfile'];
  it.each<[string[], string[]]>([
    [['services/*/Dockerfile'], services],
    [['./services/*/Dockerfile'], services],
    [['**/Dockerfile'], DISCOVERED],
    [
      ['**/Dockerfile', '!old/**'],
      ['Dockerfile', ...services],
    ],
    [['!old/**'], ['Dockerfile', ...services]],
    [
      ['!services/*/Dockerfile', '**/Dockerfile'],
      ['Dockerfile', 'old/Dockerfile'],
    ],
    [['build[1].txt'], ['build[1].txt']],
    [['star*'], ['star*']],
    [['missing'], ['missing']],
    [['Dockerfile', '*'], ['Dockerfile']],
    [['Dockerfile', 'link'], ['Dockerfile']],
  ])('%j selects %j', (names, paths) => {
    expect(selectDockerfiles(root, names, DISCOVERED)).toEqual({
      paths,
      unmatched: [],
      unused: [],
      emptying: [],
    });
  });

  it.each<[string[], string[]]>([
    [['!**'], ['!**']],
    [['Dockerfile', '!Dockerfile', '!services/**'], ['!Dockerfile']],
    [['services/*/Dockerfile', '!services/**'], ['!services/**']],
    [
      ['services/*/Dockerfile', '!services/a/**', '!services/b/**'],
      ['!services/a/**', '!services/b/**'],
    ],
  ])('%j leaves nothing, because of %j', (names, emptying) => {
    expect(selectDockerfiles(root, names, DISCOVERED)).toMatchObject({ paths: [], emptying });
  });

  it('leaves out nothing where there is nothing', () => {
    expect(selectDockerfiles(root, ['!**'], [])).toMatchObject({ paths: [], emptying: [] });
  });

  it('names the patterns that match nothing', () => {
    expect(selectDockerfiles(root, ['web/*', 'Dockerfile', '!web/**'], DISCOVERED)).toEqual({
      paths: ['Dockerfile'],
      unmatched: ['web/*'],
      unused: ['!web/**'],
      emptying: [],
    });
  });
});

it.each([
  ['services/*/Dockerfile', true],
  ['!services', true],
  ['Dockerfile', false],
  ['star*', false],
])('%s is a pattern: %s', (name, expected) => {
  expect(isPattern(root, name)).toBe(expected);
});
