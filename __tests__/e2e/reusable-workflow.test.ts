import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runShipped, SYSTEM_PATH } from '../action/action-step.js';
import { startGitHub } from '../github/loopback-github.js';
import { ACTION, BIN } from './dist.js';
import { stepsOf } from './rehearsal.js';

/** The steps of the reusable workflow that run Portside, with action.yml and dist/ in .portside, as the workflow checks them out. */

const WORKFLOW = '.github/workflows/portside.yml';
let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-reusable-'));
});
afterAll(() => rmSync(work, { recursive: true }));

/** A workspace of a job, with a copy of the example. */
function workspace(job: string): string {
  const folder = join(work, job);
  const home = dirname(dirname(dirname(ACTION)));
  cpSync('examples/webapp', folder, { recursive: true });
  for (const path of ['action.yml', 'dist'])
    cpSync(join(home, path), join(folder, '.portside', path), { recursive: true });
  return folder;
}

/** Runs the script of a step as the runner does, and returns its outputs. */
function runScript(job: string, id: string, folder: string, env: Record<string, string>) {
  const script = stepsOf(WORKFLOW, job).find((step) => step.id === id)?.run ?? '';
  const output = join(work, `${job}-${id}`);
  writeFileSync(output, '');
  const { status, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${BIN}:${SYSTEM_PATH}`, GITHUB_OUTPUT: output, RUNNER_TEMP: work, ...env },
  });
  expect({ status, stack: stderr.match(/^ +at .*/gm) }).toEqual({ status: 0, stack: null });
  const lines = readFileSync(output, 'utf8').trim().split('\n');
  return new Map(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^\w+=/, '')]));
}

it('discovers the images, checks each in a job of its own, and merges the reports', async () => {
  const first = workspace('discover');
  const env = { IMAGES: 'image.tar', POLICY: '', GITHUB_EVENT_NAME: 'push' };
  const { include } = JSON.parse(runScript('discover', 'discover', first, env).get('matrix') ?? '');
  expect(include).toEqual([{ image: 'image.tar' }]);

  const github = await startGitHub();
  const leg = workspace('check');
  const program = join(leg, '.portside/dist/action/index.js');
  const { outputs } = await runShipped(program, work, github.url, {
    workspace: leg,
    inputs: { image: include[0].image, publish: 'false', advisories: 'advisories' },
    variables: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' },
    event: {},
  });
  await github.close();
  expect(outputs.get('verdict')).toBe('fail');

  const last = workspace('report');
  mkdirSync(join(last, 'legs/portside-leg-0'), { recursive: true });
  cpSync(resolve(outputs.get('report') ?? ''), join(last, 'legs/portside-leg-0/report.json'));
  expect(runScript('report', 'merge', last, {}).get('verdict')).toBe('fail');
  const { findings } = JSON.parse(readFileSync(join(last, 'report.json'), 'utf8'));
  expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('CVE-2021-44906');
});
