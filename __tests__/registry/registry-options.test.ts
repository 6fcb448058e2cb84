import { expect, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { registryOptions } from '../../src/registry/registry-options.js';
import { NOW } from '../now.js';

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

test.each([
  ['registry:5000/app', ['registry:5000']],
  ['registry:registry:5000/app', ['registry:5000']],
  ['docker://Registry.Example/app:1', ['registry.example']],
  ['nginx', []],
  ['docker.io/nginx', []],
  ['index.docker.io/library/nginx', []],
])('with --allow-http-registry, %s is asked over HTTP at %j', async (reference, plainHttp) => {
  const words = ['--allow-http-registry'];
  const options = readOptions(
    'verify',
    ['x', '--key', 'k', ...words],
    { path: '', noColor: true },
    NOW,
  );
  expect(await registryOptions(options, host, reference)).toEqual({ plainHttp });
});
