import { afterEach, expect, it, jest } from '@jest/globals';
import { run } from '../../../src/cli/commands/explain.js';
import { readOptions } from '../../../src/options/read-options.js';
import { NOW } from '../../now.js';

afterEach(() => {
  jest.restoreAllMocks();
});

async function explain(name: string): Promise<string> {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await run(readOptions('explain', [name], { path: '', noColor: true }, NOW));
  return write.mock.calls.map(([text]) => String(text)).join('');
}

it.each([
  ['DL3006', /^# DL3006: /],
  ['end-of-life', /^# end-of-life: Distribution of the image has reached its end of life/],
  ['PSE4002', /^# PSE4002: Image not found\n\nExit status 2\.\n\n\*\*Cause\.\*\* /],
  ['pse6501', /^# PSE6501: .*\n\nExit status 3\./],
])('explains %s', async (name, page) => {
  expect(await explain(name)).toMatch(page);
});

it('says where error codes are for an unknown one', async () => {
  await expect(explain('PSE0000')).rejects.toThrow(
    'docs/reference/errors.md lists all error codes',
  );
});
