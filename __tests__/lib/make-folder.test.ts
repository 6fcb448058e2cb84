import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeFolder } from '../../src/lib/make-folder.js';

let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-folder-'));
});
afterAll(() => rmSync(work, { recursive: true }));

test('a folder is made with those above it, and one that is there stays', async () => {
  await makeFolder(join(work, 'a/b/c'));
  await makeFolder(join(work, 'a/b/c'));
  expect(statSync(join(work, 'a/b/c')).isDirectory()).toBe(true);
});

test.each([
  ['where nothing can be made', () => '/proc/nothing/below/it', /ENOENT|EPERM|EACCES/],
  [
    'below a file',
    () => {
      writeFileSync(join(work, 'file'), '');
      return join(work, 'file/below');
    },
    /ENOTDIR/,
  ],
])('%s it fails and does not hang', async (_, path, code) => {
  await expect(makeFolder(path())).rejects.toThrow(code);
});
