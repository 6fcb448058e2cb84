import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dockerArchive, tar, temporaryFolder } from '../image/build-tar.js';
import { sample } from '../sample.js';
import { type GitStory, gitStory } from './git-story.js';

/** A pull request of a repository whose image copies from two stages, with findings of each and of the base image. */

const folder = temporaryFolder();
afterAll(() => folder.remove());
let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const DOCKERFILE = `FROM golang:1.25 AS go
COPY main.go /src/
RUN go build -o /app /src
FROM node:24 AS web
WORKDIR /srv
COPY package.json ./
RUN npm ci
FROM debian:13
COPY --from=web /srv /srv
COPY --from=go /app /app
COPY package.json /srv/package.json
USER 1
`;
const FILES = { Dockerfile: DOCKERFILE, 'main.go': 'package main\n', 'package.json': '{}\n' };
const buildKit = (created_by: string, empty_layer = false) => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty_layer && { empty_layer }),
});
const history = (file: string) => [
  { created_by: '# debian.sh' },
  buildKit('COPY /srv /srv # buildkit'),
  buildKit('COPY /app /app # buildkit'),
  buildKit(`COPY package.json ${file} # buildkit`),
  buildKit('USER 1', true),
];
const npm = (at: string, name: string) => ({
  name: `${at}/node_modules/${name}/package.json`,
  body: JSON.stringify({ name, version: '1.0.0' }),
});
const advisory = (name: string) => ({
  id: `CVE-2026-${name}`,
  modified: '2026-11-24T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
    },
  ],
});
const NAMES = ['base', 'web', 'go'];
beforeAll(() => {
  for (const name of NAMES) folder.write(`osv/npm/${name}.json`, JSON.stringify(advisory(name)));
  const layers = [
    tar([npm('usr/lib', 'base'), { name: 'bin/sh', body: 'x', mode: 0o755 }]),
    tar([npm('srv', 'web')]),
    tar([npm('app', 'go')]),
    tar([{ name: 'srv/package.json', body: '{}' }]),
  ];
  for (const name of ['package', 'p'])
    folder.write(
      `${name}.tar`,
      dockerArchive(layers, { history: history(`/srv/${name}.json`), tags: ['app:1'] }),
    );
});

/** The names of the vulnerabilities that are new. */
async function newIn(
  files: Readonly<Record<string, string>>,
  image = 'package.tar',
  before: Readonly<Record<string, string>> = FILES,
) {
  story.base(before);
  story.commit(files);
  const words = ['--advisories', join(folder.path, 'osv'), '--image', join(folder.path, image)];
  const { findings } = await story.run(words);
  const found = findings.filter(({ check }) => check === 'vulnerability');
  expect(found.map(({ rule }) => rule).sort()).toEqual(NAMES.map((n) => `CVE-2026-${n}`).sort());
  return found.flatMap(({ rule, status }) => (status === 'new' ? rule.slice(9) : [])).sort();
}

describe('a pull request is only blamed for what is in', () => {
  const edit = (from: string, to: string) => ({ Dockerfile: DOCKERFILE.replace(from, to) });
  it.each<[string, Readonly<Record<string, string>>, string[]]>(
    sample(
      [
        ['no stage, with a text file', { 'README.md': 'a' }, []],
        ['the stage that copies a source file', { 'main.go': 'package main // a\n' }, ['go']],
        ['the stage that copies a descriptor', { 'package.json': '{"a":1}\n' }, ['web']],
        ['the stage with another command', edit('npm ci', 'npm install'), ['web']],
        ['the stage with another base image', edit('node:24', 'node:26'), ['web']],
        ['the last stage with another base image', edit('debian:13', 'debian:14'), ['base']],
        [
          'no stage, with a Compose file',
          { 'compose.yaml': 'services:\n  a:\n    build: .\n' },
          [],
        ],
      ],
      2,
      ([name]) => name,
    ),
  )('%s', async (_, files, expected) => {
    expect(await newIn(files)).toEqual(expected);
  });

  it('no stage, with another name of a copied file', async () => {
    const Dockerfile = DOCKERFILE.replace('/srv/package.json', '/srv/p.json');
    expect(await newIn({ Dockerfile }, 'p.tar')).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>(
    sample(
      [
        ['COPY server.js ./', 'server.js', []],
        ['COPY server.js /srv/node_modules/web/', 'server.js', []],
        ['COPY server.js /srv/node_modules/web/package.json', 'server.js', ['web']],
        ['COPY server.js $TO', 'server.js', ['web']],
        ['ADD server.js ./', 'server.js', []],
        ['ADD lib.tar ./', 'lib.tar', ['web']],
        ['COPY web/ node_modules/web/', 'web/package.json', ['web']],
        ['COPY web/ node_modules/web/', 'web/index.js', []],
        ['COPY server.js ./\nRUN npm prune', 'server.js', ['web']],
        ['RUN --mount=type=bind,source=server.js,target=/s node /s', 'server.js', ['web']],
      ],
      2,
      ([name]) => name,
    ),
  )('the names that a stage copies after its packages: %s', async (instruction, file, expected) => {
    const Dockerfile = DOCKERFILE.replace('RUN npm ci\n', `RUN npm ci\n${instruction}\n`);
    const files = {
      'server.js': 'a',
      'lib.tar': 'a\0',
      'web/package.json': '{}',
      'web/index.js': 'a',
    };
    const before = { ...FILES, ...files, Dockerfile };
    expect(
      await newIn({ [file]: 'b\0' === file ? '' : `${file} changed` }, undefined, before),
    ).toEqual(expected);
  });
});
