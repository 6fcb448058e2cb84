import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { check } from '../../../src/check/check.js';
import { ruleBook } from '../../../src/check/rule-book.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import type { PlanStep } from '../../../src/core/plan.js';
import type { Report } from '../../../src/core/report.js';
import { readOptions } from '../../../src/options/read-options.js';
import { applyPlan, selectSteps, writeFiles as write } from '../../../src/remedy/fix/apply-plan.js';
import { packageIndexes } from '../../../src/vulnerabilities/package-indexes/indexes.js';
import type { TarMember } from '../../image/build-tar.js';
import { type LoopbackRegistry, loopbackRegistry } from '../../registry/loopback.js';
import { NOW } from '../replay-build.js';
import { type IndexServer, indexServer } from './index-server.js';

export const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

export const UPGRADE = /of the base image in a RUN instruction/;
export const REMOVAL = /^remove the upgrade/;

/** A folder, a registry and a server of package indexes for the tests of a file. */
export interface UpgradeWorld {
  readonly folder: string;
  registry: LoopbackRegistry;
  server: IndexServer;
}

export function upgradeWorld(): UpgradeWorld {
  const folder = mkdtempSync(join(tmpdir(), 'portside-upgrades-'));
  const world = { folder } as UpgradeWorld;
  beforeAll(async () => {
    world.registry = await loopbackRegistry();
    world.server = await indexServer();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.registry.close();
    await world.server.close();
  });
  return world;
}

/** A repository with a Dockerfile, its image and the advisories of the day, in a folder of its own. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/**
 * Checks the repository in `folder/repo` with the advisories in `folder/osv`, and the package indexes that the cache has: with
 * advisories of the user, none are downloaded.
 */
export async function checkRepository(
  folder: string,
  words: readonly string[] = [],
): Promise<Report> {
  const environment = { path: '', noColor: true, cacheFolder: join(folder, 'cache') };
  const all = ['--advisories', join(folder, 'osv'), '--platform', 'linux/amd64', ...words];
  const options = readOptions('check', all, environment, NOW);
  return (await check(join(folder, 'repo'), options, host)).report;
}

/** Downloads the indexes of a system into the cache, as a run with OSV would. Throws Error. */
export async function download(
  folder: string,
  addressOf: (address: string) => string,
  system: Parameters<ReturnType<typeof packageIndexes>['newest']>[0],
): Promise<void> {
  const cache = join(folder, 'cache', 'package-indexes');
  rmSync(cache, { recursive: true, force: true });
  const indexes = packageIndexes({ cache, offline: false, now: NOW, addressOf }, host);
  await indexes.newest(system, new Set());
}

export function stepsOf({ plan }: Report, title: RegExp): readonly PlanStep[] {
  return plan?.steps.filter((step) => title.test(step.title)) ?? [];
}

/** What an image of Alpine has besides its database of packages. */
export const APK: readonly TarMember[] = [
  { name: 'bin/sh', body: 'x' },
  { name: 'sbin/apk', body: 'x' },
  {
    name: 'etc/apk/repositories',
    body: 'https://dl-cdn.alpinelinux.org/alpine/v3.22/main\nhttps://dl-cdn.alpinelinux.org/alpine/v3.22/community\n',
  },
  { name: 'etc/apk/world', body: 'alpine-baselayout\n' },
];

/** What an image of Debian 12 has besides its database of packages. */
export const APT: readonly TarMember[] = [
  { name: 'bin/sh', body: 'x' },
  { name: 'usr/bin/apt-get', body: 'x' },
  {
    name: 'etc/apt/sources.list.d/debian.sources',
    body: 'Types: deb\nURIs: http://deb.debian.org/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\nTypes: deb\nURIs: http://deb.debian.org/debian-security\nSuites: bookworm-security\nComponents: main\n',
  },
];

/** Does steps of the plan in the files of the repository; returns the Dockerfile, and the outcome of each step. */
export async function doSteps(
  folder: string,
  report: Report,
  selection: Parameters<typeof selectSteps>[1],
): Promise<{ readonly text: string; readonly states: readonly string[] }> {
  const root = join(folder, 'repo');
  const plan = report.plan ?? { steps: [] };
  const options = { now: NOW, environment: { path: '', noColor: true }, offline: true };
  const { files, outcomes } = await applyPlan(selectSteps(plan, selection), {
    ...{ root, report, options, host, rules: ruleBook },
    ...{ whatCanBeDone: selection === 'all-safe', untrusted: undefined },
  });
  await write(root, files);
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  return { text, states: outcomes.map(({ state }) => state) };
}
