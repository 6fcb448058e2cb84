import { expect, test } from '@jest/globals';
import { run } from '../../../src/cli/commands/lint.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { readOptions } from '../../../src/options/read-options.js';

test.each([
  ['no-such-file', 'PSE1008'],
  ['no-such-folder/Dockerfile', 'PSE1008'],
  ['no-such.yaml', 'PSE1008'],
  ['no-such-*', 'PSE1009'],
  ['CONTRIBUTING.md', 'PSE1009'],
  ['package.json', 'PSE1009'],
])('lint %s is a usage error', async (operand, code) => {
  const options = readOptions('lint', [operand], { path: '', noColor: true }, new Date());
  const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
  await expect(run(options, host)).rejects.toMatchObject({ code, kind: 'usage' });
});
