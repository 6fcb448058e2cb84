import { expect, test } from '@jest/globals';
import { connectToGitHub } from '../../src/github/client.js';

test('a server that cannot be reached did not answer', async () => {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(line);
  const log = { info: keep, warning: keep };
  const client = connectToGitHub({ api: 'http://127.0.0.1:1', token: 'x', log });
  await expect(client.request('GET /rate_limit', {})).rejects.toMatchObject({
    summary: expect.stringMatching(/^GitHub cannot be reached \(/),
  });
  expect(lines[0]).toMatch(
    /^GitHub cannot be reached for GET \/rate_limit \(.*\): retrying in 1 s$/,
  );
  expect(lines.join()).not.toContain('answered');
});
