import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { terminalHost } from '../../../src/cli/terminal.js';
import { externalImages } from '../../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import { readOptions } from '../../../src/options/read-options.js';
import { baseSources } from '../../../src/registry/base-sources.js';
import { baseFacts } from '../../../src/remedy/facts/base-facts.js';
import { packageIndexes } from '../../../src/vulnerabilities/package-indexes/indexes.js';
import { policyOf } from '../../policy/policy-of.js';
import { type LoopbackRegistry, loopbackRegistry } from '../../registry/loopback.js';
import { lint, vulnerability } from '../../reports/sample.js';
import { advisory, debian, push } from '../replay-build.js';

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const indexes = packageIndexes({ cache: undefined, offline: true, now: new Date() }, host);
/** Requests that are not answered yet. */
const held: ServerResponse[] = [];
let registry: LoopbackRegistry;
beforeAll(async () => {
  registry = await loopbackRegistry();
});
afterAll(() => registry.close());

async function facts(from: string, words: readonly string[] = [], timeout = 5_000) {
  const options = readOptions('check', words, { path: '', noColor: true }, new Date('2026-11-24'));
  const context = { root: '/', policy: policyOf('', 'portside.yml'), options, host };
  const images = externalImages(parseDockerfile('Dockerfile', `FROM ${from}\n`));
  const inspection = { findings: [], targets: [] };
  const asked: Promise<unknown>[] = [];
  const inner = baseSources(options, host);
  const sources = (reference: string) => {
    const found = inner(reference);
    asked.push(found.catch(() => undefined));
    return found;
  };
  const found = await baseFacts(images, { inspection, sources, context, indexes }, timeout);
  for (const response of held.splice(0)) response.end('{');
  await Promise.all(asked);
  return found;
}

test('nothing is asked with --offline', async () => {
  const before = registry.requests.length;
  expect(await facts(`${registry.host}/a/base:1@${DIGEST}`, ['--offline'])).toEqual([]);
  expect(registry.requests.length).toBe(before);
});

test('an index that is not JSON is named', async () => {
  registry.answer = (_, response) => {
    response.end('{');
    return true;
  };
  const [found] = await facts(`${registry.host}/a/base:1@${DIGEST}`);
  const notes = [expect.stringMatching(/^Its registry was not asked: /)];
  expect(found).toMatchObject({ notes, isPartial: true });
  expect(found?.newer).toBeUndefined();
});

test('another image than the digest names is not compared', async () => {
  registry.answer = (request, response) => {
    response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json');
    const config = { mediaType: 'x', digest: DIGEST, size: 2 };
    response.end(JSON.stringify({ schemaVersion: 2, config, layers: [], url: request.url }));
    return true;
  };
  const [found] = await facts(`${registry.host}/a/base:1@${DIGEST}`);
  expect(found?.newer).toBeUndefined();
  expect(found?.isCurrent).toBeUndefined();
  expect(found?.notes).toHaveLength(1);
});

test('a registry that does not answer costs no more than the time limit', async () => {
  registry.answer = (_, response) => {
    if (held.length > 0) return false;
    held.push(response);
    return true;
  };
  const [found, ...more] = await facts(`${registry.host}/a/base:1@${DIGEST}`, [], 50);
  expect(found).toMatchObject({ notes: ['Its registry did not answer in time.'], isPartial: true });
  expect([found?.newer, more]).toEqual([undefined, []]);
});

test.each(['scratch', '$UNKNOWN', 'not a reference', `debian@${DIGEST}`])(
  'FROM %s has no tag to compare',
  async (from) => {
    for (const found of await facts(from)) expect(found.newer).toBeUndefined();
  },
);

test('what is no reference is not asked in any run, so its facts are not partial', async () => {
  registry.answer = () => false;
  for (const from of ['scratch', '$UNKNOWN', `debian@${DIGEST}`])
    for (const found of await facts(from)) expect(found.isPartial).toBeUndefined();
});

test('the recommended image is the first that lacks what no fix is published for', async () => {
  registry.answer = () => false;
  const files = (...names: readonly string[]) => debian(...names.map((name) => `${name} 1.0`));
  push(registry, { tag: '24', files: files('imagemagick'), created: '2026-11-01T00:00:00Z' });
  push(registry, { tag: '24-slim', files: files('imagemagick', 'zlib1g') });
  push(registry, { tag: '24-alpine', files: files('zlib1g'), created: '2026-11-24T00:00:00Z' });
  const advisories = mkdtempSync(join(tmpdir(), 'portside-base-facts-'));
  const record = advisory('Debian:12', 'imagemagick', undefined, { id: 'CVE-2026-9' });
  writeFileSync(join(advisories, 'record.json'), JSON.stringify(record));
  const words = ['--advisories', advisories, '--platform', 'linux/amd64'];
  const options = readOptions('check', words, { path: '', noColor: true }, new Date('2026-11-24'));
  const context = { root: '/', policy: policyOf('', 'portside.yml'), options, host };
  const images = externalImages(parseDockerfile('Dockerfile', 'FROM node:24\n'));
  const location = images[0]?.location;
  const purl = 'pkg:deb/debian/imagemagick@1.0?distro=debian-12';
  const unfixed = vulnerability('CVE-2026-9', 'imagemagick', {
    location,
    origin: { kind: 'base-image', image: 'node:24' },
    details: { fixed: null },
  });
  const findings = [
    { ...unfixed, subject: { ...unfixed.subject, purl } },
    lint({
      rule: 'BASE-IMAGE',
      location,
      details: { options: [{ reference: 'node:24-slim' }, { reference: 'node:24-alpine' }] },
    }),
  ];
  const inner = baseSources(options, host);
  const found = await baseFacts(images, {
    inspection: { findings, targets: [] },
    sources: (reference) =>
      inner(`${registry.host}/library/${reference.replace('docker.io/library/', '')}`),
    context,
    indexes,
  });
  rmSync(advisories, { recursive: true });
  expect(found).toMatchObject([
    {
      move: {
        reference: 'node:24-alpine',
        clears: new Set([unfixed.fingerprint]),
        heldBack: 'younger than 2 days',
      },
    },
  ]);
});
