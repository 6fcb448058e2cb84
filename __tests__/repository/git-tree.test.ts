import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { gitTree } from '../../src/repository/git-tree.js';
import type { Tree } from '../../src/repository/tree.js';
import { commitAll, createRepository } from '../git-repository.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-tree-'));
  createRepository(root);
  for (const path of ['a', '.github/portside.yml', 'app/b/c', 'app/b/d', 'app/b.txt']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  symlinkSync('app', join(root, 'link'));
  commitAll(root);
});
afterAll(() => rmSync(root, { recursive: true }));

/** A host, and the commands of Git that it runs. */
function counting() {
  const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
  const commands: string[] = [];
  const run: typeof host.run = (program, args, options) => {
    const rest = args.slice(args.lastIndexOf('-C') + 2);
    commands.push(rest.slice(0, 2).join(' '));
    return host.run(program, args, options);
  };
  return { host: { ...host, run }, commands };
}

const PATHS: readonly (readonly [path: string, entries: readonly string[]])[] = [
  ['a', ['a']],
  ['a/below', []],
  ['link', ['link']],
  ['link/b', []],
  ['missing', []],
  ['missing/deep/file', []],
  ['.github/portside.yml', ['.github/portside.yml']],
  ['.github/portside.yaml', []],
  ['app/b', ['app/b/c', 'app/b/d']],
  ['app/b/', ['app/b/c', 'app/b/d']],
  ['app/b/d', ['app/b/d']],
];

it.each(PATHS)('lists what a commit has at %s, also when all is known', async (path, entries) => {
  const tree = (await gitTree(root, 'HEAD', counting().host)) as Tree;
  const listed = await tree.list(path);
  expect([...listed.keys()]).toEqual(entries);
  const all = await tree.list('');
  expect([...all.keys()]).toHaveLength(6);
  for (const [name, entry] of listed) expect(all.get(name)).toEqual(entry);
  if (!path.endsWith('/')) expect(await tree.list(path)).toEqual(listed);
});

it('lists the folder of files once, and asks once whether Git accepts the repository', async () => {
  const { host, commands } = counting();
  for (const revision of ['HEAD', 'main']) {
    const tree = (await gitTree(root, revision, host)) as Tree;
    for (const name of ['portside.yml', 'portside.yaml']) await tree.list(`.github/${name}`);
    for (const name of ['.trivyignore', '.trivyignore.yaml']) await tree.list(name);
  }
  const ofTree = ['rev-parse --verify', 'ls-tree -z', 'ls-tree -z'];
  const ofBranch = ['for-each-ref --format=%(refname) %(objectname)', ...ofTree];
  expect(commands).toEqual(['rev-parse --absolute-git-dir', ...ofTree, ...ofBranch]);
});
