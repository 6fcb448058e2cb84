import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/db.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { temporaryFolder } from '../../image/build-tar.js';
import { NOW } from '../../now.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
mkdirSync(join(folder.path, 'empty'));
folder.write('dumps/npm/all.zip', 'x');

it.each([
  ['empty', 'it is a folder, not a built database'],
  ['dumps', 'the folder has OSV dumps, not a built database. Build one: portside db build'],
  ['dumps/npm/all.zip', 'it is a file, not a built database'],
  ['nope', 'there is no such folder'],
])('db info %s says what it is', async (path, message) => {
  const words = ['info', join(folder.path, path)];
  const options = readOptions('db', words, readEnvironment({}), NOW);
  await expect(run(options, quietHost())).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining(message),
  });
});
