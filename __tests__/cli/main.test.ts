import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** The command line from source, in a process of its own. */

const folder = mkdtempSync(join(tmpdir(), 'portside-main-'));
afterAll(() => rmSync(folder, { recursive: true }));
const dockerfile = join(folder, 'Dockerfile');
const sarif = join(folder, 'report.sarif');

function start(args: readonly string[], stdout: 'pipe' | number = 'pipe'): ChildProcess {
  return spawn(process.execPath, ['scripts/run.mjs', 'src/cli/main.ts', ...args], {
    stdio: ['ignore', stdout, 'pipe'],
  });
}

async function statusOf(child: ChildProcess): Promise<number> {
  const [status] = await once(child, 'exit');
  return status;
}

describe('lint of a Dockerfile that fails the policy', () => {
  const lint = ['lint', dockerfile, '--fail-on', 'low', '--format', 'json'];

  beforeAll(() => {
    // Its report is larger than the buffer of a pipe, so that the command still writes when the reader closes.
    const lines = Array.from({ length: 400 }, (_, i) => `RUN apt-get install -y package-${i}`);
    writeFileSync(dockerfile, `FROM debian:13\n${lines.join('\n')}\n`);
  });

  it('exits with 1 and writes the reports in files when the reader closes standard output early', async () => {
    const child = start([...lint, '--format', `sarif=${sarif}`]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    child.stderr?.resume();
    expect(await statusOf(child)).toBe(1);
    const { runs } = JSON.parse(readFileSync(sarif, 'utf8'));
    expect(runs[0].results.length).toBeGreaterThan(400);
  });

  (existsSync('/dev/full') ? it : it.skip)(
    'exits with 3 and says why when standard output is full (skipped without /dev/full)',
    async () => {
      const full = openSync('/dev/full', 'w');
      const child = start([...lint, '--format', `sarif=${sarif}`], full);
      closeSync(full);
      const [messages, status] = await Promise.all([child.stderr?.toArray(), statusOf(child)]);
      expect(status).toBe(3);
      expect(Buffer.concat(messages ?? []).toString()).toMatch(
        /^error: Cannot write to standard output: ENOSPC.*\(PSE1011\)$/m,
      );
    },
  );
});

it('exits with 3 and says why when the time of --timeout is over', async () => {
  // Standard input that does not end: the command waits for it.
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'src/cli/main.ts', 'lint', '-', '--timeout', '1s'],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const [messages, status] = await Promise.all([child.stderr.toArray(), statusOf(child)]);
  expect(status).toBe(3);
  expect(Buffer.concat(messages).toString()).toContain(
    'error: The run did not end within 1 s (--timeout). Give it more time, or check less at once (PSE1012)',
  );
});

it('exits with 0 for a pass when standard error is closed early', async () => {
  const clean = join(folder, 'clean.Dockerfile');
  writeFileSync(clean, 'FROM debian:13\n');
  const child = start(['lint', clean, '--fail-on', 'critical', '--format', 'json']);
  child.stderr?.destroy();
  child.stdout?.resume();
  expect(await statusOf(child)).toBe(0);
});

it.each([
  ['a Dockerfile', 'FROM debian\n', /DL3006/],
  ['a Compose file', 'services:\n  a:\n    image: x\n', /DEP-PIN|DEP-DIGEST/],
  [
    'a Kubernetes manifest',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers: [{ image: x }]\n',
    /DEP-SATOKEN/,
  ],
])('lints %s on standard input', (_, input, rules) => {
  const args = ['scripts/run.mjs', 'src/cli/main.ts', 'lint', '-'];
  const { stdout } = spawnSync(process.execPath, args, { input, encoding: 'utf8' });
  expect(stdout).toMatch(rules);
  expect(stdout).not.toMatch('DL1000');
});
