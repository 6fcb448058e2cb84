import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { baseVariables } from '../../src/builds/base-variables.js';
import { terminalHost } from '../../src/cli/terminal.js';
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
  const push = (tag: string, platform: string, ...Env: string[]) => {
    const [os, architecture] = platform.split('/');
    const config = JSON.stringify({ os, architecture, config: { Env } });
    const digest = registry.blob(config);
    const type = 'application/vnd.oci.image.config.v1+json';
    const manifest = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: { mediaType: type, digest, size: config.length },
      layers: [],
    };
    return {
      mediaType: OCI_MANIFEST,
      digest: registry.manifest(manifest, tag),
      size: JSON.stringify(manifest).length,
      platform: { os, architecture },
    };
  };
  push('single', 'linux/amd64', 'PATH=/bin', 'APP_UID=1654', 'EMPTY=', 'URL=a=b');
  const manifests = [
    push('arm', 'linux/arm64', 'ARM=1'),
    { ...push('other', 'x/x', 'OTHER=1'), platform: { os: 'unknown', architecture: 'unknown' } },
    push('amd', 'linux/amd64', 'AMD=1'),
  ];
  registry.manifest({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }, 'many');
});
afterAll(() => registry.close());

const variablesOf = (text: string, settings = online) =>
  baseVariables([parseDockerfile('Dockerfile', text)], baseSources(settings, host), settings, host);

it('asks the registry which variables an image sets', async () => {
  const single = `${registry.host}/a:single`;
  expect(await variablesOf(`FROM ${single}\nUSER $APP_UID`)).toEqual(
    new Map([[single, new Set(['PATH', 'APP_UID', 'EMPTY', 'URL'])]]),
  );
});

it('asks for the image of the target platform in an index', async () => {
  const many = `${registry.host}/a:many`;
  const text = `FROM ${many} AS base\nFROM base\nUSER $X`;
  expect(await variablesOf(text)).toEqual(new Map([[many, new Set(['AMD'])]]));
  const arm = readOptions('check', ['--platform', 'linux/arm64'], environment, now);
  expect(await variablesOf(text, arm)).toEqual(new Map([[many, new Set(['ARM'])]]));
});

it('asks for no image whose variables decide nothing, and for none when offline', async () => {
  const asked = registry.requests.length;
  const single = `${registry.host}/a:single`;
  expect(await variablesOf(`FROM ${single}\nENV A=1 B=$PATH\nUSER $A`)).toEqual(new Map());
  const offline = readOptions('check', ['--offline'], environment, now);
  expect(await variablesOf(`FROM ${single}\nUSER $X`, offline)).toEqual(new Map());
  expect(registry.requests).toHaveLength(asked);
});

it('has nothing to say of a registry that does not answer', async () => {
  expect(await variablesOf('FROM 127.0.0.1:1/a:1\nUSER $X')).toEqual(new Map());
});
