import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM_PATH } from '../action/action-step.js';
import { HEAD, pullRequest, VARIABLES } from '../github/events.js';
import {
  CREATE_CHECK_RUN,
  CREATE_COMMENT,
  GET_TREE,
  type LoopbackGitHub,
  startGitHub,
  UPLOAD_SARIF,
} from '../github/loopback-github.js';
import { ACTION, BIN } from './dist.js';
import { freePort } from './peers.js';

/**
 * The Action as GitHub's runner starts it, on a copy of examples/webapp and a loopback GitHub: by Node.js 24, by a user who is
 * not root, from a folder that is read-only, with nothing of ours next to it or in its environment.
 */

/** The user and the group of GitHub's runner. */
const RUNNER = 1001;
const isRoot = process.getuid?.() === 0;

let work: string;
let workspace: string;
let github: LoopbackGitHub;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-action-'));
  workspace = join(work, 'workspace');
  cpSync(resolve('examples/webapp'), workspace, { recursive: true });
});
beforeEach(async () => {
  github = await startGitHub();
  for (const file of ['.github/portside.yml', 'vex.json'])
    github.files.set(file, readFileSync(join(workspace, file), 'utf8'));
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(work, { recursive: true }));

describe('on a pull request of the repository itself', () => {
  it('comments, uploads, annotates, sets its outputs, and only then fails the step', async () => {
    const step = await runStep();
    expect(step.status).toBe(1);

    expect(github.comments).toHaveLength(1);
    const [comment] = github.comments;
    expect(comment?.body.split('\n')[0]).toMatch(
      /^### ❌ Portside: \d+ new critical and \d+ new high findings/,
    );
    expect(comment?.body).toContain('Fails the policy: ');
    expect(comment?.body).toContain('CVE-2021-44906');
    expect(comment?.body).toContain(`/blob/${HEAD}/Dockerfile#L${line('COPY --from=Build /src')}`);

    expect(github.uploads.map((u) => u.ref)).toEqual(['refs/pull/7/merge']);
    const results = github.uploads.flatMap((u) => u.log.runs.flatMap((r) => r.results ?? []));
    const places = results.map((r) => {
      const at = r.locations?.[0]?.physicalLocation;
      return `${r.ruleId} ${at?.artifactLocation?.uri}:${at?.region?.startLine}`;
    });
    expect(places).toEqual(
      expect.arrayContaining([
        `DL3006 Dockerfile:${line('FROM node')}`,
        `CVE-2021-44906 Dockerfile:${line('COPY --from=Build /src')}`,
      ]),
    );

    expect(step.outputs.verdict).toBe('fail');
    expect(JSON.parse(step.outputs.counts ?? '').findings.total).toBeGreaterThan(10);
    expect(JSON.parse(readFileSync(step.outputs.report ?? '', 'utf8'))).toMatchObject({
      schema: 'portside-report/1',
      verdict: { outcome: 'fail' },
    });
    expect(JSON.parse(readFileSync(step.outputs.sarif ?? '', 'utf8'))).toMatchObject({
      version: '2.1.0',
    });
    expect(step.summary).toContain('CVE-2021-44906');
    // A step may annotate ten lines per level: the check run has all of them.
    const checkRun = github.requests.find((r) => r.operation === CREATE_CHECK_RUN);
    expect(checkRun?.body).toMatchObject({
      head_sha: HEAD,
      output: {
        annotations: expect.arrayContaining([
          expect.objectContaining({ path: 'Dockerfile', start_line: line('ENV SESSION_SECRET') }),
        ]),
      },
    });
  });

  it('keeps one comment over several pushes', async () => {
    await runStep();
    await runStep();
    expect(github.comments).toHaveLength(1);
    expect(github.uploads).toHaveLength(2);
  });

  it('sets its outputs when nobody reads its log any more', async () => {
    const step = await runStep({}, pullRequest(), { closeLog: true });
    expect([step.status, step.outputs.verdict]).toEqual([1, 'fail']);
    expect(github.comments).toHaveLength(1);
  });

  it('names the missing permissions of a read-only token, and still reports and fails', async () => {
    const forbidden = { status: 403, message: 'Resource not accessible by integration' };
    github.fail(CREATE_COMMENT, forbidden);
    github.fail(UPLOAD_SARIF, forbidden);
    const step = await runStep();
    expect(step.status).toBe(1);
    expect(step.stdout).toMatch(/^::warning.*pull-requests: write/m);
    expect(step.stdout).toMatch(/^::warning.*security-events: write/m);
    expect(step.outputs.verdict).toBe('fail');
    expect(step.summary).toContain('CVE-2021-44906');
  });

  it('reports the findings when GitHub cannot be reached', async () => {
    // Without GitHub the policy of the base branch is unknown, so the inputs say what to check.
    const step = await runStep({
      GITHUB_API_URL: `http://127.0.0.1:${await freePort()}`,
      INPUT_IMAGE: 'image.tar',
      INPUT_ADVISORIES: 'advisories',
    });
    expect(step.status).toBe(1);
    expect(step.outputs.verdict).toBe('fail');
    expect(step.summary).toContain('CVE-2021-44906');
  });
});

describe('on a pull request from a fork', () => {
  it('sends no request that its token may not make; summary, annotations and reports have the result', async () => {
    const step = await runStep({}, pullRequest({ repository: 'fork/app' }));
    expect(step.status).toBe(1);
    expect(github.requests.map((r) => r.operation)).toEqual([GET_TREE, GET_TREE]);
    expect(step.summary).toContain('CVE-2021-44906');
    expect(step.stdout).toMatch(/^::error /m);
    expect(step.outputs.verdict).toBe('fail');
  });
});

describe('without findings', () => {
  it('passes and does not comment', async () => {
    const clean = join(work, 'clean');
    mkdirSync(clean, { recursive: true });
    writeFileSync(join(clean, 'README.md'), 'No container here.\n');
    github.files.clear();
    const step = await runStep({ GITHUB_WORKSPACE: clean });
    expect(step.status).toBe(0);
    expect(step.outputs.verdict).toBe('pass');
    expect(github.comments).toEqual([]);
  });
});

describe('with an invalid input', () => {
  it('names the input and its allowed values', async () => {
    const step = await runStep({ 'INPUT_FAIL-ON': 'grave' });
    expect(step.status).toBe(1);
    expect(step.stdout).toMatch(/^::error::.*fail-on.*critical, high.*grave/m);
  });
});

interface Step {
  readonly status: number | null;
  readonly stdout: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs one step: only the variables that GitHub's runner sets, empty files, and the defaults of action.yml as inputs. */
async function runStep(
  variables: Record<string, string> = {},
  payload: unknown = pullRequest(),
  { closeLog = false } = {},
): Promise<Step> {
  const folder = mkdtempSync(join(work, 'step-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const [output, summary] = [file('output', ''), file('summary.md', '')];
  const env: Record<string, string> = {
    PATH: `${BIN}:${SYSTEM_PATH}`,
    HOME: folder,
    ...VARIABLES,
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(payload)),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: folder,
    INPUT_PATH: '.',
    INPUT_OFFLINE: 'true',
    INPUT_TOKEN: 't0ken',
    ...variables,
  };
  if (isRoot) execFileSync('chown', ['-R', `${RUNNER}:${RUNNER}`, work]);
  const child = spawn(join(BIN, 'node'), [ACTION], {
    cwd: env.GITHUB_WORKSPACE,
    env,
    ...(isRoot && { uid: RUNNER, gid: RUNNER }),
  });
  let stdout = '';
  if (closeLog) child.stdout.once('data', () => child.stdout.destroy());
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stdout += chunk;
  });
  const status = await new Promise<number | null>((done) => child.once('close', done));
  return { status, stdout, summary: readFileSync(summary, 'utf8'), outputs: readOutputs(output) };
}

/** Parses GITHUB_OUTPUT as the runner does: name<<DELIMITER, the lines of the value, DELIMITER. */
function readOutputs(file: string): Record<string, string> {
  const text = readFileSync(file, 'utf8');
  const entries = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...entries].map(([, name = '', , value = '']) => [name, value]));
}

function line(text: string): number {
  const lines = readFileSync(join(workspace, 'Dockerfile'), 'utf8').split('\n');
  const at = lines.findIndex((l) => l.includes(text));
  if (at < 0) throw new Error(`The Dockerfile has no line with ${text}`);
  return at + 1;
}
