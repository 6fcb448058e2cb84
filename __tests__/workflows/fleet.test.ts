import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const { jobs } = parse(readFileSync('.github/workflows/fleet.yml', 'utf8'));

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-fleet-workflow-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** Programs that answer as gh and unzip would for an artifact with these files. */
function programs(files: Readonly<Record<string, string>>): void {
  const list = Object.keys(files).join('\n');
  writeFileSync(join(work, 'list'), list === '' ? '' : `${list}\n`);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(work, `m${name}`), content);
  program(
    'gh',
    `case "$2" in *missing*) exit 1 ;; */zip) echo zip ;; *) echo 7; echo "$2" >> "${work}/asked" ;; esac`,
  );
  program('unzip', `if [ "$1" = -Z1 ]; then cat "${work}/list"; else cat "${work}/m$3"; fi`);
}

function program(name: string, body: string): void {
  writeFileSync(join(work, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(work, name), 0o755);
}

function runStep(name: string, env: Readonly<Record<string, string>> = {}) {
  const steps: { name?: string; run?: string }[] = jobs.build.steps;
  const script = steps.find((step) => step.name === name)?.run ?? '';
  return spawnSync('bash', ['--noprofile', '--norc', '-e', '-c', script], {
    cwd: work,
    encoding: 'utf8',
    env: {
      PATH: `${work}:${process.env.PATH}`,
      GITHUB_OUTPUT: join(work, 'output'),
      ARTIFACT: 'portside-report',
      ...env,
    },
  });
}

const read = (path: string) => readFileSync(join(work, path), 'utf8');

describe('the reports of each repository', () => {
  it('are read from its newest artifact', () => {
    programs({ 'report.json': '{"a":1}' });
    const REPOSITORIES = ' acme/app \n\nacme/worker\n';
    expect(runStep('Download the reports', { REPOSITORIES }).status).toBe(0);
    for (const name of ['acme/app', 'acme/worker'])
      expect(read(`reports/${name}/report.json`)).toBe('{"a":1}');
    expect(read('asked')).toContain('repos/acme/app/actions/artifacts?name=portside-report');
  });

  it('get names of our own, and none is an option', () => {
    programs({ 'a.json': 'A', '-d.json': 'option', '..json': 'B' });
    expect(runStep('Download the reports', { REPOSITORIES: 'acme/app' }).status).toBe(0);
    expect(read('reports/acme/app/1.json')).toBe('A');
    expect(read('reports/acme/app/2.json')).toBe('B');
  });

  it('are named on the page if there are none', () => {
    programs({});
    expect(runStep('Download the reports', { REPOSITORIES: 'acme/missing' }).status).toBe(0);
    expect(read('reports/acme/missing/report.json')).toBe('no artifact portside-report\n');
  });

  it.each(['acme', '../../etc', 'acme/app/../x', 'acme/$(id)'])(
    'are not looked for in %s',
    (name) => {
      programs({});
      const { status, stdout } = runStep('Download the reports', { REPOSITORIES: name });
      expect(status).toBe(2);
      expect(stdout).toContain('::error::Not a repository');
    },
  );
});

it('the page is published if a report cannot be read, and not after another error', () => {
  const status = (code: number) => {
    program('node', `exit ${code}`);
    return runStep('Write the page').status;
  };
  expect([0, 3, 2, 1].map(status)).toEqual([0, 0, 2, 1]);
  expect(read('output')).toBe('status=0\nstatus=3\n');
});

it('only the job that publishes can write', () => {
  expect(jobs.build.permissions).toEqual({ actions: 'read', contents: 'read' });
  expect(jobs.publish.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
});
