import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useBuiltCli } from '../built-cli.js';

/** The command line from source, in a process of its own. */

const CLI = useBuiltCli();

const folder = mkdtempSync(join(tmpdir(), 'portside-main-'));
afterAll(() => rmSync(folder, { recursive: true }));
const dockerfile = join(folder, 'Dockerfile');
const sarif = join(folder, 'report.sarif');

function start(args: readonly string[], stdout: 'pipe' | number = 'pipe'): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
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

describe('when the time of --timeout is over', () => {
  const notChecked = (time: string) =>
    `Not checked within ${time} (timeout). Give the run more time, or check less at once`;

  it('lint reports what it did not check, and exits with 3', async () => {
    // Standard input that does not end: the command waits for it.
    const child = spawn(process.execPath, [CLI, 'lint', '-', '--timeout', '1s', '-f', 'json'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const [text, status] = await Promise.all([child.stdout.toArray(), statusOf(child)]);
    const { incomplete, verdict } = JSON.parse(Buffer.concat(text).toString());
    expect([status, verdict.outcome]).toEqual([3, 'incomplete']);
    expect(incomplete).toEqual([{ check: 'lint', target: '-', reason: notChecked('1 s') }]);
  });

  it('check reports the rest; check, scan, verify and compliance what they did not check; sbom writes none', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const image = `registry:127.0.0.1:${(silent.address() as AddressInfo).port}/app:1`;
    const repository = join(folder, 'slow');
    mkdirSync(repository);
    writeFileSync(join(repository, 'Dockerfile'), 'FROM scratch\nUSER root\n');
    const key = resolve(folder, 'key.pem');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }));
    for (const [words, seconds] of [
      [['check', repository, '--image', image], 5],
      [['scan', image], 1],
      [['verify', image, '--key', key], 1],
    ] as const) {
      const options = ['--timeout', `${seconds}s`, '-f', 'json'];
      const args = [CLI, ...words, ...options];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const [text, status] = await Promise.all([child.stdout.toArray(), statusOf(child)]);
      const { incomplete, verdict, findings } = JSON.parse(Buffer.concat(text).toString());
      expect([words[0], status, verdict.outcome]).toEqual([words[0], 3, 'incomplete']);
      const checks = words[0] === 'verify' ? ['trust'] : ['vulnerability', 'secret', 'hardening'];
      for (const check of checks)
        expect(incomplete).toContainEqual({
          check,
          target: image,
          reason: notChecked(`${seconds} s`),
        });
      if (words[0] === 'check')
        expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('DL3002');
    }
    const bundle = join(folder, 'slow-bundle');
    const compliance = start(['compliance', image, '--out', bundle, '--timeout', '1s']);
    expect(await statusOf(compliance)).toBe(3);
    const { result } = JSON.parse(readFileSync(join(bundle, 'index.json'), 'utf8'));
    expect(result.notChecked).toContainEqual(expect.stringContaining(notChecked('1 s')));
    const sbom = start(['sbom', image, '--timeout', '1s']);
    const [messages = [], status] = await Promise.all([sbom.stderr?.toArray(), statusOf(sbom)]);
    expect([status, Buffer.concat(messages).toString()]).toEqual([
      3,
      expect.stringContaining('error: The run did not end within 1 s (--timeout).'),
    ]);
    await new Promise((closed) => {
      silent.close(closed);
      silent.closeAllConnections();
    });
  }, 60_000);
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
  const args = [CLI, 'lint', '-'];
  const { stdout } = spawnSync(process.execPath, args, { input, encoding: 'utf8' });
  expect(stdout).toMatch(rules);
  expect(stdout).not.toMatch('DL1000');
});
