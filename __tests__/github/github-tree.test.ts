import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectToGitHub } from '../../src/github/client.js';
import { readContext } from '../../src/github/event.js';
import { baseCommit, githubTree, unknownBaseTree } from '../../src/github/github-tree.js';
import { readBaseBranch } from '../../src/repository/base.js';
import { HEAD, pullRequest, VARIABLES } from './events.js';
import { GET_BLOB, GET_TREE, type LoopbackGitHub, startGitHub } from './loopback-github.js';

let github: LoopbackGitHub;
let root: string;
beforeEach(async () => {
  github = await startGitHub();
  root = mkdtempSync(join(tmpdir(), 'portside-tree-'));
});
afterEach(async () => {
  await github.close();
  rmSync(root, { recursive: true });
  expect(github.violations).toEqual([]);
});

const log = { info() {}, warning() {} };

function files(token: string | undefined = 't0ken') {
  const context = readContext({ ...VARIABLES, GITHUB_API_URL: github.url }, pullRequest());
  const base = context && baseCommit(context);
  if (!base) throw new Error('the event has no base');
  const client = token ? connectToGitHub({ api: github.url, token, log }) : undefined;
  const head = { sha: HEAD, name: 'the pull request' };
  return readBaseBranch(root, {
    baseCommit: githubTree(context, base, client),
    head: githubTree(context, head, client),
  });
}

describe('reading the base branch from GitHub’s API', () => {
  it('takes one request when the checkout has the same files', async () => {
    github.files.set('a.yml', 'same\n').set('sub/b.yml', 'same too\n');
    writeFileSync(join(root, 'a.yml'), 'same\n');
    const configuration = files();
    expect(await configuration.read('a.yml')).toBe('same\n');
    expect(await configuration.read('none.yml')).toBeUndefined();
    expect(github.requests.map((r) => r.operation)).toEqual([GET_TREE]);
    expect(configuration.changed()).toEqual([]);
    expect(configuration.origin).toBe('main');
  });

  it('takes one more request for each file that the pull request changes', async () => {
    github.files.set('a.yml', 'base, ünïcode\n');
    writeFileSync(join(root, 'a.yml'), 'head\n');
    const configuration = files();
    expect(await configuration.read('a.yml')).toBe('base, ünïcode\n');
    expect(await configuration.read('a.yml')).toBe('base, ünïcode\n');
    expect(github.requests.map((r) => r.operation)).toEqual([GET_TREE, GET_BLOB]);
    expect(configuration.changed()).toEqual(['a.yml']);
  });

  it('fails with an error that names the missing permission', async () => {
    github.fail(GET_TREE, { status: 403, message: 'Resource not accessible by integration' });
    await expect(files().read('a.yml')).rejects.toMatchObject({
      code: 'PSE9501',
      message: expect.stringMatching(
        /Cannot read the files of main: GitHub answered 403 .*contents: read/,
      ),
    });
  });

  it('needs a token', async () => {
    await expect(files('').read('a.yml')).rejects.toMatchObject({ code: 'PSE9502' });
  });
});

it('a merge group has a base commit, a push has none', () => {
  const sha = 'd'.repeat(40);
  const queued = readContext(
    { ...VARIABLES, GITHUB_EVENT_NAME: 'merge_group' },
    { merge_group: { base_sha: sha } },
  );
  expect(queued && baseCommit(queued)).toEqual({ sha, name: 'dddddddd' });
  const pushed = readContext({ ...VARIABLES, GITHUB_EVENT_NAME: 'push' }, {});
  expect(pushed && baseCommit(pushed)).toBeUndefined();
});

it('without the base commit in the event, the files of the pull request are not read instead', async () => {
  const withoutBase = readContext({ ...VARIABLES, GITHUB_EVENT_NAME: 'deployment_status' }, {});
  const tree = withoutBase && unknownBaseTree(withoutBase);
  await expect(tree?.list('')).rejects.toMatchObject({ code: 'PSE9504', kind: 'incomplete' });
  const pushed = readContext(
    { ...VARIABLES, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' },
    {},
  );
  expect(pushed && unknownBaseTree(pushed)).toBeUndefined();
});
