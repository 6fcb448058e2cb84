import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { GRAPHQL, type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { runStep } from './action-step.js';

/** The Action on a GitHub Enterprise Server: another host, and the API below a path. */

jest.setTimeout(60_000);

const SERVER = 'https://github.example';
let folder: string;
let workspace: string;
let github: LoopbackGitHub;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-enterprise-'));
  workspace = join(folder, 'webapp');
  cpSync('examples/webapp', workspace, { recursive: true });
}, 300_000);
beforeEach(async () => {
  github = await startGitHub({ isEnterprise: true });
  github.patches.set('compose.yaml', '@@ -4,1 +4,2 @@\n   web:\n+    privileged: true');
});
afterEach(async () => {
  await github.close();
  // Every request was below /api.
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const step = (variables: Readonly<Record<string, string>> = {}) =>
  runStep(folder, github.url, {
    workspace,
    variables: { GITHUB_SERVER_URL: SERVER, ...variables },
  });

/** The hosts of the links to the repository, a commit or a run. */
function hosts(text: string): string[] {
  const links = text.matchAll(/(https?:\/\/[^/\s)"]+)\/shop\/app\b/g);
  return [...new Set([...links].map(([, host = '']) => host))];
}

it('publishes everywhere, and every link leads to the server', async () => {
  const seen = await step();
  await step();
  expect(github.comments).toHaveLength(1);
  expect(github.reviewComments.length).toBeGreaterThan(0);
  expect(github.uploads.length).toBeGreaterThan(0);
  const texts = [github.comments[0]?.body ?? '', seen.summary];
  for (const text of texts) expect(hosts(text)).toEqual([SERVER]);
  for (const { body } of github.reviewComments)
    expect(hosts(body)).not.toContain('https://github.com');
  expect(github.requests.some(({ operation }) => operation === GRAPHQL)).toBe(true);
});

it('asks GraphQL where GITHUB_GRAPHQL_URL says', async () => {
  const other = await startGitHub({ isEnterprise: true });
  const graphql = other.url.replace(/v3$/, 'graphql');
  await step({ GITHUB_GRAPHQL_URL: graphql });
  await step({ GITHUB_GRAPHQL_URL: graphql });
  await other.close();
  const asks = (server: LoopbackGitHub) => server.requests.map(({ operation }) => operation);
  expect(asks(github)).not.toContain(GRAPHQL);
  expect(new Set(asks(other))).toEqual(new Set([GRAPHQL]));
});

it('draws no chart in the summary, which an older server cannot show', async () => {
  expect((await step()).summary).not.toContain('```mermaid');
  expect((await step({ GITHUB_SERVER_URL: 'https://github.com' })).summary).toContain('```mermaid');
});

it('without the Actions cache and without code scanning, it says so once and warns of nothing', async () => {
  github.fail('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
    status: 403,
    message: 'Advanced Security must be enabled for this repository to use code scanning.',
  });
  const seen = await step();
  expect(seen.log).not.toMatch(/^::warning::/m);
  expect(seen.summary.split('Code scanning is not available')).toHaveLength(2);
  expect(
    seen.report?.notes.some(({ message }) => message.includes('Actions cache is not available')),
  ).toBe(true);
});
