import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { commitAll, createRepository } from './git-repository.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-repository-'));
  createRepository(root);
});
afterEach(() => rmSync(root, { recursive: true }));

const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' });

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

it('writes commits as Git does', () => {
  write({ 'a/b.txt': 'b', 'a.txt': '', 'a-c': 'c', 'ä/deep/er': 'd', [`${'l'.repeat(200)}`]: 'e' });
  symlinkSync('a.txt', join(root, 'link'));
  chmodSync(join(root, 'a-c'), 0o755);
  commitAll(root);
  const tree = git('rev-parse', 'HEAD^{tree}');
  expect(git('write-tree')).toBe(tree);
  git('read-tree', '--empty');
  git('add', '-A');
  expect(git('write-tree')).toBe(tree);
  expect(git('fsck', '--strict', '--no-dangling')).toBe('');
});

it('writes an index in which no file is changed, and then one is', () => {
  write({ 'a.txt': 'a', 'b/c.txt': 'c' });
  commitAll(root);
  expect(git('status', '--porcelain')).toBe('');
  write({ 'b/c.txt': 'd' });
  expect(git('diff-files', '--name-only')).toBe('b/c.txt\n');
});

it('starts a branch at its commit, and commits to it', () => {
  write({ a: 'a' });
  expect(`${commitAll(root, 'topic/change')}\n`).toBe(git('rev-parse', 'main'));
  write({ a: 'b' });
  commitAll(root);
  rmSync(join(root, 'a'));
  commitAll(root);
  expect(git('log', '--format=%an %s', 'main..HEAD')).toBe('a change\na change\n');
  expect(git('symbolic-ref', '--short', 'HEAD')).toBe('topic/change\n');
  expect(git('ls-tree', 'HEAD')).toBe('');
});

it('leaves files to Git that only Git knows how to commit', () => {
  write({ a: 'a', b: 'b', '.gitignore': 'a\n' });
  commitAll(root, 'change');
  expect(git('ls-tree', '--name-only', 'main')).toBe('.gitignore\nb\n');
  expect(git('status', '--porcelain')).toBe('');
});
