import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/commands/publish.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { LoopbackGitLab, TOKEN } from '../../gitlab/loopback-gitlab.js';
import { NOW } from '../../now.js';
import { report } from '../../reports/sample.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

let folder: string;
let server: LoopbackGitLab;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-publish-'));
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report()));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  server = await new LoopbackGitLab().start();
});
afterEach(() => server.close());

function publish(env: NodeJS.ProcessEnv, ...more: readonly string[]): Promise<number> {
  const args = [join(folder, 'report.json'), ...more];
  const options = readOptions('publish', args, readEnvironment(env), NOW);
  return run(options, quietHost());
}

test('in a GitLab job, publish writes the note and passes, whatever the verdict of the report is', async () => {
  const env = { ...server.variables(), GITLAB_CI: 'true', PORTSIDE_GITLAB_TOKEN: TOKEN };
  expect(await publish(env)).toBe(0);
  expect(server.notes).toHaveLength(1);
});

test('the token of the job is never used: without another one, publish writes nothing and passes', async () => {
  expect(await publish({ ...server.variables(), GITLAB_CI: 'true', CI_JOB_TOKEN: TOKEN })).toBe(0);
  expect(server.requests).toEqual([]);
});

test('in a GitLab job, --issue is an error, since it has no effect', async () => {
  const env = { ...server.variables(), GITLAB_CI: 'true', PORTSIDE_GITLAB_TOKEN: TOKEN };
  await expect(publish(env, '--issue')).rejects.toMatchObject({ code: 'PSE1004' });
});

test('elsewhere, publish names both places in which it works', async () => {
  await expect(publish({})).rejects.toThrow(
    'portside publish only works in a GitHub workflow or a GitLab job',
  );
});
