import { expect, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { optionsForReference, registryOptions } from '../../src/registry/registry-options.js';
import { NOW } from '../now.js';

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

const options = readOptions(
  'verify',
  ['x', '--key', 'k', '--allow-http-registry'],
  { path: '', noColor: true },
  NOW,
);

test.each(['0.0.0.0:5000', 'registry:5000', 'localhost', 'registry.example'])(
  'with --allow-http-registry, the registry %s is asked over HTTP',
  async (registry) => {
    expect(await registryOptions(options, host, registry)).toEqual({ plainHttp: [registry] });
  },
);

test.each([
  ['registry:5000/app', ['registry:5000']],
  ['registry:registry:5000/app', ['registry:5000']],
  ['docker://Registry.Example/app:1', ['registry.example']],
  ['nginx', []],
  ['docker.io/nginx', []],
  ['index.docker.io/library/nginx', []],
])('with --allow-http-registry, %s is asked over HTTP at %j', async (reference, plainHttp) => {
  expect(await optionsForReference(options, host, reference)).toEqual({ plainHttp });
});
