import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { trackingGaps } from '../../src/discover/tracking-gaps.js';
import { trackedFiles } from '../../src/repository/tracked.js';
import { commitAll, createRepository } from '../git-repository.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-tracking-'));
  createRepository(root);
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'app/Dockerfile'), 'FROM scratch\n');
  commitAll(root);
});
afterEach(() => rmSync(root, { recursive: true }));

/** What is said of a folder on a machine with the programs of `path`. */
async function reasons(folder: string, path = process.env.PATH ?? ''): Promise<string[]> {
  const host = terminalHost({ quiet: true, path, stderr: process.stderr });
  const gaps = await trackingGaps(folder, await trackedFiles(folder, host), host);
  return gaps.map(({ target, reason = '' }) => `${target}: ${reason.split(',')[0]}`);
}

describe.each(['.', 'app'])('in %s of a repository', (folder) => {
  const place = () => join(root, folder);

  test('there is no gap if Git says what it tracks, or there is no repository', async () => {
    expect(await reasons(place())).toEqual([]);
    rmSync(join(root, '.git'), { recursive: true });
    expect(await reasons(place())).toEqual([]);
  });

  test('there is one if Git refuses the repository', async () => {
    writeFileSync(join(root, '.git/HEAD'), 'of somebody else\n');
    expect(await reasons(place())).toEqual(['.git: Git refuses the repository']);
  });

  test('there is one if the data of a worktree is elsewhere', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    writeFileSync(join(root, '.git'), 'gitdir: /nowhere/worktrees/a\n');
    expect(await reasons(place())).toEqual(['.git: Git refuses the repository']);
  });

  test('there is one if the index is damaged', async () => {
    writeFileSync(join(root, '.git/index'), 'x');
    expect(await reasons(place())).toEqual(['.git: Git cannot list the files that it tracks']);
  });

  test('there is one if Git is not installed', async () => {
    expect(await reasons(place(), '')).toEqual(['.git: Git is not installed']);
  });
});
