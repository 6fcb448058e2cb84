// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell and of workflows
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

/** The materials of a repository, each as a line: file, line, kind, what, pin, use, builds. */
async function materialsOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'materials-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { materials, builds = [], gaps } = await collectMaterials(root, await discover(root));
  const lines = materials.map(
    ({ location, kind, what, pin, use, builds: names = [] }) =>
      `${location.path}:${location.startLine} ${kind} ${what} ${pin} ${use} [${names.join(', ')}]`,
  );
  return { lines, names: builds.map(({ name }) => name), gaps, materials };
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
    const { lines, names } = await materialsOf({
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
      'Dockerfile:5 download https://x.org/${OTHER}/a unknown builder [compose.yaml web]',
      'Dockerfile:6 argument OTHER unknown builder [compose.yaml web]',
      `Dockerfile:7 image alpine:3.20@${DIGEST} digest final [compose.yaml web]`,
      'Dockerfile:9 image debian:12 version final [compose.yaml dev]',
    ]);
    expect(names).toEqual(['compose.yaml web', 'compose.yaml dev']);
  });

  test('have the lines of a Dockerfile that the Compose file contains', async () => {
    const { lines } = await materialsOf({
      'compose.yaml': `services:
  a:
    build:
      dockerfile_inline: |
        FROM busybox:1.36
        RUN curl -O https://x.org/a
`,
    });
    expect(lines).toEqual([
      'compose.yaml:5 image busybox:1.36 version final [compose.yaml a]',
      'compose.yaml:6 download https://x.org/a none final [compose.yaml a]',
    ]);
  });

  test('add contexts from elsewhere, caches, secrets, and a Dockerfile of their own', async () => {
    const { lines } = await materialsOf({
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
    const { lines } = await materialsOf({
      Dockerfile: 'FROM alpine:3.20 AS a\nFROM debian:12 AS b\nFROM scratch\nCOPY --from=a /x /x\n',
      'compose.yaml': 'services:\n  one: { build: . }\n  two: { build: . }\n',
    });
    expect(lines).toEqual([
      'Dockerfile:1 image alpine:3.20 version builder [compose.yaml one, compose.yaml two]',
      'Dockerfile:2 image debian:12 version final []',
    ]);
  });
});

test.each([
  { path: 'docker-bake.hcl', text: 'target "t" { args = { BUILDKIT_SYNTAX = "x.example/fe:1" } }' },
  {
    path: 'compose.yaml',
    text: 'services: { a: { build: { context: ., args: { BUILDKIT_SYNTAX: x.example/fe:1 } } } }',
  },
  {
    path: '.github/workflows/ci.yml',
    text: 'jobs: { a: { steps: [{ run: docker build --build-arg BUILDKIT_SYNTAX=x.example/fe:1 . }] } }',
  },
])('BUILDKIT_SYNTAX in $path is a frontend', async ({ path, text }) => {
  const { lines } = await materialsOf({ Dockerfile: 'FROM scratch\n', [path]: text });
  expect(lines).toEqual([expect.stringContaining('frontend x.example/fe:1 version final')]);
});

const COMMIT = 'b'.repeat(40);

describe('builds of workflows', () => {
  test('of Docker actions have their arguments, for each row of a matrix, and the actions of the job', async () => {
    const { lines, names } = await materialsOf({
      'app/Dockerfile': 'ARG VERSION=1\nARG TOKEN=x\nFROM node:${VERSION} AS a\nFROM b:${TOKEN}\n',
      '.github/workflows/ci.yml': `on: push
env: { DIR: app }
jobs:
  build:
    strategy:
      matrix:
        version: ['20', '22']
    steps:
      - uses: actions/checkout@${COMMIT}
      - uses: docker/build-push-action@v6
        with:
          context: \${{ env.DIR }}
          build-args: |
            VERSION=\${{ matrix.version }}
            TOKEN=\${{ secrets.TOKEN }}
          target: a
          secrets: token=\${{ secrets.TOKEN }}
          cache-from: type=registry,ref=ghcr.io/a/b:\${{ github.ref }}
  test:
    steps:
      - uses: actions/setup-node@v4
`,
    });
    expect(names).toEqual([
      '.github/workflows/ci.yml build (20)',
      '.github/workflows/ci.yml build (22)',
    ]);
    expect(lines).toEqual([
      'app/Dockerfile:3 image node:20 version final [.github/workflows/ci.yml build (20)]',
      'app/Dockerfile:3 image node:22 version final [.github/workflows/ci.yml build (22)]',
      'app/Dockerfile:4 image b:x none final []',
      `.github/workflows/ci.yml:10 cache ghcr.io/a/b:\${{ github.ref }} unknown final [${names.join(', ')}]`,
      `.github/workflows/ci.yml:10 secret token unknown final [${names.join(', ')}]`,
      `.github/workflows/ci.yml:9 action actions/checkout@${COMMIT} commit builder [${names.join(', ')}]`,
      `.github/workflows/ci.yml:10 action docker/build-push-action@v6 version builder [${names.join(', ')}]`,
    ]);
  });

  test.each<{ what: string; matrix: string; rows: readonly string[] }>([
    {
      what: 'each combination',
      matrix: "{ a: ['3.12', '3.13'], b: [alpine, slim] }",
      rows: ['3.12, alpine', '3.12, slim', '3.13, alpine', '3.13, slim'],
    },
    {
      what: 'those that exclude leaves',
      matrix: '{ a: [1, 2], b: [x, y], exclude: [{ a: 1 }, { a: 2, b: y }] }',
      rows: [''],
    },
    {
      what: 'what include adds, without naming it',
      matrix: '{ a: [1, 2], include: [{ a: 1, b: x }, { b: y }, { a: 3, b: z }] }',
      rows: ['1', '2', '3, z'],
    },
    {
      what: 'include alone',
      matrix: '{ include: [{ a: 1, b: x }, { a: 2, b: { c: y } }] }',
      rows: ['1, x', '2, y'],
    },
    { what: 'one build of equal rows', matrix: '{ c: [1, 2] }', rows: [''] },
  ])('of a matrix are named by its values: $what', async ({ matrix, rows }) => {
    const args = '--build-arg A=${{ matrix.a }} --build-arg B=${{ matrix.b }}${{ matrix.b.c }}';
    const { names } = await materialsOf({
      Dockerfile: 'ARG A\nARG B\nFROM x:$A-$B\n',
      '.github/workflows/ci.yml': `on: push\njobs:\n  t:\n    strategy: { matrix: ${matrix} }\n    steps: [{ run: 'docker build ${args} .' }]\n`,
    });
    const job = '.github/workflows/ci.yml t';
    expect(names).toEqual(rows.map((row) => (row === '' ? job : `${job} (${row})`)));
  });

  test('use the images that set up their builders', async () => {
    const { lines } = await materialsOf({
      Dockerfile: 'FROM scratch\n',
      '.github/workflows/ci.yml': `on: push
jobs:
  a:
    steps:
      - uses: docker/setup-qemu-action@${COMMIT}
        with: { image: 'q.example/binfmt:7' }
      - uses: docker/setup-buildx-action@${COMMIT}
        with:
          driver-opts: |
            network=host
            image=b.example/buildkit:1
            image=b.example/\${{ inputs.x || env.Y }}
      - run: docker buildx build .
`,
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringContaining('image q.example/binfmt:7 version builder'),
        expect.stringContaining('image b.example/buildkit:1 version builder'),
        expect.stringContaining('image b.example/${{ inputs.x || env.Y }} unknown builder'),
      ]),
    );
  });

  test('are found in an action, if the workflow has no other', async () => {
    const { lines } = await materialsOf({
      Dockerfile: 'ARG V\nFROM a:$V\n',
      'ci/build/action.yml':
        'inputs: { v: {} }\nruns:\n  steps: [{ run: "docker build --build-arg V=${{ inputs.v }} ." }, { uses: acme/evil@main }]\n',
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  a:\n    steps: [{ uses: ./ci/build, with: { v: 5 } }]\n',
    });
    expect(lines).toEqual([
      'Dockerfile:2 image a:5 version final [.github/workflows/ci.yml a]',
      'ci/build/action.yml:3 action acme/evil@main none builder [.github/workflows/ci.yml a]',
    ]);
  });

  test('are commands of scripts, reusable workflows, local actions and calls of Bake', async () => {
    const { lines } = await materialsOf({
      Dockerfile: 'ARG V=1\nARG W=1\nFROM a:${V}-${W}\n',
      'x/Other.Dockerfile': 'ARG V=1\nFROM b:${V}\n',
      'y/Containerfile': 'ARG V=1\nFROM c:${V}\n',
      'docker-bake.hcl': 'variable "V" {}\ntarget "default" { args = { V = V, W = "bake" } }\n',
      'loop.Dockerfile': 'FROM d\n',
      '.github/actions/own/action.yml': `inputs:
  v: { default: '7' }
runs:
  using: composite
  steps:
    - run: docker build --build-arg W=\${{ inputs.v }} --build-arg V -t x .
      env: { V: '5' }
    - uses: ./.github/actions/own
`,
      '.github/workflows/called.yml': `on:
  workflow_call:
    inputs:
      v: { default: '1' }
jobs:
  inner:
    steps:
      - run: |
          TAG=\${{ inputs.v }}
          cd x && docker buildx build --platform linux/amd64,linux/arm64 -f Other.Dockerfile --build-arg "V=$TAG" .
  again:
    uses: ./.github/workflows/called.yml
`,
      '.github/workflows/ci.yml': `on: push
jobs:
  outer:
    uses: ./.github/workflows/called.yml
    with: { v: '9' }
  rest:
    steps:
      - uses: ./.github/actions/own
      - run: sudo podman build -f Containerfile --build-arg=V=\${{ github.sha }} y
        working-directory: y
      - run: docker buildx bake
        env: { V: '3' }
      - run: docker build $DIR
      - run: docker images build
`,
    });
    expect(lines).toEqual([
      'Dockerfile:3 image a:5-7 version final [.github/workflows/ci.yml rest]',
      'Dockerfile:3 image a:3-bake version final [docker-bake.hcl default]',
      'loop.Dockerfile:1 image d none final []',
      'x/Other.Dockerfile:2 image b:9 version final [.github/workflows/called.yml inner]',
      'y/Containerfile:2 image c:${{ github.sha }} unknown final [.github/workflows/ci.yml rest (2)]',
      '.github/workflows/ci.yml:13 context $DIR/Dockerfile unknown final [.github/workflows/ci.yml rest (3)]',
    ]);
  });

  test('that are hostile end, and show no credential', async () => {
    const { materials } = await materialsOf({
      Dockerfile: 'FROM a\n',
      '.github/workflows/ci.yml': `on: push
jobs:
  build:
    strategy:
      matrix: { a: [1,2,3,4,5,6,7,8,9], b: [1,2,3,4,5,6,7,8,9], c: [1,2,3,4,5,6,7,8,9] }
    env: { A: '${'${{ env.A }}'.repeat(1000)}', B: '${'x'.repeat(100_000)}' }
    steps:
      - run: docker build https://user:word@x.org/a.git --cache-from https://user:word@x.org/c?token=word
      - run: docker build --build-context n=https://user:word@x.org/a .
      - uses: docker/build-push-action@v6
        with: { context: 'https://user:word@x.org/a.git#main', cache-from: 'type=registry,ref=user:word@x.org/c', file: '${'${{ a }}'.repeat(1000)}' }
      - run: docker build ${'$('.repeat(5000)} .
`,
    });
    expect(materials.length).toBeGreaterThan(3);
    expect(JSON.stringify(materials)).not.toContain('word');
  });
});

describe('a build is not covered', () => {
  test('if its Dockerfile is missing, elsewhere, a template or not known', async () => {
    const { gaps } = await materialsOf({
      'app/Dockerfile': 'FROM {{ base }}\n',
      'box/Containerfile': 'FROM a:1\n',
      'compose.yaml': `services:
  gone: { build: gone }
  same: { build: gone }
  far: { build: 'https://user:word@github.com/acme/app.git#main' }
  any: { build: '\${DIR}' }
  app: { build: app }
  box: { build: box }
  out: { build: ../out }
`,
      'docker-bake.hcl': 'target "web" { context = "web" }\n',
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  b:\n    steps:\n      - run: docker build -f none.Dockerfile .\n',
    });
    expect(gaps.map((gap) => gap.replace(/(is a template).*/s, '$1'))).toEqual([
      'compose.yaml gone and compose.yaml same are not covered: the Dockerfile gone/Dockerfile is not in the repository',
      'compose.yaml far is not covered: the Dockerfile is in https://github.com/acme/app.git#main',
      'compose.yaml any is not covered: the Dockerfile ${DIR}/ is not known',
      expect.stringContaining(
        'compose.yaml app is not covered: the Dockerfile app/Dockerfile is not read: It is a template',
      ),
      'compose.yaml out is not covered: the Dockerfile ../out/Dockerfile is not in the repository',
      '.github/workflows/ci.yml b is not covered: the Dockerfile none.Dockerfile is not in the repository',
      'docker-bake.hcl web is not covered: the Dockerfile web/Dockerfile is not in the repository',
    ]);
  });
});

describe('a workflow', () => {
  const BAKE = `variable "V" { default = "1" }
group "default" { targets = ["one"] }
group "both" { targets = ["one", "more"] }
target "one" { args = { V = "\${V}-one" } }
target "two" { args = { V = "\${V}-two" } }
target "more" {
  matrix = { n = ["3", "4"] }
  name = "more-\${n}"
  args = { V = "\${V}-\${n}" }
}
`;
  const images = async (step: string) => {
    const { materials } = await materialsOf({
      Dockerfile: 'ARG V=0\nFROM a:${V}\n',
      'docker-bake.hcl': BAKE,
      '.github/workflows/ci.yml': `on: push\njobs:\n  b:\n    env: { V: 9 }\n    steps:\n      - ${step}\n`,
    });
    return materials.flatMap(({ kind, what }) => (kind === 'image' ? what.slice(2) : []));
  };

  test.each([
    ['uses: docker/bake-action@v6', ['1-two', '1-3', '1-4', '9-one']],
    [
      '{ uses: docker/bake-action@v6, with: { targets: "two,more-4" } }',
      ['1-3', '1-one', '9-two', '9-4'],
    ],
    ['run: docker buildx bake both', ['1-two', '9-one', '9-3', '9-4']],
    ['run: docker buildx bake --set "*.args.V=7" two', ['1-one', '1-3', '1-4', '7']],
    ['run: docker buildx bake --print', ['1-one', '1-two', '1-3', '1-4']],
    ['run: docker buildx bake $TARGETS', ['9-one', '9-two', '9-3', '9-4']],
  ])('sets the values of the targets that it chooses: %s', async (step, expected) => {
    expect((await images(step)).sort()).toEqual([...expected].sort());
  });

  test('that calls Bake with files from elsewhere is not covered', async () => {
    const { gaps } = await materialsOf({
      '.github/workflows/ci.yml': `on: push
jobs:
  b:
    steps:
      - run: docker buildx bake https://user:word@github.com/acme/app.git one
      - run: docker compose -f gone.yaml build
`,
    });
    expect(gaps).toEqual([
      '.github/workflows/ci.yml b is not covered: the Bake file is in https://github.com/acme/app.git',
      '.github/workflows/ci.yml b is not covered: the Compose file gone.yaml is not in the repository',
    ]);
  });

  test.each([
    ['docker compose build one', ['one']],
    [
      'docker compose --profile x -f dev/compose.yaml build --no-cache --pull one two',
      ['one', 'two'],
    ],
    ['docker-compose up -d --build', ['one', 'two']],
    ['docker compose up -d', []],
    ['docker compose run build', []],
  ])('builds services: %s', async (run, services) => {
    const { materials } = await materialsOf({
      'dev/Dockerfile': 'FROM a:1\n',
      'dev/compose.yaml': 'services:\n  one: { build: . }\n  two: { build: . }\n',
      '.github/workflows/ci.yml': `on: push
jobs:
  b:
    steps:
      - uses: actions/checkout@v5
      - { run: '${run}'${run.includes('dev/') ? '' : ', working-directory: dev'} }
`,
    });
    const ofActions = materials.filter(({ kind }) => kind === 'action');
    expect(ofActions.flatMap(({ builds = [] }) => builds)).toEqual(
      services.map((name) => `dev/compose.yaml ${name}`),
    );
    expect(materials.find(({ kind }) => kind === 'image')?.builds?.toSorted()).toEqual([
      'dev/compose.yaml one',
      'dev/compose.yaml two',
    ]);
  });
});

/** A lock file of npm with one package. */
function npmLock(entry: Readonly<Record<string, string>>): string {
  const packages = { '': {}, 'node_modules/a': { version: '1.0.0', ...entry } };
  return JSON.stringify({ lockfileVersion: 3, packages });
}

describe('a lock file verifies packages', () => {
  const script =
    'RUN npm ci && go build ./... && cargo build --locked && pip install --require-hashes -r deps/req.txt && yarn --immutable\n';
  const verified = async (files: Readonly<Record<string, string>>) => {
    const { materials } = await materialsOf(files);
    return materials
      .filter(({ kind }) => kind === 'packages')
      .map(({ pin, verifiedBy = '-' }) => `${pin} ${verifiedBy}`);
  };
  const locks = {
    'go.sum': `a.org/x v1.0.0 h1:${'a'.repeat(43)}=\n`,
    'web/package-lock.json': npmLock({ integrity: 'sha512-x' }),
    'Cargo.lock': '[[package]]\nname = "a"\n',
    'deps/req.txt': 'a==1 --hash=sha256:x\n',
  };

  test('only if the build context has it', async () => {
    expect(await verified({ Dockerfile: `FROM a\nCOPY . .\n${script}` })).toEqual(
      Array.from({ length: 5 }, () => 'unknown -'),
    );
    expect(await verified({ Dockerfile: `FROM a\nCOPY . .\n${script}`, ...locks })).toEqual([
      'digest the lock file',
      'digest go.sum',
      'digest Cargo.lock',
      'digest the hashes',
      'unknown -',
    ]);
  });

  test.each([
    ['it is copied', 'COPY package*.json .\nRUN npm ci', 'digest the lock file'],
    ['it is mounted', 'RUN --mount=type=bind,target=. npm ci', 'digest the lock file'],
    ['it is copied later', 'RUN npm ci\nCOPY . .', 'unknown -'],
    ['only another file is copied', 'COPY package.json .\nRUN npm ci', 'unknown -'],
    [
      'another one is downloaded',
      'COPY . .\nADD https://evil.example/package-lock.json .\nRUN npm ci',
      'unknown -',
    ],
    [
      'curl replaces it',
      'COPY . .\nRUN curl -O https://e.example/package-lock.json && npm ci',
      'unknown -',
    ],
    [
      'wget replaces it before',
      'COPY . .\nRUN wget https://e.example/package-lock.json\nRUN npm ci',
      'unknown -',
    ],
    [
      'curl writes it',
      'COPY . .\nRUN curl https://e.example/x > package-lock.json; npm ci',
      'unknown -',
    ],
    [
      'another file is copied over it',
      'COPY . .\nRUN cp evil.json package-lock.json && npm ci',
      'unknown -',
    ],
    [
      'curl fetches one later',
      'COPY . .\nRUN npm ci && curl -O https://e.example/package-lock.json',
      'digest the lock file',
    ],
    ['the folder is another one', 'COPY . .\nRUN cd /other && npm ci', 'unknown -'],
    ['the option names another folder', 'COPY . /app\nRUN npm ci --prefix /other', 'unknown -'],
    [
      'the working directory is another one',
      'WORKDIR /app\nCOPY . .\nWORKDIR /other\nRUN npm ci',
      'unknown -',
    ],
    ['the folder is the one', 'COPY . /app\nRUN cd /app && npm ci', 'digest the lock file'],
    ['the folder is below', 'WORKDIR /app\nCOPY . .\nRUN cd web && npm ci', 'digest the lock file'],
    ['the folder is a variable', 'COPY . /app\nRUN cd $X && npm ci', 'digest the lock file'],
    ['it is excluded', 'COPY --exclude=package-lock.json . .\nRUN npm ci', 'unknown -'],
    ['its pattern is excluded', 'COPY --exclude=*.json . .\nRUN npm ci', 'unknown -'],
    ['another folder is copied', 'COPY src src\nRUN npm ci', 'unknown -'],
    [
      'it is named',
      'WORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci',
      'digest the lock file',
    ],
    [
      'another stage passes it on',
      'WORKDIR /src\nCOPY . .\nFROM b\nCOPY --from=0 /src /app\nRUN cd /app && npm ci',
      'digest the lock file',
    ],
  ])('where %s', async (_, script, expected) => {
    const lock = npmLock({ integrity: 'sha512-x' });
    const files = { Dockerfile: `FROM a\n${script}\n`, 'package-lock.json': lock };
    expect(await verified(files)).toEqual([expected]);
  });

  test.each([
    ['a package without a hash', 'package-lock.json', npmLock({})],
    ['a hash that can be forged', 'package-lock.json', npmLock({ integrity: 'sha1-x' })],
    [
      'a package by HTTP',
      'package-lock.json',
      npmLock({ integrity: 'sha512-x', resolved: 'http://evil.example/a.tgz' }),
    ],
    [
      'a package of a repository',
      'package-lock.json',
      npmLock({ resolved: 'git+https://evil.example/a.git#main' }),
    ],
    [
      'the first version',
      'package-lock.json',
      '{"lockfileVersion":1,"dependencies":{"a":{"version":"1","resolved":"https://x/a.tgz"}}}',
    ],
    ['no JSON', 'package-lock.json', '{'],
    ['no lock', 'package-lock.json', '{}'],
    ['nothing', 'yarn.lock', ''],
    ['no hash', 'yarn.lock', 'a@1:\n  version "1"\n  resolved "https://x/a.tgz"\n'],
    ['a repository', 'yarn.lock', 'a@1:\n  version "1"\n  resolved "git+https://x/a.git"\n'],
    ['nothing', 'pnpm-lock.yaml', ''],
    [
      'no hash',
      'pnpm-lock.yaml',
      'lockfileVersion: 9\npackages:\n  a:\n    resolution: {tarball: https://x/a.tgz}\n',
    ],
    ['nothing', 'go.sum', ''],
    ['nothing', 'Cargo.lock', ''],
    ['no hash', 'Cargo.lock', '[[package]]\nname = "a"\nsource = "git+https://x/a"\n'],
  ])('not if it has %s: %s', async (_, name, text) => {
    const programs: Readonly<Record<string, string>> = {
      'package-lock.json': 'npm ci',
      'yarn.lock': 'yarn --immutable',
      'pnpm-lock.yaml': 'pnpm install --frozen-lockfile',
      'go.sum': 'go build ./...',
      'Cargo.lock': 'cargo build --locked',
    };
    const Dockerfile = `FROM a\nCOPY . .\nRUN ${programs[name]}\n`;
    expect(await verified({ Dockerfile, [name]: text })).toEqual(['unknown -']);
  });

  test.each([
    [
      'yarn --immutable',
      'yarn.lock',
      '# yarn lockfile v1\n\na@1:\n  version "1"\n  resolved "https://x/a.tgz#0"\n  integrity sha512-x\n',
    ],
    [
      'yarn --immutable',
      'yarn.lock',
      `__metadata:\n  version: 8\n\n"a@npm:1":\n  version: 1\n  resolution: "a@npm:1"\n  checksum: 10c0/${'a'.repeat(64)}\n  linkType: hard\n\n"w@workspace:.":\n  resolution: "w@workspace:."\n  linkType: soft\n`,
    ],
    [
      'pnpm install --frozen-lockfile',
      'pnpm-lock.yaml',
      "lockfileVersion: '9.0'\npackages:\n  a@1:\n    resolution: {integrity: sha512-x}\n",
    ],
    ['npm ci', 'package-lock.json', `\uFEFF${npmLock({ integrity: 'sha512-x' })}`],
  ])('of %s: %s', async (command, name, text) => {
    const Dockerfile = `FROM a\nCOPY . .\nRUN ${command}\n`;
    expect(await verified({ Dockerfile, [name]: text })).toEqual(['digest the lock file']);
  });

  test.each(['.dockerignore', 'Dockerfile.dockerignore'])('not if %s excludes it', async (name) => {
    const lock = { 'package-lock.json': npmLock({ integrity: 'sha512-x' }) };
    const Dockerfile = 'FROM a\nCOPY . .\nRUN npm ci\n';
    expect(await verified({ Dockerfile, ...lock, [name]: '*-lock.json' })).toEqual(['unknown -']);
    expect(await verified({ Dockerfile, ...lock, [name]: 'dist' })).toEqual([
      'digest the lock file',
    ]);
  });

  test('not if the Dockerfile copies nothing from the context', async () => {
    const Dockerfile = `FROM a\nRUN git clone https://x.org/a.git\n${script}`;
    expect(await verified({ Dockerfile, ...locks })).toEqual(
      Array.from({ length: 5 }, () => 'unknown -'),
    );
  });
});
