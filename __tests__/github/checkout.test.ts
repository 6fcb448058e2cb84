import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Host } from '../../src/core/host.js';
import { selectCheckout } from '../../src/github/checkout.js';
import { type GitHubContext, readContext } from '../../src/github/event.js';
import { findProgram, runProgram } from '../../src/lib/process.js';
import { BASE, HEAD, MERGE, pullRequest, VARIABLES } from './events.js';

const ignore = () => {};
const host: Host = {
  debug: ignore,
  info: ignore,
  warning: ignore,
  error: ignore,
  progress: ignore,
  step: ignore,
  find: (program) => findProgram(program, process.env.PATH ?? ''),
  run: runProgram,
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-checkout-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** What actions/checkout leaves, as far as Portside reads it: HEAD is a commit. */
function checkOut(commit: string, folder = ''): void {
  mkdirSync(join(root, folder, '.git'), { recursive: true });
  writeFileSync(join(root, folder, '.git/HEAD'), `${commit}\n`);
}
const on = (name: string, sha: string, payload: unknown) =>
  readContext({ ...VARIABLES, GITHUB_EVENT_NAME: name, GITHUB_SHA: sha }, payload) as GitHubContext;
const select = (github: GitHubContext | undefined, program = '/actions/portside/index.js') =>
  selectCheckout({ folder: root, program, github, host }, { needed: true });
const commits = async (github: GitHubContext) => (await select(github)).commits;
const PULL_REQUEST = on('pull_request', MERGE, pullRequest());

describe('on an event that anybody can trigger, with a token that can write', () => {
  const events: readonly (readonly [string, unknown])[] = [
    ['pull_request_target', pullRequest()],
    ['pull_request_target', {}],
    ['workflow_run', { workflow_run: { head_repository: null } }],
    ['issue_comment', { issue: { number: 7, pull_request: {} } }],
    ['issues', {}],
    ['discussion_comment', {}],
  ];

  it.each(events)('only the commit of the workflow is accepted: %s %j', async (name, payload) => {
    checkOut(HEAD);
    await expect(select(on(name, BASE, payload))).rejects.toMatchObject({
      code: 'PSE9005',
      message: expect.stringContaining(`Cannot check commit aaaaaaaa on ${name}`),
    });
    expect(await commits(on(name, HEAD, payload))).toEqual([HEAD]);
  });

  it('a second checkout in a folder is seen', async () => {
    checkOut(BASE);
    checkOut(HEAD, 'deep/down/pr');
    await expect(select(on('pull_request_target', BASE, pullRequest()))).rejects.toThrow(
      'Cannot check commit aaaaaaaa in deep/down/pr on pull_request_target',
    );
  });

  it('a worktree is seen', async () => {
    checkOut(BASE);
    mkdirSync(join(root, '.git/worktrees/pr'), { recursive: true });
    writeFileSync(join(root, '.git/worktrees/pr/HEAD'), `${HEAD}\n`);
    mkdirSync(join(root, 'pr'));
    writeFileSync(join(root, 'pr/.git'), `gitdir: ${root}/.git/worktrees/pr\n`);
    await expect(select(on('pull_request_target', BASE, pullRequest()))).rejects.toThrow(
      'Cannot check commit aaaaaaaa in pr',
    );
  });

  it('files without a checkout are rejected', async () => {
    writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\n');
    await expect(select(on('issues', BASE, {}))).rejects.toThrow(
      'Cannot check files of an unknown commit on issues',
    );
  });

  it('Portside’s own checkout and submodules are accepted', async () => {
    checkOut(BASE);
    checkOut(HEAD, '.portside');
    mkdirSync(join(root, '.git/modules/sub'), { recursive: true });
    mkdirSync(join(root, 'sub'));
    writeFileSync(join(root, 'sub/.git'), 'gitdir: ../.git/modules/sub\n');
    const github = on('pull_request_target', BASE, pullRequest());
    expect(await select(github, join(root, '.portside/dist/action/index.js'))).toEqual({
      root,
      commits: [BASE],
    });
  });
});

describe('HEAD decides what a result on pull_request is about', () => {
  it.each([
    ['the merge commit', MERGE],
    ['the head', HEAD],
    ['the base', BASE],
    ['another commit', 'd'.repeat(40)],
  ])('%s', async (_, commit) => {
    checkOut(commit);
    expect(await commits(PULL_REQUEST)).toEqual([commit]);
  });

  it('nothing, without a checkout', async () => {
    writeFileSync(join(root, 'image.tar'), '');
    expect(await select(PULL_REQUEST)).toEqual({ root, commits: [] });
  });

  it('the top of the workspace, if that is a checkout', async () => {
    checkOut(BASE);
    checkOut(HEAD, 'pr');
    expect(await select(PULL_REQUEST)).toEqual({ root, commits: [BASE] });
  });

  it('the folder of `path`, which is then the repository', async () => {
    checkOut(MERGE, 'src');
    checkOut(HEAD, '.portside');
    expect(await select(PULL_REQUEST, join(root, '.portside/dist/action/index.js'))).toEqual({
      root: join(root, 'src'),
      commits: [MERGE],
    });
  });

  it('the repository of the run, and not another one', async () => {
    checkOut(MERGE, 'app');
    checkOut('d'.repeat(40), 'charts');
    expect(await select(PULL_REQUEST)).toEqual({ root, commits: [MERGE] });
  });
});

describe('in a real repository', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      encoding: 'utf8',
    }).trim();
  const commit = (name: string) => {
    writeFileSync(join(root, name), name);
    git('add', '.');
    git('commit', '-qm', name);
    return git('rev-parse', 'HEAD');
  };
  const withHead = (sha: string) => {
    const payload = pullRequest();
    payload.pull_request.head.sha = sha;
    return on('pull_request', MERGE, payload);
  };
  beforeEach(() => {
    git('init', '-qb', 'main');
  });

  it('a branch and packed refs are read', async () => {
    const sha = commit('one');
    expect(await commits(PULL_REQUEST)).toEqual([sha]);
    git('pack-refs', '--all');
    expect(await commits(PULL_REQUEST)).toEqual([sha]);
  });

  it('a commit or merge on top of the head is about the pull request; the base is not', async () => {
    const base = commit('base');
    git('checkout', '-qb', 'change');
    const head = commit('change');
    commit('formatted by an earlier step');
    expect(await commits(withHead(head))).toEqual([head]);
    // Of the merge commit of a checkout of depth 1, the head is not known.
    const onMerge = { ...withHead('d'.repeat(40)), sha: head };
    expect(await commits(onMerge)).toEqual([head]);
    git('checkout', '-q', 'main');
    expect(await commits(withHead(head))).toEqual([base]);
    git('merge', '-q', '--no-ff', '-m', 'merge', head);
    expect(await commits(withHead(head))).toEqual([head]);
  });
});

it('an empty workspace is an error unless images are named', async () => {
  await expect(select(PULL_REQUEST)).rejects.toMatchObject({ code: 'PSE1402' });
  const workspace = { folder: root, program: '', github: PULL_REQUEST, host };
  expect(await selectCheckout(workspace, { needed: false })).toEqual({ root, commits: [] });
});
