import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inspectBaseImages } from '../../src/base-images/base-images.js';
import { basePlatforms } from '../../src/builds/base-platforms.js';
import { readBuilds } from '../../src/builds/built-dockerfiles.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { externalImages } from '../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { readOptions } from '../../src/options/read-options.js';
import type { TrustRequirement } from '../../src/policy/policy.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { baseSources } from '../../src/registry/base-sources.js';
import { type LoopbackRegistry, loopbackRegistry, tinyImage } from '../registry/loopback.js';
import {
  attach,
  type SigningKey,
  signatureLayer,
  signingKey,
  simpleSigning,
} from '../signatures/signing.js';

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const online = readOptions('check', [], { path: '', noColor: true }, new Date('2026-11-24'));

let root: string;
let registry: LoopbackRegistry;
let key: SigningKey;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'portside-bases-'));
  registry = await loopbackRegistry();
  key = signingKey();
  const pem = key.policy.key.object?.export({ type: 'spki', format: 'pem' });
  writeFileSync(join(root, 'base.pub'), String(pem));
});
afterEach(async () => {
  await registry.close();
  rmSync(root, { recursive: true });
});

function inspect(dockerfile: string, trust: readonly TrustRequirement[] = [], settings = online) {
  const images = externalImages(parseDockerfile('Dockerfile', dockerfile));
  const policy = { ...DEFAULT_POLICY, trust };
  return inspectBaseImages(images, baseSources(settings, host), {
    root,
    policy,
    options: settings,
    host,
  });
}

it('the image that a build pulls is verified, and its finding names the build', async () => {
  for (const name of ['a', 'b']) tinyImage(registry, name, name);
  const at = { path: 'compose.yaml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const { externalImages: images } = readBuilds(
    [parseDockerfile('Dockerfile', `ARG BASE=${registry.host}/x:a\nFROM $BASE\n`)],
    [
      {
        definition: {
          name: 'compose.yaml web',
          source: 'compose',
          location: at,
          dockerfile: 'Dockerfile',
        },
        args: new Map([['BASE', `${registry.host}/y:b`]]),
        contexts: new Map(),
        mounts: [],
      },
    ],
  );
  const trust = [
    { images: `${registry.host}/**`, signedBy: [{ key: 'base.pub' }] },
    { images: `${registry.host}/**`, signedBy: [], provenance: { source: 'github.com/acme/a' } },
  ];
  const policy = { ...DEFAULT_POLICY, trust };
  const context = { root, policy, options: online, host };
  const { findings } = await inspectBaseImages(images, baseSources(online, host), context);
  const own = findings.filter(({ message }) => message.includes('/y:b'));
  // One for the signature, one for the provenance.
  expect(own).toHaveLength(2);
  expect(own.map(({ variants }) => variants)).toEqual(own.map(() => ['compose.yaml: service web']));
  expect(own.every(({ location }) => location?.startLine === 2)).toBe(true);
});

describe('the base images of a repository', () => {
  it('are those of FROM, COPY --from and RUN --mount, each found on its own line', async () => {
    for (const name of ['a', 'b', 'c']) tinyImage(registry, name, name);
    const { findings, incomplete } = await inspect(
      [
        `FROM ${registry.host}/x:a AS one`,
        `COPY --from=${registry.host}/x:b /f /f`,
        `RUN --mount=type=bind,from=${registry.host}/x:c,target=/m true`,
        'FROM one',
        'FROM scratch',
      ].join('\n'),
    );
    expect(incomplete).toEqual([]);
    expect(findings.map(({ rule, location }) => [rule, location?.startLine])).toEqual([
      ['PST010', 1],
      ['PST010', 2],
      ['PST010', 3],
    ]);
    expect(findings.every(({ fix }) => fix?.edits[0]?.text.includes('@sha256:'))).toBe(true);
  });

  it('are asked for once, platforms and signature together', async () => {
    tinyImage(registry, '', '1');
    const text = `FROM ${registry.host}/x:1\nFROM ${registry.host}/x:1\n`;
    const images = externalImages(parseDockerfile('Dockerfile', text));
    const sources = baseSources(online, host);
    await basePlatforms(images, sources, online, host);
    await inspectBaseImages(images, sources, {
      root,
      policy: DEFAULT_POLICY,
      options: online,
      host,
    });
    expect(registry.requests.filter(({ url }) => url.endsWith('/manifests/1'))).toHaveLength(1);
  });

  it('must be signed by whom the policy names: high without, critical by another', async () => {
    const trust = [{ images: `${registry.host}/acme/**`, signedBy: [{ key: 'base.pub' }] }];
    const digest = tinyImage(registry, '', '1');
    const text = `FROM ${registry.host}/acme/base:1\n`;
    const sign = (by: SigningKey) =>
      attach(registry, digest, '.sig', [signatureLayer(registry, simpleSigning(digest), by)]);
    expect((await inspect(text, trust)).findings).toMatchObject([
      { rule: 'PST010', severity: 'high' },
    ]);
    sign(signingKey());
    expect((await inspect(text, trust)).findings).toMatchObject([
      { rule: 'PST011', severity: 'critical' },
    ]);
    sign(key);
    const { findings, notes } = await inspect(text, trust);
    expect([findings, notes.length]).toEqual([[], 1]);
  });

  it('must satisfy every entry of the policy that matches', async () => {
    const other = signingKey();
    const pem = other.policy.key.object?.export({ type: 'spki', format: 'pem' });
    writeFileSync(join(root, 'other.pub'), String(pem));
    const trust = [
      { images: `${registry.host}/acme/base`, signedBy: [{ key: 'base.pub' }] },
      { images: `${registry.host}/**`, signedBy: [{ key: 'other.pub' }] },
    ];
    const digest = tinyImage(registry, '', '1');
    const sign = (...by: SigningKey[]) =>
      attach(
        registry,
        digest,
        '.sig',
        by.map((one) => signatureLayer(registry, simpleSigning(digest), one)),
      );
    const text = `FROM ${registry.host}/acme/base:1\n`;
    expect((await inspect(text, trust)).findings).toHaveLength(1);
    for (const one of [key, other]) {
      sign(one);
      expect((await inspect(text, trust)).findings).toMatchObject([{ rule: 'PST011' }]);
    }
    sign(key, other);
    expect((await inspect(text, trust)).findings).toEqual([]);
  });

  it('must have the provenance that an entry requires, with and without a signer', async () => {
    const digest = tinyImage(registry, '', '1');
    attach(registry, digest, '.sig', [signatureLayer(registry, simpleSigning(digest), key)]);
    const text = `FROM ${registry.host}/acme/base:1\nFROM ${registry.host}/acme/base:1@md5:x\n`;
    const provenance = { source: 'github.com/acme/base' };
    for (const signedBy of [[{ key: 'base.pub' }], []]) {
      const trust = [{ images: `${registry.host}/acme/*`, signedBy, provenance }];
      const { findings } = await inspect(text, trust);
      expect(findings.filter(({ message }) => /provenance/i.test(message))).toMatchObject([
        { check: 'trust', location: { path: 'Dockerfile', startLine: 1 } },
      ]);
    }
  });

  it('are asked of nobody when offline, and the coverage says so', async () => {
    const settings = { ...online, offline: true };
    const text = `FROM ${registry.host}/x:1\nFROM debian\n`;
    const { findings, incomplete, notes, coverage } = await inspect(text, [], settings);
    expect([findings, incomplete, registry.requests]).toEqual([[], [], []]);
    expect(notes).toEqual([]);
    expect(coverage?.map(({ state }) => state)).toEqual(['not-covered', 'not-covered']);
  });

  it('are a gap when offline, which counts only where the policy requires a signature', async () => {
    const trust = [{ images: `${registry.host}/**`, signedBy: [{ key: 'base.pub' }] }];
    const settings = { ...online, offline: true };
    const { coverage } = await inspect(
      `FROM ${registry.host}/x:1\nFROM debian:12\n`,
      trust,
      settings,
    );
    expect(coverage).toMatchObject([
      { check: 'trust', target: `${registry.host}/x:1`, state: 'not-covered' },
      { check: 'trust', target: 'debian:12', state: 'not-covered', informational: true },
    ]);
    expect(coverage?.[0]?.informational).toBeUndefined();
  });

  it('are covered when they were verified, also with a finding', async () => {
    const trust = [{ images: `${registry.host}/acme/*`, signedBy: [{ key: 'base.pub' }] }];
    tinyImage(registry, '', '1');
    const text = `FROM ${registry.host}/acme/a:1\nFROM ${registry.host}/other/b:1\n`;
    const { coverage, findings } = await inspect(text, trust);
    expect(findings.map(({ severity }) => severity)).toEqual(['high', 'low']);
    expect(coverage).toMatchObject([
      { target: `${registry.host}/acme/a:1`, state: 'checked' },
      { target: `${registry.host}/other/b:1`, state: 'not-applicable' },
    ]);
  });

  it.each([401, 403, 429])(
    'are not covered when the registry answers %d, and named',
    async (status) => {
      registry.answer = (_, response) => {
        response.writeHead(status, { 'retry-after': '3600' }).end();
        return true;
      };
      const trust = [
        {
          images: `${registry.host}/acme/*`,
          signedBy: [{ key: 'base.pub' }],
          provenance: { source: 'github.com/acme/a' },
        },
      ];
      const { coverage, findings, incomplete } = await inspect(
        `FROM ${registry.host}/acme/a:1\n`,
        trust,
      );
      expect([findings, incomplete]).toEqual([[], []]);
      const target = `${registry.host}/acme/a:1`;
      expect(new Set(coverage?.map((row) => `${row.target} ${row.state}`))).toEqual(
        new Set([`${target} not-covered`]),
      );
    },
  );

  it('have one name in findings and in the coverage, with the tag that a bare name has', async () => {
    tinyImage(registry, '', 'latest');
    const trust = [
      {
        images: `${registry.host}/acme/*`,
        signedBy: [{ key: 'base.pub' }],
        provenance: { source: 'github.com/acme/a' },
      },
    ];
    const { coverage, findings } = await inspect(`FROM ${registry.host}/acme/a\n`, trust);
    const target = `${registry.host}/acme/a:latest`;
    expect(findings.map(({ subject }) => subject?.image)).toEqual([target, target]);
    expect(new Set(coverage?.map((row) => row.target))).toEqual(new Set([target]));
  });

  it('cost nothing where there are none', async () => {
    expect(await inspect('FROM scratch\n')).toMatchObject({ findings: [], notes: [] });
  });

  it('of a silent registry wait for it once, however many they are', async () => {
    const began = registry.requests.length;
    registry.answer = (request) => {
      request.socket.destroy();
      return true;
    };
    const trust = [{ images: `${registry.host}/**`, signedBy: [{ key: 'base.pub' }] }];
    const lines = Array.from({ length: 40 }, (_, i) => `FROM ${registry.host}/x:${i}`);
    const { incomplete } = await inspect(lines.join('\n'), trust);
    expect(incomplete).toHaveLength(40);
    // Eight at once, two tries each.
    expect(registry.requests.length - began).toBeLessThanOrEqual(16);
  });

  it('beyond the most that one run verifies are incomplete', async () => {
    const lines = Array.from({ length: 52 }, (_, i) => `FROM ${registry.host}/x:${i}`);
    const { incomplete } = await inspect(lines.join('\n'));
    expect(incomplete.map(({ target }) => target)).toEqual([
      `${registry.host}/x:50`,
      `${registry.host}/x:51`,
    ]);
  });
});
