import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { run } from '../../../src/cli/commands/check.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { NOW } from '../../now.js';
import { sample } from '../../sample.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-check-'));
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\n');
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git/HEAD'), `${'a'.repeat(40)}\n`);
});
afterEach(() => rmSync(root, { recursive: true }));

it.each<[string, NodeJS.ProcessEnv, string[] | undefined, string[] | undefined]>([
  ['in a workflow', { GITHUB_ACTIONS: 'true' }, ['a'.repeat(40)], ['acme/app']],
  ['elsewhere', {}, undefined, undefined],
])('%s, the report names the commit and the repository %#', async (_, ...given) => {
  const [variables, commits, repositories] = given;
  const file = join(root, 'report.json');
  const words = ['--offline', '--quiet', '--format', `json=${file}`, root];
  const environment = readEnvironment({ ...variables, GITHUB_REPOSITORY: 'acme/app' });
  const options = readOptions('check', words, environment, new Date('2026-11-24'));
  const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
  await run(options, host);
  const written = JSON.parse(readFileSync(file, 'utf8'));
  expect([written.commits, written.repositories]).toEqual([commits, repositories]);
});

it('--list says of each file what it is read as', async () => {
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\n');
  mkdirSync(join(root, 'vendor'));
  writeFileSync(join(root, 'main.go'), 'package main\n');
  writeFileSync(join(root, 'vendor/main.go'), 'package main\n');
  rmSync(join(root, '.git'), { recursive: true });
  for (const words of [
    ['init', '-q'],
    ['add', '.'],
  ])
    execFileSync('git', words, { cwd: root });
  const options = readOptions('check', ['--list', root], readEnvironment({}), NOW);
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  await run(
    options,
    terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr }),
  );
  spy.mockRestore();
  expect(written.join('').split('\n')).toEqual([
    'Dockerfile\tDockerfile',
    'main.go\tother: secrets only',
    'vendor/main.go\tnot read: folders called vendor and node_modules are not searched',
    '',
  ]);
});

it('the example gives the same report on each day, until the end of Node.js 24', async () => {
  const reportOn = async (day: string) => {
    const file = join(root, `${day}.txt`);
    const words = ['--quiet', '--verbose', '--format', `text=${file}`, 'examples/webapp'];
    const options = readOptions('check', words, readEnvironment({}), new Date(`${day}T12:00:00Z`));
    const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
    expect(await run(options, host)).toBe(1);
    return readFileSync(file, 'utf8').split('\n');
  };
  const first = await reportOn('2026-11-26');
  for (const day of sample(['2026-12-02', '2027-06-30', '2028-04-30'], 2))
    expect(await reportOn(day)).toEqual(first);
  const later = await reportOn('2029-12-31');
  const missing = first.filter((line) => line.includes(' BASE-IMAGE ') && !later.includes(line));
  expect(missing).toEqual([expect.stringContaining('Use node:24 (supported until 2028-04-30)')]);
  // The advice, the line of the other finding in its row, which is alone then, and the note of its step.
  expect(later).toHaveLength(first.length - 3);
});

it.each(['workflow_run', 'issue_comment'])(
  'on %s, which anybody can start, helm renders nothing',
  async (event) => {
    const file = join(root, 'report.json');
    const started = join(root, 'started');
    mkdirSync(join(root, 'shop/templates'), { recursive: true });
    writeFileSync(join(root, 'shop/Chart.yaml'), 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
    writeFileSync(join(root, 'shop/templates/app.yaml'), 'kind: Pod\nname: {{ .Values.name }}\n');
    mkdirSync(join(root, 'bin'));
    writeFileSync(join(root, 'bin/helm'), `#!/bin/sh\ntouch ${started}\nexit 1\n`, { mode: 0o755 });
    const variables = {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/app',
      GITHUB_EVENT_NAME: event,
    };
    const words = ['--offline', '--quiet', '--format', `json=${file}`, root];
    const options = readOptions('check', words, readEnvironment(variables), new Date('2026-11-24'));
    const host = terminalHost({ quiet: true, path: join(root, 'bin'), stderr: process.stderr });
    await run(options, host);
    expect(existsSync(started)).toBe(false);
    const { coverage } = JSON.parse(readFileSync(file, 'utf8'));
    expect(coverage).toContainEqual({
      check: 'manifest',
      target: 'shop',
      state: 'not-covered',
      reason: `A template of this Helm chart was skipped. No chart is rendered, because anybody can start a run on ${event}`,
    });
  },
);

it.each([
  ['--image', 'PSE4002', ['--image', './nope.tar']],
  ['--dockerfile', 'PSE1008', ['--dockerfile', 'Nope']],
  ['--baseline', 'PSE1008', ['--baseline', './nope.json']],
])(
  'a file that %s names and that does not exist is a usage error without a report',
  async (_, code, words) => {
    const file = join(root, 'report.json');
    const all = ['--offline', '--quiet', '--format', `json=${file}`, ...words, root];
    const options = readOptions('check', all, readEnvironment({}), new Date('2026-11-24'));
    const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
    await expect(run(options, host)).rejects.toMatchObject({ code, kind: 'usage' });
    expect(existsSync(file)).toBe(false);
  },
);
