import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { parse } from 'yaml';
import { readReport } from '../../src/reports/stored/read-report.js';
import { describeWithJq } from './with-jq.js';

interface WorkflowStep {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const { on, jobs } = parse(readFileSync('.github/workflows/portside.yml', 'utf8'));
const { inputs, secrets } = on.workflow_call;
const action = parse(readFileSync('action.yml', 'utf8'));
const stepsOf = (job: string): readonly WorkflowStep[] => jobs[job].steps;
const scriptOf = (job: string, name: string) =>
  stepsOf(job).find((step) => step.name === name || step.id === name)?.run ?? '';

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-workflow-'));
});
afterAll(() => rmSync(work, { recursive: true }));

/** Runs a script of a step as the runner does, with a docker that writes down its arguments and its input. */
function runScript(script: string, env: Readonly<Record<string, string>>) {
  const programs = join(work, 'bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, 'docker'), '#!/bin/sh\necho "docker $*"; echo "input: $(cat)"\n');
  chmodSync(join(programs, 'docker'), 0o755);
  const PATH = `${programs}:${process.env.PATH}`;
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: work,
    encoding: 'utf8',
    env: { PATH, RUNNER_TEMP: work, ...env },
  });
}

describe('portside.yml', () => {
  test.each(Object.keys(inputs))('applies the input %s in a job', (name) => {
    expect(JSON.stringify(jobs)).toMatch(new RegExp(`\\binputs\\.${name}\\b(?!-)`));
  });

  test.each(Object.keys(secrets))(
    'passes the secret %s to one step, by its environment',
    (name) => {
      const users = Object.keys(jobs).flatMap((job) =>
        stepsOf(job).filter((step) => JSON.stringify(step).includes(`secrets.${name} }}`)),
      );
      expect(users).toHaveLength(1);
      expect(JSON.stringify({ ...users[0], env: undefined })).not.toContain('secrets.');
    },
  );

  it('passes only inputs that the Action has', () => {
    const step = stepsOf('check').find(({ uses }) => uses === './.portside');
    const unknown = Object.keys(step?.with ?? {}).filter((name) => !(name in action.inputs));
    expect(unknown).toEqual([]);
  });

  it('lets a leg that runs again replace its report', () => {
    const uploads = Object.keys(jobs).flatMap((job) =>
      stepsOf(job).filter(({ uses }) => uses?.startsWith('actions/upload-artifact@')),
    );
    expect(uploads.map((step) => step.with?.overwrite)).toEqual([true, true]);
  });
});

describe('the login', () => {
  const script = scriptOf('check', 'Log in to the registry');

  it('passes the password by standard input', () => {
    const env = { REGISTRY: 'ghcr.io', USERNAME: 'me', PASSWORD: 'p@ss word' };
    const { stdout, status } = runScript(script, env);
    expect([stdout, status]).toEqual([
      'docker login ghcr.io --username me --password-stdin\ninput: p@ss word\n',
      0,
    ]);
  });

  it('is left out without secrets, as in a pull request from a fork', () => {
    const env = { REGISTRY: 'ghcr.io', USERNAME: '', PASSWORD: '' };
    expect(runScript(script, env)).toMatchObject({ stdout: '', status: 0 });
  });
});

describe('the build', () => {
  const build = (IMAGES: string, BUILD: string) =>
    runScript(scriptOf('check', 'Build'), { IMAGES, BUILD, BUILD_SECRETS: work });

  it('runs the command for each image of the job, in a shell of its own', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of the shell
    const BUILD = 'docker build -t "$IMAGE" "services/${IMAGE%%:*}" # all\ncd /\nIMAGE=x\nexit 0';
    const { stdout, stderr, status } = build('api:ci\nweb app:ci', BUILD);
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout.split('\n').filter((line) => line.startsWith('docker'))).toEqual([
      'docker build -t api:ci services/api',
      'docker build -t web app:ci services/web app',
    ]);
  });

  it('ends with the first build that fails', () => {
    const { stdout, status } = build('api:ci\nworker:ci', 'echo "$IMAGE"; false; echo no');
    expect([stdout, status]).toEqual(['api:ci\n', 1]);
  });
});

describeWithJq('the matrix', () => {
  /** The output of the step, with a program in place of Portside that prints the text. */
  const discover = (found: unknown) => {
    mkdirSync(join(work, '.portside/dist/cli'), { recursive: true });
    writeFileSync(join(work, 'found.json'), JSON.stringify(found));
    const program = "process.stdout.write(require('node:fs').readFileSync('found.json'))";
    writeFileSync(join(work, '.portside/dist/cli/index.js'), program);
    const GITHUB_OUTPUT = join(work, 'output');
    writeFileSync(GITHUB_OUTPUT, '');
    const env = { IMAGES: '', POLICY: '', GITHUB_EVENT_NAME: 'push', GITHUB_OUTPUT };
    const { stdout, status } = runScript(scriptOf('discover', 'discover'), env);
    return { stdout, status, output: readFileSync(GITHUB_OUTPUT, 'utf8') };
  };
  const planOf = (count: number) => {
    const images = Array.from({ length: count }, (_, i) => `ghcr.io/acme/app@sha256:${i}`);
    return { images, matrix: { include: [{ image: images.join('\n') }] } };
  };

  it('is one line, also with several images in a job', () => {
    const plan = planOf(2);
    expect(discover(plan)).toEqual({
      stdout: '',
      status: 0,
      output: `matrix=${JSON.stringify(plan.matrix)}\n`,
    });
  });

  it('is refused where a later step could not read it', () => {
    const { stdout, status, output } = discover(planOf(5_000));
    expect([status, output]).toEqual([1, '']);
    expect(stdout).toContain('::error::Cannot check 5000 images in one run');
  });

  it('gives a job with several images more time, as 256 jobs have', () => {
    expect(jobs.check['timeout-minutes']).toContain('strategy.job-total == 256 && 360 || 30');
  });
});

describe('the build secrets', () => {
  const script = scriptOf('check', 'Write the build secrets');
  const folder = () => join(work, 'build-secrets');

  it('are files that only the user of the job can read, masked in the log, and removed after the build', () => {
    const SECRETS = 'npm=abc=d\nPIP_TOKEN=$(id) "x"\n\nno value\n../up=x\n=y\nempty=';
    const { stdout, stderr, status } = runScript(script, { SECRETS });
    expect([stderr, status]).toEqual(['', 0]);
    expect(stdout).toBe('::add-mask::abc=d\n::add-mask::$(id) "x"\n');
    expect(readdirSync(folder()).sort()).toEqual(['PIP_TOKEN', 'empty', 'npm']);
    expect(readFileSync(join(folder(), 'npm'), 'utf8')).toBe('abc=d');
    expect(readFileSync(join(folder(), 'PIP_TOKEN'), 'utf8')).toBe('$(id) "x"');
    expect(statSync(join(folder(), 'npm')).mode & 0o777).toBe(0o600);
    expect(runScript(scriptOf('check', 'Remove the build secrets'), {}).status).toBe(0);
    expect(existsSync(folder())).toBe(false);
  });
});

describeWithJq('a job of the matrix that left no report', () => {
  it('gets an incomplete report, which can be merged', () => {
    const MATRIX = JSON.stringify({ include: [{ image: 'api:ci\nweb:ci' }, { image: '' }] });
    const script = scriptOf('report', 'Add incomplete reports for failed jobs');
    expect(runScript(script, { MATRIX })).toMatchObject({ stderr: '', status: 0 });
    const targets = [0, 1].map((leg) => {
      const file = join(work, `legs/portside-leg-${leg}/report.json`);
      const { incomplete, verdict } = readReport(readFileSync(file), file);
      return [incomplete.map(({ target }) => target), verdict.outcome];
    });
    expect(targets).toEqual([
      [['api:ci', 'web:ci'], 'incomplete'],
      [['repository'], 'incomplete'],
    ]);
  });
});
