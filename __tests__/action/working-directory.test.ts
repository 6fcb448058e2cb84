import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { commitAll, createRepository } from '../git-repository.js';
import { pullRequest } from '../github/events.js';
import { type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { runStep, type StepResult } from './action-step.js';

/** A folder of the repository as working-directory, which a pull request makes look like a repository of its own. */

jest.setTimeout(60_000);

type Files = Readonly<Record<string, string>>;

let folder: string;
let github: LoopbackGitHub;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-directory-'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(root: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function git(root: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8' }).trim();
}

function commit(root: string, files: Files): string {
  write(root, files);
  return commitAll(root);
}

/** A checkout of the merge commit of a pull request, and the event of its run. */
interface Checkout {
  readonly workspace: string;
  readonly event: unknown;
  readonly variables: Files;
}

/** A pull request on a branch with `before`. `change` makes the files of the pull request. */
function pullRequestOf(before: Files, change: (root: string) => void): Checkout {
  const workspace = join(folder, `workspace-${++workspaces}`);
  mkdirSync(workspace);
  createRepository(workspace);
  const base = commit(workspace, before);
  for (const [name, text] of Object.entries(before)) github.files.set(name, text);
  git(workspace, 'checkout', '-qb', 'change');
  change(workspace);
  const head = commit(workspace, {});
  git(workspace, 'checkout', '-q', '--detach', 'main');
  git(workspace, 'merge', '-q', '--no-ff', '-m', 'merge', 'change');
  const event = pullRequest();
  Object.assign(event.pull_request.head, { sha: head });
  Object.assign(event.pull_request.base, { sha: base });
  return { workspace, event, variables: { GITHUB_SHA: git(workspace, 'rev-parse', 'HEAD') } };
}

const step = ({ workspace, event, variables }: Checkout, directory = 'app') =>
  runStep(folder, github.url, {
    ...{ workspace, event, variables },
    inputs: { 'working-directory': directory, publish: 'false' },
  });
const rulesOf = ({ report }: StepResult, status: string) =>
  (report?.findings ?? []).flatMap((one) => (one.status === status ? [one.rule] : []));

const DOCKERFILE = 'FROM alpine:3.20\nCOPY . /srv\nUSER 1000\nENTRYPOINT ["/srv/run"]\n';
const BEFORE = { 'app/Dockerfile': DOCKERFILE, 'app/run': '#!/bin/sh\n' };
const INSTALLER = DOCKERFILE.replace('USER', 'RUN wget -qO- https://get.example/i.sh | sh\nUSER');
const KEY = `AKIA${'Q3EGRMZ5XNWPK7LT'}`;
const SECRET = `AWS_ACCESS_KEY_ID=${KEY}\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIqK7MDENGbPxRfiCYzQ8p4t1mTTT\n`;
const CHANGE = { 'app/Dockerfile': INSTALLER, 'app/config.env': SECRET };
const HIDES = {
  'app/.hadolint.yaml': 'ignored: [PS0013, PS0023, PS0024, DL4006]\n',
  'app/.github/portside.yml': 'extends: audit\n',
};
const bare = (config: string) => ({
  'app/HEAD': 'ref: refs/heads/main\n',
  'app/config': config,
  'app/objects/.keep': '',
  'app/refs/.keep': '',
});

describe('a pull request is red for what it adds to the working directory', () => {
  let expected: readonly string[];
  beforeAll(async () => {
    github = await startGitHub();
    expected = rulesOf(await step(pullRequestOf(BEFORE, (root) => write(root, CHANGE))), 'new');
    await github.close();
  });

  it('of a normal folder', () => {
    expect(expected.length).toBeGreaterThan(1);
  });

  it.each([
    ['a bare repository', '[core]\nrepositoryformatversion = 0\nbare = true\n'],
    ['a repository whose files are in the folder', '[core]\nbare = false\nworktree = ../app\n'],
    [
      'a repository whose files are those of the workspace',
      '[core]\nbare = false\nworktree = ..\n',
    ],
  ])('that it makes look like %s', async (_, config) => {
    const seen = await step(
      pullRequestOf(BEFORE, (root) => write(root, { ...CHANGE, ...HIDES, ...bare(config) })),
    );
    expect(rulesOf(seen, 'new')).toEqual(expect.arrayContaining([...expected]));
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'fail']);
  });

  it('where an earlier step made a repository of it', async () => {
    const checkout = pullRequestOf(BEFORE, (root) => write(root, { ...CHANGE, ...HIDES }));
    git(join(checkout.workspace, 'app'), 'init', '-q');
    const seen = await step(checkout);
    expect(rulesOf(seen, 'new')).toEqual([...expected]);
    commit(join(checkout.workspace, 'app'), {});
    expect(rulesOf(await step(checkout), 'new')).toEqual([...expected]);
  });

  it('of a second checkout of the pull request', async () => {
    const { workspace, ...run } = pullRequestOf(BEFORE, (root) => write(root, CHANGE));
    const other = join(folder, `workspace-${++workspaces}`);
    mkdirSync(other);
    git(other, 'init', '-q');
    commit(other, { Dockerfile: DOCKERFILE });
    git(other, 'clone', '-q', '--no-checkout', workspace, 'own');
    git(join(other, 'own'), 'checkout', '-q', '--detach', run.variables.GITHUB_SHA ?? '');
    const seen = await step({ workspace: other, ...run }, 'own/app');
    expect(rulesOf(seen, 'new')).toEqual([...expected]);
  });
});

describe('the pull request counts as not checked with a working directory', () => {
  const outcome = (seen: StepResult) => ({
    verdict: seen.outputs.get('verdict'),
    reasons: seen.report?.coverage.flatMap(({ target, reason = '' }) =>
      target === 'pull request 7' ? [reason] : [],
    ),
  });

  it('in another repository, which is not the one of the pull request', async () => {
    const checkout = pullRequestOf(BEFORE, (root) => write(root, { 'README.md': 'text' }));
    const other = join(checkout.workspace, 'other');
    mkdirSync(other);
    git(other, 'init', '-q');
    const id = commit(other, {
      Dockerfile: DOCKERFILE.replace(':3.20', `@sha256:${'a'.repeat(64)}`),
    });
    const { verdict, reasons } = outcome(await step(checkout, 'other'));
    expect(verdict).toBe('incomplete');
    expect(reasons).toEqual([expect.stringContaining(`the checkout is commit ${id.slice(0, 8)}`)]);
  });

  it('in a submodule that the pull request changes, and its policy is not used', async () => {
    const library = join(folder, `library-${++workspaces}`);
    mkdirSync(library);
    git(library, 'init', '-q');
    commit(library, { ...BEFORE, ...CHANGE, ...HIDES });
    const allowed = ['-c', 'protocol.file.allow=always'];
    const checkout = pullRequestOf(BEFORE, (root) => {
      git(root, 'rm', '-rq', 'app');
      git(root, ...allowed, 'submodule', '--quiet', 'add', library, 'app');
    });
    git(checkout.workspace, ...allowed, 'submodule', '--quiet', 'update', '--init');
    const seen = await step(checkout, 'app/app');
    expect(outcome(seen)).toEqual({
      verdict: 'fail',
      reasons: ['it changes the submodule app. Check that in its own repository'],
    });
    expect(rulesOf(seen, 'existing')).toEqual([]);
  });
});

it('a folder of the workspace that has no checkout is none of the repository above', async () => {
  const { workspace, ...run } = pullRequestOf(BEFORE, (root) => write(root, CHANGE));
  const seen = await step({ workspace: join(workspace, 'app'), ...run }, '.');
  expect(seen.report?.commits).toBeUndefined();
});
