import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { adviseBaseImages } from '../../src/base-images/advice.js';
import { measureBases } from '../../src/base-images/measure-bases.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { externalImages } from '../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import type { Options } from '../../src/options/options.js';
import { readOptions } from '../../src/options/read-options.js';
import type { Policy } from '../../src/policy/policy.js';
import { type BaseSources, baseSources } from '../../src/registry/base-sources.js';
import { detailsOf } from '../core/details-of.js';
import { tar } from '../image/build-tar.js';
import { policyOf } from '../policy/policy-of.js';
import {
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_MANIFEST,
  sha256,
} from '../registry/loopback.js';

/** Advice with a registry that answers: its official images are on the loopback, under the same names. */

const now = new Date('2026-11-24');
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const POLICY = policyOf('', 'portside.yml');
const OS_RELEASE = 'ID=debian\nVERSION_ID="13"\n';

let registry: LoopbackRegistry;
let folder: string;
let online: Options;
/** Blobs that no advice needs. */
let unneeded: string[];

beforeAll(async () => {
  registry = await loopbackRegistry();
  folder = mkdtempSync(join(tmpdir(), 'portside-advice-'));
  mkdirSync(join(folder, 'advisories', 'Debian'), { recursive: true });
  for (const [id, name] of [
    ['DEBIAN-CVE-2026-1', 'perl'],
    ['DEBIAN-CVE-2026-2', 'python3.13'],
  ])
    writeFileSync(
      join(folder, 'advisories', 'Debian', `${id}.json`),
      JSON.stringify({
        id,
        modified: '2026-11-01T00:00:00Z',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
        affected: [
          {
            package: { ecosystem: 'Debian:13', name },
            ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '9999' }] }],
          },
        ],
      }),
    );
  const environment = { path: '', noColor: true, cacheFolder: join(folder, 'cache') };
  const advisories = ['--advisories', join(folder, 'advisories')];
  online = readOptions('check', [...advisories, '--platform', 'linux/amd64'], environment, now);
  unneeded = [
    push('node', ['perl', 'python3.13', 'zlib1g'], '24', '24.19.0'),
    push('node', ['perl', 'zlib1g'], '24-slim', '24.19.0-slim'),
    push('node', ['perl', 'zlib1g'], '24.20.1-slim'),
  ];
});

afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true });
});

/** A base of one layer, packages in the next, and on top what is large and no package. Returns that one's digest. */
function push(repository: string, packages: readonly string[], ...tags: string[]): string {
  const status = packages
    .map(
      (name) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n`,
    )
    .join('\n');
  const layers = [
    tar([
      { name: 'etc/os-release', body: OS_RELEASE },
      { name: 'var/lib/dpkg/status', body: '' },
    ]),
    tar([{ name: 'var/lib/dpkg/status', body: status }]),
    tar([{ name: `opt/${tags[0]}`, body: 'x'.repeat(50_000_000) }]),
  ];
  const commands = ['# debian.sh', 'RUN apt-get install -y lots', 'COPY dist /opt'];
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
    history: commands.map((created_by) => ({ created_by })),
  });
  const mediaType = 'application/vnd.oci.image.layer.v1.tar';
  const descriptors = layers.map((layer) => ({
    mediaType,
    digest: registry.blob(layer),
    size: layer.length,
  }));
  registry.manifest(
    {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: registry.blob(config),
        size: config.length,
      },
      layers: descriptors,
      annotations: { for: `${repository} ${tags}` },
    },
    ...tags,
  );
  return descriptors[2]?.digest ?? '';
}

/** Docker Hub's names, at the loopback. */
function routed(): BaseSources {
  const sources = baseSources(online, host);
  return (reference) => sources(`${registry.host}/library/${reference}`);
}

async function advise(
  text: string,
  policy: Policy = POLICY,
  settings = online,
  sources = routed(),
) {
  const images = externalImages(parseDockerfile('Dockerfile', text));
  return (await adviseBaseImages(images, sources, { root: '/', policy, options: settings, host }))
    .findings;
}

describe('with a registry that answers', () => {
  test('the advice says what changes, and its fix pins the digest', async () => {
    const [found] = await advise('FROM node:24\n');
    expect(found?.message).toContain('2 → 1 known vulnerabilities');
    expect(found?.fix?.edits[0]?.text).toMatch(/^node:24-slim@sha256:[0-9a-f]{64}$/);
    expect(detailsOf(found).before).toMatchObject({ vulnerabilities: { critical: 2 } });
  });

  test('no layer is fetched but those with package databases, and none twice', async () => {
    await advise('FROM node:24\n');
    const before = registry.requests.length;
    const [again] = await advise('FROM node:24\n');
    expect(again?.message).toContain('2 → 1 known vulnerabilities');
    const blobs = registry.requests.slice(before).filter(({ url }) => url.includes('/blobs/'));
    expect(blobs).toEqual([]);
    for (const digest of unneeded)
      expect(registry.requests.some(({ url }) => url.includes(digest))).toBe(false);
  });

  test('a patch that the table does not have yet is found among the tags', async () => {
    const [found] = await advise('FROM node:24.1.0-slim\n');
    expect(found?.fix?.edits[0]?.text).toMatch(/^node:24\.20\.1-slim@sha256:/);
  });

  test('only what the policy allows is proposed', async () => {
    const policy = { ...POLICY, registries: ['docker.io/library'] };
    const [found] = await advise('FROM node:24\n', policy);
    const options = detailsOf(found).options as { reference: string }[];
    expect(options.map(({ reference }) => reference)).toEqual(['node:24-slim', 'node:24-alpine']);
    expect(await advise('FROM node:24\n', { ...policy, registries: ['ghcr.io/acme'] })).toEqual([]);
  });

  test('what is no base image is not advised on', async () => {
    expect(await advise('FROM scratch\nCOPY --from=node:24 /a /b\n')).toEqual([]);
  });
});

describe('the advice stays, without figures,', () => {
  const refused: BaseSources = async () => {
    throw new Error('connection refused');
  };
  test.each([
    ['offline, where nothing is asked', { offline: true }, refused],
    ['from a registry that does not answer', {}, refused],
    ['from one that never ends', {}, () => new Promise<never>(() => {})],
  ] as const)('%s', async (_, over, sources) => {
    const settings = { ...online, ...over };
    const started = registry.requests.length;
    const images = externalImages(parseDockerfile('Dockerfile', 'FROM node:24\n'));
    const { findings } = await adviseBaseImages(
      images,
      sources,
      { root: '/', policy: POLICY, options: settings, host },
      200,
    );
    expect(findings[0]?.fix?.edits[0]?.text).toBe('node:24-slim');
    expect(registry.requests).toHaveLength(started);
  });
});

test('an image that is not there, or is damaged, is left out', async () => {
  const broken = registry.manifest(
    {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: 'x', digest: sha256('none'), size: 4 },
      layers: [],
    },
    'broken',
  );
  expect(broken).toMatch(/^sha256:/);
  const found = await measureBases(['node:24', 'node:none', 'node:broken'], routed(), {
    options: online,
    host,
  });
  expect([...found.keys()]).toEqual(['node:24']);
});
