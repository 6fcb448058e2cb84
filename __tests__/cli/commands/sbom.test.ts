import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/sbom.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { tar, temporaryFolder } from '../../image/build-tar.js';
import { NOW } from '../../now.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it.each([
  ['does not exist', './nope.tar', 'usage'],
  ['cannot be read', folder.write('other.tar', tar([{ name: 'a' }])), 'incomplete'],
])('an image that %s is an error, and no empty SBOM is written', async (_, target, kind) => {
  const file = join(folder.path, 'sbom.json');
  const words = ['--offline', '--format', `cyclonedx=${file}`, target];
  const options = readOptions('sbom', words, readEnvironment({}), NOW);
  await expect(run(options, quietHost())).rejects.toMatchObject({ kind });
  expect(existsSync(file)).toBe(false);
});

const bom = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [{ type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' }],
});

it('sbom:FILE is an SBOM, which has the name of the file', async () => {
  const from = folder.write('given.json', bom);
  const file = join(folder.path, 'written.json');
  const words = ['--output', file, `sbom:${from}`];
  const options = readOptions('sbom', words, readEnvironment({}), NOW);
  expect(await run(options, quietHost())).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    metadata: { component: { name: from } },
    components: [{ purl: 'pkg:npm/a@1' }],
  });
});

it.each([
  ['nope.json', 'there is no such file'],
  ['', 'it is a folder'],
  ['other.tar', 'it is'],
])('sbom:%s says why it cannot be read', async (name, message) => {
  const words = [`sbom:${join(folder.path, name)}`];
  const options = readOptions('sbom', words, readEnvironment({}), NOW);
  await expect(run(options, quietHost())).rejects.toMatchObject({
    code: 'PSE5001',
    message: expect.stringContaining(message),
  });
});

it('a stored list of packages has not passed any check, and the command succeeds', async () => {
  const from = folder.write('listed.json', bom);
  const file = join(folder.path, 'report.json');
  const words = ['--format', `json=${file}`, `sbom:${from}`];
  const options = readOptions('sbom', words, readEnvironment({}), NOW);
  expect(await run(options, quietHost())).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8')).verdict).toEqual({
    outcome: 'incomplete',
    reasons: ['no check looked at the targets, only their packages are listed'],
  });
});

it('what is not known of the packages is said on standard error', async () => {
  const { components, ...others } = JSON.parse(bom);
  const document = {
    ...others,
    components: [...components, { type: 'file', name: 'nameless' }],
  };
  const from = folder.write('cut.json', JSON.stringify(document));
  const words = ['--output', join(folder.path, 'cut.out.json'), `sbom:${from}`];
  const options = readOptions('sbom', words, readEnvironment({}), NOW);
  const lines: string[] = [];
  await run(options, { ...quietHost(), info: (line) => lines.push(line) });
  expect(lines).toEqual([
    expect.stringMatching(/^note: 1 component of the SBOM is not listed/),
    expect.stringContaining('listed 1 package'),
  ]);
});
