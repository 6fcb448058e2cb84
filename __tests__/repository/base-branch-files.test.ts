import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { loadRules } from '../../src/check/load-rules.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { effectivePolicy } from '../../src/policy/effective-policy.js';
import { readBaseBranch } from '../../src/repository/base.js';
import type { BaseBranchFiles } from '../../src/repository/base-branch-files.js';
import { baseBranchFiles, namedCommits } from '../../src/repository/compared-trees.js';
import { gitTree } from '../../src/repository/git-tree.js';
import { mergeBaseParent } from '../../src/repository/parent-commits.js';
import { withPolicyAdvisories } from '../../src/vulnerabilities/policy-advisories.js';
import { commitAll, createRepository } from '../git-repository.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
const POLICY = '.github/portside.yml';
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-base-'));
  createRepository(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

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

/** All that was written since is a commit of its own, as that of a pull request. */
function commitChange(): void {
  git('checkout', '-q', '-b', 'change');
  commitAll(root);
}

const ofMain = (folder = root): Promise<BaseBranchFiles> =>
  baseBranchFiles(namedCommits(folder, host), { baseRef: 'main' });

describe('the files of a revision', () => {
  it('are read as it has them, whatever the checkout has', async () => {
    commit({ 'a.yml': 'base\n', 'same.yml': 'same\n', 'gone.yml': 'gone\n' });
    write('a.yml', 'head\n');
    write('new.yml', 'new\n');
    rmSync(join(root, 'gone.yml'));
    commitChange();
    write('made.yml', 'by an earlier step\n');
    const files = await ofMain();
    const texts = await Promise.all(
      ['a.yml', 'same.yml', 'gone.yml', 'new.yml', 'never.yml', 'made.yml'].map((path) =>
        files.read(path),
      ),
    );
    expect(texts.slice(0, 5)).toEqual(['base\n', 'same\n', 'gone\n', undefined, undefined]);
    expect(texts[5]).toBe('by an earlier step\n');
    expect(files.changed()).toEqual(['a.yml', 'gone.yml', 'new.yml']);
    expect(files.origin).toBe('main');
  });

  it('are those below a folder of the repository', async () => {
    commit({ 'sub/a.yml': 'sub\n', 'a.yml': 'top\n' });
    const files = await ofMain(join(root, 'sub'));
    expect(await files.read('a.yml')).toBe('sub\n');
  });

  it('leave out what is above the root, and folders', async () => {
    commit({ 'sub/a.yml': 'sub\n' });
    const files = await ofMain();
    expect(await files.read('../a.yml')).toBeUndefined();
    expect(await files.read('/etc/passwd')).toBeUndefined();
    expect(await files.read('sub')).toBeUndefined();
  });

  it('are no links', async () => {
    symlinkSync('/etc/passwd', join(root, 'link.yml'));
    commit({});
    await expect((await ofMain()).read('link.yml')).rejects.toThrow(
      'link.yml of main: it is a link',
    );
  });

  test.each(['nothing', '--help', 'main:a', 'HEAD~9'])(
    'need a revision: %s is none',
    async (name) => {
      commit({});
      await expect(baseBranchFiles(namedCommits(root, host), { baseRef: name })).rejects.toThrow(
        `Cannot read the policy of ${name}`,
      );
    },
  );
});

describe('a file or folder that an input names', () => {
  const located = async (path: string) => {
    const files = await ofMain();
    const found = await files.locate(join(root, path));
    const own = found === join(root, path);
    return { found, own, changed: files.changed(), read: (below = '') => text(found, below) };
  };
  const text = (found: string | undefined, below: string) =>
    readFileSync(join(found ?? 'nowhere', below), 'utf8');

  it('is read where it is when the change leaves it alone, or an earlier step made it', async () => {
    commit({ 'vex.json': 'base', 'adv/npm/a.json': '1' });
    write('other', '');
    commitChange();
    write('vex.json', 'smudged by a filter');
    write('made.json', 'made');
    for (const path of ['vex.json', 'made.json', 'adv', 'nowhere'])
      expect(await located(path)).toMatchObject({ own: true, changed: [] });
  });

  it('is a copy of what the base has when the pull request changes or deletes it', async () => {
    commit({ 'vex.json': 'base', 'bin.zip': 'PK' });
    writeFileSync(join(root, 'bin.zip'), Buffer.from([0, 255, 128, 10]));
    commit({ 'vex.json': 'base' });
    write('vex.json', 'mine');
    rmSync(join(root, 'bin.zip'));
    commitChange();
    const vex = await located('vex.json');
    expect([vex.own, vex.read(), vex.changed]).toEqual([false, 'base', ['vex.json']]);
    const { found } = await located('bin.zip');
    expect(readFileSync(found ?? '')).toEqual(Buffer.from([0, 255, 128, 10]));
  });

  it('is nothing when only the change has it, however it is named', async () => {
    commit({ 'a.txt': '' });
    write('evil/vex.json', 'mine');
    symlinkSync('evil', join(root, 'docs'));
    commitChange();
    expect(await located('evil/vex.json')).toMatchObject({ found: undefined });
    expect(await located('./evil/../evil/vex.json')).toMatchObject({ found: undefined });
    await expect(located('docs/vex.json')).rejects.toThrow('the pull request changes docs');
  });

  it('that is a folder has the base’s files next to those of an earlier step', async () => {
    commit({ 'adv/same.json': 's', 'adv/old.json': 'base', 'adv/gone.json': 'g' });
    write('adv/old.json', 'mine');
    write('adv/new.json', 'mine');
    rmSync(join(root, 'adv/gone.json'));
    commitChange();
    write('adv/made/fetched.json', 'f');
    const { read, changed, found } = await located('adv');
    expect(['same.json', 'old.json', 'gone.json', 'made/fetched.json'].map(read)).toEqual([
      's',
      'base',
      'g',
      'f',
    ]);
    expect(existsSync(join(found ?? '', 'new.json'))).toBe(false);
    expect(changed).toEqual(['adv/gone.json', 'adv/new.json', 'adv/old.json']);
  });

  it('below a submodule is as it is, unless the change moves that', async () => {
    const id = (n: number) => `160000,${String(n).repeat(40)},sub`;
    write('sub/.git', 'gitdir: elsewhere');
    write('sub/vex.json', 'theirs');
    write('a.txt', '');
    git('add', 'a.txt');
    git('update-index', '--add', '--cacheinfo', id(1));
    git('commit', '-q', '-m', 'base');
    git('checkout', '-q', '-b', 'change');
    expect(await located('sub/vex.json')).toMatchObject({ own: true });
    git('update-index', '--add', '--cacheinfo', id(2));
    git('commit', '-q', '-m', 'change');
    await expect(located('sub/vex.json')).rejects.toThrow('the pull request changes sub');
  });

  it('outside of the repository is nobody’s change', async () => {
    commit({});
    const files = await ofMain();
    expect(await files.locate('/etc/hostname')).toBe('/etc/hostname');
  });
});

describe('what a merge commit was merged onto', () => {
  it('is its first parent, where the second is the head', async () => {
    commit({ 'a.txt': 'a' });
    git('checkout', '-q', '-b', 'change');
    write('b.txt', 'b');
    git('add', '-A');
    git('commit', '-q', '-m', 'change');
    const head = git('rev-parse', 'HEAD').trim();
    git('checkout', '-q', 'main');
    const onto = git('rev-parse', 'HEAD').trim();
    git('merge', '-q', '--no-ff', '-m', 'merge', 'change');
    const merge = git('rev-parse', 'HEAD').trim();
    expect(await mergeBaseParent(root, merge, head, host)).toBe(onto);
    expect(await mergeBaseParent(root, merge, onto, host)).toBeUndefined();
    expect(await mergeBaseParent(root, head, head, host)).toBeUndefined();
    expect(await mergeBaseParent(root, 'f'.repeat(40), head, host)).toBeUndefined();
  });
});

describe('the policy in force', () => {
  const governing = async () => effectivePolicy(root, await ofMain(), { loadRules });

  it('is that of the base, and what the change proposes is next to it', async () => {
    commit({ [POLICY]: 'fail-on: { severity: low }\n' });
    write(POLICY, 'extends: audit\n');
    const { policy, proposed, inspection } = await governing();
    expect(policy.failOn.severity).toBe('low');
    expect(proposed?.failOn.severity).toBe('none');
    expect(inspection.findings).toEqual([]);
  });

  it('is the built-in one where the base has none', async () => {
    commit({});
    write(POLICY, 'extends: audit\n');
    commitChange();
    const { policy, proposed } = await governing();
    expect(policy.path).toBeUndefined();
    expect(proposed?.path).toBe(POLICY);
  });

  it('stays when the change deletes it', async () => {
    commit({ [POLICY]: 'fail-on: { severity: low }\n' });
    rmSync(join(root, POLICY));
    const { policy, proposed } = await governing();
    expect([policy.failOn.severity, proposed?.failOn.severity]).toEqual(['low', 'high']);
  });

  it('stays when the change breaks it, which is a finding on the line', async () => {
    commit({ [POLICY]: 'fail-on: { severity: low }\n' });
    write(POLICY, '\nfail-onn: {}\n');
    const { policy, inspection } = await governing();
    expect(policy.failOn.severity).toBe('low');
    expect(inspection.findings.map((f) => [f.rule, f.location?.startLine])).toEqual([
      ['PSP001', 2],
    ]);
  });

  it('is the built-in one, and the result incomplete, where that of the base cannot be read', async () => {
    commit({ [POLICY]: 'fail-onn: {}\n' });
    write(POLICY, 'extends: audit\n');
    const { policy, proposed, inspection } = await governing();
    expect([policy.failOn.severity, proposed]).toEqual(['high', undefined]);
    expect(inspection.incomplete[0]?.reason).toContain('The built-in policy was applied instead');
  });

  it('never comes from the change when the base cannot be asked', async () => {
    write(POLICY, 'extends: audit\n');
    const noAnswer = async (): Promise<never> => {
      throw new Error('no answer');
    };
    const tree = { name: 'main', list: noAnswer, read: noAnswer };
    const mute = readBaseBranch(root, { baseCommit: tree, head: tree });
    await expect(effectivePolicy(root, mute, { loadRules })).rejects.toThrow('no answer');
  });

  it('has the keys of the base too', async () => {
    const trust = 'trust: [{ images: a, signed-by: { key: keys/a.pub }, trusted-root: r.json }]\n';
    commit({ [POLICY]: trust, 'keys/a.pub': 'the key\n', 'r.json': 'root\n' });
    write('keys/a.pub', 'another key\n');
    const files = await ofMain();
    const { policy } = await effectivePolicy(root, files, { loadRules });
    expect(policy.trust[0]?.signedBy).toEqual([{ key: 'keys/a.pub', pem: 'the key\n' }]);
    expect(policy.trust[0]?.trustedRootText).toBe('root\n');
    expect(files.changed()).toEqual(['keys/a.pub']);
  });

  it('has the VEX documents of the base, so that a change cannot suppress its own findings', async () => {
    commit({ [POLICY]: 'advisories: { vex: [vex.json] }\n', 'vex.json': '{"of":"main"}' });
    write('vex.json', '{"of":"the change"}');
    const { policy } = await effectivePolicy(root, await ofMain(), { loadRules });
    expect(
      withPolicyAdvisories(root, policy, { advisories: undefined, vex: ['own.json'] }).vex,
    ).toEqual(['own.json', { name: relative('', join(root, 'vex.json')), text: '{"of":"main"}' }]);
  });

  it('is incomplete when it names a key that the base does not have', async () => {
    commit({ [POLICY]: 'trust: [{ images: a, signed-by: { key: a.pub } }]\n' });
    write('a.pub', 'mine\n');
    commitChange();
    const { policy, inspection } = await governing();
    expect(policy.path).toBeUndefined();
    expect(inspection.incomplete[0]?.reason).toContain('There is no a.pub in main');
  });

  it('is a file that was named, of the base if it is in the repository', async () => {
    commit({ 'strict.yml': 'extends: strict\n' });
    write('strict.yml', 'extends: audit\n');
    const named = { policy: join(root, 'strict.yml'), loadRules };
    const { policy } = await effectivePolicy(root, await ofMain(), named);
    expect(policy.failOn.severity).toBe('medium');
  });

  it('is an error when a file was named that neither commit has', async () => {
    commit({ 'strict.yml': 'extends: strict\n' });
    write('own.yml', 'extends: strict\n');
    commitChange();
    const named = (file: string) =>
      ofMain().then((files) =>
        effectivePolicy(root, files, { policy: join(root, file), loadRules }),
      );
    await expect(named('stric.yml')).rejects.toThrow(
      /Cannot read the policy .*stric\.yml: there is no/,
    );
    // Only the pull request has it: the built-in policy applies until it is merged.
    expect(await named('own.yml')).toMatchObject({
      policy: { failOn: { severity: 'high' } },
      proposed: { failOn: { severity: 'medium' } },
    });
  });

  it('has what Trivy’s ignore file of the base accepts', async () => {
    commit({ [POLICY]: '', '.trivyignore': 'CVE-1\n' });
    write('.trivyignore', 'CVE-1\nCVE-2\n');
    const { policy, proposed } = await governing();
    expect(policy.exceptions.map(({ rule }) => rule)).toEqual(['CVE-1']);
    expect(proposed?.exceptions.map(({ rule }) => rule)).toEqual(['CVE-1', 'CVE-2']);
  });

  it('is the checkout’s where no base is known', async () => {
    write(POLICY, 'extends: audit\n');
    const { policy } = await effectivePolicy(
      root,
      await baseBranchFiles(namedCommits(root, host), {}),
      {
        loadRules,
      },
    );
    expect(policy.failOn.severity).toBe('none');
  });
});

test('without Git there is no tree', async () => {
  expect(await gitTree(root, 'main', { ...host, find: async () => undefined })).toBeUndefined();
});
