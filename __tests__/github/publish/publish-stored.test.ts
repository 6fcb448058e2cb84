import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { readContext } from '../../../src/github/event.js';
import { publishStored } from '../../../src/github/publish/publish-stored.js';
import { NOW } from '../../now.js';
import { context, lint, report } from '../../reports/sample.js';
import { runs } from '../../sample.js';
import { muteOutput } from '../capture-output.js';
import { BASE, HEAD, MERGE, pullRequest, VARIABLES } from '../events.js';
import { type LoopbackGitHub, startGitHub } from '../loopback-github.js';

let server: LoopbackGitHub;
let folder: string;
const infos: string[] = [];
const log = { info: (message: string) => infos.push(message), warning() {} };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-stored-'));
});
muteOutput();
beforeEach(async () => {
  server = await startGitHub();
  infos.length = 0;
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe('a stored report on workflow_run', () => {
  const run = {
    id: 1,
    head_sha: HEAD,
    head_branch: 'change',
    head_repository: { owner: { login: 'fork-owner' } },
  };

  it.each<[string, unknown]>([
    ['its fork was deleted', { ...run, head_repository: null }],
    ['its branch is unknown', { ...run, head_branch: null }],
    ['the event is empty', {}],
  ])('is not published, not even as alerts of the default branch, when %s', async (_, run) => {
    const file = join(folder, 'report.json');
    writeFileSync(file, JSON.stringify(report({ findings: [] })));
    const variables = {
      ...VARIABLES,
      GITHUB_API_URL: server.url,
      GITHUB_EVENT_NAME: 'workflow_run',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: BASE,
    };
    const published = await publishStored(file, context().rules, {
      now: NOW,
      github: readContext(variables, { workflow_run: run }),
      token: 't0ken',
      log,
      issue: true,
    });
    expect(published).toBeUndefined();
    expect(server.requests).toEqual([]);
    expect(infos.join()).toContain('nothing is published');
  });

  it('is limited to 30 MB; the report of a pull request’s own run may be larger', async () => {
    const file = join(folder, 'large.json');
    writeFileSync(file, JSON.stringify(report({ findings: [] })) + ' '.repeat(30_000_000));
    const publishAs = (name: string, event: object) =>
      publishStored(file, context().rules, {
        now: NOW,
        github: readContext(
          { ...VARIABLES, GITHUB_API_URL: server.url, GITHUB_EVENT_NAME: name },
          event,
        ),
        token: 't0ken',
        log,
        issue: false,
      });
    await expect(publishAs('workflow_run', { workflow_run: run })).rejects.toMatchObject({
      code: 'PSE9002',
      message: expect.stringContaining('more than 30000000 bytes'),
    });
    expect(server.requests).toEqual([]);
    expect(await publishAs('pull_request', pullRequest())).toBeDefined();
  });
});

it.each<[string, string[], boolean]>([
  ['the merge commit', [MERGE], true],
  ['the head', [HEAD], true],
  ['no commit', [], true],
  ['the base', [BASE], false],
  ['several commits, one of them another', [HEAD, BASE], false],
])('a stored report about %s on pull_request', async (_, commits, isPosted) => {
  const file = join(folder, 'about.json');
  writeFileSync(file, JSON.stringify(report({ commits })));
  const github = readContext({ ...VARIABLES, GITHUB_API_URL: server.url }, pullRequest());
  await publishStored(file, context().rules, { now: NOW, github, token: 't0ken', log });
  expect([server.comments.length, server.uploads.length]).toEqual(isPosted ? [1, 1] : [0, 0]);
});

it.each([
  [false, 'portside'],
  [true, 'portside-untrusted'],
])(
  'a stored report on pull_request_target, from a fork: %s, is of the tool %s',
  async (fork, tool) => {
    const file = join(folder, 'target.json');
    writeFileSync(file, JSON.stringify(report({})));
    const variables = {
      ...VARIABLES,
      GITHUB_API_URL: server.url,
      GITHUB_EVENT_NAME: 'pull_request_target',
    };
    const github = readContext(
      variables,
      pullRequest({ repository: fork ? 'fork-owner/app' : 'shop/app' }),
    );
    await publishStored(file, context().rules, { now: NOW, github, token: 't0ken', log });
    const tools = server.uploads.flatMap(({ log: { runs } }) =>
      runs.map((run) => run.tool.driver.name),
    );
    expect([...new Set(tools)]).toEqual([tool]);
  },
);

it('a stored report of changes is refused before a request: it would close the alerts about all else', async () => {
  const file = join(folder, 'changes.json');
  writeFileSync(file, JSON.stringify(report({ scope: 'changes' })));
  const variables = { ...VARIABLES, GITHUB_API_URL: server.url, GITHUB_EVENT_NAME: 'push' };
  const github = readContext(variables, {});
  await expect(
    publishStored(file, context().rules, { now: NOW, github, token: 't0ken', log }),
  ).rejects.toMatchObject({
    code: 'PSE9008',
    kind: 'usage',
    message: expect.stringContaining('only what changed'),
  });
  expect(server.requests).toEqual([]);
});

describe('an untrusted report', () => {
  const variables = () => ({
    ...VARIABLES,
    GITHUB_API_URL: server.url,
    GITHUB_EVENT_NAME: 'workflow_run',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: BASE,
  });
  const event = {
    id: 1,
    head_sha: HEAD,
    head_branch: 'change',
    head_repository: { owner: { login: 'fork-owner' } },
  };
  const store = async (text: string | Buffer) => {
    const file = join(folder, 'untrusted.json');
    writeFileSync(file, text);
    server.pulls.push({ number: 7, head: 'fork-owner:change', sha: HEAD });
    return publishStored(file, context().rules, {
      now: NOW,
      github: readContext(variables(), { workflow_run: event }),
      token: 't0ken',
      log,
    });
  };
  const many = <T>(length: number, make: (n: number) => T) =>
    Array.from({ length }, (_, n) => make(n));

  it.each<[string, () => Partial<Report>]>([
    ['findings', () => ({ findings: many(runs(20_000), (n) => lint({ rule: `R${n}` })) })],
    [
      'a very long message',
      () => ({ findings: [lint({ message: '@a#1`'.repeat(runs(2_000_000)) })] }),
    ],
    [
      'a very long advice',
      () => ({ findings: [lint({ advice: '@a#1`'.repeat(runs(2_000_000)) })] }),
    ],
    [
      'images',
      () => ({ targets: many(runs(100_000), (n) => ({ kind: 'image', name: `i${n}` }) as const) }),
    ],
    ['policy changes', () => ({ policyChange: many(runs(500_000), (n) => `c${n}`) })],
    [
      'reasons',
      () => ({
        verdict: { outcome: 'fail', reasons: many(runs(200_000), (n) => `reason ${n}`) },
        incomplete: many(
          runs(20_000),
          (n) => ({ check: 'lint', target: 'x', reason: `${n}` }) as const,
        ),
      }),
    ],
  ])('with very many or long %s becomes one comment of bounded size', async (_, over) => {
    await store(JSON.stringify(report(over())));
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body.length).toBeLessThan(65_536);
    expect(server.requests.length).toBeLessThanOrEqual(8);
    expect(server.violations).toEqual([]);
  });

  it('is uploaded under a tool and categories of its own, whatever it names', async () => {
    const names = ['app', '../portside/repository', '../../portside', 'portside'];
    const targets = names.map((name) => ({ kind: 'image', name }) as const);
    await store(JSON.stringify(report({ targets, tool: { name: 'portside', version: '1.0.0' } })));
    const runs = server.uploads.flatMap(({ log: { runs } }) => runs);
    const ids = runs.map(({ automationDetails }) => automationDetails?.id);
    expect(ids.length).toBeGreaterThan(1);
    expect(ids.filter((id) => !id?.startsWith('portside-untrusted/'))).toEqual([]);
    expect([...new Set(runs.map(({ tool }) => tool.driver.name))]).toEqual(['portside-untrusted']);
  });

  it('says in the first line that nobody verified it, without its own words', async () => {
    const forged = report({
      findings: [],
      verdict: { outcome: 'fail', reasons: ['approved by the security team'] },
      notes: [{ message: 'x'.repeat(5_000) }],
      policyChange: ['y'.repeat(5_000)],
    });
    await store(JSON.stringify(forged));
    const [first, , second] = server.comments[0]?.body.split('\n') ?? [];
    expect(first).toBe(
      '### ❔ Portside: not verified. The pull request reports: fail, no new findings',
    );
    expect(second).toContain('Code of the pull request may have changed the report');
    expect(server.comments[0]?.body).not.toMatch(/✅|approved by|x{300}|y{300}/);
  });

  it('has one comment, whatever images it names', async () => {
    for (const name of ['a', 'b', '@acme/admins -->'])
      await store(JSON.stringify(report({ targets: [{ kind: 'image', name }] })));
    expect(server.comments).toHaveLength(1);
    // Mentions inside code have no effect.
    expect(server.comments[0]?.body.replace(/`[^`]*`/g, '')).not.toMatch(/@acme|--> *-->/);
  });
});
