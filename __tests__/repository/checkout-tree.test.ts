import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { copyBase } from '../../src/repository/base-copy.js';
import { checkoutTree } from '../../src/repository/checkout-tree.js';
import { comparedTrees, isPush, namedCommits } from '../../src/repository/compared-trees.js';
import { gitTree } from '../../src/repository/git-tree.js';
import { type PullRequestTrees, type Tree, withFallback } from '../../src/repository/tree.js';
import { commitAll, createRepository } from '../git-repository.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
let work: string;
let root: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-checkout-'));
  root = join(work, 'repository');
  mkdirSync(root);
  createRepository(root);
});
afterEach(() => rmSync(work, { recursive: true }));

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8' });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) write(path, text);
  commitAll(root);
}

/** The paths of the checkout that differ from HEAD. */
async function changed(): Promise<string[]> {
  const trees = (await comparedTrees(namedCommits(root, host), {
    baselineRef: 'HEAD',
  })) as PullRequestTrees;
  return [...(await copyBase(root, trees)).changed].sort();
}

/** A copy of HEAD. */
async function copied(): Promise<string> {
  const trees = (await comparedTrees(namedCommits(root, host), {
    baselineRef: 'HEAD',
  })) as PullRequestTrees;
  return (await copyBase(root, trees)).folder;
}

describe('a checkout', () => {
  it('differs from its commit by what is not committed', async () => {
    commit({ same: 'a', edited: 'b', staged: 'c', gone: 'd', '.gitignore': 'ignored\n' });
    write('edited', 'B');
    write('staged', 'C');
    git('add', 'staged');
    rmSync(join(root, 'gone'));
    write('added', 'e');
    write('ignored', 'f');
    expect(await changed()).toEqual(['added', 'edited', 'gone', 'staged']);
    const folder = await copied();
    const texts = ['same', 'edited', 'staged', 'gone'].map((p) => readFileSync(join(folder, p)));
    expect(texts.map(String)).toEqual(['a', 'b', 'c', 'd']);
    expect(existsSync(join(folder, 'added'))).toBe(false);
  });

  it('does not differ by times alone', async () => {
    commit({ 'a b/ü': 'text', empty: '' });
    utimesSync(join(root, 'a b/ü'), 1, 1);
    expect(await changed()).toEqual([]);
  });

  it('differs by a file of the same size that is edited in the same instant', async () => {
    commit({ file: 'aaaa' });
    write('file', 'bbbb');
    expect(await changed()).toEqual(['file']);
  });

  it('has links, which the copy keeps, and nothing is written through them', async () => {
    commit({ 'docker/web.Dockerfile': 'FROM a\n' });
    symlinkSync('docker/web.Dockerfile', join(root, 'Dockerfile'));
    symlinkSync(work, join(root, 'out'));
    commit({});
    rmSync(join(root, 'Dockerfile'));
    symlinkSync('elsewhere', join(root, 'Dockerfile'));
    expect(await changed()).toEqual(['Dockerfile']);
    expect(readFileSync(join(await copied(), 'Dockerfile'), 'utf8')).toBe('FROM a\n');
  });

  it('is compared in a folder of the repository', async () => {
    commit({ 'sub/file': 'a', other: 'b' });
    write('sub/file', 'A');
    write('other', 'B');
    root = join(root, 'sub');
    expect(await changed()).toEqual(['file']);
  });

  it('may have thousands of changed files', async () => {
    const names = Array.from({ length: 600 }, (_, index) => `f${index}`);
    commit(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    for (const name of names) write(name, 'other\n');
    const folder = await copied();
    expect(readFileSync(join(folder, 'f599'), 'utf8')).toBe('f599\n');
  });
});

describe('a hostile repository', () => {
  it('runs no program that its configuration names', async () => {
    const ran = join(work, 'ran');
    const program = join(work, 'program.sh');
    writeFileSync(program, `#!/bin/sh\ntouch ${ran}\ncat\n`);
    chmodSync(program, 0o755);
    commit({ '.gitattributes': '*.bin filter=evil diff=evil\n', 'a.bin': 'a', 'b.bin': 'b' });
    const settings = ['filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process'];
    for (const key of [...settings, 'core.fsmonitor', 'diff.evil.textconv', 'diff.external'])
      git('config', key, program);
    mkdirSync(join(root, '.git/hooks'));
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction'])
      writeFileSync(join(root, '.git/hooks', hook), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    // A promisor remote: an object that is missing would be fetched by running this program.
    git('config', 'remote.origin.url', `ext::${program}`);
    git('config', 'remote.origin.uploadpack', program);
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'extensions.partialClone', 'origin');
    git('config', 'protocol.ext.allow', 'always');
    write('a.bin', 'A');
    expect(await changed()).toEqual(['a.bin']);
    expect(readFileSync(join(await copied(), 'a.bin'), 'utf8')).toBe('a');
    const tree = (await gitTree(root, 'HEAD', host)) as Tree;
    await expect(tree.read('1'.repeat(40))).rejects.toMatchObject({ code: 'PSE2503' });
    expect(existsSync(ran)).toBe(false);
  });

  it('has no submodule that is entered', async () => {
    commit({ a: 'a' });
    git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', root, 'sub');
    commit({});
    write('sub/a', 'A');
    expect(await changed()).toEqual([]);
    expect(existsSync(join(await copied(), 'sub'))).toBe(false);
  });
});

describe('a partial clone', () => {
  it('is completed by another tree, and fetches nothing', async () => {
    commit({ a: 'a', 'sub/b': 'b' });
    git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(work, 'clone');
    git('clone', '-q', '--no-checkout', '--filter=blob:none', `file://${root}`, clone);
    const [local, full] = await Promise.all(
      [clone, root].map(async (folder) => (await gitTree(folder, 'HEAD', host)) as Tree),
    );
    const { id } = (await local?.list('a'))?.get('a') ?? { id: '' };
    await expect(local?.read(id)).rejects.toMatchObject({ code: 'PSE2503' });
    const both = withFallback(local as Tree, full as Tree);
    expect((await both.read(id)).toString()).toBe('a');
    const ids = [...(await both.list('')).values()].map((entry) => entry.id);
    const texts: string[] = [];
    for await (const [, content] of both.readAll?.(ids) ?? []) texts.push(content.toString());
    expect(texts.sort()).toEqual(['a', 'b']);
  });
});

describe('a revision that cannot be compared with', () => {
  const rejected = (folder: string, baselineRef: string, on = host) =>
    expect(comparedTrees(namedCommits(folder, on), { baselineRef })).rejects;

  it.each(['nowhere', '-x', '--output=x', 'HEAD~1', ''])(
    '%s is not in the repository',
    async (ref) => {
      commit({ a: 'a' });
      await rejected(root, ref).toMatchObject({ code: 'PSE2001', kind: 'usage' });
    },
  );

  it('is no commit', async () => {
    commit({ a: 'a' });
    await rejected(root, 'HEAD:a').toMatchObject({ code: 'PSE2001', kind: 'usage' });
  });

  it('is in no Git repository, or Git is not installed', async () => {
    const plain = join(work, 'plain');
    mkdirSync(plain);
    await rejected(plain, 'main').toMatchObject({ code: 'PSE2008', kind: 'usage' });
    const withoutGit = { ...host, find: async () => undefined };
    await rejected(root, 'main', withoutGit).toMatchObject({ code: 'PSE2008' });
  });

  it('is not in a shallow clone', async () => {
    commit({ a: 'a' });
    commit({ a: 'b' });
    const clone = join(work, 'clone');
    git('clone', '-q', '--depth', '1', `file://${root}`, clone);
    await rejected(clone, 'HEAD~1').toMatchObject({ code: 'PSE2009', kind: 'usage' });
    expect(await checkoutTree(clone, host, 'x')).toBeDefined();
  });

  it('is the name of a tag and of a branch: Git takes the tag, which anybody may have pushed', async () => {
    commit({ a: 'a' });
    git('checkout', '-q', '-b', 'change');
    commit({ a: 'b' });
    git('tag', 'main');
    await rejected(root, 'main').toMatchObject({ code: 'PSE2012', kind: 'usage' });
    await rejected(root, 'main~0').toMatchObject({ code: 'PSE2012' });
    const trees = await comparedTrees(namedCommits(root, host), { baselineRef: 'refs/heads/main' });
    expect(trees?.baseCommit.name).toBe('main');
    expect(trees?.baseCommit.commit).toBe(git('rev-parse', 'refs/heads/main').trim());
    // A tag of the same commit leaves no doubt.
    git('tag', '-f', 'main', 'refs/heads/main');
    expect(
      (await comparedTrees(namedCommits(root, host), { baselineRef: 'main' }))?.baseCommit.name,
    ).toBe('main');
    const clone = join(work, 'clone');
    git('clone', '-q', `file://${root}`, clone);
    git('-C', clone, 'tag', 'origin/main', 'HEAD');
    await rejected(clone, 'origin/main').toMatchObject({ code: 'PSE2012' });
  });

  it('is a branch whose common commit a shallow clone does not have', async () => {
    commit({ a: 'a' });
    git('checkout', '-q', '-b', 'change');
    commit({ a: 'b' });
    git('checkout', '-q', 'main');
    commit({ c: 'c' });
    const clone = join(work, 'clone');
    git('clone', '-q', '--depth', '1', '--no-single-branch', `file://${root}`, clone);
    git('-C', clone, 'checkout', '-q', 'change');
    await rejected(clone, 'origin/main').toMatchObject({ code: 'PSE2009', kind: 'usage' });
    git('-C', clone, 'fetch', '-q', '--unshallow');
    const trees = await comparedTrees(namedCommits(clone, host), { baselineRef: 'origin/main' });
    expect(trees?.baseCommit.commit).toBe(git('rev-parse', 'main~1').trim());
  });
});

describe('a push', () => {
  it('is what HEAD decides about, compared with the commit before', async () => {
    commit({ a: 'a' });
    commit({ a: 'b' });
    const pushed = (options: Parameters<typeof isPush>[1]) =>
      isPush(namedCommits(root, host), options);
    expect(await pushed({ baselineRef: 'HEAD~1', baseRef: 'HEAD' })).toBe(true);
    expect(await pushed({ baselineRef: 'HEAD~1', baseRef: 'main' })).toBe(true);
    expect(await pushed({ baselineRef: 'HEAD~1', baseRef: 'HEAD~1' })).toBe(false);
    expect(await pushed({ baselineRef: 'HEAD~1' })).toBe(false);
    expect(await pushed({ baseRef: 'HEAD' })).toBe(false);
  });

  it('that moves the branch back is compared with the commit before, not with itself', async () => {
    commit({ a: 'a' });
    commit({ a: 'b' });
    const before = git('rev-parse', 'HEAD').trim();
    git('reset', '-q', '--hard', 'HEAD~1');
    const trees = (baseRef?: string) =>
      comparedTrees(namedCommits(root, host), { baselineRef: before, ...(baseRef && { baseRef }) });
    expect((await trees('HEAD'))?.baseCommit.commit).toBe(before);
    expect((await trees())?.baseCommit.commit).toBe(git('rev-parse', 'HEAD').trim());
  });
});
