import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inspectDockerfiles } from '../../src/builds/dockerfiles.js';
import type { Host } from '../../src/core/host.js';
import type { DeclaredBuild } from '../../src/manifests/declared-build.js';
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

const AT = { path: 'docker-bake.hcl', startLine: 2, startColumn: 1, endLine: 2, endColumn: 2 };

async function lintReplaced(from: string, build: Partial<DeclaredBuild>) {
  put('Dockerfile', from);
  put('.hadolint.yaml', 'trustedRegistries: [docker.io]\n');
  const { findings } = await inspectDockerfiles(
    ['Dockerfile'],
    {
      root,
      options: { now: new Date('2026-11-24'), platforms: [] as readonly string[] } as Options,
      host: QUIET,
    },
    {
      builds: [
        {
          definition: {
            name: 'docker-bake.hcl app',
            source: 'bake',
            location: AT,
            dockerfile: 'Dockerfile',
          },
          args: new Map(),
          contexts: new Map(),
          mounts: [],
          ...build,
        },
      ],
    },
  );
  return findings
    .filter(({ rule }) => ['PS0029', 'PS0021', 'DL3026'].includes(rule))
    .map(({ rule, location, variants = ['all'] }) => `${rule}:${location?.startLine} ${variants}`);
}

const PINNED = `@sha256:${'a'.repeat(64)}`;
const TARGET = 'docker-bake.hcl: target app';
const context = (name: string, text: string): Partial<DeclaredBuild> => ({
  contexts: new Map([[name, { text, at: AT }]]),
});

it.each<[string, string, Partial<DeclaredBuild>, string[]]>([
  [
    'an image without support',
    `FROM alpine:3.24${PINNED}\n`,
    context(`alpine:3.24${PINNED}`, `docker-image://alpine:3.10${PINNED}`),
    [`PS0029:1 ${TARGET}`],
  ],
  [
    'the image of a stage',
    `FROM alpine:3.24${PINNED} AS base\nFROM base\n`,
    context('base', `docker-image://alpine:3.10${PINNED}`),
    [`PS0029:1 ${TARGET}`],
  ],
  [
    'an image that COPY names',
    `FROM alpine:3.24${PINNED}\nCOPY --from=node:24${PINNED} /a /a\n`,
    context(`node:24${PINNED}`, `docker-image://node:8${PINNED}`),
    [`PS0029:2 ${TARGET}`],
  ],
  [
    'an image of another registry, without a digest',
    `FROM alpine:3.24${PINNED}\n`,
    context(`alpine:3.24${PINNED}`, 'docker-image://registry.example.org/x:1'),
    [`PS0021:1 ${TARGET}`, `DL3026:1 ${TARGET}`],
  ],
  [
    'an image that the build replaces with one that has support',
    `FROM alpine:3.10${PINNED}\n`,
    context(`alpine:3.10${PINNED}`, `docker-image://alpine:3.24${PINNED}`),
    ['PS0029:1 a build without arguments'],
  ],
  [
    'an image that the build replaces with what is not known',
    `FROM alpine:3.10${PINNED}\n`,
    context(`alpine:3.10${PINNED}`, 'docker-image://alpine:$' + '{TAG}'),
    ['PS0029:1 all'],
  ],
  [
    'the image of podman build --from',
    `FROM alpine:3.24${PINNED}\n`,
    { firstImage: `alpine:3.10${PINNED}` },
    [`PS0029:1 ${TARGET}`],
  ],
])('rules about the images of a build hold for %s', async (_, text, build, expected) => {
  expect((await lintReplaced(text, build)).sort()).toEqual([...expected].sort());
});
