// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the Dockerfile
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

/** The names of the images that enter the builds of a repository, and its gaps. */
async function imagesOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'limits-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { inputs, gaps } = await collectBuildInputs(root, await discover(root));
  return { images: inputs.map(({ what }) => what), gaps };
}

const DOCKERFILE = 'ARG B=debian:12\nFROM $B\n';
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join('');
const targets = (count: number) =>
  times(count, (index) => `target "t${index}" { args = { A = "${index}" } }\n`);
const LAST = 'target "zz" { args = { B = "last.example/x" } }\n';

describe('the last of many builds', () => {
  test('of one Dockerfile is listed', async () => {
    const { images, gaps } = await imagesOf({
      Dockerfile: DOCKERFILE,
      'docker-bake.hcl': targets(60) + LAST,
    });
    expect(images).toContain('last.example/x');
    expect(gaps).toEqual([]);
  });

  test.each<{ what: string; files: Readonly<Record<string, string>>; gap: string }>([
    {
      what: 'a long Dockerfile',
      files: {
        Dockerfile: `${DOCKERFILE}#${' '.repeat(40_000)}\n`,
        'docker-bake.hcl': targets(60) + LAST,
      },
      gap: 'Of 61 builds of Dockerfile, 50 are read',
    },
    {
      what: 'a Compose file',
      files: {
        Dockerfile: DOCKERFILE,
        'compose.yaml': `services:\n${times(501, (index) => `  s${index}: { build: . }\n`)}`,
      },
      gap: 'compose.yaml builds more than 500 services, the others are not read',
    },
    {
      what: 'a matrix of Bake',
      files: {
        Dockerfile: DOCKERFILE,
        'docker-bake.hcl': `target "m" {\n  name = "m-\${n}"\n  matrix = { n = [${times(101, (index) => `"${index}",`)}] }\n}\n`,
      },
      gap: 'docker-bake.hcl m has more than 100 rows in its matrix',
    },
    {
      what: 'a script',
      files: {
        Dockerfile: DOCKERFILE,
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: |\n${times(101, () => '          docker build .\n')}`,
      },
      gap: '.github/workflows/ci.yml a has more than 100 build commands, the others are not read',
    },
    {
      what: 'a workflow',
      files: {
        Dockerfile: DOCKERFILE,
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n${times(7, () => `      - run: |\n${times(99, () => '          docker build .\n')}`)}`,
      },
      gap: '.github/workflows/ci.yml has more than 500 builds, the others are not read',
    },
    {
      what: 'a workflow that uses itself',
      files: {
        '.github/workflows/ci.yml':
          'on: workflow_call\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n  b: { steps: [{ run: docker build . }] }\n',
      },
      gap: '.github/workflows/ci.yml uses itself, which is not followed',
    },
  ])('of $what is listed, or a gap', async ({ files, gap }) => {
    expect((await imagesOf(files)).gaps).toContain(gap);
  });
});

describe('a Dockerfile that is not in the repository', () => {
  const workflow = (step: string) => `on: push\njobs:\n  a:\n    steps:\n      - { ${step} }\n`;
  const ADDRESS = 'https://far.example/Dockerfile';

  test.each<{ path: string; text: string; gap: string }>([
    {
      path: '.github/workflows/ci.yml',
      text: workflow(`run: docker build -f ${ADDRESS} .`),
      gap: ADDRESS,
    },
    {
      path: '.github/workflows/ci.yml',
      text: workflow(`uses: docker/build-push-action@v6, with: { context: ., file: '${ADDRESS}' }`),
      gap: ADDRESS,
    },
    {
      path: '.github/workflows/ci.yml',
      text: workflow('run: cat x | docker build -'),
      gap: 'is not known',
    },
    {
      path: '.github/workflows/ci.yml',
      text: workflow('run: docker buildx bake https://far.example/x.git'),
      gap: 'https://far.example/x.git',
    },
    { path: 'docker-bake.hcl', text: `target "t" { dockerfile = "${ADDRESS}" }`, gap: ADDRESS },
    {
      path: 'compose.yaml',
      text: `services: { a: { build: { context: ., dockerfile: '${ADDRESS}' } } }`,
      gap: ADDRESS,
    },
    {
      path: 'compose.yaml',
      text: 'services: { a: { build: ../outside } }',
      gap: 'is not in the repository',
    },
    {
      path: 'compose.yaml',
      text: 'services: { a: { build: { context: ., dockerfile: missing.df } } }',
      gap: 'missing.df is not in the repository',
    },
  ])('is a gap of $path: $gap', async ({ path, text, gap }) => {
    const { gaps } = await imagesOf({ Dockerfile: 'FROM scratch\n', [path]: text });
    expect(gaps).toEqual([expect.stringContaining(gap)]);
  });
});
