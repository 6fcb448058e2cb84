import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { explainPolicy } from '../../src/policy/explain.js';
import { parsePolicy } from '../../src/policy/read.js';
import { NOW } from '../now.js';
import { describeWithJq } from './with-jq.js';

const { jobs } = parse(readFileSync('.github/workflows/rescan.yml', 'utf8'));

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-rescan-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** Runs a step with a node that writes down its arguments, runs the script and prints the text. */
function runStep(
  job: string,
  name: string,
  env: Readonly<Record<string, string>>,
  { printed = '', script: nodeScript = '' } = {},
) {
  const steps: { id?: string; name?: string; run?: string }[] = jobs[job].steps;
  writeFileSync(join(work, 'script'), nodeScript);
  writeFileSync(join(work, 'printed'), printed);
  const program = join(work, 'node');
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$@" >> "${work}/arguments"\n. "${work}/script"\ncat "${work}/printed"\n`,
  );
  chmodSync(program, 0o755);
  writeFileSync(join(work, 'output'), '');
  const script = steps.find((step) => step.name === name || step.id === name)?.run ?? '';
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-c', script], {
    cwd: work,
    env: {
      PATH: `${work}:${process.env.PATH}`,
      GITHUB_OUTPUT: join(work, 'output'),
      RUNNER_TEMP: work,
      ...env,
    },
  });
  return { status, output: readFileSync(join(work, 'output'), 'utf8') };
}

it.each([
  ['fix-pull-request: rescan', 'fix=true\n'],
  ['fix-pull-request: never', ''],
  ['extends: strict', ''],
])('the second job runs only if the policy asks for it: %s', (text, output) => {
  const { policy } = parsePolicy(text, 'portside.yml');
  if (!policy) throw new Error(text);
  writeFileSync(join(work, 'portside.yml'), text);
  const printed = explainPolicy(policy, NOW).join('\n');
  expect(runStep('rescan', 'Read the policy', { POLICY: 'portside.yml' }, { printed })).toEqual({
    status: 0,
    output,
  });
});

it('there is no second job without a policy', () => {
  expect(runStep('rescan', 'Read the policy', { POLICY: 'none.yml' })).toEqual({
    status: 0,
    output: '',
  });
});

it('the second job gets each image, also after a failed verdict, with the permissions of the caller', () => {
  expect(jobs.fix.if).toContain('!cancelled()');
  expect(jobs.fix.permissions).toBeUndefined();
  const IMAGES = ' ghcr.io/acme/app:1 \n\n--not an option\n';
  expect(runStep('fix', 'Propose fixes', { IMAGES, POLICY: 'p.yml' }).status).toBe(0);
  expect(readFileSync(join(work, 'arguments'), 'utf8').trim().split('\n')).toEqual([
    ...['.portside/dist/cli/index.js', 'fix', '--rescan', '--policy', 'p.yml'],
    ...['--image=ghcr.io/acme/app:1', '--image=--not an option'],
  ]);
});

const argumentsOf = () => readFileSync(join(work, 'arguments'), 'utf8').trim().split('\n');

describeWithJq('the matrix', () => {
  it.each([
    [1, 1, [1]],
    [25, 1, [25]],
    [60, 3, [20]],
    [1_000, 40, [25]],
    [7_000, 256, [27, 28]],
  ])('%i images are scanned by %i jobs, each image by one of them', (count, legs, sizes) => {
    const images = Array.from({ length: count }, (_, i) => `acme/app:${i}`);
    const IMAGES = ['', ...images, images[0], ` ${images[0]} `, ''].join('\n');
    const { status, output } = runStep('images', 'matrix', { IMAGES });
    expect(status).toBe(0);
    const { include } = JSON.parse(output.replace('matrix=', ''));
    const groups: string[][] = include.map((leg: { images: string }) => leg.images.split('\n'));
    expect(groups).toHaveLength(legs);
    expect([...new Set(groups.map((group) => group.length))].sort()).toEqual(sizes);
    expect(groups.flat().sort()).toEqual(images.sort());
  });

  it('an empty list is an error, not a scan of nothing', () => {
    expect(runStep('images', 'matrix', { IMAGES: ' \n' })).toEqual({ status: 1, output: '' });
  });
});

describe('the scan', () => {
  const env = {
    IMAGES: 'acme/app:1\n--not an option',
    POLICY: 'p.yml',
    ADVISORIES: 'r/db@sha256:1',
  };
  const writes = (...names: string[]) =>
    `if [ "$2" = scan ]; then mkdir "${work}/reports"; cd "${work}/reports"; touch ${names.join(' ')}; exit 1; fi`;

  it('is one process for the images of a job, with one database for all jobs', () => {
    writeFileSync(join(work, 'p.yml'), '');
    const script = writes('app.json', 'not.json');
    expect(runStep('scan', 'Scan', env, { script }).status).toBe(0);
    expect(argumentsOf()).toEqual([
      ...['.portside/dist/cli/index.js', 'scan', '--out', `${work}/reports`],
      ...[
        '--format',
        `json=${work}/changes.json`,
        '--policy',
        'p.yml',
        '--attested-sbom',
        '--advisories',
        'r/db@sha256:1',
      ],
      ...['--', 'acme/app:1', '--not an option'],
      ...['.portside/dist/cli/index.js', 'merge', `${work}/reports/app.json`],
      ...[`${work}/reports/not.json`, '--format', 'text', '--format', `json=${work}/report.json`],
    ]);
  });

  it('works without a policy, which alone names signers of SBOMs, and without a database', () => {
    const script = writes('app.json', 'not.json');
    expect(runStep('scan', 'Scan', { ...env, ADVISORIES: '' }, { script }).status).toBe(0);
    const [, scan, out, , , , dashes] = argumentsOf();
    expect([scan, out, dashes]).toEqual(['scan', '--out', '--']);
  });

  it('fails without the report of an image: those of the others could close the issue', () => {
    expect(runStep('scan', 'Scan', env, { script: writes('app.json') }).status).toBe(3);
    expect(jobs.rescan.needs).toBe('scan');
    expect(jobs.rescan.if).toBeUndefined();
  });

  it('fails if the program does', () => {
    expect(runStep('scan', 'Scan', env, { script: 'exit 2' }).status).toBe(2);
  });
});
