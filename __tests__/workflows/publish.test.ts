import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const { jobs } = parse(readFileSync('.github/workflows/publish.yml', 'utf8'));
const steps: { name?: string; run?: string; with?: Record<string, unknown> }[] = jobs.publish.steps;

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-publish-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** Runs the step with stored files, and a node that writes down its arguments and ends with the status. */
function publish(files: readonly string[], status = 0) {
  for (const file of files) {
    const path = join(work, 'report', file);
    mkdirSync(dirname(path), { recursive: true });
    if (file.includes('link')) symlinkSync('/etc/passwd', path);
    else writeFileSync(path, '{}');
  }
  const program = join(work, 'node');
  writeFileSync(program, `#!/bin/sh\necho "$*"\nif [ "$2" = merge ]; then exit ${status}; fi\n`);
  chmodSync(program, 0o755);
  const script = steps.find(({ name }) => name === 'Publish')?.run ?? '';
  const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    encoding: 'utf8',
    env: { PATH: `${work}:${process.env.PATH}`, RUNNER_TEMP: work },
  });
  return { lines: ran.stdout.replaceAll(work, 'TEMP').trim().split('\n'), status: ran.status };
}

describe('publish.yml', () => {
  it('downloads the report of a job, and those of the jobs of a matrix', () => {
    expect(steps.some((step) => step.with?.pattern === 'portside-report*')).toBe(true);
  });

  it('publishes one report as it is', () => {
    expect(publish(['portside-report/report.json'])).toEqual({
      lines: ['dist/cli/index.js publish TEMP/report/portside-report/report.json'],
      status: 0,
    });
  });

  it.each([0, 1, 3])('merges several reports, whose verdict gives the status %i', (status) => {
    expect(
      publish(['portside-report-a/report.json', 'portside-report-b/report.json'], status),
    ).toEqual({
      lines: [
        'dist/cli/index.js merge TEMP/report/portside-report-a/report.json TEMP/report/portside-report-b/report.json --format json=TEMP/merged.json',
        'dist/cli/index.js publish TEMP/merged.json',
      ],
      status: 0,
    });
  });

  it('publishes nothing if the reports cannot be merged', () => {
    expect(
      publish(['portside-report-a/report.json', 'portside-report-b/report.json'], 2),
    ).toMatchObject({ status: 2 });
  });

  it('follows no links, and says that there is no report', () => {
    expect(publish(['portside-report/link.json'])).toEqual({
      lines: ['The run stored no report'],
      status: 0,
    });
  });
});
