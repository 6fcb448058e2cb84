import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { collectBuildInputs } from '../../../src/check/build-inputs/collect.js';
import { discover } from '../../../src/check/discover/discover.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The inputs of a repository, each as a line: file, line, kind, what, pin, use, builds. */
async function inputsOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'inputs-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { inputs, builds = [], gaps } = await collectBuildInputs(root, await discover(root));
  const lines = inputs.map(
    ({ location, kind, what, pin, use, builds: names = [] }) =>
      `${location.path}:${location.startLine} ${kind} ${what} ${pin} ${use} [${names.join(', ')}]`,
  );
  return { lines, names: builds.map(({ name }) => name), gaps, inputs };
}

const DIGEST = `sha256:${'a'.repeat(64)}`;
const DOCKERFILE = `ARG VERSION=18
ARG OTHER=1
FROM node:\${VERSION} AS build
RUN curl -O https://x.org/\${OTHER}/a
FROM base AS run
COPY --from=build /a /a
FROM debian:12 AS dev
`;

describe('builds of Compose', () => {
  test('set arguments, the target and named contexts of the Dockerfile', async () => {
    const { lines, names } = await inputsOf({
      Dockerfile: DOCKERFILE.replace('\nFROM base', '\nARG OTHER\nFROM base').replace(
        'AS build\n',
        'AS build\nARG OTHER\n',
      ),
      'compose.yaml': `services:
  web:
    build:
      context: .
      target: run
      args: { VERSION: 20-alpine, OTHER: '\${OTHER}' }
      additional_contexts:
        base: docker-image://alpine:3.20@${DIGEST}
  dev:
    build: { context: ., target: dev }
`,
    });
    expect(lines).toEqual([
      'Dockerfile:3 image node:20-alpine version builder [compose.yaml web]',
      'Dockerfile:4 argument OTHER unknown builder [compose.yaml web]',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
      'Dockerfile:5 download https://x.org/${OTHER}/a unknown builder [compose.yaml web]',
      'Dockerfile:6 argument OTHER unknown builder [compose.yaml web]',
      `Dockerfile:7 image alpine:3.20@${DIGEST} digest final [compose.yaml web]`,
      'Dockerfile:9 image debian:12 version final [compose.yaml dev]',
    ]);
    expect(names).toEqual(['compose.yaml web', 'compose.yaml dev']);
  });

  test('add contexts from elsewhere, caches, secrets, and a Dockerfile of their own', async () => {
    const { lines } = await inputsOf({
      'compose.yaml': `services:
  far: { build: 'https://user:word@github.com/acme/app.git#main' }
  short: { build: { context: github.com/acme/app } }
  own:
    build:
      context: .
      dockerfile_inline: FROM busybox:1.36
      cache_from: ['type=registry,ref=ghcr.io/a/cache', type=gha]
      secrets: [token, { source: other }]
      ssh: [default, key=/a]
`,
    });
    expect(lines).toEqual([
      'compose.yaml:2 git https://github.com/acme/app.git#main none final [compose.yaml far]',
      'compose.yaml:3 git https://github.com/acme/app.git none final [compose.yaml short]',
      'compose.yaml:7 image busybox:1.36 version final [compose.yaml own]',
      'compose.yaml:8 cache ghcr.io/a/cache none final [compose.yaml own]',
      'compose.yaml:8 cache type=gha none final [compose.yaml own]',
      'compose.yaml:9 secret token unknown final [compose.yaml own]',
      'compose.yaml:9 secret other unknown final [compose.yaml own]',
      'compose.yaml:10 ssh default unknown final [compose.yaml own]',
      'compose.yaml:10 ssh key unknown final [compose.yaml own]',
    ]);
  });

  test('share what is the same, and keep what no build needs', async () => {
    const { lines } = await inputsOf({
      Dockerfile: 'FROM alpine:3.20 AS a\nFROM debian:12 AS b\nFROM scratch\nCOPY --from=a /x /x\n',
      'compose.yaml': 'services:\n  one: { build: . }\n  two: { build: . }\n',
    });
    expect(lines).toEqual([
      'Dockerfile:1 image alpine:3.20 version builder [compose.yaml one, compose.yaml two]',
      'Dockerfile:2 image debian:12 version final []',
    ]);
  });
});
