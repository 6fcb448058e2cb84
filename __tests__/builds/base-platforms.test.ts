import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { basePlatforms } from '../../src/builds/base-platforms.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { externalImages } from '../../src/dockerfile/external-images.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { readOptions } from '../../src/options/read-options.js';
import { baseSources } from '../../src/registry/base-sources.js';
import {
  type LoopbackRegistry,
  loopbackRegistry,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../registry/loopback.js';

const now = new Date('2026-11-24');
const environment = { path: '', noColor: true };
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const online = readOptions('check', [], environment, now);

let registry: LoopbackRegistry;
beforeAll(async () => {
  registry = await loopbackRegistry();
  const config = JSON.stringify({ os: 'linux', architecture: 'amd64' });
  const digest = registry.blob(config);
  const image = { schemaVersion: 2, mediaType: OCI_MANIFEST, layers: [] };
  const descriptor = { mediaType: 'application/vnd.oci.image.config.v1+json', digest };
  registry.manifest({ ...image, config: { ...descriptor, size: config.length } }, 'single');
  const child = (os: string, architecture: string) => ({
    mediaType: OCI_MANIFEST,
    digest: `sha256:${'0'.repeat(64)}`,
    size: 1,
    platform: { os, architecture },
  });
  const manifests = [child('linux', 'arm64'), child('unknown', 'unknown')];
  registry.manifest({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, 'many');
});
afterAll(() => registry.close());

const platformsOf = (settings: typeof online, ...references: string[]) => {
  const text = references.map((reference) => `FROM ${reference}\n`).join('');
  const images = externalImages(parseDockerfile('Dockerfile', text));
  return basePlatforms(images, baseSources(settings, host), settings, host);
};

it('asks the registry which platforms an image or an index has', async () => {
  const [single, many] = [`${registry.host}/a:single`, `${registry.host}/a:many`];
  expect(await platformsOf(online, single, many)).toEqual(
    new Map([
      [single, ['linux/amd64']],
      [many, ['linux/arm64']],
    ]),
  );
});

it('has nothing to say of a registry that does not answer, and asks none when offline', async () => {
  const asked = registry.requests.length;
  const offline = readOptions('check', ['--offline'], environment, now);
  expect((await platformsOf(online, '127.0.0.1:1/a:1')).size).toBe(0);
  expect((await platformsOf(offline, `${registry.host}/a:single`)).size).toBe(0);
  expect(registry.requests).toHaveLength(asked);
});

it('lets InvalidBaseImagePlatform fire on a platform that the image does not have', async () => {
  const text = `FROM --platform=linux/arm64 ${registry.host}/a:single\n`;
  const dockerfile = parseDockerfile('Dockerfile', text);
  const sources = baseSources(online, host);
  const offered = await basePlatforms(externalImages(dockerfile), sources, online, host);
  const rules = lintDockerfile(dockerfile, { now, basePlatforms: offered }).map(({ rule }) => rule);
  expect(rules).toContain('InvalidBaseImagePlatform');
});
