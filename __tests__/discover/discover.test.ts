import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  test,
} from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { discover } from '../../src/discover/discover.js';
import { isDockerfile } from '../../src/dockerfile/dockerfile-name.js';
import { checkoutFiles } from '../../src/repository/base-branch-files.js';
import { trackedFiles } from '../../src/repository/tracked.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { asNobody, readable } from '../check/as-nobody.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-discover-'));
  const files: Record<string, string> = {
    Dockerfile: 'FROM scratch',
    'api/api.Dockerfile': 'FROM scratch',
    'api/Dockerfile.dev': 'FROM scratch',
    'api/Dockerfile.dockerignore': '*',
    'go/Dockerfile.go': '# the service\n\nARG GO=1.26\nFROM golang:$GO\n',
    'go/dockerfile.go': '// Package dockerfile reads Dockerfiles.\npackage dockerfile\n',
    'docs/Dockerfile.md': '# Dockerfile\n\nHow ours is built.\n',
    'tool/dockerfile.py': 'from os import path\n',
    'web/Containerfile': 'FROM scratch',
    'node_modules/x/Dockerfile': 'FROM scratch',
    'vendor/x/Dockerfile': 'FROM scratch',
    'build/Dockerfile': 'FROM scratch',
    'build/kept/Dockerfile': 'FROM scratch',
    'web/tmp/Dockerfile': 'FROM scratch',
    '.gitignore': 'build/*\n!build/kept\n',
    'web/.gitignore': '/tmp\n',
    'compose.yaml': 'services: {}',
    'deploy/app.yml': 'apiVersion: v1\nkind: Pod\n',
    'deploy/values.yml': 'replicas: 2\n',
    '.github/portside.yml': 'fail-on: {}',
    '.github/workflows/ci.yml': 'apiVersion: v1\nkind: Pod\n',
    '.github/buildkitd.toml': '[registry."reg.acme.io"]\n',
    'etc/daemon.json': '{ "insecure-registries": [] }',
    'app/daemon.json': '{ "port": 1 }',
    'folder/Dockerfile/readme.txt': 'a folder of that name',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync('/', join(root, 'everything'));
  symlinkSync(join(root, 'web'), join(root, 'loop'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('discover', () => {
  it('finds Dockerfiles, manifests and the policy, and nothing that is ignored, vendored or linked', async () => {
    const found = await discover(root);
    expect(found).toEqual({
      declared: { builds: [], gaps: [] },
      dockerfiles: [
        'Dockerfile',
        'api/Dockerfile.dev',
        'api/api.Dockerfile',
        'build/kept/Dockerfile',
        'go/Dockerfile.go',
        'web/Containerfile',
      ],
      files: expect.arrayContaining(['deploy/values.yml', 'docs/Dockerfile.md']),
      manifests: [
        { path: '.github/buildkitd.toml', kind: 'engine' },
        { path: '.github/workflows/ci.yml', kind: 'workflow' },
        { path: 'compose.yaml', kind: 'compose' },
        { path: 'deploy/app.yml', kind: 'kubernetes' },
        { path: 'etc/daemon.json', kind: 'engine' },
      ],
      policy: '.github/portside.yml',
      otherWorkflows: ['.github/workflows/ci.yml'],
      projectFiles: ['.github/workflows/ci.yml'],
      lockfiles: [],
      scripts: [],
      skipped: ['node_modules', 'vendor'],
      otherRepositories: [],
      pointers: [],
      unreadable: [],
      gaps: [
        {
          check: 'lint',
          target: 'folder/Dockerfile',
          state: 'not-covered',
          reason: expect.stringContaining('folder without a Dockerfile'),
        },
      ],
    });
  });

  it('takes a link that is called like a Dockerfile or a manifest for the file behind it', async () => {
    const linked = mkdtempSync(join(tmpdir(), 'portside-linked-'));
    try {
      mkdirSync(join(linked, 'files'));
      writeFileSync(join(linked, 'files/build.txt'), 'FROM scratch');
      writeFileSync(join(linked, 'files/pod.yaml'), 'apiVersion: v1\nkind: Pod\n');
      symlinkSync('files/build.txt', join(linked, 'Dockerfile'));
      symlinkSync('files/build.txt', join(linked, 'other.Dockerfile'));
      symlinkSync('files/pod.yaml', join(linked, 'linked.yaml'));
      symlinkSync('files', join(linked, 'folder.yaml'));
      symlinkSync('nowhere', join(linked, 'broken.Dockerfile'));
      symlinkSync('/etc/hostname', join(linked, 'out.Dockerfile'));
      symlinkSync('/etc/hostname', join(linked, 'out.yaml'));
      const found = await discover(linked);
      expect(found).toEqual({
        declared: { builds: [], gaps: [] },
        dockerfiles: ['files/build.txt', 'out.Dockerfile'],
        files: ['files/build.txt', 'files/pod.yaml'],
        manifests: [{ path: 'files/pod.yaml', kind: 'kubernetes' }],
        otherWorkflows: [],
        projectFiles: [],
        lockfiles: [],
        scripts: [],
        skipped: [],
        otherRepositories: [],
        pointers: [],
        unreadable: [],
        gaps: [expect.objectContaining({ target: 'broken.Dockerfile', state: 'not-covered' })],
      });
    } finally {
      rmSync(linked, { recursive: true });
    }
  });

  it('reads .gitignore from the base, so that a change cannot hide its own files', async () => {
    const before = {
      read: async () => undefined,
      locate: async (path: string) => path,
      changed: () => [],
    };
    expect((await discover(root, before)).dockerfiles).toEqual(
      expect.arrayContaining(['build/Dockerfile', 'web/tmp/Dockerfile']),
    );
    const unreadable = { ...before, read: () => Promise.reject(new Error('no answer')) };
    expect((await discover(root, unreadable)).dockerfiles).toContain('build/Dockerfile');
  });

  it('finds a padded manifest, which its reader then reports as too large', async () => {
    const padded = mkdtempSync(join(tmpdir(), 'portside-padded-'));
    try {
      const comments = '#'.repeat(11 * 1024 * 1024);
      writeFileSync(join(padded, 'compose.yaml'), `${comments}\nservices: {}\n`);
      writeFileSync(join(padded, 'pod.yaml'), `${comments}\napiVersion: v1\nkind: Pod\n`);
      expect((await discover(padded)).manifests).toHaveLength(2);
    } finally {
      rmSync(padded, { recursive: true });
    }
  });

  /** What discovery finds and cannot search in a folder that `fill` fills. */
  async function searched(fill: (folder: string) => void) {
    const folder = mkdtempSync(join(tmpdir(), 'portside-gaps-'));
    try {
      chmodSync(folder, 0o755);
      readable(() => {
        writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch');
        fill(folder);
      });
      const { dockerfiles, unreadable, gaps = [] } = await asNobody(() => discover(folder));
      return {
        dockerfiles,
        unreadable,
        gaps: gaps.map(({ target, reason }) => `${target}: ${reason}`),
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it.each<[what: string, fill: (folder: string) => void, reason: RegExp]>([
    [
      'is nested too deep',
      (folder) => mkdirSync(join(folder, 'a/'.repeat(65)), { recursive: true }),
      /^(?:a\/){64}a: It and the folders in it were not searched.*more than 64 deep/,
    ],
    [
      'may not be read',
      (folder) => mkdirSync(join(folder, 'closed'), { mode: 0 }),
      /^closed: This folder was not searched: .*EACCES/,
    ],
    [
      'has a name that is not UTF-8',
      (folder) => mkdirSync(Buffer.concat([Buffer.from(`${folder}/x`), Buffer.from([0xff])])),
      /^x\ufffd: This folder was not searched: its name is not UTF-8/,
    ],
  ])('reports a folder that %s, and searches the others', async (_what, fill, reason) => {
    const { dockerfiles, gaps } = await searched(fill);
    expect(dockerfiles).toEqual(['Dockerfile']);
    expect(gaps).toEqual([expect.stringMatching(reason)]);
  });

  it('names a file that may not be read, since nobody knows what it is', async () => {
    const { dockerfiles, unreadable } = await searched((folder) => {
      writeFileSync(join(folder, 'deploy'), 'FROM scratch\nRUN true\n', { mode: 0 });
      writeFileSync(join(folder, 'Dockerfile.web'), 'FROM scratch', { mode: 0 });
    });
    expect(dockerfiles).toEqual(['Dockerfile', 'Dockerfile.web']);
    expect(unreadable).toEqual(['deploy']);
  });

  it('reports links and special files that are called like a Dockerfile', async () => {
    const { dockerfiles, gaps } = await searched((folder) => {
      symlinkSync('nowhere', join(folder, 'Dockerfile.dangling'));
      symlinkSync('.', join(folder, 'Dockerfile.folder'));
      execFileSync('mkfifo', [join(folder, 'Dockerfile.fifo')]);
      mkdirSync(join(folder, 'a/Dockerfile'), { recursive: true });
      mkdirSync(join(folder, 'b/Dockerfile'), { recursive: true });
      writeFileSync(join(folder, 'b/Dockerfile/Dockerfile.web'), 'FROM scratch');
    });
    expect(dockerfiles).toEqual(['Dockerfile', 'b/Dockerfile/Dockerfile.web']);
    expect(gaps).toEqual([
      'Dockerfile.dangling: It is a link that leads to no file. Replace it by a file',
      'Dockerfile.fifo: It is a FIFO, not a file. Replace it by a file',
      'Dockerfile.folder: It is a link to a folder. Replace it by a file',
      'a/Dockerfile: It is a folder without a Dockerfile. Rename it',
    ]);
  });

  it('finds a Dockerfile once that a build names through a link', async () => {
    const { dockerfiles } = await searched((folder) => {
      symlinkSync('Dockerfile', join(folder, 'web.Dockerfile'));
      writeFileSync(
        join(folder, 'compose.yaml'),
        'services:\n  a:\n    build: { context: ., dockerfile: web.Dockerfile }\n',
      );
    });
    expect(dockerfiles).toEqual(['Dockerfile']);
  });

  it('reports a manifest that may not be read, and finds the others', async () => {
    const { dockerfiles, gaps } = await searched((folder) =>
      writeFileSync(join(folder, 'pod.yaml'), 'kind: Pod', { mode: 0 }),
    );
    expect(dockerfiles).toEqual(['Dockerfile']);
    expect(gaps).toEqual([expect.stringMatching(/^pod.yaml: Cannot read .*EACCES/)]);
  });

  it('names a folder that does not exist', async () => {
    await expect(discover(join(root, 'nowhere'))).rejects.toThrow(
      /Cannot search .*nowhere: there is no such folder/,
    );
  });

  it('names the command for a file', async () => {
    const file = join(root, 'image.tar');
    writeFileSync(file, '');
    await expect(discover(file)).rejects.toThrow(
      `Cannot search ${file}: it is a file. For an image use portside scan ${file}`,
    );
  });
});

test.each([
  ['Dockerfile', true],
  ['dockerfile', true],
  ['a/Dockerfile.prod', true],
  ['a/prod.Dockerfile', true],
  ['Containerfile.x', true],
  ['Dockerfile.dockerignore', false],
  ['Dockerfile-gpu', true],
  ['Dockerfile_dev', true],
  ['Dockerfiles', false],
  ['MyDockerfile', false],
])('%s is a Dockerfile: %s', (path, expected) => {
  expect(isDockerfile(path)).toBe(expected);
});

const WORKFLOW = '.github/workflows/ci.yml';

/** A workflow whose job has these steps. */
function job(steps: string): string {
  return `on: push\njobs:\n  a:\n    steps:\n${steps.replace(/^/gm, '      ')}\n`;
}

describe('a Dockerfile in a folder with vendored code', () => {
  let folder = '';
  const write = (path: string, text = 'FROM scratch\n') => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portside-vendored-'));
    write('vendor/x/Dockerfile');
    write('vendor/y/prod.docker');
    write('node_modules/z/Dockerfile');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const found = async () => (await discover(folder)).dockerfiles;

  it('is skipped if nothing names it', async () => {
    expect(await discover(folder)).toMatchObject({
      dockerfiles: [],
      skipped: ['node_modules', 'vendor'],
    });
  });

  it.each<[string, string, string]>([
    ['a Compose file', 'compose.yaml', 'services:\n  a:\n    build: ./vendor/x\n'],
    ['a command of a workflow', WORKFLOW, job('- run: docker build -t a vendor/x')],
    [
      'a command over several lines',
      WORKFLOW,
      job('- run: |\n    docker buildx build \\\n      --file vendor/x/Dockerfile \\\n      .'),
    ],
    [
      'a step of docker/build-push-action',
      WORKFLOW,
      job(
        '- uses: docker/build-push-action@v6\n  with:\n    context: vendor/x\n- uses: other\n  with: { file: a }',
      ),
    ],
    [
      'a step in flow style',
      WORKFLOW,
      job('- { uses: docker/build-push-action@v6, with: {context: ., file: vendor/x/Dockerfile} }'),
    ],
    [
      'a composite action',
      '.github/actions/a/action.yml',
      'runs:\n  using: composite\n  steps: [{ run: docker build vendor/x }]\n',
    ],
    ['a Makefile', 'build/Makefile', 'image:\n\tdocker build -f ../vendor/x/Dockerfile ..\n'],
    ['a script', 'build.sh', 'docker buildx build --file=vendor/x/Dockerfile .\n'],
    ['a long script', 'build.sh', `${'echo a b c\n'.repeat(20_000)}docker build vendor/x\n`],
    ['a folder of a script', 'build.sh', 'cd vendor\ndocker build x\n'],
    ['a Bake file', 'docker-bake.hcl', 'target "a" {\n  context = "vendor/x"\n}\n'],
    [
      'a Bake file in JSON',
      'docker-bake.json',
      '{"target": {"a": {"dockerfile": "vendor/x/Dockerfile"}}}',
    ],
  ])('is found where %s names it', async (_, path, text) => {
    write(path, text);
    expect(await found()).toEqual(['vendor/x/Dockerfile']);
  });

  it('is found by any name where a command builds from it', async () => {
    write(WORKFLOW, job('- run: podman build -f "vendor/y/prod.docker" . && echo'));
    expect(await found()).toEqual(['vendor/y/prod.docker']);
  });

  it.each([
    'run: docker build -f $FILE .',
    'run: docker build https://example.com/a.git',
    'run: docker build -f ../../etc/passwd .',
    'run: docker build -f /etc/passwd .',
    'run: docker build vendor/none',
    `run: ${'docker '.repeat(50_000)}`,
    'uses: docker/build-push-action@v6',
  ])('is none in %.60s', async (text) => {
    write(WORKFLOW, job(`- ${text}`));
    expect(await found()).toEqual([]);
  });
});

const POD = '{ "apiVersion": "v1", "kind": "Pod" }';
const ITEMS = `"items": [${'{},'.repeat(40_000)}{}]`;

describe('manifests without the keys of one', () => {
  beforeAll(() => {
    for (const [path, text] of [
      ['chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'],
      ['chart/templates/web.yaml', '{{ include "library.deployment" . }}\n'],
      ['ansible/templates/web.yaml', '{{ content }}\n'],
      ['overlay/Kustomization', 'resources: []\n'],
      ['json/pod.json', POD],
      ['json/padded.json', `${' '.repeat(100_000)}${POD}`],
      ['json/list.json', `{ "apiVersion": "v1", ${ITEMS}, "kind": "List" }`],
      ['json/data.json', `{ "name": "v1", ${ITEMS} }`],
      ['json/pods.json', `[${POD}]`],
      ['json/package.json', POD],
    ] as const) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });

  it('are the templates of a Helm chart', async () => {
    const paths = (await discover(root)).manifests.map(({ path }) => path);
    expect(paths).toContain('chart/templates/web.yaml');
    expect(paths).not.toContain('chart/Chart.yaml');
    expect(paths).not.toContain('ansible/templates/web.yaml');
  });

  it('are JSON files with an object of Kubernetes', async () => {
    const paths = (await discover(root)).manifests.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith('json/'))).toEqual([
      'json/list.json',
      'json/package.json',
      'json/padded.json',
      'json/pod.json',
    ]);
  });

  it('are kustomizations whose name has no extension', async () => {
    const paths = (await discover(root)).manifests.map(({ path }) => path);
    expect(paths).toContain('overlay/Kustomization');
  });
});

describe('the checkout of another repository in this one', () => {
  let story: GitStory;
  beforeEach(() => {
    story = gitStory();
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.git('init', '-q', 'other');
    writeFileSync(join(story.root, 'other/Dockerfile'), 'FROM scratch\n');
  });
  afterEach(() => story.remove());
  const found = async () => {
    const tracked = await trackedFiles(story.root, host);
    return discover(story.root, checkoutFiles(story.root), tracked);
  };

  it('is skipped', async () => {
    expect(await found()).toMatchObject({
      dockerfiles: ['Dockerfile'],
      otherRepositories: ['other'],
    });
  });

  it('is searched if it is a submodule', async () => {
    const other = ['-C', join(story.root, 'other')];
    story.git(...other, 'add', '-A');
    story.git(...other, 'commit', '-qm', 'a');
    story.git('add', 'other');
    expect(await found()).toMatchObject({ dockerfiles: ['Dockerfile', 'other/Dockerfile'] });
  });

  it('is searched if this repository has files in it', async () => {
    story.git('mv', 'Dockerfile', 'other/Dockerfile.own');
    story.git('add', '-f', 'other/Dockerfile.own');
    expect((await found()).dockerfiles).toContain('other/Dockerfile.own');
  });
});
