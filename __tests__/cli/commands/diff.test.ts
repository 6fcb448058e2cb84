import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/diff.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { dockerArchive, tar, temporaryFolder } from '../../image/build-tar.js';
import { NOW } from '../../now.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it.each(['text', 'markdown', 'json'])('writes no secret of a command in %s', async (format) => {
  const token = `ghp_${'016C7A8f9B2d3E4h5J6k7L8m9N0p1Q2r3S4t'.slice(0, 36)}`;
  const image = (name: string, config: object) =>
    folder.write(name, dockerArchive([tar([{ name: 'a', body: '1' }])], { config: { config } }));
  const before = image('old.tar', {});
  const after = image('new.tar', { Cmd: ['app', `--token=${token}`] });
  const file = join(folder.path, 'difference');
  const words = [before, after, '--offline', '--format', `${format}=${file}`];
  const options = readOptions('diff', words, readEnvironment({}), NOW);
  await run(options, quietHost());
  const written = readFileSync(file, 'utf8');
  expect(written).toContain('command');
  expect(written).not.toContain(token);
});
