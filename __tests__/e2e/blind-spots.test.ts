import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runShipped } from '../action/action-step.js';
import { GET_TREE, startGitHub } from '../github/loopback-github.js';
import type { BlindSpot, Files } from './blind-spots/blind-spot.js';
import { EVENTS, type EventBlindSpot, REPOSITORY } from './blind-spots/events.js';
import { IMAGES } from './blind-spots/images.js';
import { DATA, POLICIES } from './blind-spots/policies.js';
import { DOCKERFILES, MANIFESTS } from './blind-spots/repositories.js';
import { ACTION, CLI } from './dist.js';

/**
 * What cannot be checked, or matches nothing, is never green and always named. The same request is green once the blind
 * spot is filled or allowed by name.
 */

const folder = mkdtempSync(join(tmpdir(), 'portside-blind-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let repositories = 0;

function write(root: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    rmSync(file, { recursive: true, force: true });
    if (content === null) continue;
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'function') content(file);
    else writeFileSync(file, content);
  }
}

function run(
  files: readonly Files[],
  args: readonly string[],
): { status: number | null; said: string } {
  const root = join(folder, `repository-${++repositories}`);
  mkdirSync(root);
  for (const some of files) write(root, some);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [CLI, ...args, '--format', 'json'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: root, GIT_CEILING_DIRECTORIES: folder },
      timeout: 120_000,
      maxBuffer: 64 << 20,
    },
  );
  return { status, said: `${stdout}\n${stderr}` };
}

describe.each<[string, readonly BlindSpot[]]>([
  ['Dockerfiles', DOCKERFILES],
  ['manifests', MANIFESTS],
  ['images', IMAGES],
  ['policies', POLICIES],
  ['data', DATA],
])('%s', (_, spots) => {
  it.each(spots.map((spot) => [spot.name, spot] as const))(
    '%s is named and not green',
    (__, spot) => {
      const { status, said } = run([spot.files], spot.args);
      expect(said).toMatch(spot.names);
      expect([1, 2, 3]).toContain(status);
    },
  );

  it.each(spots.map((spot) => [spot.name, spot] as const))(
    '%s is green once it is filled',
    (__, spot) => {
      const { status, said } = run(
        [spot.files, spot.filled.files ?? {}],
        spot.filled.args ?? spot.args,
      );
      expect({ status, said: status === 0 ? '' : said.slice(-3000) }).toEqual({
        status: 0,
        said: '',
      });
    },
  );
});

describe('events', () => {
  const step = async (
    { files = {} }: EventBlindSpot,
    story: Omit<EventBlindSpot, 'name' | 'filled' | 'names'>,
  ) => {
    const root = join(folder, `repository-${++repositories}`);
    mkdirSync(root);
    for (const some of [REPOSITORY, files, story.files ?? {}]) write(root, some);
    const github = await startGitHub();
    github.files.set(
      '.github/portside.yml',
      readFileSync(join(root, '.github/portside.yml'), 'utf8'),
    );
    if (story.unreadableBase)
      github.fail(GET_TREE, { status: 403, message: 'Resource not accessible by integration' });
    try {
      const { status, log, summary } = await runShipped(ACTION, folder, github.url, {
        workspace: root,
        inputs: story.inputs ?? {},
      });
      return { status, said: `${log}\n${summary}` };
    } finally {
      await github.close();
    }
  };

  it.each(EVENTS.map((spot) => [spot.name, spot] as const))(
    '%s is named and not green',
    async (_, spot) => {
      const { status, said } = await step(spot, spot);
      expect(said).toMatch(spot.names);
      expect(status).toBe(1);
    },
  );

  it.each(EVENTS.map((spot) => [spot.name, spot] as const))(
    '%s is green once it is filled',
    async (_, spot) => {
      const { status, said } = await step(spot, spot.filled);
      expect({ status, said: status === 0 ? '' : said.slice(-3000) }).toEqual({
        status: 0,
        said: '',
      });
    },
  );
});
