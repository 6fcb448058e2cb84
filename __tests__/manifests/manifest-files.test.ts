import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, test } from '@jest/globals';
import { isGap } from '../../src/core/coverage.js';
import { discover } from '../../src/discover/discover.js';
import { inspectManifests } from '../../src/manifests/manifests.js';
import { NOW } from '../now.js';
import { withDollars } from './rule-cases.js';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A repository of these files, discovered and checked; findings as `RULE PATH:LINE`. */
async function inspect(
  files: Readonly<Record<string, string | Buffer>>,
  tracked: readonly string[] = [],
) {
  const root = mkdtempSync(join(tmpdir(), 'portside-manifests-'));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { manifests } = await discover(root);
  const isTracked = (path: string) => tracked.includes(path);
  const result = await inspectManifests(root, manifests, { now: NOW, tracked: { isTracked } });
  const said = result.findings.map(
    ({ rule, location }) => `${rule} ${location?.path}:${location?.startLine}`,
  );
  const of = (rule: string) =>
    said.filter((one) => one.startsWith(`${rule} `)).map((one) => one.slice(rule.length + 1));
  return { ...result, of };
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: c\n      image: x:1\n';

describe('a Helm chart', () => {
  const chart = {
    'Chart.yaml': 'apiVersion: v2\nname: shop\n',
    'values.yaml': 'image: x\n',
    'templates/a.yaml': `{{- if .Values.on }}\n${POD}{{- end }}\n`,
    'templates/sub/b.yaml': `${POD}      {{- toYaml .Values.x | nindent 6 }}\n`,
    'templates/c.yaml': `${POD}      securityContext: { privileged: true }\n`,
  };
  const at = (folder: string) =>
    Object.fromEntries(Object.entries(chart).map(([path, text]) => [folder + path, text]));

  it.each([
    ['', '.'],
    ['deploy/shop/', 'deploy/shop'],
    ['templates/shop/', 'templates/shop'],
  ])('in the folder %j is one gap, and its plain files are checked', async (folder, target) => {
    const { coverage = [], incomplete, of } = await inspect(at(folder));
    expect(coverage.filter(isGap)).toEqual([
      {
        check: 'manifest',
        target,
        state: 'not-covered',
        reason: expect.stringContaining('2 templates of this Helm chart'),
      },
    ]);
    expect(incomplete).toEqual([]);
    expect(of('DEP-PRIV')).toEqual([`${folder}templates/c.yaml:8`]);
  });

  it('inside another is a gap of its own', async () => {
    const { coverage = [] } = await inspect({ ...at('shop/'), ...at('shop/charts/db/') });
    expect(
      coverage
        .filter(isGap)
        .map(({ target }) => target)
        .sort(),
    ).toEqual(['shop', 'shop/charts/db']);
  });

  it('is not what any folder of templates is', async () => {
    const { coverage = [] } = await inspect({ 'templates/a.yaml': chart['templates/a.yaml'] });
    expect(coverage.filter(isGap).map(({ target }) => target)).toEqual(['templates/a.yaml']);
  });
});

describe('Kustomize', () => {
  const base = { 'base/pod.yaml': POD, 'base/kustomization.yaml': 'resources: [pod.yaml]\n' };

  it('that cannot be rendered has its bases checked as they are, and is covered in part', async () => {
    const overlay =
      'resources: [../base]\nimages: [{ name: x, newTag: "2" }]\npatches: [{ path: p.yaml }]\n';
    const { coverage = [], of } = await inspect({ ...base, 'prod/kustomization.yaml': overlay });
    expect(of('DEP-MEMLIMIT')).toEqual(['base/pod.yaml:6']);
    expect(coverage.filter(isGap)).toEqual([
      {
        check: 'manifest',
        target: 'prod/kustomization.yaml',
        state: 'partial',
        reason: expect.stringMatching(/^It was not rendered, because prod\/p\.yaml, which line 3 /),
      },
    ]);
  });

  it.each([
    ['images: [{ name: x, newTag: "2" }]', ['prod/kustomization.yaml:2'], []],
    ['images: [{ name: x, newName: y.test/x, digest: "sha256:0" }]', [], []],
    [
      'images: [{ name: x, newTag: latest }]',
      ['prod/kustomization.yaml:2'],
      ['prod/kustomization.yaml:2'],
    ],
    ['images: [{ name: x, newName: y.test/x }]', ['prod/kustomization.yaml:2'], []],
    ['images: [{ name: z, newTag: latest }]', ['base/pod.yaml:7'], []],
  ])('with %s changes the images of its bases', async (images, undigested, latest) => {
    const text = `resources: [../base]\n${images}\n`;
    const { of, coverage = [] } = await inspect({ ...base, 'prod/kustomization.yaml': text });
    expect(of('DEP-DIGEST')).toEqual(undigested);
    expect(of('DEP-LATEST')).toEqual(latest);
    expect(coverage.filter(isGap)).toEqual([]);
  });

  it('is checked with the overlay that says least of an image, and ends where bases name each other', async () => {
    const overlay = (image: string) => `resources: [../base]\nimages: [{ name: x, ${image} }]\n`;
    const { of } = await inspect({
      'base/pod.yaml': POD,
      'base/kustomization.yaml': 'resources: [pod.yaml, ../prod]\n',
      'dev/kustomization.yaml': overlay('newTag: latest'),
      'prod/kustomization.yaml': overlay('digest: "sha256:0"'),
    });
    expect(of('DEP-DIGEST')).toEqual(['dev/kustomization.yaml:2']);
  });

  it.each(['patches: [{ path: p.yaml }]', 'patchesStrategicMerge: [./p.yaml]'])(
    '%s names parts of objects, which are not blamed for what they lack',
    async (lines) => {
      const patch = `${POD}      securityContext: { privileged: true }\n`;
      const files = { ...base, 'prod/p.yaml': patch, 'prod/kustomization.yaml': `${lines}\n` };
      const { of } = await inspect(files);
      expect(of('DEP-PRIV')).toEqual(['prod/p.yaml:8']);
      expect(of('DEP-NONROOT')).toEqual(['base/pod.yaml:6']);
    },
  );

  it.each([
    '',
    'patches: 3',
    'patches: [null, {}, { path: [] }, { path: ../../../x }]',
    'images: {}',
    '- a',
    'patchesStrategicMerge:\n  - |\n    kind: Pod\n',
  ])('may say %j', async (text) => {
    const { incomplete } = await inspect({ 'kustomization.yaml': text });
    expect(incomplete).toEqual([]);
  });
});

describe('the coverage of manifests', () => {
  const gapsOf = async (files: Readonly<Record<string, string | Buffer>>) =>
    ((await inspect(files)).coverage ?? [])
      .filter(isGap)
      .map(({ target, reason }) => `${target}: ${reason}`);
  const POD_OF_CHART = `${POD}      securityContext: { privileged: "{{ .Values.x }}" }\n`;
  const service = (lines: string) => `services:\n  a:\n    image: x:1\n    ${lines}\n`;

  it.each([
    [
      'a kustomization of checked files',
      { 'kustomization.yaml': 'resources: [pod.yaml]\n', 'pod.yaml': POD },
    ],
    ['an empty Compose file', { 'compose.yaml': '# nothing\n' }],
    [
      'an env file that is not required',
      { 'compose.yaml': service('env_file: [{ path: a.env, required: false }]') },
    ],
    ['an ignored env file', { 'compose.yaml': service('env_file: .env'), '.gitignore': '.env\n' }],
    [
      'ignored files of generators',
      {
        'kustomization.yaml':
          'resources: [pod.yaml]\nsecretGenerator:\n  - { name: tls, files: [tls.key] }\n  - { name: env, envs: [.env], literals: [A=1] }\n',
        'pod.yaml': POD,
        '.gitignore': 'tls.key\n.env\n',
      },
    ],
    [
      'an included Compose file',
      { 'compose.yaml': 'include: [b/compose.yaml]\n', 'b/compose.yaml': service('') },
    ],
    [
      'a patch without containers',
      {
        'kustomization.yaml': 'resources: [pod.yaml]\npatchesStrategicMerge: [p.yaml]\n',
        'pod.yaml': POD,
        'p.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostPID: false }\n',
      },
    ],
    [
      'a resource that is only checked as a part of its kustomization',
      { 'kustomization.yaml': 'resources: [vendor/a.yaml]\n', 'vendor/a.yaml': POD },
    ],
  ])('has no gap of its own for %s', async (_, files) => {
    expect(await gapsOf(files)).toEqual([]);
  });

  it('has no gap for a resource of two megabytes', async () => {
    const data = `data:\n${'  long: "x"\n'.replace('x', 'x'.repeat(2_000_000))}`;
    const files = {
      'kustomization.yaml': 'resources: [pod.yaml, map.yaml]\n',
      'pod.yaml': POD,
      'map.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: large }\n${data}`,
    };
    expect(await gapsOf(files)).toEqual([]);
  });

  it('does not miss keys of an env file that is ignored', async () => {
    const { of } = await inspect({
      'kustomization.yaml':
        'resources: [pod.yaml]\nconfigMapGenerator:\n  - { name: known, literals: [A=1] }\n  - { name: made, envs: [.env], literals: [A=1] }\n',
      'pod.yaml': `${POD}      env:\n${['known', 'made']
        .map(
          (name) =>
            `        - { name: ${name}, valueFrom: { configMapKeyRef: { name: ${name}, key: B } } }\n`,
        )
        .join('')}`,
      '.gitignore': '.env\n',
    });
    expect(of('DEP-DANGLING')).toEqual(['pod.yaml:9']);
  });

  it.each([
    [
      { 'a/kustomization.yaml': 'resources: [x.yaml]\n' },
      'a/kustomization.yaml: Line 1: the resource x.yaml is no file',
    ],
    [
      { 'kustomization.yaml': 'resources: [vendor/a.yaml]\nvars: [a]\n', 'vendor/a.yaml': POD },
      'kustomization.yaml: Line 1: the resource vendor/a.yaml is not a manifest',
    ],
    [
      { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': POD, '.gitignore': 'a.yaml\n' },
      'kustomization.yaml: Line 1: the resource a.yaml is no file',
    ],
    [{ 'compose.yml.j2': 'services: {}\n' }, 'compose.yml.j2: This is an unrendered template'],
    [{ 'a.yaml.tmpl': POD }, 'a.yaml.tmpl: This is an unrendered template'],
    [{ 'a.yaml': '{"apiVersion": "v1", "kind": "Pod"}' }, 'a.yaml: Line 1: Pod has no containers'],
    [
      { 'Chart.yaml': 'name: a\n', 'templates/a.yaml': POD_OF_CHART },
      '.: A template of this Helm chart',
    ],
    [
      { 'a.yaml': `${POD}metadata: { name: b }\n` },
      'a.yaml: Line 8: the key "metadata" is set again',
    ],
    [
      { 'compose.yaml': service('privileged: true\n    privileged: false') },
      'compose.yaml: Line 5: the key "privileged" is set again',
    ],
    [{ 'a.yaml': `${POD}#@ end\n` }, 'a.yaml: Line 8: this is an unrendered ytt template'],
    [
      { 'compose.yaml': service('env_file: [prod.env]') },
      'Cannot read the env file prod.env (line 4)',
    ],
    [
      { 'compose.yaml': 'configs: { a: { file: a.conf } }\n' },
      'Cannot read the config a.conf (line 1)',
    ],
    [{ 'compose.yaml': 'secrets: { a: { file: ./a } }\n' }, 'Cannot read the secret ./a (line 1)'],
    [
      { 'compose.yaml': 'include: [{ path: gone/compose.yaml }]\n' },
      'Cannot read the included file gone/compose.yaml (line 1)',
    ],
    [
      { 'compose.yaml': 'include: ["oci://registry.test/a"]\n' },
      'Cannot read the included file oci://registry.test/a',
    ],
    [
      { 'compose.yaml': service('extends: { file: gone.yaml, service: b }') },
      'service "b" of gone.yaml, which a service extends (line 4)',
    ],
    [
      {
        'compose.yaml': service('extends: { file: b.yml, service: b }'),
        'b.yml': 'services: { b: { cap_add: ALL } }\n',
      },
      'compose.yaml: Line 1 of b.yml: services.b.cap_add is a single value',
    ],
    [
      { 'compose.yaml': service(''), 'compose.override.yaml': 'services: [a]\n' },
      'Line 1 of compose.override.yaml: services is a list',
    ],
  ])('names the gap of %j', async (files, gap) => {
    expect((await gapsOf(files)).join('\n')).toContain(gap);
  });
});

describe('an env file', () => {
  const files = {
    'app/compose.yaml': 'services: { a: { image: "x:1", env_file: .env } }\n',
    'app/.env': 'DB_PASSWORD=correct-horse-battery\n',
  };

  it('is checked', async () => {
    expect((await inspect(files)).of('DEP-ENVSECRET')).toEqual(['app/.env:1']);
  });

  it.each([
    ['.gitignore', '.env\n'],
    ['app/.gitignore', '*\n!compose.yaml\n'],
    ['.gitignore', 'app/.env\n'],
  ])('is not checked if %s has %j, unless Git tracks it', async (path, text) => {
    const ignored = { ...files, [path]: text };
    expect((await inspect(ignored)).of('DEP-ENVSECRET')).toEqual([]);
    expect((await inspect(ignored, ['app/.env'])).of('DEP-ENVSECRET')).toEqual(['app/.env:1']);
  });

  it('decides about variables of Compose if Git tracks it, although .gitignore lists it', async () => {
    const service = {
      'compose.yaml': withDollars('services: { a: { image: "x:1", privileged: "§{P:-false}" } }\n'),
      '.env': 'P=true\n',
      '.gitignore': '.env\n',
    };
    expect((await inspect(service)).of('DEP-PRIV')).toEqual([]);
    expect((await inspect(service, ['.env'])).of('DEP-PRIV')).toEqual(['compose.yaml:1']);
  });

  it('is checked if a nearer .gitignore excludes it from the rule', async () => {
    const ignores = { '.gitignore': '.env\n', 'app/.gitignore': '!.env\n' };
    expect((await inspect({ ...files, ...ignores })).of('DEP-ENVSECRET')).toEqual(['app/.env:1']);
  });

  it('names the kind of a known token', async () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(3)}f6G7h8`;
    const { findings } = await inspect({ ...files, 'app/.env': `X=${token}\n` });
    const [finding] = findings.filter(({ rule }) => rule === 'DEP-ENVSECRET');
    expect(finding?.message).toContain('GitHub');
    expect(JSON.stringify(findings)).not.toContain(token);
  });
});

describe('an image that a service builds', () => {
  const compose = (lines: string) => `services:\n  web:\n    ${lines}\n`;
  const dockerfile =
    'FROM debian:12 AS dev\nCMD ["a"]\nFROM debian:12 AS root\nUSER root\nFROM debian:12\nUSER 10001\n';

  it.each([
    ['build: .', []],
    ['build: { context: ., target: dev }', ['compose.yaml:2']],
    ['build: { target: dev }', ['compose.yaml:2']],
    ['build: { context: ., target: "0" }', ['compose.yaml:2']],
    ['build: { context: ., target: dev }\n    user: "1"', []],
    // DL3002 says it on the Dockerfile.
    ['build: { context: ., target: root }', []],
    ['build: { context: ., target: gone }', []],
    ['build: { context: gone, target: dev }', []],
    ['build: { context: "https://example.com/x.git", target: dev }', []],
    ['build: { context: ., dockerfile: ../Dockerfile, target: dev }', []],
    ['build: { context: ., dockerfile: Dockerfile, dockerfile_inline: "FROM x", target: dev }', []],
    ['build: { context: ., target: [] }', []],
    ['build: 3', []],
  ])('by %s runs as root: %j', async (lines, expected) => {
    const { of } = await inspect({ 'compose.yaml': compose(lines), Dockerfile: dockerfile });
    expect(of('DEP-NONROOT')).toEqual(expected);
  });

  const gapOf = async (lines: string, files: Readonly<Record<string, string>> = {}) => {
    const { coverage = [] } = await inspect({
      'compose.yaml': withDollars(compose(lines)),
      ...files,
    });
    return coverage.filter(isGap).map(({ reason }) => reason);
  };

  it.each([
    ['build: .', 'Cannot read the Dockerfile Dockerfile (line 3)'],
    [
      'build: { context: web, dockerfile: a.Dockerfile }',
      'the Dockerfile web/a.Dockerfile (line 3)',
    ],
    ['build: ../other', 'the Dockerfile ../other/Dockerfile (line 3)'],
    [
      'build: https://example.com/x.git#v1',
      'context https://example.com/x.git#v1 (line 3) is remote',
    ],
    ['build: { context: "git@example.com:a/b.git" }', 'is remote'],
    ['build: §{FOLDER}', 'add a default to the variable'],
  ])('by %s is not checked, and a gap says so', async (lines, expected) => {
    expect(await gapOf(lines)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['build: .', { Dockerfile: dockerfile }],
    ['build: .', { Containerfile: dockerfile }],
    ['build: { context: ., dockerfile: Dockerfile }', { Dockerfile: dockerfile }],
    ['build: §{FOLDER:-web}', { 'web/Dockerfile': dockerfile }],
    ['build: §{FOLDER}', { 'web/Dockerfile': dockerfile, '.env': 'FOLDER=web\n' }],
    ['build: { context: ., target: §{TARGET} }', { Dockerfile: dockerfile }],
    ['build: generated', { '.gitignore': 'generated/\n' }],
    ['build: { dockerfile_inline: "FROM debian:12" }', {}],
  ])('by %s with the files %j is no gap', async (lines, files) => {
    expect(await gapOf(lines, files as Readonly<Record<string, string>>)).toEqual([]);
  });

  it('is reported with the line of its stage', async () => {
    const files = { 'compose.yaml': compose('build: { target: dev }'), Dockerfile: dockerfile };
    const found = (await inspect(files)).findings.find(({ rule }) => rule === 'DEP-NONROOT');
    expect(found?.related?.[0]?.location).toMatchObject({ path: 'Dockerfile', startLine: 1 });
  });

  it('is not pulled by the service that only names it', async () => {
    const text =
      'services:\n  web: { build: ., image: app }\n  worker: { image: app }\n  other: { image: redis }\n';
    const { of } = await inspect({ 'compose.yaml': text, Dockerfile: dockerfile });
    expect(of('DEP-LATEST')).toEqual(['compose.yaml:4']);
    expect(of('DEP-DIGEST')).toEqual(['compose.yaml:4']);
    expect(of('DEP-NONROOT')).toEqual(['compose.yaml:4']);
  });

  it('may have a Dockerfile that is none', async () => {
    const files = { 'compose.yaml': compose('build: { target: dev }'), Dockerfile: '\0\0 FROM\n' };
    expect((await inspect(files)).of('DEP-NONROOT')).toEqual([]);
  });
});

test('an override is checked with its base, once, and one that is broken is incomplete', async () => {
  const base = 'services:\n  a:\n    image: x:1\n    privileged: true\n';
  const good = await inspect({
    'compose.yaml': base,
    'compose.override.yaml': 'services: { a: { privileged: false, pid: host } }\n',
  });
  expect(good.of('DEP-PRIV')).toEqual([]);
  expect(good.of('DEP-HOSTPID')).toEqual(['compose.override.yaml:1']);
  expect(good.of('DEP-MEMLIMIT')).toEqual(['compose.yaml:2']);
  const bad = await inspect({ 'compose.yaml': base, 'compose.override.yaml': 'services: [\n' });
  expect(bad.incomplete.map(({ target }) => target)).toEqual(['compose.override.yaml']);
  expect(bad.of('DEP-PRIV')).toEqual(['compose.yaml:4']);
});

describe('bad input', () => {
  const twelve = 'x'.repeat(12 * 1024 * 1024);

  it.each([
    ['compose.yaml', `services: {}\n# ${twelve}\n`],
    ['pod.yaml', `${POD}# ${twelve}\n`],
  ])('%s of 12 MB is incomplete, not passed over', async (path, text) => {
    const { incomplete } = await inspect({ [path]: text });
    expect(incomplete).toEqual([
      { check: 'manifest', target: path, reason: expect.stringContaining('larger than 10 MiB') },
    ]);
  });

  it.each([
    ['an env file of 2 MB', { '.env': `A=${'x'.repeat(2 * 1024 * 1024)}\n` }],
    ['an env file without a line end', { '.env': `TOKEN="${'x\n'.repeat(200_000)}` }],
    ['an env file of bytes', { '.env': '\0\x01\xff='.repeat(1000) }],
    [
      'an override of itself',
      {
        'compose.override.yaml':
          'include: [compose.override.yaml]\nservices: { a: { extends: a } }\n',
      },
    ],
  ])('%s ends with a report', async (_, files) => {
    const compose = 'services: { a: { image: "x:1", env_file: .env } }\n';
    const { of } = await inspect({ 'compose.yaml': compose, ...files });
    expect(of('DEP-DIGEST')).toEqual(['compose.yaml:1']);
  });

  it.each(['Gadget', 'constructor', '__proto__', '"{{ kind }}"', '', '3', '[Pod]'])(
    'a document of the kind %s is checked without a word',
    async (kind) => {
      const { findings, incomplete } = await inspect({
        'a.yaml': `apiVersion: example.com/v1\nkind: ${kind}\nmetadata: { name: a }\nspec: { a: 1 }\n`,
      });
      expect([...findings, ...incomplete]).toEqual([]);
    },
  );

  it('a file of several documents with one broken is checked in part', async () => {
    const text = `${POD}      securityContext: { privileged: true }\n---\na: [\n---\n${POD}`;
    const { incomplete, coverage = [], of } = await inspect({ 'a.yaml': text });
    expect(incomplete).toEqual([]);
    expect(coverage.filter(isGap)).toMatchObject([
      { target: 'a.yaml', state: 'partial', reason: expect.stringContaining('a.yaml:11: ') },
    ]);
    expect(of('DEP-PRIV')).toEqual(['a.yaml:8']);
    expect(of('DEP-DIGEST')).toEqual(['a.yaml:7', 'a.yaml:18']);
  });

  it('a file whose only document is broken is incomplete', async () => {
    expect((await inspect({ 'a.yaml': `${POD}a: [\n` })).incomplete).toHaveLength(1);
  });
});

describe('a manifest with a byte order mark', () => {
  const compose = 'services:\n  a: { image: x, privileged: true }\n';
  const privileged = `${POD}      securityContext: { privileged: true }\n`;
  const marked = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each([
    ['UTF-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, low byte first', marked],
    ['UTF-16, high byte first', (text: string) => marked(text).swap16()],
  ])('in %s is found and checked', async (_, encode) => {
    const { of, coverage = [] } = await inspect({
      'a.yaml': encode(privileged),
      'b.yaml': encode(compose),
      'compose.yaml': 'services:\n  b: { extends: { file: b.yaml, service: a } }\n',
    });
    // The services a and b.
    expect(of('DEP-PRIV')).toEqual(['a.yaml:8', 'b.yaml:2', 'b.yaml:2']);
    expect(coverage.filter(isGap)).toEqual([]);
  });
});

describe('a token of a known format', () => {
  const token = `ghp_${'a1B2c3D4e5'.repeat(3)}1zdUHV`;
  const places = async (path: string, text: string) => {
    const { of, suppressed = [] } = await inspect({ [path]: text.replaceAll('TOKEN', token) });
    return {
      token: of('github-token'),
      rules: [...of('DEP-ENVSECRET'), ...of('DEP-CONFIGMAP-SECRET')],
      suppressed: suppressed.map(({ rule }) => rule),
    };
  };
  const object = (version: string, kind: string, rest: string) =>
    `apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: a }\n${rest}`;

  it.each([
    ['a command', 'a.yaml', `${POD}      command: [curl, -H, "Authorization: token TOKEN"]\n`, [8]],
    ['a comment', 'a.yaml', `${POD}      # TOKEN\n`, [8]],
    ['a label', 'compose.yaml', 'services:\n  a:\n    image: x\n    labels: { t: TOKEN }\n', [4]],
    [
      'values of a release',
      'a.yaml',
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'spec: { values: { a: [TOKEN] } }\n'),
      [4],
    ],
    [
      'a script',
      'a.yaml',
      object('tekton.dev/v1', 'Task', 'spec:\n  steps:\n    - script: |\n        t=TOKEN\n'),
      [7],
    ],
    [
      'a step',
      '.github/workflows/a.yml',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: T=TOKEN docker build .\n',
      [6],
    ],
  ])('is found in %s', async (_, path, text, lines) => {
    const found = await places(path, text);
    expect(found).toEqual({
      token: lines.map((line) => `${path}:${line}`),
      rules: [],
      suppressed: [],
    });
  });

  it('is one finding where a rule finds it, and another of the same line is a second', async () => {
    const flow = POD.replace(
      /- name.*/s,
      '- { name: c, args: [TOKEN], env: [{ name: T, value: TOKEN }] }\n',
    );
    expect(await places('a.yaml', flow)).toMatchObject({
      token: ['a.yaml:6'],
      rules: ['a.yaml:6'],
    });
  });

  it('is not reported where a comment ignores the rule or allows the value', async () => {
    const env = `${POD}      env:\n        # portside ignore=DEP-ENVSECRET\n        - { name: T, value: TOKEN }\n      args: [TOKEN] # portside:allow\n`;
    expect(await places('a.yaml', env)).toEqual({
      token: [],
      rules: [],
      suppressed: ['DEP-ENVSECRET', 'github-token'],
    });
  });
});

test('a kind of another project with the name of one of Kubernetes is read as what it is', async () => {
  const job = `apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: { name: v }\nspec:\n  tasks: [{ name: t, template: { spec: { containers: [{ name: c, image: v:1, securityContext: { privileged: true } }] } } }]\n`;
  const policy = `apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: { name: n }\nspec: { ingress: [{ action: Allow, source: { selector: all() } }] }\n`;
  const { of, coverage = [] } = await inspect({ 'a.yaml': job, 'b.yaml': policy });
  expect(of('DEP-PRIV')).toEqual(['a.yaml:5']);
  expect([...of('DEP-NETPOL-OPEN'), ...of('DEP-NETPOL')]).toEqual([]);
  expect(coverage.filter(isGap)).toEqual([]);
});
