import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import {
  configOf,
  dockerArchive,
  type TarMember,
  tar,
  temporaryFolder,
} from '../image/build-tar.js';
import {
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../registry/loopback.js';

const folder = temporaryFolder();
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await loopbackRegistry();
  for (const [ecosystem, name] of [
    ['Debian:12', 'openssl'],
    ['npm', 'lodash'],
    ['PyPI', 'jinja2'],
  ] as const)
    folder.write(
      `osv/${ecosystem.split(':')[0]}/${name}.json`,
      JSON.stringify({
        schema_version: '1.7.0',
        id: `CVE-2026-${name}`,
        modified: '2026-11-24T00:00:00Z',
        affected: [
          {
            package: { ecosystem, name },
            ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
          },
        ],
      }),
    );
});
afterAll(async () => {
  await registry.close();
  folder.remove();
});

const STATUS = `Package: openssl
Status: install ok installed
Architecture: amd64
Version: 3.0.1-1
Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>

`;
const CURL = STATUS.replace('openssl', 'curl');
const BASE_LAYERS = [
  tar([
    { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="12"\nNAME="Debian GNU/Linux"\n' },
    { name: 'var/lib/dpkg/status', body: STATUS },
    { name: 'var/lib/dpkg/info/openssl.list', body: '/.\n/usr\n/usr/bin\n/usr/bin/openssl\n' },
    { name: 'usr/bin/openssl', body: 'program', mode: 0o755 },
  ]),
  tar([
    { name: 'opt/node_modules/lodash/package.json', body: '{"name":"lodash","version":"4.17.15"}' },
    { name: 'opt/node_modules/lodash/index.js', body: '1' },
    {
      name: 'usr/lib/python3.11/site-packages/jinja2-3.0.0.dist-info/METADATA',
      body: 'Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.0.0\n',
    },
    { name: 'usr/lib/python3.11/site-packages/jinja2/__init__.py', body: '' },
  ]),
];

/** The image in the registry; returns its digest. */
function push(layers: readonly Buffer[], tag: string): string {
  const config = configOf(layers, { config: { os: 'linux', architecture: 'amd64' } });
  return registry.manifest(
    {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: registry.blob(config),
        size: config.length,
      },
      layers: layers.map((layer) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        digest: registry.blob(layer),
        size: layer.length,
      })),
    },
    tag,
  );
}

const SITE = 'usr/lib/python3.11/site-packages';
const ALL = ['jinja2', 'lodash', 'openssl'];

interface Child {
  readonly base?: readonly Buffer[];
  readonly layers?: readonly Buffer[];
  readonly members?: readonly TarMember[];
  /** Of the FROM line. */
  readonly from?: string;
  /** The product of the document: the base image by default. */
  readonly product?: string;
  readonly subcomponents?: readonly object[];
}

/** The vulnerabilities that the document about the base image suppresses, with the reasons, and the notes about VEX. */
async function suppressedIn(name: string, child: Child) {
  const { base = BASE_LAYERS } = child;
  const digest = push(base, 'v1');
  const {
    layers = BASE_LAYERS,
    members = [{ name: 'srv/app', body: 'x' }],
    from = `${registry.host}/acme/base:v1`,
    product = `pkg:oci/base@${digest}?repository_url=${registry.host}/acme/base`,
    subcomponents,
  } = child;
  const root = join(folder.path, name);
  const history = [
    ...layers.map(() => ({ created_by: '# base' })),
    { created_by: 'COPY . / # buildkit', comment: 'buildkit.dockerfile.v0' },
  ];
  folder.write(`${name}/app.tar`, dockerArchive([...layers, tar(members)], { history }));
  folder.write(`${name}/Dockerfile`, `FROM ${from}\nCOPY . /\n`);
  folder.write(
    `${name}/vex.json`,
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      timestamp: '2026-01-01T00:00:00Z',
      statements: ALL.map((one) => ({
        vulnerability: { name: `CVE-2026-${one}` },
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
        products: [{ identifiers: { purl: product }, subcomponents }],
      })),
    }),
  );
  const words = ['--advisories', join(folder.path, 'osv'), '--vex', join(root, 'vex.json')];
  const { report } = await check(
    root,
    readOptions(
      'check',
      [...words, '--image', join(root, 'app.tar')],
      { path: '', noColor: true },
      new Date('2026-11-24T00:00:00Z'),
    ),
    host,
  );
  const found = report.findings.filter(({ rule }) => rule.startsWith('CVE-2026-'));
  expect(found.map(({ rule }) => rule.slice(9)).sort()).toEqual(ALL);
  const excepted = found.filter(({ exception }) => exception?.source === 'vex');
  return {
    names: excepted.map(({ rule }) => rule.slice(9)).sort(),
    reasons: [...new Set(excepted.map(({ exception }) => exception?.reason))],
    notes: report.notes.map(({ message }) => message).filter((one) => /VEX of base/.test(one)),
  };
}

describe('a VEX document about the base image', () => {
  it('holds for what the image has unchanged from it, and says so', async () => {
    const { names, reasons, notes } = await suppressedIn('unchanged', {});
    expect(names).toEqual(ALL);
    expect(reasons).toEqual([
      `vulnerable_code_not_present: by VEX of base image ${registry.host}/acme/base:v1`,
    ]);
    expect(notes).toEqual([]);
  });

  it('holds if it names the tag of the FROM line, and for its components', async () => {
    const product = `pkg:oci/base?repository_url=${registry.host}/acme/base&tag=v1`;
    expect((await suppressedIn('tag', { product })).names).toEqual(ALL);
    const subcomponents = [{ '@id': 'pkg:npm/lodash@4.17.15' }, { '@id': 'pkg:deb/debian/curl' }];
    expect((await suppressedIn('component', { product, subcomponents })).names).toEqual(['lodash']);
  });

  it('holds if the FROM line names the digest', async () => {
    const digest = push(BASE_LAYERS, 'v1');
    const from = `${registry.host}/acme/base@${digest}`;
    expect((await suppressedIn('digest', { from })).names).toEqual(ALL);
  });

  it.each([
    ['another tag', (host: string) => `pkg:oci/base?repository_url=${host}/acme/base&tag=v2`],
    ['another digest', () => `pkg:oci/base@sha256:${'b'.repeat(64)}`],
    ['another registry', () => 'pkg:oci/base?repository_url=quay.io/acme/base&tag=v1'],
    ['another repository', (host: string) => `pkg:oci/base?repository_url=${host}/acme/other`],
    ['another image', () => 'pkg:oci/other'],
    [
      'another platform',
      (host: string) => `pkg:oci/base?repository_url=${host}/acme/base&arch=arm64`,
    ],
  ])('does not hold if it names %s', async (name, product) => {
    const result = await suppressedIn(name, { product: product(registry.host) });
    expect(result.names).toEqual([]);
  });

  it('holds if the document or the FROM line names the index of all platforms', async () => {
    const manifest = push(BASE_LAYERS, 'amd64');
    const platform = { os: 'linux', architecture: 'amd64' };
    const manifests = [{ mediaType: OCI_MANIFEST, digest: manifest, size: 1, platform }];
    const index = registry.manifest({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, 'index');
    const from = `${registry.host}/acme/base:index`;
    const pinned = `${from}@${index}`;
    expect((await suppressedIn('index', { from, product: `pkg:oci/base@${index}` })).names).toEqual(
      ALL,
    );
    expect(
      (await suppressedIn('manifest', { from: pinned, product: `pkg:oci/base@${manifest}` })).names,
    ).toEqual(ALL);
  });

  it('holds next to packages and files that are added', async () => {
    const members = [
      { name: `${SITE}/flask/__init__.py`, body: '' },
      { name: 'usr/bin/curl', body: '' },
      { name: 'opt/node_modules/.package-lock.json', body: '{}' },
      { name: 'var/lib/dpkg/status', body: STATUS + CURL },
    ];
    expect((await suppressedIn('added', { members })).names).toEqual(ALL);
  });

  it('does not hold for a package whose files are not known', async () => {
    const [, second = Buffer.alloc(0)] = BASE_LAYERS;
    const first = tar([
      { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="12"\n' },
      { name: 'var/lib/dpkg/status', body: STATUS },
    ]);
    const base = [first, second];
    expect((await suppressedIn('no-list', { base, layers: base })).names).toEqual([
      'jinja2',
      'lodash',
    ]);
  });

  it('does not hold if the layers of the image are others', async () => {
    const [first = Buffer.alloc(0)] = BASE_LAYERS;
    const other = tar([
      {
        name: 'opt/node_modules/lodash/package.json',
        body: '{"name":"lodash","version":"4.17.15"}',
      },
      {
        name: 'usr/lib/python3.11/site-packages/jinja2-3.0.0.dist-info/METADATA',
        body: 'Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.0.0\n\nOther',
      },
    ]);
    const { names, notes } = await suppressedIn('moved', { layers: [first, other] });
    expect(names).toEqual([]);
    expect(notes).toEqual([
      `VEX of base image ${registry.host}/acme/base:v1 is not used: its layers are not the lowest of the image`,
    ]);
  });

  it('does not hold if the base image cannot be read, which a note says', async () => {
    const { names, notes } = await suppressedIn('unreadable', {
      from: `${registry.host}/acme/base:gone`,
      product: 'pkg:oci/base',
    });
    expect(names).toEqual([]);
    expect(notes).toHaveLength(1);
  });

  it.each<[string, TarMember[], string[]]>([
    ['file is replaced', [{ name: 'usr/bin/openssl', body: 'other' }], ['jinja2', 'lodash']],
    ['file is deleted', [{ name: 'usr/bin/.wh.openssl', body: '' }], ['jinja2', 'lodash']],
    ['file is a folder now', [{ name: 'usr/bin/openssl/', type: '5' }], ['jinja2', 'lodash']],
    [
      'list of files is another one',
      [{ name: 'var/lib/dpkg/info/openssl.list', body: '/.\n' }],
      ['jinja2', 'lodash'],
    ],
    [
      'file is written through a link',
      [
        { name: 'bin', type: '2', link: 'usr/bin' },
        { name: 'bin/openssl', body: 'other' },
      ],
      ['jinja2', 'lodash'],
    ],
    ['folder is deleted', [{ name: 'usr/.wh.bin', body: '' }], ['jinja2', 'lodash']],
    ['folder is emptied', [{ name: 'usr/bin/.wh..wh..opq', body: '' }], ['jinja2', 'lodash']],
    [
      'folder is a link now',
      [{ name: 'usr/bin', type: '2', link: '../srv' }],
      ['jinja2', 'lodash'],
    ],
    [
      'npm file is replaced',
      [{ name: 'opt/node_modules/lodash/index.js', body: '2' }],
      ['jinja2', 'openssl'],
    ],
    [
      'Python file is replaced',
      [{ name: `${SITE}/jinja2/__init__.py`, body: '2' }],
      ['lodash', 'openssl'],
    ],
    [
      'package is installed again',
      [
        {
          name: 'opt/node_modules/lodash/package.json',
          body: '{"version":"4.17.15","name":"lodash"}',
        },
      ],
      ['jinja2', 'openssl'],
    ],
    [
      'package is there twice',
      [
        {
          name: 'srv/node_modules/lodash/package.json',
          body: '{"name":"lodash","version":"4.17.15"}',
        },
      ],
      ['jinja2', 'openssl'],
    ],
  ])('does not hold for a package whose %s', async (name, members, expected) => {
    expect((await suppressedIn(name.replaceAll(' ', '-'), { members })).names).toEqual(expected);
  });
});
