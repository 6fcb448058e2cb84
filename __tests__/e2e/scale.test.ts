import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { pullRequest, VARIABLES } from '../github/events.js';
import { type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { dockerArchive, tar } from '../image/build-tar.js';
import { CLI } from './dist.js';

/**
 * The steps of the reusable workflow on 200 Dockerfiles and many images: discover, check each image, merge, publish. A check
 * starts a program, so there are fewer images than in `npm run test:full`.
 */

const IMAGES = process.env.PORTSIDE_SAMPLE === 'all' ? 50 : 16;
const DOCKERFILES = 200;

let folder: string;
let server: LoopbackGitHub;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portside-scale-'));
  server = await startGitHub();
  for (let i = 0; i < DOCKERFILES; i++) {
    write(
      `services/s${i}/Dockerfile`,
      `FROM debian:12.${i % 10}\nCOPY app /app\nUSER ${1000 + i}\n`,
    );
  }
  for (let i = 0; i < IMAGES; i++) {
    const body = JSON.stringify({ name: `own-${i}`, version: '1.0.0' });
    const vulnerable = JSON.stringify({ name: 'minimist', version: '0.0.8' });
    const layer = tar([
      { name: `app/node_modules/own-${i}/package.json`, body },
      { name: 'app/node_modules/minimist/package.json', body: vulnerable },
    ]);
    write(`images/app${i}.tar`, dockerArchive([layer], { tags: [`app${i}:ci`] }));
  }
  const images = Array.from({ length: IMAGES }, (_, i) => `images/app${i}.tar`);
  write('.github/portside.yml', `images: [${images.join(', ')}]\n`);
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function write(path: string, body: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body);
}

function portside(
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((done, fail) => {
    const env = { PATH: process.env.PATH, HOME: folder, ...variables };
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (bytes) => (stdout += bytes));
    child.stderr.on('data', (bytes) => (stderr += bytes));
    child.on('error', fail).on('close', (status) => done({ status, stdout, stderr }));
  });
}

const report = (file: string): Report => JSON.parse(readFileSync(join(folder, file), 'utf8'));

describe('a repository of many images', () => {
  const legs: string[] = [];

  it('gets a matrix with one job per image', async () => {
    const { stdout } = await portside(['discover']);
    const found = JSON.parse(stdout);
    expect(found.dockerfiles).toHaveLength(DOCKERFILES);
    expect(found.matrix.include).toHaveLength(IMAGES);
    legs.push(...found.matrix.include.map(({ image }: { image: string }) => image));
  });

  it('is checked in one run per image', async () => {
    const check = async (image: string, index: number) => {
      const args = ['check', '--image', image, '--offline', '--quiet'];
      const advisories = resolve('examples/webapp/advisories');
      const { status, stderr } = await portside([
        ...args,
        ...['--advisories', advisories, '--format', `json=legs/${index}/report.json`],
      ]);
      expect({ image, status, stderr }).toMatchObject({ status: 1 });
    };
    for (let i = 0; i < legs.length; i += 2)
      await Promise.all(legs.slice(i, i + 2).map((image, j) => check(image, i + j)));
  }, 240_000);

  it('is merged into one report, and the order of merging does not matter', async () => {
    const files = legs.map((_, i) => `legs/${i}/report.json`);
    const merge = (out: string, ...inputs: string[]) =>
      portside(['merge', ...inputs, '--format', `json=${out}`]);
    await merge('all.json', ...files);
    await merge('left.json', ...files.slice(0, IMAGES / 4));
    await merge('right.json', ...files.slice(IMAGES / 4));
    await merge('halves.json', 'left.json', 'right.json');
    const merged = report('all.json');
    expect(report('halves.json')).toEqual(merged);
    expect(merged.targets.filter((t) => t.kind === 'image')).toHaveLength(IMAGES);
    // Every run lints all Dockerfiles: identical findings are merged.
    expect(merged.targets.filter((t) => t.kind === 'dockerfile')).toHaveLength(DOCKERFILES);
    const minimist = merged.findings.filter((f) => f.rule === 'CVE-2021-44906');
    expect(new Set(minimist.map((f) => f.subject?.image)).size).toBe(IMAGES);
    const linted = merged.findings.filter((f) => f.check === 'lint');
    expect(linted).toHaveLength(
      report('legs/0/report.json').findings.filter((f) => f.check === 'lint').length,
    );
    expect(merged.verdict.outcome).toBe('fail');
  }, 60_000);

  it('is published as one comment and one code scanning category per image', async () => {
    const event = join(folder, 'event.json');
    writeFileSync(event, JSON.stringify(pullRequest()));
    const { status, stderr } = await portside(['publish', 'all.json'], {
      ...VARIABLES,
      GITHUB_API_URL: server.url,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_EVENT_PATH: event,
      GITHUB_TOKEN: 't0ken',
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(server.violations).toEqual([]);
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain('CVE-2021-44906');
    const categories = server.uploads.flatMap(({ log }) =>
      log.runs.map((run) => run.automationDetails?.id),
    );
    expect(new Set(categories).size).toBe(IMAGES + 1);
    expect(categories).toHaveLength(IMAGES + 1);
    expect(server.requests.length).toBeLessThanOrEqual(14);
  }, 60_000);
});
