import { chmodSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Finding } from '../../src/core/finding.js';
import type { UntrustedFiles } from '../../src/core/host.js';
import { readOptions } from '../../src/options/read-options.js';
import { comparedTrees, namedCommits } from '../../src/repository/compared-trees.js';
import type { PullRequestTrees } from '../../src/repository/tree.js';
import { commitAll, createRepository } from '../git-repository.js';
import { configOf, tar, temporaryFolder } from '../image/build-tar.js';
import {
  descriptor,
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../registry/loopback.js';

/** Images that manifests name, in a repository with a base commit, and in a registry on loopback. */

const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const folder = temporaryFolder();
let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await loopbackRegistry();
  for (const [id, name, fixed] of [
    ['CVE-2020-1', 'lodash', '4.17.20'],
    ['CVE-2020-2', 'minimist', '1.2.6'],
  ])
    folder.write(
      `osv/npm/${id}.json`,
      JSON.stringify({
        schema_version: '1.7.0',
        id,
        modified: '2026-11-24T00:00:00Z',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        affected: [
          {
            package: { ecosystem: 'npm', name },
            ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
          },
        ],
      }),
    );
  folder.write('kev.json', '{"vulnerabilities":[]}');
  folder.write(
    'epss.csv',
    '#model_version:v1,score_date:2026-11-24T00:00:00+0000\ncve,epss,percentile\n',
  );
});
afterAll(async () => {
  await registry.close();
  folder.remove();
});
beforeEach(() => {
  registry.requests.length = 0;
});

/** Pushes an image with npm packages `name@version`, returns its digest. `size` is what its manifest says of the layer. */
function push(
  packages: readonly string[],
  tag: string,
  more: { size?: number; architecture?: string } = {},
): string {
  const layer = tar(
    packages.map((one) => {
      const [name = '', version = ''] = one.split('@');
      return {
        name: `app/node_modules/${name}/package.json`,
        body: JSON.stringify({ name, version }),
      };
    }),
  );
  const bytes = gzipSync(layer);
  const config = JSON.stringify({
    ...JSON.parse(Buffer.from(configOf([layer])).toString()),
    os: 'linux',
    architecture: more.architecture ?? 'amd64',
  });
  return registry.manifest(
    {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: descriptor(CONFIG, registry.blob(config), config.length),
      layers: [descriptor(LAYER, registry.blob(bytes), more.size ?? bytes.length)],
    },
    tag,
  );
}

let repositories = 0;

/** A repository with a Deployment for each image before, and uncommitted those for the images after. */
function repository(before: readonly string[], after: readonly string[], policy = ''): string {
  const name = `repo${++repositories}`;
  const write = (images: readonly string[]) =>
    folder.write(
      `${name}/app.yaml`,
      images
        .map(
          (image, n) =>
            `apiVersion: v1\nkind: Pod\nmetadata: { name: p${n} }\nspec:\n  containers:\n    - name: c\n      image: ${image}\n`,
        )
        .join('---\n'),
    );
  write(before);
  if (policy !== '') folder.write(`${name}/.github/portside.yml`, `${policy}\n`);
  commit(name);
  write(after);
  return `${folder.path}/${name}`;
}

function commit(name: string): void {
  const root = `${folder.path}/${name}`;
  createRepository(root);
  commitAll(root);
}

/** A repository whose files are those of `before`, and uncommitted those of `after`; undefined removes a file. */
function change(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string | undefined>>,
): string {
  const name = `repo${++repositories}`;
  for (const [path, text] of Object.entries(before)) folder.write(`${name}/${path}`, text);
  commit(name);
  for (const [path, text] of Object.entries(after))
    if (text === undefined) rmSync(`${folder.path}/${name}/${path}`);
    else folder.write(`${name}/${path}`, text);
  return `${folder.path}/${name}`;
}

interface Run {
  readonly path?: string;
  readonly words?: readonly string[];
  readonly isFork?: boolean;
  readonly untrusted?: UntrustedFiles;
}

async function run(
  root: string,
  {
    words = ['--baseline-ref', 'HEAD'],
    isFork,
    untrusted,
    path = process.env.PATH ?? '',
  }: Run = {},
) {
  const files = ['advisories=osv', 'kev=kev.json', 'epss=epss.csv'].flatMap((one) => {
    const [name, file] = one.split('=');
    return [`--${name}`, `${folder.path}/${file}`];
  });
  const options = readOptions(
    'check',
    [...files, ...words],
    { path, noColor: true },
    new Date('2026-11-25'),
  );
  const host = { ...terminalHost({ quiet: true, path, stderr: process.stderr }), untrusted };
  const trees = isFork
    ? await comparedTrees(namedCommits(root, host), { baselineRef: 'HEAD' })
    : undefined;
  const fork = trees && ({ ...trees, isFork: true, withoutSecrets: true } as PullRequestTrees);
  return (await check(root, options, host, fork)).report;
}

const vulnerabilities = (findings: readonly Finding[]) =>
  findings
    .filter(({ check: one }) => one === 'vulnerability')
    .map(
      ({ rule, status, location }) => `${rule} ${status} ${location?.path}:${location?.startLine}`,
    )
    .sort();

describe('a pull request that changes the tag of an image', () => {
  it('has the findings of the new image on the line of the manifest, and those of the old one are existing', async () => {
    push(['lodash@4.17.15'], '1');
    push(['lodash@4.17.15', 'minimist@1.2.0'], '2');
    const root = repository([`${registry.host}/acme/shop:1`], [`${registry.host}/acme/shop:2`]);
    const report = await run(root);
    expect(vulnerabilities(report.findings)).toEqual([
      'CVE-2020-1 existing app.yaml:7',
      'CVE-2020-2 new app.yaml:7',
    ]);
    const [message] = report.findings.flatMap((one) =>
      one.rule === 'CVE-2020-2' ? one.message : [],
    );
    expect(message).toMatch(new RegExp(`^${registry.host}/acme/shop:2: minimist`));
    expect(report.verdict.outcome).toBe('fail');
  });

  it('passes if the new image only clears findings', async () => {
    push(['lodash@4.17.15', 'minimist@1.2.0'], '3');
    push(['lodash@4.17.15'], '4');
    const root = repository([`${registry.host}/acme/shop:3`], [`${registry.host}/acme/shop:4`]);
    const { findings, verdict } = await run(root);
    expect(vulnerabilities(findings)).toEqual([
      'CVE-2020-1 existing app.yaml:7',
      'CVE-2020-2 fixed app.yaml:7',
    ]);
    expect(verdict.outcome).toBe('pass');
  });

  it('does not read the images that it does not change', async () => {
    push(['lodash@4.17.15'], '1');
    const root = repository([`${registry.host}/acme/shop:1`], [`${registry.host}/acme/shop:1`]);
    const { coverage } = await run(root);
    expect(registry.requests).toEqual([]);
    expect(coverage).toContainEqual(
      expect.objectContaining({
        state: 'not-covered',
        reason: expect.stringContaining('the change does not touch it'),
        informational: true,
      }),
    );
  });
});

describe('an image that the base names at another place', () => {
  const compose = (...tags: string[]) =>
    `services:\n${tags.map((tag, n) => `  s${n}:\n    image: ${registry.host}/acme/shop:${tag}\n`).join('')}`;

  it.each<[string, Record<string, string>, Record<string, string>, string[]]>([
    [
      'another file',
      { 'compose.yaml': '1', 'tests/compose.yaml': 'bad' },
      { 'compose.yaml': 'bad' },
      ['CVE-2020-1 existing compose.yaml:3', 'CVE-2020-2 new compose.yaml:3'],
    ],
    [
      'another service',
      { 'compose.yaml': '1 bad' },
      { 'compose.yaml': 'bad bad' },
      ['CVE-2020-1 existing compose.yaml:3', 'CVE-2020-2 new compose.yaml:3'],
    ],
    [
      'a variable',
      { 'compose.yaml': '1 bad' },
      { 'compose.yaml': `$\{T:-bad} bad` },
      ['CVE-2020-1 existing compose.yaml:3', 'CVE-2020-2 new compose.yaml:3'],
    ],
    [
      'a new service',
      { 'compose.yaml': '1 bad' },
      { 'compose.yaml': '1 bad bad' },
      ['CVE-2020-1 new compose.yaml:7', 'CVE-2020-2 new compose.yaml:7'],
    ],
    [
      'an update, and a new service',
      { 'compose.yaml': '1' },
      { 'compose.yaml': 'bad bad' },
      ['CVE-2020-1 new compose.yaml:3', 'CVE-2020-2 new compose.yaml:3'],
    ],
    [
      'an update that fixes it, and a new service that has it',
      { 'compose.yaml': 'bad' },
      { 'compose.yaml': '1 bad' },
      [
        'CVE-2020-1 existing compose.yaml:3',
        'CVE-2020-1 new compose.yaml:5',
        'CVE-2020-2 new compose.yaml:5',
      ],
    ],
  ])('%s', async (_, before, after, expected) => {
    push(['lodash@4.17.15'], '1');
    push(['lodash@4.17.15', 'minimist@1.2.0'], 'bad');
    const written = (files: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(files).map(([path, tags]) => [path, compose(...tags.split(' '))]),
      );
    const { findings, verdict } = await run(change(written(before), written(after)));
    expect(vulnerabilities(findings)).toEqual(expected);
    expect(verdict.outcome).toBe('fail');
  });
});

describe('an image that a change newly deploys, by a line that it does not touch', () => {
  const pod = (image: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: c\n      image: ${image}\n`;
  const of = (name: string) => `${registry.host}/acme/${name}`;
  const overlay = (tag: string) =>
    `images: [{ name: ${of('web')}, newTag: '${tag}' }]\nresources: [../base]\n`;

  it.each<[string, () => [Record<string, string>, Record<string, string | undefined>], RegExp]>([
    [
      'a values file of a Helm chart',
      () => [
        {
          'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
          'chart/values.yaml': `image: ${of('web:clean')}\n`,
          'chart/templates/pod.yaml': pod('{{ .Values.image }}'),
        },
        { 'chart/values.yaml': `image: ${of('web:bad')}\n` },
      ],
      /chart\/templates\/pod\.yaml:7$/,
    ],
    [
      'a file that a Helm chart reads',
      () => [
        {
          'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
          'chart/values.yaml': '',
          'chart/image.txt': of('web:clean'),
          'chart/templates/pod.yaml': pod('{{ .Files.Get "image.txt" }}'),
        },
        { 'chart/image.txt': of('web:bad') },
      ],
      /chart\/templates\/pod\.yaml:7$/,
    ],
    [
      'an entry of images in a kustomization that goes',
      () => [
        {
          'base/kustomization.yaml': 'resources: [p.yaml]\n',
          'base/p.yaml': pod(of('web:bad')),
          'prod/kustomization.yaml': overlay('clean'),
        },
        { 'prod/kustomization.yaml': 'resources: [../base]\n' },
      ],
      /base\/p\.yaml:7$/,
    ],
    [
      'a component that a kustomization includes now',
      () => [
        {
          'base/kustomization.yaml': 'resources: [p.yaml]\n',
          'base/p.yaml': pod(of('web:clean')),
          'comp/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{ name: ${of('web')}, newName: ${of('evil')}, newTag: bad }]\n`,
          'prod/kustomization.yaml': 'resources: [../base]\n',
        },
        { 'prod/kustomization.yaml': 'resources: [../base]\ncomponents: [../comp]\n' },
      ],
      /comp\/kustomization\.yaml:3$/,
    ],
    [
      'a file that a generator reads',
      () => [
        {
          'o/settings': `img=${of('web:clean')}\n`,
          'o/p.yaml': pod('none'),
          'o/kustomization.yaml':
            'resources: [p.yaml]\nconfigMapGenerator: [{ name: c, envs: [settings] }]\nreplacements: [{ source: { kind: ConfigMap, name: c, fieldPath: data.img }, targets: [{ select: { kind: Pod }, fieldPaths: ["spec.containers.[name=c].image"] }] }]\n',
        },
        { 'o/settings': `img=${of('web:bad')}\n` },
      ],
      /o\//,
    ],
    [
      'a variable in the .env file of Compose, which is the image of a volume',
      () => [
        {
          '.env': 'TAG=clean\n',
          'compose.yaml': `services:\n  web:\n    image: ${of('web:clean')}\n    volumes: [{ type: image, source: "${of('web')}:$\{TAG}", target: /x }]\n`,
        },
        { '.env': 'TAG=bad\n' },
      ],
      /compose\.yaml:4$/,
    ],
    [
      'a Compose override that goes',
      () => [
        {
          'compose.yaml': `services:\n  web:\n    image: ${of('web:bad')}\n`,
          'compose.override.yaml': `services:\n  web:\n    image: ${of('web:clean')}\n`,
        },
        { 'compose.override.yaml': undefined },
      ],
      /^CVE-2020-1 new compose\.yaml:3$/,
    ],
  ])('%s', async (_, files, place) => {
    push([], 'clean');
    push(['lodash@4.17.15'], 'bad');
    folder.write(
      'bin/helm',
      `#!/bin/sh
[ "$1" = version ] && { echo 'version.BuildInfo{Version:"v3.15.0"}'; exit 0; }
for last; do [ -f "$last/Chart.yaml" ] && chart=$last; done
value=$(sed -n 's/^image: //p' "$chart/values.yaml")$(cat "$chart/image.txt" 2>/dev/null)
printf -- '---\\n# Source: chart/templates/pod.yaml\\n'
sed "s,{{.*}},$value," "$chart/templates/pod.yaml"
`,
    );
    chmodSync(`${folder.path}/bin/helm`, 0o755);
    const [before, after] = files();
    const { findings, verdict } = await run(change(before, after), {
      path: `${folder.path}/bin:${process.env.PATH ?? ''}`,
    });
    expect(vulnerabilities(findings)).toEqual([expect.stringMatching(/^CVE-2020-1 new /)]);
    expect(vulnerabilities(findings)[0]).toMatch(place);
    expect(verdict.outcome).toBe('fail');
  });
});

describe('what is not scanned is named', () => {
  const rows = ({ coverage }: Awaited<ReturnType<typeof run>>) =>
    coverage.filter(({ target, state }) => target.includes('/acme/') && state === 'not-covered');

  it.each<[string, string, Run, RegExp, boolean]>([
    ['in a pull request from a fork', '', { words: [], isFork: true }, /from forks/, true],
    [
      'on the command line, of a fork',
      '',
      { untrusted: { cause: 'this pull request comes from a fork', isAnybody: true } },
      /because this pull request comes from a fork\. The run after the merge scans it/,
      true,
    ],
    ['offline', '', { words: ['--baseline-ref', 'HEAD', '--offline'] }, /--offline/, true],
    [
      'offline, and the policy asks for it',
      'deployed-images: changed',
      { words: ['--baseline-ref', 'HEAD', '--offline'] },
      /--offline/,
      false,
    ],
  ])('%s', async (_, policy, how, why, informational) => {
    const root = repository(
      [`${registry.host}/acme/shop:1`],
      [`${registry.host}/acme/shop:2`],
      policy,
    );
    const report = await run(root, how);
    expect(registry.requests).toEqual([]);
    expect(rows(report).map(({ reason, informational: one = false }) => [reason, one])).toEqual([
      [expect.stringMatching(why), informational],
    ]);
    expect(report.verdict.outcome).toBe(informational ? 'pass' : 'incomplete');
  });

  it.each([
    ['a gap if the policy asks for images', 'deployed-images: changed\n', 'incomplete'],
    ['a note', '', 'pass'],
  ])('a name with a variable that has no value: %s', async (_, policy, outcome) => {
    const compose = (tag: string) =>
      `services:\n  web:\n    image: ${registry.host}/acme/web:${tag}\n    user: '1000'\n`;
    const root = change(
      { 'compose.yaml': compose('1'), '.github/portside.yml': policy },
      { 'compose.yaml': compose('$TAG') },
    );
    const report = await run(root);
    const said = [
      ...report.notes.map(({ message }) => message),
      ...report.coverage.map(({ target, reason }) => `${target} ${reason}`),
    ].filter((one) => one.includes('acme/web:$TAG'));
    expect(said).toEqual([expect.stringMatching(/name is not complete/)]);
    expect(report.verdict.outcome).toBe(outcome);
  });

  it('over five images', async () => {
    push(['lodash@4.17.21'], '1');
    const after = Array.from({ length: 7 }, (_, n) => `${registry.host}/acme/s${n}:1`);
    const report = await run(repository([`${registry.host}/acme/old:1`], after));
    expect(rows(report).map(({ target }) => target.slice(-4))).toEqual(['s5:1', 's6:1']);
  });

  it('an image of more than 2 GB, of which no layer is read', async () => {
    push(['lodash@4.17.15'], 'huge', { size: 2_000_000_001 });
    const root = repository([`${registry.host}/acme/shop:1`], [`${registry.host}/acme/shop:huge`]);
    const report = await run(root);
    expect(rows(report).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('it has 2.0 GB, and one run reads 2.0 GB'),
    ]);
    expect(registry.requests.filter(({ url }) => url.includes('/blobs/'))).toEqual([]);
  });

  it('an image that the registry does not have', async () => {
    const root = repository([`${registry.host}/acme/shop:1`], [`${registry.host}/acme/shop:none`]);
    const report = await run(root);
    expect(rows(report).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('has no such image'),
    ]);
    expect(report.verdict.outcome).toBe('pass');
  });

  it('an image on this machine that only the pull request names', async () => {
    push([], '1');
    const root = repository(['ghcr.io/acme/shop:1'], [`${registry.host}/acme/shop:1`]);
    const report = await run(root);
    expect(registry.requests).toEqual([]);
    expect(rows(report)).toHaveLength(1);
  });
});

describe('the policy decides', () => {
  it('all: without a base commit as well', async () => {
    push(['lodash@4.17.15'], '1');
    const image = `${registry.host}/acme/shop:1`;
    const { findings } = await run(repository([image], [image], 'deployed-images: all'), {
      words: [],
    });
    expect(vulnerabilities(findings)).toEqual(['CVE-2020-1 new app.yaml:7']);
  });

  it('all: what a pull request does not change is existing', async () => {
    push(['lodash@4.17.15'], '1');
    const image = `${registry.host}/acme/shop:1`;
    const { findings } = await run(repository([image], [image], 'deployed-images: all'));
    expect(vulnerabilities(findings)).toEqual(['CVE-2020-1 existing app.yaml:7']);
  });

  it('off: nothing is read or said', async () => {
    const root = repository(
      [`${registry.host}/acme/shop:1`],
      [`${registry.host}/acme/shop:2`],
      'deployed-images: off',
    );
    const { notes, coverage } = await run(root);
    expect(registry.requests).toEqual([]);
    expect(notes.filter(({ message }) => message.includes('acme'))).toEqual([]);
    expect(coverage.filter(({ target }) => target.includes('acme'))).toEqual([]);
  });
});

describe('digests', () => {
  const trust = (findings: readonly Finding[]) =>
    findings.flatMap(({ check: one, rule, message }) => (one === 'trust' ? [[rule, message]] : []));

  it('a manifest that pins another digest than the one that was checked', async () => {
    const old = push(['lodash@4.17.21'], 'old');
    const checked = push([], '5');
    const image = `${registry.host}/acme/shop:5@${old}`;
    const { findings } = await run(repository([image], [image]), {
      words: ['--image', `registry:${registry.host}/acme/shop:5`],
    });
    expect(trust(findings)).toEqual([
      [
        'PST015',
        `The manifest pins ${old.slice(0, 19)} of ${registry.host}/acme/shop:5, but ${checked.slice(0, 19)} was checked`,
      ],
    ]);
  });

  it.each([
    ['a pin that was there is existing', undefined, 'existing'],
    ['a pin that an overlay no longer replaces is new', '', 'new'],
  ])('%s', async (_, images, status) => {
    const old = push(['lodash@4.17.21'], 'old');
    push([], '5');
    const name = `${registry.host}/acme/shop`;
    const replaced = `images: [{ name: ${name}, newTag: '5', digest: '' }]\n`;
    const kept = 'resources: [../base]\n';
    const files = {
      'base/kustomization.yaml': 'resources: [p.yaml]\n',
      'base/p.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, image: '${name}@${old}' }] }\n`,
      'prod/kustomization.yaml': images === undefined ? kept : `${kept}${replaced}`,
    };
    const root = change(files, { 'prod/kustomization.yaml': `# Changed\n${kept}` });
    const { findings } = await run(root, {
      words: ['--baseline-ref', 'HEAD', '--image', `registry:${name}:5`],
    });
    expect(
      findings.flatMap((one) =>
        one.rule === 'PST015' ? [`${one.status} ${one.location?.path}`] : [],
      ),
    ).toEqual([`${status} base/p.yaml`]);
  });

  it('a tag that moved on from the digest that the pull request pins', async () => {
    const old = push(['lodash@4.17.21'], '6');
    const now = push([], '6');
    const name = `${registry.host}/acme/shop`;
    const { findings } = await run(repository([`${name}:1`], [`${name}:6@${old}`]));
    expect(trust(findings)).toEqual([
      [
        'PST016',
        `${name}:6 now points to ${now.slice(0, 19)}; the manifest pins ${old.slice(0, 19)}`,
      ],
    ]);
  });

  it('the digest of one platform in the index of the tag has not moved, and only that platform is read', async () => {
    const amd64 = push(['lodash@4.17.15'], 'amd64');
    const arm64 = push(['minimist@1.2.0'], 'arm64', { architecture: 'arm64' });
    registry.manifest(
      {
        schemaVersion: 2,
        mediaType: OCI_INDEX,
        manifests: [
          descriptor(OCI_MANIFEST, amd64, 500, {
            platform: { os: 'linux', architecture: 'amd64' },
          }),
          descriptor(OCI_MANIFEST, arm64, 500, {
            platform: { os: 'linux', architecture: 'arm64' },
          }),
          // BuildKit's attestations
          descriptor(OCI_MANIFEST, arm64, 500, {
            platform: { os: 'unknown', architecture: 'unknown' },
          }),
        ],
      },
      '7',
    );
    const name = `${registry.host}/acme/shop`;
    const pinned = await run(repository([`${name}:none`], [`${name}:7@${amd64}`]));
    expect(trust(pinned.findings)).toEqual([]);
    const tagged = await run(repository([`${name}:none`], [`${name}:7`]));
    expect(vulnerabilities(tagged.findings)).toEqual(['CVE-2020-1 new app.yaml:7']);
    expect(tagged.notes.map(({ message }) => message)).toContain(
      'Of 2 platforms, linux/amd64 was scanned. Name others with the option platform.',
    );
  });
});

describe('signatures', () => {
  const POLICY =
    "trust: [{ images: '127.0.0.1*/acme/**', signed-by: { issuer: 'https://a.example', subject: 'b' } }]";

  it('are verified as the policy requires, with the finding on the line of the manifest', async () => {
    push(['lodash@4.17.21'], '1');
    push(['lodash@4.17.21'], '8');
    const name = `${registry.host}/acme/shop`;
    const { findings } = await run(repository([`${name}:1`], [`${name}:8`], POLICY));
    const found = findings.filter(({ check: one }) => one === 'trust' || one === 'policy');
    expect(found.map(({ rule, location }) => [rule, location?.startLine])).toEqual([['PST001', 7]]);
  });

  it('an image that must be signed and cannot be read makes the result incomplete', async () => {
    const name = `${registry.host}/acme/shop`;
    const { verdict } = await run(repository([`${name}:1`], [`${name}:none`], POLICY));
    expect(verdict.outcome).toBe('incomplete');
  });
});

it('the plan names another image, since the repository cannot build it', async () => {
  push(['lodash@4.17.15'], '9');
  const name = `${registry.host}/acme/shop`;
  const { plan, targets } = await run(repository([`${name}:none`], [`${name}:9`]));
  const steps = plan?.steps.filter(({ title }) => title.includes('acme/shop:9')) ?? [];
  expect(steps.filter(({ clears }) => clears.high > 0 || clears.critical > 0)).toMatchObject([
    {
      title: `use a newer version of ${name}:9, or another image`,
      path: 'app.yaml',
      line: 7,
      safe: false,
    },
  ]);
  expect(plan?.steps.map(({ remedy }) => remedy)).not.toContain('rebuild');
  expect(targets.flatMap(({ deployedBy }) => deployedBy ?? [])).toEqual(['app.yaml']);
});
