// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the Dockerfile
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { collectMaterials } from '../../../src/builds/materials/collect.js';
import { discover } from '../../../src/discover/discover.js';

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
  const { materials, gaps } = await collectMaterials(root, await discover(root));
  return { images: materials.map(({ what }) => what), gaps, materials };
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
      what: 'a long script',
      files: {
        Dockerfile: DOCKERFILE,
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: |\n${times(20_000, () => '          echo docker a\n')}          docker build .\n`,
      },
      gap: '.github/workflows/ci.yml a has a script that is too long or too deep to be read completely',
    },
    {
      what: 'a matrix of a workflow',
      files: {
        Dockerfile: DOCKERFILE,
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    strategy: { matrix: { n: [${times(257, (index) => `${index},`)}] } }\n    steps: [{ run: docker build . }]\n`,
      },
      gap: '.github/workflows/ci.yml a has more than 256 rows in its matrix, which are not told apart',
    },
    {
      what: 'workflows that multiply',
      files: Object.fromEntries(
        [0, 1, 2].map((level) => [
          `.github/workflows/w${level}.yml`,
          `on: workflow_call # docker\njobs:\n${times(80, (index) => `  j${index}: { uses: ./.github/workflows/w${level + 1}.yml }\n`)}`,
        ]),
      ),
      gap: '.github/workflows/w0.yml runs more than 5000 jobs, the others are not read',
    },
    {
      what: 'an action that is missing',
      files: {
        '.github/workflows/ci.yml':
          'on: push\njobs:\n  a:\n    steps: [{ run: docker build . }, { uses: ./x }]\n',
      },
      gap: '.github/workflows/ci.yml: the action ./x (line 4) is not in the repository',
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

describe('a build command of a script is found', () => {
  const CONTEXT = '--build-context base=docker-image://bx.example/x';
  test.each([
    `docker --context foo build ${CONTEXT} .`,
    `docker -H tcp://x build ${CONTEXT} .`,
    `docker -Htcp://x -D build ${CONTEXT} .`,
    `docker -l debug build ${CONTEXT} .`,
    `docker buildx --builder x build ${CONTEXT} .`,
    `docker build -tx ${CONTEXT} .`,
    `docker build -qtx ${CONTEXT} .`,
    `docker build "$@" ${CONTEXT} .`,
    `docker build $OPTIONS ${CONTEXT} .`,
    `docker $OPTIONS build ${CONTEXT} .`,
    `\${DOCKER:-docker} build ${CONTEXT} .`,
    `$DOCKER build ${CONTEXT} .`,
    `D=docker; $D build ${CONTEXT} .`,
    `podman --log-level debug build ${CONTEXT} .`,
    'podman build --from bx.example/x .',
    'buildah --root /r bud --from=bx.example/x .',
  ])('%s', async (command) => {
    const { images, gaps } = await imagesOf({
      Dockerfile: 'FROM base\nFROM other.example/y\nCOPY --from=0 /a /a\n',
      '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: |\n          ${command}\n`,
    });
    expect({ images, gaps }).toEqual({ images: ['bx.example/x', 'other.example/y'], gaps: [] });
  });

  test.each(['docker run --rm x build .', 'docker push build', 'docker compose pull build'])(
    'but not in %s',
    async (command) => {
      const { images } = await imagesOf({
        Dockerfile: 'FROM base\n',
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: ${command} ${CONTEXT}\n`,
      });
      expect(images).toEqual(['base']);
    },
  );
});

describe('a context that is not known may replace any image', () => {
  test.each([
    {
      path: 'docker-bake.hcl',
      text: 'target "t" { contexts = merge({ base = "docker-image://bx.example/x" }, {}) }',
    },
    { path: 'docker-bake.hcl', text: 'target "t" { contexts = { for k in ["a"] : k => k } }' },
    {
      path: '.github/workflows/ci.yml',
      text: 'on: push\njobs:\n  a:\n    steps:\n      - run: docker build $OPTIONS .\n',
    },
    {
      path: '.github/workflows/ci.yml',
      text: 'on: push\njobs:\n  a:\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { context: ., build-contexts: "${{ steps.x.outputs.all }}" }\n',
    },
  ])('$path: $text', async ({ path, text }) => {
    const { materials } = await imagesOf({ Dockerfile: 'FROM base\n', [path]: text });
    const [base] = materials;
    expect({ what: base?.what, pin: base?.pin, host: base?.host }).toEqual({
      what: 'base',
      pin: 'unknown',
      host: undefined,
    });
  });

  test('an argument that is not known may give any other', async () => {
    const { materials } = await imagesOf({
      Dockerfile: 'ARG B=debian:12\nFROM $B\nFROM alpine:3\nCOPY --from=0 /a /a\n',
      'docker-bake.hcl': 'target "t" { args = merge({}, {}) }',
    });
    expect(materials.map(({ what, pin }) => `${what} ${pin}`)).toEqual([
      '${B} unknown',
      'alpine:3 version',
    ]);
  });

  test('named contexts of a build from elsewhere are listed', async () => {
    const { images } = await imagesOf({
      'app/Dockerfile': 'FROM base\n',
      'docker-bake.hcl':
        'target "x" {\n  context = "app"\n  contexts = { base = "docker-image://inh.example/b:1" }\n}\n',
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  a:\n    steps:\n      - run: docker buildx bake --set x.context=https://set.example/x.git x\n',
    });
    expect(images).toEqual(
      expect.arrayContaining(['inh.example/b:1', 'https://set.example/x.git']),
    );
    expect(images).not.toContain('base');
  });
});

describe('more than 1,000 parts of a build are a gap', () => {
  const list = (separator: string, one: (index: number) => string) =>
    Array.from({ length: 1001 }, (_, index) => one(index)).join(separator);
  test.each<{ what: string; files: Readonly<Record<string, string>>; gap: string }>([
    {
      what: 'Compose',
      files: {
        'compose.yaml': `services:\n  a:\n    build:\n      context: .\n      args:\n${list('', (index) => `        A${index}: x\n`)}`,
      },
      gap: 'compose.yaml a has more than 1000 arguments',
    },
    {
      what: 'Bake',
      files: {
        'docker-bake.hcl': `target "t" {\n  contexts = {\n${list('\n', (index) => `c${index} = "docker-image://x.org/x"`)}\n}\n}`,
      },
      gap: 'docker-bake.hcl t has more than 1000 contexts',
    },
    {
      what: 'a workflow',
      files: {
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: docker build ${list(' ', (index) => `--secret id=s${index}`)} .\n`,
      },
      gap: '.github/workflows/ci.yml a has more than 1000 caches, secrets and SSH agents',
    },
    {
      what: 'overrides of Bake',
      files: {
        'docker-bake.hcl': 'target "t" {}\n',
        '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    steps:\n      - run: docker buildx bake ${list(' ', (index) => `--set t.args.A${index}=1`)} t\n`,
      },
      gap: 'A call of docker-bake.hcl has more than 1000 overrides',
    },
    {
      what: 'what targets inherit',
      files: {
        'docker-bake.hcl': `${times(21, (index) => `target "p${index}" {}\n`)}target "t" { inherits = [${times(21, (index) => `"p${index}",`)}] }\n`,
      },
      gap: 'docker-bake.hcl has targets that inherit more than 20 others',
    },
  ])('of $what', async ({ files, gap }) => {
    const { gaps } = await imagesOf({ Dockerfile: 'FROM scratch\n', ...files });
    expect(gaps).toEqual([expect.stringContaining(gap)]);
  });
});

test('a workflow that calls itself keeps its other builds', async () => {
  const { images } = await imagesOf({
    Dockerfile: DOCKERFILE,
    '.github/workflows/ci.yml':
      'on: push\njobs:\n  a: { uses: ./.github/workflows/ci.yml }\n  b: { steps: [{ uses: acme/x@v1 }, { run: docker build . }] }\n',
  });
  expect(images).toContain('acme/x@v1');
});
