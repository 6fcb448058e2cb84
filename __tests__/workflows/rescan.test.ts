import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { explainPolicy } from '../../src/policy/explain.js';
import { parsePolicy } from '../../src/policy/read.js';

const { jobs } = parse(readFileSync('.github/workflows/rescan.yml', 'utf8'));

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-rescan-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** Runs a step with a node that writes down its arguments and prints the text. */
function runStep(job: string, name: string, env: Readonly<Record<string, string>>, printed = '') {
  const steps: { name?: string; run?: string }[] = jobs[job].steps;
  writeFileSync(join(work, 'printed'), printed);
  const program = join(work, 'node');
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$@" > ${work}/arguments\ncat ${work}/printed\n`,
  );
  chmodSync(program, 0o755);
  writeFileSync(join(work, 'output'), '');
  const script = steps.find((step) => step.name === name)?.run ?? '';
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-c', script], {
    cwd: work,
    env: { PATH: `${work}:${process.env.PATH}`, GITHUB_OUTPUT: join(work, 'output'), ...env },
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
  const printed = explainPolicy(policy, new Date()).join('\n');
  expect(runStep('rescan', 'Read the policy', { POLICY: 'portside.yml' }, printed)).toEqual({
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
