import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { saveAdvisories } from '../../../src/github/caches/advisory-cache.js';
import { restoreCaches } from '../../../src/github/caches/restore-caches.js';
import { type GitHubContext, readContext } from '../../../src/github/event.js';
import { muteOutput } from '../capture-output.js';
import { VARIABLES } from '../events.js';

/** The cache service belongs to GitHub: here there is none, or one that rejects every request. */

let folder = '';
const messages: string[] = [];
const log = {
  debug() {},
  info: (message: string) => void messages.push(message),
  warning: (message: string) => void messages.push(message),
};
const onMain = { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' };
const cache = (variables: Record<string, string> = onMain) => ({
  context: readContext({ ...VARIABLES, ...variables }, {}) as GitHubContext,
  folder,
  now: new Date('2026-02-03T04:05:06Z'),
  log,
});
const restore = () =>
  restoreCaches({ baseline: undefined, advisories: cache() }, cache().context, undefined, log);
const names = [
  'ACTIONS_RESULTS_URL',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_CACHE_SERVICE_V2',
  'RUNNER_TEMP',
];
let server: Server | undefined;

muteOutput();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-cache-'));
  mkdirSync(join(folder, 'records'));
  writeFileSync(join(folder, 'records', 'a.json'), '{}');
  messages.length = 0;
  for (const name of names) delete process.env[name];
  // Without it, @actions/cache writes to /home/actions.
  process.env.RUNNER_TEMP = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of names) delete process.env[name];
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

test('without a cache service, nothing is restored or saved', async () => {
  expect(await restore()).toEqual({});
  expect(await saveAdvisories(cache(), undefined)).toBe(false);
  expect(messages).toEqual([]);
});

/** Starts a service, and points the variables of the runner to it. */
async function serve(answer: RequestListener): Promise<void> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  process.env.ACTIONS_RESULTS_URL = `http://127.0.0.1:${port}/`;
  process.env.ACTIONS_RUNTIME_TOKEN = 'none';
  process.env.ACTIONS_CACHE_SERVICE_V2 = 'true';
}

test('a service that does not answer costs the time of one attempt, and is not asked to save', async () => {
  let requests = 0;
  await serve(() => {
    requests++;
  });
  const { context } = cache();
  const checked = { images: [], dockerfiles: [], platforms: [] };
  const baseline = { context, checked, file: join(folder, 'baseline.json'), log };
  const caches = { baseline, advisories: cache(), commit: '0'.repeat(40), time: 100 };
  expect(await restoreCaches(caches, context, undefined, log)).toEqual({
    baseline: { missing: 'the Actions cache does not answer' },
    isSilent: true,
  });
  expect(requests).toBeLessThanOrEqual(2);
  expect(messages).toEqual(['Nothing is saved in the Actions cache: it does not answer']);
});

test('a service that rejects requests fails nothing', async () => {
  await serve((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end('{"code":"permission_denied","msg":"no"}');
  });
  expect((await restore()).advisories).toBeUndefined();
  expect(await saveAdvisories(cache(), undefined)).toBe(false);
});

test('today’s entry is not saved again after it was restored', async () => {
  expect(await saveAdvisories(cache(), 'portside-advisories-1-2026-02-03')).toBe(false);
});

test.each([
  { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
  { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7' },
  { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7' },
  { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' },
])('a run of a pull request or merge group saves nothing: %j', async (variables) => {
  process.env.ACTIONS_RESULTS_URL = 'http://127.0.0.1:9/';
  process.env.ACTIONS_CACHE_SERVICE_V2 = 'true';
  expect(await saveAdvisories(cache(variables), undefined)).toBe(false);
  expect(messages).toEqual([]);
});
