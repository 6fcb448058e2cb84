import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { checkoutFiles } from '../../src/repository/base-branch-files.js';
import { gitIgnored } from '../../src/repository/git-ignore.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-ignored-'));
  mkdirSync(join(root, 'app/deep'), { recursive: true });
  writeFileSync(join(root, '.gitignore'), '*.env\nbuild/\n/only-here\n');
  writeFileSync(join(root, 'app/.gitignore'), '!kept.env\n');
});
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ['a.env', true],
  ['app/a.env', true],
  ['app/kept.env', false],
  ['app/deep/kept.env', false],
  ['kept.env', true],
  ['build/x/compose.yaml', true],
  ['app/build/x.yaml', true],
  ['only-here', true],
  ['app/only-here', false],
  ['app/a.yaml', false],
  ['../a.env', false],
  ['../../app/a.env', false],
  ['/etc/a.env', false],
  ['./a.env', false],
  ['', false],
])('%s is left out: %s', async (path, expected) => {
  const ignored = await gitIgnored(root, checkoutFiles(root), ['app/compose.yaml']);
  expect(ignored(path)).toBe(expected);
});

it('follows the base branch, so that a change leaves nothing out', async () => {
  const base = {
    read: async () => undefined,
    locate: async (path: string) => path,
    changed: () => [],
  };
  expect((await gitIgnored(root, base, ['app/compose.yaml']))('a.env')).toBe(false);
});

it('leaves nothing out where the files cannot be read', async () => {
  const base = {
    read: () => Promise.reject(new Error('no network')),
    locate: async (path: string) => path,
    changed: () => [],
  };
  expect((await gitIgnored(root, base, ['compose.yaml']))('a.env')).toBe(false);
});
