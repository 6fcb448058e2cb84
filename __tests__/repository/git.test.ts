import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { committedLink } from '../../src/repository/committed-link.js';
import {
  baseBranchFiles,
  comparedTrees,
  namedCommits,
} from '../../src/repository/compared-trees.js';
import { gitIn } from '../../src/repository/git.js';
import { trackedFiles } from '../../src/repository/tracked.js';
import { commitAll, createRepository } from '../git-repository.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
let work: string;
let root: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-git-'));
  root = join(work, 'repository');
  mkdirSync(root);
  createRepository(root);
});
afterEach(() => rmSync(work, { recursive: true }));

function git(folder: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' });
}

function commit(files: Readonly<Record<string, string>>, folder = root): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  commitAll(folder);
}

/** Git before version 2.38, which does not know safe.bareRepository. */
const oldGit = {
  ...host,
  run: (program: string, args: readonly string[], options?: object) =>
    host.run(
      program,
      args.map((arg) => arg.replace(/^safe\.bareRepository=.*/, 'safe.bareRepository=all')),
      options,
    ),
};

const bare = (config: string) => ({
  'app/HEAD': 'ref: refs/heads/main\n',
  'app/config': config,
  'app/objects/.keep': '',
  'app/refs/.keep': '',
});
const MADE = [
  ['bare', '[core]\nrepositoryformatversion = 0\nbare = true\n'],
  ['with files of its own', '[core]\nbare = false\nworktree = ../app\n'],
  ['with the files of the repository', '[core]\nbare = false\nworktree = ..\n'],
] as const;

describe.each([
  ['Git', host],
  ['an old Git', oldGit],
])('%s, in a folder with the files of a repository', (_, machine) => {
  it.each(MADE)('that is %s, knows the repository above it alone', async (_, config) => {
    commit({ 'app/Dockerfile': 'FROM a\n' });
    commit({ 'app/Dockerfile': 'FROM b\n', ...bare(config) });
    const app = join(root, 'app');
    expect((await trackedFiles(app, machine))?.files).toEqual(
      expect.arrayContaining(['Dockerfile', 'HEAD']),
    );
    const trees = await comparedTrees(namedCommits(app, machine), { baselineRef: 'main~1' });
    expect([...((await trees?.baseCommit.list('')) ?? [])].map(([path]) => path)).toEqual([
      'Dockerfile',
    ]);
    expect((await trees?.head.list('Dockerfile'))?.get('Dockerfile')?.id).toBe(
      git(root, 'rev-parse', 'HEAD:app/Dockerfile').trim(),
    );
  });

  it.each(MADE)('that is %s, finds its links', async (_, config) => {
    mkdirSync(join(root, 'app'));
    symlinkSync('/etc', join(root, 'app/out'));
    commit(bare(config));
    const file = join(root, 'app/out/report.json');
    expect(await committedLink(file, machine)).toBe(join(root, 'app/out'));
  });
});

describe('Git', () => {
  it('is asked about a folder that no repository has only if that is in one', async () => {
    commit({ 'app/a': 'a' });
    expect(await gitIn(work, host)).toBeUndefined();
    expect(await gitIn(join(work, 'nowhere'), host)).toBeUndefined();
    expect((await trackedFiles(join(root, 'app'), host))?.files).toEqual(['a']);
  });

  it('is asked about no repository but the one that is named', async () => {
    commit({ 'app/a': 'a' });
    const other = join(root, 'app/other');
    mkdirSync(other);
    git(other, 'init', '-q');
    commit({ b: 'b' }, other);
    const tracked = async (folder: string, repository?: string) =>
      (await trackedFiles(folder, { ...host, repository }))?.files;
    expect(await tracked(other)).toEqual(['b']);
    expect(await tracked(other, root)).toEqual([]);
    expect(await tracked(root, other)).toBeUndefined();
    expect(await tracked(root, join(root, 'app'))).toBeUndefined();
  });

  it('is asked in a worktree, a submodule, and below a damaged .git', async () => {
    commit({ 'app/a': 'a' });
    const tree = join(work, 'tree');
    git(root, 'worktree', 'add', '-q', '--detach', tree);
    expect((await trackedFiles(join(tree, 'app'), host))?.files).toEqual(['a']);
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'sub');
    expect((await trackedFiles(join(root, 'sub/app'), host))?.files).toEqual(['a']);
    mkdirSync(join(root, 'app/.git'));
    expect(existsSync(join(root, 'app/.git/HEAD'))).toBe(false);
    expect((await trackedFiles(join(root, 'app'), host))?.files).toEqual(['a']);
  });

  it('compares a submodule with its own revisions only for those who work in it', async () => {
    const [cwd, library] = [process.cwd(), join(work, 'library')];
    mkdirSync(library);
    git(library, 'init', '-qb', 'main');
    commit({ 'app/a': 'a' }, library);
    commit({ 'app/a': 'a' });
    git(root, 'checkout', '-qb', 'change');
    git(root, 'rm', '-q', 'app/a');
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'app');
    commit({});
    try {
      for (const named of [{ baselineRef: 'main' }, { baseRef: 'main' }])
        await expect(
          comparedTrees(namedCommits(join(root, 'app/app'), host), named),
        ).rejects.toMatchObject({
          code: 'PSE2008',
          message: expect.stringMatching(/app with main: it is in a submodule/),
        });
      await expect(
        baseBranchFiles(namedCommits(join(root, 'app'), host), { baseRef: 'main' }),
      ).rejects.toThrow('submodule');
      process.chdir(join(root, 'app'));
      expect(await comparedTrees(namedCommits('app', host), { baselineRef: 'main' })).toBeDefined();
    } finally {
      process.chdir(cwd);
    }
  });

  it('is asked at a path with links', async () => {
    commit({ 'app/a': 'a' });
    symlinkSync(join(root, 'app'), join(work, 'link'));
    expect((await trackedFiles(join(work, 'link'), host))?.files).toEqual(['a']);
  });

  it('that rejects the repository, as one of another user, is not asked', async () => {
    commit({ a: 'a' });
    const asked: string[] = [];
    const rejecting = {
      ...host,
      run: async (_: string, args: readonly string[]) => {
        asked.push(args.at(-1) ?? '');
        return { status: 128, stdout: '', stderr: 'fatal: detected dubious ownership' };
      },
    };
    expect(await gitIn(root, rejecting)).toBeUndefined();
    expect(asked).toEqual(['--absolute-git-dir']);
  });
});
