import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { cleanCommit } from '../../src/repository/clean-commit.js';
import { commitAll, createRepository } from '../git-repository.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-clean-'));
  createRepository(root);
  writeFileSync(join(root, 'a'), 'a\n');
  writeFileSync(join(root, 'b'), 'b\n');
  commitAll(root);
});
afterEach(() => rmSync(root, { recursive: true }));

it('is HEAD of a checkout without changes, whatever Git does not track', async () => {
  writeFileSync(join(root, 'report.json'), '{}');
  expect(await cleanCommit(root, host)).toMatch(/^[0-9a-f]{40}$/);
});

test.each<[string, () => void]>([
  ['edited', () => writeFileSync(join(root, 'a'), 'c\n')],
  ['deleted', () => rmSync(join(root, 'a'))],
  [
    'added',
    () => {
      writeFileSync(join(root, 'c'), '');
      execFileSync('git', ['-C', root, 'add', 'c']);
    },
  ],
])('a file that is %s leaves no commit', async (_, change) => {
  change();
  expect(await cleanCommit(root, host)).toBeUndefined();
});

it('is not known outside a repository', async () => {
  rmSync(join(root, '.git'), { recursive: true });
  expect(await cleanCommit(root, host)).toBeUndefined();
});
