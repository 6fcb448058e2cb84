import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inspectDockerfiles } from '../../src/builds/dockerfiles.js';
import type { Host } from '../../src/core/host.js';
import type { Options } from '../../src/options/options.js';

const silent = () => {};
const QUIET: Host = {
  debug: silent,
  info: silent,
  warning: silent,
  error: silent,
  progress: silent,
  step: silent,
  find: async () => undefined,
  run: async () => ({ status: 1, stdout: '', stderr: '' }),
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-dockerfiles-'));
  put('good/Dockerfile', 'FROM debian:12\nRUN sudo true\n');
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function inspect(...paths: readonly string[]) {
  const options = { now: new Date('2026-11-24'), platforms: [] as readonly string[] } as Options;
  const { findings, incomplete } = await inspectDockerfiles(['good/Dockerfile', ...paths], {
    root,
    options,
    host: QUIET,
  });
  expect(findings.map(({ rule }) => rule)).toContain('DL3004');
  return incomplete;
}

it('a Dockerfile of more than 10 MiB is incomplete, and stops no other', async () => {
  put('large/Dockerfile', `FROM debian:12\n${'# a comment\n'.repeat(1_000_000)}`);
  expect(await inspect('large/Dockerfile')).toEqual([
    { check: 'lint', target: 'large/Dockerfile', reason: expect.stringContaining('10 MiB') },
  ]);
});

it('a Dockerfile that does not exist is incomplete, and stops no other', async () => {
  expect(await inspect('gone/Dockerfile')).toEqual([
    { check: 'lint', target: 'gone/Dockerfile', reason: expect.any(String) },
  ]);
});

it('a Dockerfile whose .hadolint.yaml cannot be read is linted without it, and incomplete', async () => {
  put('good/.hadolint.yaml', 'ignored: [\n');
  expect(await inspect()).toEqual([
    { check: 'lint', target: 'good/Dockerfile', reason: expect.stringContaining('.hadolint.yaml') },
  ]);
});
