import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inspectDockerfiles } from '../../../src/builds/dockerfiles.js';
import type { Host } from '../../../src/core/host.js';
import type { Options } from '../../../src/options/options.js';

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
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portside-threshold-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test.each<[thresholds: (string | undefined)[], strictest: string | undefined]>([
  [['error'], 'high'],
  [['error', 'style', 'warning'], 'info'],
  [['none', 'error'], 'high'],
  [['none', undefined], 'none'],
  [[undefined], undefined],
  [[], undefined],
])('of %j the strictest failure-threshold is %s', async (thresholds, strictest) => {
  const paths = thresholds.map((_, index) => `f${index}/Dockerfile`);
  for (const [index, threshold] of thresholds.entries()) {
    await mkdir(join(root, `f${index}`));
    await writeFile(join(root, `f${index}`, 'Dockerfile'), 'FROM debian:12\n');
    const yaml = threshold === undefined ? '' : `failure-threshold: ${threshold}\n`;
    await writeFile(join(root, `f${index}`, '.hadolint.yaml'), yaml);
  }
  const settings = { now: new Date('2026-11-24'), platforms: [] as readonly string[] } as Options;
  const inspection = await inspectDockerfiles(paths, { root, options: settings, host: QUIET });
  expect(inspection.failureThreshold).toBe(strictest);
});
