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
import { commitAll, createRepository } from '../git-repository.js';
import { pullRequest } from '../github/events.js';
import { CREATE_COMMENT, type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { countsOf, runStep, type Story } from './action-step.js';

/** The Action with unusual runners, events and workspaces. */

jest.setTimeout(60_000);

let folder: string;
let github: LoopbackGitHub;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-runner-'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A workspace with these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = join(folder, `repository-${++workspaces}`);
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}
const DOCKERFILE = {
  Dockerfile: 'FROM debian\nRUN apt-get install a=1\nRUN curl -k https://a.example\n',
};
const step = (story: Story = {}) =>
  runStep(folder, github.url, { workspace: repository(DOCKERFILE), ...story });
const commented = () => github.requests.some((r) => r.operation === CREATE_COMMENT);

it('severity, only-fixed and exclude narrow what people see, and neither the JSON report nor the verdict', async () => {
  const seen = await step({
    inputs: { severity: 'critical', 'only-fixed': 'true', exclude: 'docs/**' },
  });
  const { report, sarif } = seen;
  const results = sarif?.runs[0]?.results ?? [];
  expect(report?.findings.some(({ severity }) => severity === 'medium')).toBe(true);
  expect(seen.outputs.get('verdict')).toBe('fail');
  // Findings that fail the policy are shown, whatever their severity is.
  expect(results.length).toBeGreaterThan(0);
  expect(results.length).toBeLessThan(report?.findings.length ?? 0);
  expect(seen.log).toMatch(/Not shown, as requested: \d+ findings? below critical/);
  expect(seen.summary).toMatch(/Not shown, as requested: \d+ findings? below critical/);
});

describe('an event payload', () => {
  it.each([
    ['does not exist', undefined],
    ['is truncated', '{"pull_request": {"number": 7'],
    ['is nested very deeply', '['.repeat(200_000)],
  ])('that %s is a warning, and the check runs as usual', async (_, text) => {
    const file = join(folder, 'event.json');
    rmSync(file, { force: true });
    if (text !== undefined) writeFileSync(file, text);
    const seen = await step({ variables: { GITHUB_EVENT_PATH: file } });
    expect(seen.log).toMatch(
      /^::warning::Cannot read the event of this run, so the pull request is unknown/m,
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
  ])('with %s contains no pull request', async (_, event) => {
    const seen = await step({ event });
    expect(seen.status).toBe(1);
    expect(commented()).toBe(false);
  });
});

function pullRequestEvent() {
  return (pullRequest() as { pull_request: object }).pull_request;
}

it('without a summary file, the comment is still created', async () => {
  const seen = await step({ variables: { GITHUB_STEP_SUMMARY: '' } });
  expect(seen.status).toBe(1);
  expect(seen.log).not.toContain('::warning::');
  expect(github.comments).toHaveLength(1);
});

it('when the summary cannot be written, it warns, and the comment is still created', async () => {
  const seen = await step({ variables: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } });
  expect(seen.log).toMatch(/^::warning::The job summary was not written: .*ENOENT/m);
  expect(github.comments).toHaveLength(1);
});

it('without a token, it logs that and makes no request', async () => {
  const seen = await step({ inputs: { token: '' } });
  expect(seen.log).toContain('There is no token: nothing is commented or uploaded');
  expect(seen.status).toBe(1);
  expect(github.requests).toEqual([]);
});

it('with publish: false, it comments and uploads nothing; the input report publishes it later', async () => {
  const seen = await step({ inputs: { publish: 'false' } });
  expect([commented(), github.uploads, github.reviewComments]).toEqual([false, [], []]);
  const file = join(folder, 'stored.json');
  writeFileSync(file, JSON.stringify(seen.report));
  await step({ inputs: { report: file } });
  expect(github.comments).toHaveLength(1);
});

it('writes no file into the workspace', async () => {
  const workspace = repository(DOCKERFILE);
  const before = [readdirSync(workspace), statSync(workspace).mtimeMs];
  await step({ workspace });
  expect([readdirSync(workspace), statSync(workspace).mtimeMs]).toEqual(before);
});

it('in a checkout without a branch, the base branch is read from GitHub', async () => {
  const workspace = repository(DOCKERFILE);
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', workspace, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
  createRepository(workspace);
  const sha = commitAll(workspace);
  expect(git('checkout', '-q', '--detach').status).toBe(0);
  github.files.set('.github/portside.yml', 'extends: audit\n');
  const seen = await step({ workspace, variables: { GITHUB_SHA: sha } });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([0, 'pass']);
  expect(github.comments[0]?.body).toContain('policy `.github/portside.yml@main`');
});

it('in an empty workspace, it fails and names the missing step', async () => {
  const seen = await step({ workspace: repository({}) });
  expect(seen.status).toBe(1);
  expect(seen.log).toMatch(/^::error::Cannot check the workspace: it is empty.*actions\/checkout/m);
});

it('with a workspace that does not exist, it fails instead of checking the current folder', async () => {
  const workspace = repository({ Dockerfile: 'FROM scratch\n' });
  const seen = await step({ workspace, variables: { GITHUB_WORKSPACE: '/nonexist' } });
  expect(seen.status).toBe(1);
  expect(seen.log).toMatch(
    /^::error::Cannot check the workspace \/nonexist: there is no such folder/m,
  );
});

it('in a repository without a Dockerfile, it passes and warns that nothing was checked', async () => {
  const seen = await step({ workspace: repository({ 'README.md': '# hello' }) });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([0, 'pass']);
  expect(seen.log).toContain('found 0 Dockerfiles and 0 manifests');
  expect(seen.log).toMatch(/^::warning::Nothing was checked/m);
  expect(countsOf(seen).targets).toBe(0);
  expect(seen.summary).toContain('nothing to check');
  expect(commented()).toBe(false);
});

it('with a missing image, it is incomplete and gives the reason once', async () => {
  const seen = await step({
    workspace: repository({ 'README.md': '' }),
    inputs: { image: 'nothing:1' },
  });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'incomplete']);
  expect(seen.log.trimEnd().split('\n').at(-1)).toMatch(
    /^::error::Portside: incomplete, 3 checks are not complete: [^;]*\bnothing:1\b[^;]*$/,
  );
});

it.each(['/', '/api/v3', '/api/v3/'])(
  'with GITHUB_API_URL ending in %s, it uses the right addresses',
  async (end) => {
    const seen = await step({ variables: { GITHUB_API_URL: `${github.url}${end}` } });
    expect(seen.log).not.toContain('::warning::');
    expect(github.comments).toHaveLength(1);
  },
);

it('logs a line for each step with the time and the result, without workflow commands from untrusted text', async () => {
  const seen = await step({ inputs: { image: '##[error]x%0A::error::y' } });
  const lines = seen.log.split('\n').filter((line) => /^ *\d+\.\d s {2}/.test(line));
  expect(lines.map((line) => line.replace(/^ *\d+\.\d s {2}/, ''))).toEqual([
    'found 1 Dockerfile and 0 manifests',
    expect.stringMatching(/^Dockerfiles: \d+ lint findings$/),
    'image ## [error]x%0A::error::y: no findings, 3 checks could not run',
    expect.stringMatching(/^base images: /),
    expect.stringMatching(/^baseline main: \d+ findings by today's advisories$/),
    expect.stringMatching(
      /^published: summary, comment created, code scanning uploaded, .* requests$/,
    ),
  ]);
});

describe('the checkout decides what the result is about', () => {
  /** A commit with a finding, and what the runner says about it. */
  const commitIn = (workspace: string) => {
    createRepository(workspace);
    return commitAll(workspace);
  };

  it.each([
    ['pull_request', 'c'.repeat(40)],
    ['pull_request_target', undefined],
  ])('on %s, the base is reported as the base and nothing is posted', async (name, sha) => {
    const workspace = repository(DOCKERFILE);
    const base = commitIn(workspace);
    const event = pullRequest();
    event.pull_request.base.sha = base;
    const seen = await step({
      workspace,
      event,
      variables: { GITHUB_EVENT_NAME: name, GITHUB_SHA: sha ?? base },
      inputs: { 'fail-on': 'critical' },
    });
    const about = `commit ${base.slice(0, 8)} of main, not pull request 7`;
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'incomplete']);
    expect(seen.summary).toContain(`This is about ${about}.`);
    expect(seen.log).toContain(`::warning::The result is about ${about}`);
    expect(seen.report?.incomplete).toEqual([
      expect.objectContaining({ target: 'pull request 7', reason: expect.stringContaining(about) }),
    ]);
    expect(github.requests.filter(({ operation }) => !operation.startsWith('GET'))).toEqual([]);
    expect(seen.log).not.toMatch(/^::(error|warning|notice) title=/m);
  });

  it('a scheduled run of another commit uploads no alerts for its branch, unless ref and sha say so', async () => {
    const workspace = repository(DOCKERFILE);
    const commit = commitIn(workspace);
    const variables = { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' };
    const story = { workspace, variables, event: {} };
    const seen = await step(story);
    expect(github.uploads).toEqual([]);
    expect(seen.log).toContain(
      `The result is about commit ${commit.slice(0, 8)}, not main at cccccccc`,
    );
    await step({ ...story, inputs: { ref: 'refs/heads/release', sha: commit } });
    expect(github.uploads).toMatchObject([{ ref: 'refs/heads/release', sha: commit }]);
    const wrong = await step({ ...story, inputs: { ref: 'refs/heads/main', sha: 'c'.repeat(40) } });
    expect(wrong.status).toBe(1);
    expect(wrong.log).toMatch(/^::error::Cannot report about commit cccc.*the checkout is commit/m);
    expect(github.uploads).toHaveLength(1);
  });

  it.each([
    [{ sha: 'c'.repeat(40) }, 'The input sha needs ref'],
    [{ ref: 'refs/heads/main' }, 'The input ref needs sha'],
    [{ ref: 'main', sha: 'c'.repeat(40) }, 'The input ref takes refs/heads/BRANCH'],
    [{ ref: 'refs/heads/main', sha: 'cccc' }, 'The input sha takes a full commit hash'],
    [{ ref: 'refs/heads/main', sha: 'd'.repeat(40) }, 'is not a commit of pull request 7'],
  ])('the inputs %j are an error', async (inputs, message) => {
    const seen = await step({ inputs });
    expect(seen.status).toBe(1);
    expect(seen.log).toContain(message);
  });

  it('with `path: src`, paths are those of the repository, and its policy applies', async () => {
    const outer = repository({});
    const workspace = join(outer, 'src');
    mkdirSync(join(workspace, '.github'), { recursive: true });
    writeFileSync(join(workspace, 'Dockerfile'), DOCKERFILE.Dockerfile);
    writeFileSync(join(workspace, '.github/portside.yml'), 'extends: audit\n');
    github.files.set('.github/portside.yml', 'extends: audit\n');
    github.patches.set(
      'Dockerfile',
      '@@ -1,1 +1,3 @@\n FROM debian\n+RUN apt-get install a=1\n+RUN curl -k https://a.example',
    );
    const seen = await step({
      workspace: outer,
      variables: { GITHUB_SHA: commitIn(workspace) },
      inputs: { dockerfile: 'src/Dockerfile' },
    });
    expect(seen.outputs.get('verdict')).toBe('pass');
    expect(seen.report?.policyChange).toBeUndefined();
    expect(seen.report?.targets.map(({ name }) => name)).toEqual(['Dockerfile']);
    expect(github.reviewComments.map(({ path }) => path)).toEqual(['Dockerfile', 'Dockerfile']);
    expect(github.comments[0]?.body).toContain(`/Dockerfile#L2`);
  });

  it('the input category starts each category of code scanning', async () => {
    await step({ inputs: { category: 'nightly' } });
    expect(github.uploads[0]?.log.runs.map((run) => run.automationDetails?.id)).toEqual([
      'nightly/repository/',
    ]);
  });
});

describe('on a pull request from a fork, a misspelled input', () => {
  it.each([
    ['dockerfile', 'Dokcerfile'],
    ['policy', '.github/prtside.yml'],
    ['vex', 'vx.json'],
    ['baseline', 'bse.json'],
    ['baseline', 'docker-archive:bse.tar'],
    ['advisories', 'advsories'],
    ['malware', 'clamav=sgnatures'],
    ['image', 'docker-archive:imge.tar'],
    ['report', 'reprt.json'],
  ])('%s: %s is never green, and is named', async (input, value) => {
    const workspace = repository({ Dockerfile: 'FROM scratch\nCOPY a /a\nUSER 1\nCMD ["/a"]\n' });
    const event = pullRequest({ repository: 'fork/app' });
    const seen = await step({ workspace, event, inputs: { [input]: value } });
    const name = value.replace(/^.*[:=]/, '');
    expect([seen.status, seen.log.includes(name)]).toEqual([1, true]);
  });
});
