import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/sbom.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { tar, temporaryFolder } from '../../image/build-tar.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it.each([
  ['does not exist', './nope.tar', 'usage'],
  ['cannot be read', folder.write('other.tar', tar([{ name: 'a' }])), 'incomplete'],
])('an image that %s is an error, and no empty SBOM is written', async (_, target, kind) => {
  const file = join(folder.path, 'sbom.json');
  const words = ['--offline', '--format', `cyclonedx=${file}`, target];
  const options = readOptions('sbom', words, readEnvironment({}), new Date());
  await expect(run(options, quietHost())).rejects.toMatchObject({ kind });
  expect(existsSync(file)).toBe(false);
});
