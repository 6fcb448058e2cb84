import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { pullRequest } from '../github/events.js';
import { CREATE_COMMENT, type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { actionBundle, runStep, type Story } from './action-step.js';

/** The Action where the runner or the repository is not as usual: it says so plainly, and ends as it should. */

jest.setTimeout(60_000);

let folder: string;
let bundle: string;
let github: LoopbackGitHub;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-odd-'));
  bundle = actionBundle(join(folder, 'bundle'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A repository of these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = join(folder, `repository-${++workspaces}`);
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}
const DOCKERFILE = { Dockerfile: 'FROM debian\nMAINTAINER me\nRUN sudo ls\n' };
const step = (story: Story = {}) =>
  runStep(bundle, folder, github.url, { workspace: repository(DOCKERFILE), ...story });
const commented = () => github.requests.some((r) => r.operation === CREATE_COMMENT);

describe('an event that cannot be read', () => {
  it.each([
    ['is not there', undefined],
    ['is cut short', '{"pull_request": {"number": 7'],
    ['is nested without end', '['.repeat(200_000)],
  ])('and %s is a warning; all else is as ever', async (_, text) => {
    const file = join(folder, 'odd-event.json');
    rmSync(file, { force: true });
    if (text !== undefined) writeFileSync(file, text);
    const seen = await step({ variables: { GITHUB_EVENT_PATH: file } });
    expect(seen.log).toMatch(
      /^::warning::The event of this run cannot be read, so no pull request/m,
    );
    expect(seen.outputs.get('verdict')).toBe('fail');
    expect(seen.status).toBe(1);
    expect(commented()).toBe(false);
  });

  it.each([
    ['a list', []],
    ['a text', 'pull_request'],
    ['a number that is a path', { pull_request: { ...pullRequestEvent(), number: '7/../../8' } }],
    [
      'a commit that is an option',
      { pull_request: { ...pullRequestEvent(), head: { sha: '--upload' } } },
    ],
  ])('%s names no pull request', async (_, event) => {
    const seen = await step({ event });
    expect(seen.status).toBe(1);
    expect(commented()).toBe(false);
  });
});

function pullRequestEvent() {
  return (pullRequest() as { pull_request: object }).pull_request;
}

it('without a file for the summary it says all else', async () => {
  const seen = await step({ variables: { GITHUB_STEP_SUMMARY: '' } });
  expect(seen.status).toBe(1);
  expect(seen.log).not.toContain('::warning::');
  expect(github.comments).toHaveLength(1);
});

it('with a summary that cannot be written it warns and says all else', async () => {
  const seen = await step({ variables: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } });
  expect(seen.log).toMatch(/^::warning::The job's summary was not written: ENOENT/m);
  expect(github.comments).toHaveLength(1);
});

it('without a token it says so and asks GitHub nothing', async () => {
  const seen = await step({ inputs: { token: '' } });
  expect(seen.log).toContain('No token was given: nothing is commented or uploaded');
  expect(seen.status).toBe(1);
  expect(github.requests).toEqual([]);
});

it('writes nothing in the workspace, which may be read-only', async () => {
  const workspace = repository(DOCKERFILE);
  const before = [readdirSync(workspace), statSync(workspace).mtimeMs];
  await step({ workspace });
  expect([readdirSync(workspace), statSync(workspace).mtimeMs]).toEqual(before);
});

it('in a checkout without a branch takes the base from GitHub', async () => {
  const workspace = repository(DOCKERFILE);
  const git = (...words: string[]) =>
    spawnSync('git', ['-C', workspace, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one');
  expect(git('checkout', '-q', '--detach').status).toBe(0);
  github.files.set('.github/portside.yml', 'extends: audit\n');
  const seen = await step({ workspace });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([0, 'pass']);
  expect(github.comments[0]?.body).toContain('policy `.github/portside.yml@main`');
});

it('in an empty workspace fails, and says what is missing', async () => {
  const seen = await step({ workspace: repository({}) });
  expect(seen.status).toBe(1);
  expect(seen.log).toMatch(/^::error::The workspace is empty.*actions\/checkout/m);
});

it('in a repository without a Dockerfile passes, and says that nothing was checked', async () => {
  const seen = await step({ workspace: repository({ 'README.md': '# hello' }) });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([0, 'pass']);
  expect(seen.log).toContain('found 0 Dockerfiles and 0 manifests');
  expect(seen.log).toMatch(/^::warning::Nothing was checked/m);
  expect(commented()).toBe(false);
});

it('with an image that is not there is incomplete, and says so once', async () => {
  const seen = await step({
    workspace: repository({ 'README.md': '' }),
    inputs: { image: 'nothing:1' },
  });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'incomplete']);
  expect(seen.log.trimEnd().split('\n').at(-1)).toMatch(
    /^::error::Portside: incomplete, 3 checks could not run: There is no image nothing:1\.[^;]*$/,
  );
});

it.each(['/', '/api/v3', '/api/v3/'])(
  'with GITHUB_API_URL ending in %s asks the right addresses',
  async (end) => {
    const seen = await step({ variables: { GITHUB_API_URL: `${github.url}${end}` } });
    expect(seen.log).not.toContain('::warning::');
    expect(github.comments).toHaveLength(1);
  },
);

it('has a line of its log for each step, with the time, what came of it and no command in foreign text', async () => {
  const seen = await step({ inputs: { image: '##[error]x%0A::error::y' } });
  const lines = seen.log.split('\n').filter((line) => /^ *\d+\.\d s {2}/.test(line));
  expect(lines.map((line) => line.replace(/^ *\d+\.\d s {2}/, ''))).toEqual([
    'found 1 Dockerfile and 0 manifests',
    expect.stringMatching(/^Dockerfiles: \d+ lint findings$/),
    'image ## [error]x%0A::error::y: no findings, 3 checks could not run',
    expect.stringMatching(/^base images: /),
    expect.stringMatching(
      /^published: summary, comment created, code scanning uploaded, .* requests$/,
    ),
  ]);
});
