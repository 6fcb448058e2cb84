import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { findFiles } from '../../src/census/find-files.js';
import { FORMATS } from '../../src/census/formats.js';
import { censusRows } from '../../src/census/rows.js';
import { EXAMPLES } from './examples.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-census-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function kindsOf(files: Readonly<Record<string, string | Buffer>>, manifests: string[] = []) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const paths = Object.keys(files);
  const found = await findFiles(root, {
    files: paths,
    manifests: new Set(manifests),
    read: new Set(),
  });
  expect(found.left).toEqual([]);
  return found.files.map(({ path, format }) => `${path}: ${format.kind}`);
}

describe('a file is recognized by what is in it', () => {
  test.each(EXAMPLES.map((one) => [one.kind, one.path, one] as const))(
    '%s: %s, and not a file that is alike and starts no container',
    async (kind, path, { text, control, projectFiles = {} }) => {
      expect(await kindsOf({ [path]: text, ...projectFiles })).toEqual([`${path}: ${kind}`]);
      expect(await kindsOf({ [path]: control, ...projectFiles })).toEqual([]);
    },
  );

  test.each(EXAMPLES.map((one) => [one.kind, one] as const))(
    '%s is not looked for in a text about it',
    async (_, { text, path, projectFiles = {} }) => {
      expect(await kindsOf({ [`${dirname(path)}/notes.md`]: text, ...projectFiles })).toEqual([]);
    },
  );

  // Under a name that says nothing, if files with such a name are opened at all.
  const renamed = EXAMPLES.map((one) => ({
    ...one,
    other: `${dirname(one.path)}/x${/\.[a-z.]+$/.exec(one.path)?.[0]}`,
  }));
  test.each(
    renamed
      .filter(({ kind, other }) => FORMATS.some((one) => one.kind === kind && one.path.test(other)))
      .map((one) => [one.kind, one.other, one] as const),
  )('%s: %s', async (kind, other, { text, projectFiles = {} }) => {
    expect(await kindsOf({ [other]: text, ...projectFiles })).toEqual([`${other}: ${kind}`]);
  });

  test.each([
    'deploy: { compose: docker-compose.yml }',
    'build: { web: { context: . } }',
    'build: { web: { dockerfile: Dockerfile } }',
    'dev: { web: { image: acme/web } }',
    'dev: { web: { sync: [".:/app"] } }',
    'image: acme/web\nsync: [".:/app"]',
    'image: acme/web\ncommand: npm start',
  ])('Okteto manifest: %j', async (text) => {
    expect(await kindsOf({ 'okteto.yml': text })).toEqual(['okteto.yml: Okteto manifest']);
  });

  test.each(['deploy: [make deploy]', 'image: acme/web', 'sync: [".:/app"]', 'build: { web: {} }'])(
    'no Okteto manifest that starts a container: %j',
    async (text) => {
      expect(await kindsOf({ 'okteto.yml': text })).toEqual([]);
    },
  );

  it('each format has an example', () => {
    const kinds = (list: readonly { readonly kind: string }[]) =>
      [...new Set(list.map(({ kind }) => kind))].sort();
    expect(kinds(EXAMPLES)).toEqual(kinds(FORMATS));
    expect(kinds(FORMATS).length).toBeGreaterThanOrEqual(40);
  });
});

describe('a file that cannot be parsed', () => {
  const task = EXAMPLES[0]?.text ?? '';

  test.each<readonly [string, string, string | Buffer]>([
    ['too large', 'task.json', task + ' '.repeat(2 << 20)],
    ['nested too deep', 'task.json', `${task.slice(0, -1)}, "a": ${'['.repeat(100_000)}`],
    ['cut off', 'task.json', task.slice(0, -5)],
    ['a template', 'task.json', task.replace('"web"', '{{ name }}')],
  ])('counts by its words: %s', async (_, path, content) => {
    expect(await kindsOf({ [path]: content })).toEqual([`${path}: Amazon ECS task definition`]);
  });

  it('counts only under the usual name if other files have such words', async () => {
    const bomb = `a: &a [x]\n${[...'bcdefghij'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`)}]`).join('\n')}\njob: { script: a, image: b }\nscript: [\n`;
    expect(await kindsOf({ '.gitlab-ci.yml': bomb, 'other.yml': bomb })).toEqual([
      '.gitlab-ci.yml: GitLab CI/CD pipeline',
    ]);
  });

  it('is read in UTF-16, and other bytes do no harm', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(task, 'utf16le')]);
    const bytes = Buffer.from(task.replace('web', 'w\xff'), 'latin1');
    expect(await kindsOf({ 'a.json': utf16, 'b.json': bytes, 'c.json': Buffer.alloc(99) })).toEqual(
      ['a.json: Amazon ECS task definition', 'b.json: Amazon ECS task definition'],
    );
  });

  it('is left out if it is gone, or no file', async () => {
    mkdirSync(join(root, 'a.json'));
    const files = ['a.json', 'gone.json'];
    const none = new Set<string>();
    expect((await findFiles(root, { files, manifests: none, read: none })).files).toEqual([]);
  });
});

describe('a file that rules read', () => {
  const compose =
    'services: { web: { image: a, dockerfile_path: b, type: web, runtime: docker } }\n';

  it('is left out as a manifest, except for formats that no rule is about', async () => {
    const skaffold = EXAMPLES.find(({ kind }) => kind === 'Skaffold configuration')?.text ?? '';
    const files = { 'compose.yaml': compose, 'skaffold.yaml': skaffold };
    expect(await kindsOf(files, Object.keys(files))).toEqual([
      'skaffold.yaml: Skaffold configuration',
    ]);
    expect(await kindsOf(files)).toHaveLength(2);
  });

  it('is left out as a Dockerfile or Bake file', async () => {
    writeFileSync(join(root, 'bake.json'), EXAMPLES[0]?.text ?? '');
    const files = ['bake.json'];
    const found = await findFiles(root, { files, manifests: new Set(), read: new Set(files) });
    expect(found.files).toEqual([]);
  });
});

it('names the images that keys and statements name', async () => {
  const images = async (path: string, text: string) => {
    writeFileSync(join(root, path), text);
    const none = new Set<string>();
    const found = await findFiles(root, { files: [path], manifests: none, read: none });
    return found.files.flatMap((file) => file.images);
  };
  expect(
    await images(
      'a.json',
      `{"containerDefinitions":[{"image":"acme/web:1"},{"image":"acme/web:1"},{"image":"acme/\${X}"},{"image":"web"},{"image":"a/b.png"},{"image":"acme/web:\${TAG}"}]}`,
    ),
  ).toEqual(['acme/web:1']);
  expect(await images('Jenkinsfile', "docker.image('node:20')\n")).toEqual(['node:20']);
  expect(
    await images(
      'a.container',
      '[Container]\nImage=quay.io/acme/web@sha256:abc\nImage=quay.io/acme/web:2\n',
    ),
  ).toEqual(['quay.io/acme/web:2']);
  expect(await images('Earthfile', 'VERSION 0.8\nFROM golang:1.22\n')).toEqual(['golang:1.22']);
  expect(
    await images(
      'a.tf',
      'resource "docker_container" "a" {\n  image = docker_image.a.id\n  image = "redis:7"\n}\n',
    ),
  ).toEqual(['redis:7']);
});

describe('what is too much', () => {
  const format = FORMATS[0];
  const file = (path: string) => ({
    path,
    images: [],
    privileges: [],
    format: format as NonNullable<typeof format>,
  });

  it('is one gap, which counts if the change touches a file of it', () => {
    const rows = (touched: readonly string[]) =>
      censusRows({ files: [file('a.json')], left: ['b.json', 'c.json'] }, (path) =>
        touched.includes(path),
      );
    expect(rows([]).map(({ state, informational }) => [state, informational])).toEqual([
      ['not-covered', true],
      ['partial', true],
    ]);
    expect(rows(['c.json'])[1]).toEqual({
      check: 'manifest',
      target: 'files that no rule reads',
      state: 'partial',
      reason: expect.stringContaining('2 files were not opened'),
    });
  });

  it('are 64 MiB of candidates', async () => {
    const task = `${EXAMPLES[0]?.text}${' '.repeat(1 << 19)}`;
    const files = Array.from({ length: 130 }, (_, at) => `${at}.json`);
    for (const path of files) writeFileSync(join(root, path), task);
    const none = new Set<string>();
    const found = await findFiles(root, { files, manifests: none, read: none });
    expect([found.files.length, found.left]).toEqual([128, ['128.json', '129.json']]);
  });
});
