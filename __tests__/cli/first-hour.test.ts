import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useBuiltCli } from '../built-cli.js';
import { sample } from '../sample.js';

/** What a newcomer does in the first hour, as they type it. Details are tested where the code is. */

const folder = mkdtempSync(join(tmpdir(), 'portside-first-hour-'));
afterAll(() => rmSync(folder, { recursive: true }));
const CLI = useBuiltCli();

beforeAll(() => {
  writeFileSync(join(folder, 'f.txt'), 'hello\nworld\n');
});

function portside(args: string, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args.split(' ')], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
  });
  return { status, stdout, stderr };
}

describe('the first report', () => {
  let report: string;
  beforeAll(() => {
    report = portside('check examples/webapp', process.cwd()).stdout;
  });

  it('has severity, place and rule in every row, the worst first, and at most sixty lines', () => {
    const rows = report.match(/^(?:critical|high|medium|low|info) .*/gm) ?? [];
    expect(rows.length).toBeGreaterThanOrEqual(15);
    for (const row of rows) expect(row).toMatch(/^\w+ +\S.* · \S+/);
    expect(rows[0]).toContain('MAL-0000-1');
    expect(report.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    expect(report).toContain('For the steps: portside fix');
  });

  it('names the system, the packages, the advisories and their age', () => {
    expect(report).toContain('81 packages of Debian 13, 5 of npm');
    expect(report).toMatch(
      /^Advisories: examples\/webapp\/advisories \(Debian \d{4}-\d\d-\d\d, npm/m,
    );
  });

  it('says how many findings are not in the rule set, and ends with the verdict', () => {
    expect(report).toMatch(
      /\n {2}\d\d findings of rules outside the set recommended are not shown, and do not fail\. To show them: rule-set: all in the policy\n/,
    );
    // The advice to use node:24 ends on 2028-04-30.
    expect(report).toMatch(
      /^FAIL {2}(5 critical and 8 high findings, 1[23] less severe)\n[\s\S]*\nFAIL {2}\1\n$/,
    );
  });
});

describe('a mistake', () => {
  it.each(
    sample(
      [
        ['scan f.txt', 'f.txt is not an image archive: it is text. Pass the output of docker save'],
        ['scan .', 'To scan its files use dir:.'],
        ['lint f.tx', 'Did you mean f.txt?'],
        ['scan a --exit-code 1', 'The exit status is 1 if the policy fails'],
        ['scan a --skip-dirs b', 'an exception for the path'],
        ['image alpine', 'Use portside scan NAME'],
        ['lint --fail-on error', 'Use --fail-on high'],
        ['lint --fail-on none', 'write extends: audit in the policy'],
        ['check . --baseline main --offline', 'use --baseline-ref main'],
        ['--version check .', 'it only prints the version'],
        ['check . --version', 'it only prints the version'],
        ['check f.txt', 'For an image use portside scan f.txt'],
        ['check f.txt/below', 'there is no such folder'],
        ['policy check f.txt/below', 'there is no such file'],
        ['init no-such-folder', 'there is no such folder'],
      ] as const,
      3,
      ([args]) => args,
    ),
  )('portside %s is answered once, with what to do', (args, advice) => {
    const { status, stdout, stderr } = portside(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.split(advice)).toHaveLength(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what everybody tries', () => {
  beforeAll(() => writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n'));

  it.each([
    ['version', /^portside \d+\.\d+/],
    ['--version', /^portside \d+\.\d+/],
    ['help lint', /^usage: portside lint/],
    ['lint --help', /^usage: portside lint/],
    ['completion bash', /complete .* portside/],
    ['init', /^created \.github\/portside\.yml\n/],
    ['policy check', /^\.github\/portside\.yml\n/],
  ])('portside %s works, without a warning', (args, shown) => {
    const { status, stdout, stderr } = portside(args);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(shown);
  });

  it('a -v before the command is its --verbose', () => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nMAINTAINER me\n');
    const [before, after] = ['-v lint Dockerfile', 'lint Dockerfile --verbose'].map((args) =>
      portside(args),
    );
    expect(before?.stdout).toContain('DL4000');
    expect([before?.status, before?.stdout]).toEqual([after?.status, after?.stdout]);
  });

  it.each(['--fail-on HIGH', '--severity HIGH', '--verbose', '--timeout 1m', '--color never'])(
    'the option %s is accepted',
    (option) => {
      writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n');
      const { status, stderr } = portside(`lint Dockerfile ${option}`);
      expect([0, 1]).toContain(status);
      expect(stderr).not.toContain('error');
    },
  );
});
