import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Host } from '../../../src/core/host.js';
import type { Report } from '../../../src/core/report.js';
import { readContext } from '../../../src/github/event.js';
import {
  type Published,
  type PublishOptions,
  publish,
} from '../../../src/github/publish/publish.js';
import { mergeReports } from '../../../src/reports/stored/merge-reports.js';
import {
  deserializeReport,
  serializeReport,
} from '../../../src/reports/stored/serialized-report.js';
import { cpuTime } from '../../reports/cpu-time.js';
import { context, large, lint, report, vulnerability } from '../../reports/sample.js';
import { capture } from '../capture.js';
import { HEAD, MERGE, pullRequest, VARIABLES } from '../events.js';
import {
  CREATE_CHECK_RUN,
  CREATE_COMMENT,
  GET_PULL,
  GRAPHQL,
  LIST_COMMENTS,
  type LoopbackGitHub,
  SARIF_STATUS,
  SUBMIT_SNAPSHOT,
  startGitHub,
  UPDATE_CHECK_RUN,
  UPDATE_COMMENT,
  UPLOAD_SARIF,
} from '../loopback-github.js';

let server: LoopbackGitHub;
let folder: string;
const warnings: string[] = [];
const infos: string[] = [];

const host: Host = {
  debug() {},
  info: (message) => infos.push(message),
  warning: (message) => warnings.push(message),
  error() {},
  progress() {},
  step() {},
  find: async () => undefined,
  run: async () => ({ status: 0, stdout: '', stderr: '' }),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-github-'));
});
beforeEach(async () => {
  server = await startGitHub();
  warnings.length = 0;
  infos.length = 0;
  writeFileSync(join(folder, 'summary.md'), '');
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Story {
  readonly report?: Report;
  readonly variables?: Record<string, string>;
  readonly payload?: unknown;
  readonly github?: Partial<PublishOptions>;
  readonly dockerfiles?: readonly string[];
}

/** One run of the Action's last step. */
async function run(story: Story = {}): Promise<Published & { readonly commands: string[] }> {
  const variables = {
    ...VARIABLES,
    GITHUB_API_URL: server.url,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    ...story.variables,
  };
  const where = readContext(variables, story.payload ?? pullRequest());
  if (!where) throw new Error('no workflow run');
  const { dockerfiles } = story;
  const shown = context({ baseline: 'main', ...(dockerfiles && { dockerfiles }) });
  let published: Published | undefined;
  const commands = await capture(async () => {
    published = await publish(story.report ?? report(), shown, {
      context: where,
      token: 't0ken',
      host,
      review: false,
      ...story.github,
    });
  });
  if (!published) throw new Error('nothing published');
  return { ...published, commands };
}

/** Without code scanning, whose results have to be waited for. */
const COMMENT_ONLY = { codeScanning: false };
const operations = () => server.requests.map((r) => r.operation);
const summary = () => readFileSync(join(folder, 'summary.md'), 'utf8');
const quiet = () =>
  report({
    findings: [lint({ status: 'existing' })],
    incomplete: [],
    verdict: { outcome: 'pass', reasons: [] },
  });

describe('a run that is late', () => {
  it('says nothing of a head that is no longer the pull request’s', async () => {
    server.patches.set('Dockerfile', '@@ -0,0 +1,1 @@\n+FROM node:20 as build');
    await run({ github: { ...COMMENT_ONLY, review: true } });
    const before = structuredClone([server.comments, server.reviewComments]);
    server.currentHead.sha = 'd'.repeat(40);
    const story = { report: quiet(), github: { ...COMMENT_ONLY, review: true } };
    expect(await run(story)).toMatchObject({ comment: 'outdated', review: 'outdated' });
    expect([server.comments, server.reviewComments]).toEqual(before);
  });

  it('speaks where GitHub does not say what the head is', async () => {
    server.fail(GET_PULL, { status: 404, message: 'Not Found' });
    expect(await run({ github: COMMENT_ONLY })).toMatchObject({ comment: 'created' });
  });
});

describe('two jobs on one pull request', () => {
  const lintOnly = report({
    targets: [{ kind: 'dockerfile', name: 'Dockerfile' }],
    findings: [lint()],
  });
  it('keep a comment each, and so do jobs that check other Dockerfiles', async () => {
    await run({ report: lintOnly, github: COMMENT_ONLY });
    await run({ report: lintOnly, github: COMMENT_ONLY, variables: { GITHUB_JOB: 'other' } });
    await run({ report: lintOnly, github: COMMENT_ONLY, dockerfiles: ['a/Dockerfile'] });
    await run({ report: lintOnly, github: COMMENT_ONLY, dockerfiles: ['b/Dockerfile'] });
    await run({ report: lintOnly, github: COMMENT_ONLY });
    expect(server.comments).toHaveLength(4);
  });

  it('that check other Dockerfiles have alerts each', async () => {
    await run({ report: lintOnly });
    await run({ report: lintOnly, dockerfiles: ['../a b/Dockerfile'] });
    await run({ report: lintOnly, dockerfiles: ['a', 'b'] });
    const ids = server.uploads.flatMap((u) => u.log.runs.map((r) => r.automationDetails?.id));
    expect(ids).toEqual([
      'portside/repository/',
      'portside/repository/a-b/Dockerfile/',
      expect.stringMatching(/^portside\/repository\/[0-9a-f]{12}\/$/),
    ]);
  });
});

describe('a stranger’s report', () => {
  const image = (n: number) => ({ kind: 'image', name: `i${n}`, platform: 'linux/amd64' }) as const;
  const targets = Array.from({ length: 250 }, (_, n) => image(n));

  it('has one upload, with a thousand results a category; our own has ten', async () => {
    const findings = Array.from({ length: 1_500 }, (_, i) => lint({ rule: `R${i}` }));
    const theirs = report({ targets: [...targets, { kind: 'dockerfile', name: 'D' }], findings });
    await run({ report: theirs, github: { comment: false, untrusted: true } });
    expect(server.uploads).toHaveLength(1);
    const runs = server.uploads[0]?.log.runs ?? [];
    expect(Math.max(...runs.map((r) => r.results?.length ?? 0))).toBe(1_000);
  });
});

describe('the dependency graph', () => {
  const github = { ...COMMENT_ONLY, dependencySnapshot: true };

  it('is told when that is wished', async () => {
    expect(await run({ github })).toMatchObject({ dependencySnapshot: 'submitted' });
    expect(operations()).toContain(SUBMIT_SNAPSHOT);
    expect(await run({ github: COMMENT_ONLY })).toMatchObject({ dependencySnapshot: 'off' });
  });

  it.each([
    [
      'another run',
      { head_sha: HEAD, head_branch: 'x', id: 1, head_repository: { owner: { login: 'o' } } },
    ],
    ['one that cannot be read', {}],
  ])('is not told what %s left: it may be a fork’s', async (_, workflow_run) => {
    const variables = { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_REF: 'refs/heads/main' };
    const published = await run({ github, variables, payload: { workflow_run } });
    expect(published).toMatchObject({ dependencySnapshot: 'off' });
    expect(operations()).not.toContain(SUBMIT_SNAPSHOT);
  });
});

describe('a first run on a pull request', () => {
  it('comments, uploads, annotates and writes the summary in five requests', async () => {
    const published = await run();
    expect(published).toMatchObject({
      summary: true,
      comment: 'created',
      codeScanning: 'uploaded',
      annotations: 5,
      requests: 5,
    });
    expect(operations()).toEqual([
      LIST_COMMENTS,
      GET_PULL,
      CREATE_COMMENT,
      UPLOAD_SARIF,
      SARIF_STATUS,
    ]);
    expect(server.requests.every((r) => r.authorization === 'token t0ken')).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('says the verdict in the first line of the comment and of the summary', async () => {
    await run({ github: COMMENT_ONLY });
    const first = '### ❌ Container check failed: 2 findings of severity high or worse';
    expect(server.comments[0]?.body.split('\n')[0]).toBe(first);
    expect(summary().split('\n')[0]).toBe(first);
  });

  it('links lines at the head commit', async () => {
    await run({ github: COMMENT_ONLY });
    expect(server.comments[0]?.body).toContain(
      `https://github.com/shop/app/blob/${HEAD}/Dockerfile#L1`,
    );
  });

  it('uploads for the merge commit, on repository paths only', async () => {
    await run();
    const [upload] = server.uploads;
    expect([upload?.ref, upload?.sha]).toEqual(['refs/pull/7/merge', MERGE]);
    const uris = upload?.log.runs.flatMap((r) =>
      (r.results ?? []).map((x) => x.locations?.[0]?.physicalLocation?.artifactLocation?.uri),
    );
    expect(new Set(uris)).toEqual(new Set(['Dockerfile']));
  });

  it('annotates the lines of findings, the most severe first', async () => {
    const { commands } = await run({ github: COMMENT_ONLY });
    expect(commands[0]).toBe(
      '::error title=critical%3A CVE-2024-0001,file=Dockerfile,line=1,endLine=1,col=1,endColumn=21::openssl 1.0 is vulnerable to CVE-2024-0001',
    );
    expect(commands.map((c) => c.split(' ')[0])).toEqual([
      '::error',
      '::error',
      '::warning',
      '::notice',
      '::notice',
    ]);
  });
});

describe('a review that is wished', () => {
  it('comes beside the rest, in eight requests', async () => {
    server.patches.set('Dockerfile', '@@ -0,0 +1,1 @@\n+FROM node:20 as build');
    expect(await run({ github: { review: true } })).toMatchObject({
      review: 1,
      comment: 'created',
      requests: 8,
    });
    expect(server.reviewComments.map((c) => c.line)).toEqual([1]);
  });

  it('is no part of a push', async () => {
    expect(
      await run({
        variables: { GITHUB_EVENT_NAME: 'push' },
        payload: {},
        github: { review: true },
      }),
    ).toMatchObject({
      review: 'off',
    });
  });
});

describe('the next push', () => {
  it('leaves the comment alone when the result is the same, whatever the commit', async () => {
    await run({ github: COMMENT_ONLY });
    const next = pullRequest();
    next.pull_request.head.sha = 'd'.repeat(40);
    const published = await run({
      payload: next,
      variables: { GITHUB_RUN_ID: '78' },
      github: COMMENT_ONLY,
    });
    expect(published).toMatchObject({ comment: 'unchanged', requests: 1 });
    expect(server.comments).toHaveLength(1);
  });

  it('edits the comment in place when the result changes', async () => {
    await run({ github: COMMENT_ONLY });
    const findings = [vulnerability('CVE-2024-0009', 'zlib')];
    expect(await run({ report: report({ findings }), github: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain('CVE-2024-0009');
  });

  it('edits it to a green line when all is well again', async () => {
    await run({ github: COMMENT_ONLY });
    expect(await run({ report: quiet(), github: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
    expect(server.comments[0]?.body.split('\n')[0]).toBe(
      '### ✅ Container check passed: nothing new, 1 known',
    );
  });
});

describe('a comment', () => {
  it('is not made when there is nothing to say', async () => {
    expect(await run({ report: quiet(), github: COMMENT_ONLY })).toMatchObject({
      comment: 'nothing-to-say',
    });
    expect(server.comments).toHaveLength(0);
  });

  it('is made and edited by key: legs of a matrix do not overwrite each other', async () => {
    const leg = (name: string) =>
      report({ targets: [{ kind: 'image', name, platform: 'linux/amd64' }] });
    for (const name of ['app:1', 'worker:1', 'app:2'])
      await run({ report: leg(name), github: COMMENT_ONLY });
    expect(server.comments).toHaveLength(2);
  });

  it('is one for a matrix of five images whose reports were merged, and so is the upload', async () => {
    const legs = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      report({
        targets: [{ kind: 'image', name: `shop/${name}:1`, platform: 'linux/amd64' }],
        findings: [
          vulnerability('CVE-2024-0001', 'openssl', {
            subject: { image: `shop/${name}:1`, layer: 0 },
            fingerprint: name.repeat(32),
          }),
        ],
      }),
    );
    const merged = mergeReports(legs.map((leg) => serializeReport(leg)));
    const published = await run({ ...(merged && { report: deserializeReport(merged) }) });
    expect(server.comments).toHaveLength(1);
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      expect(server.comments[0]?.body).toContain(`\`shop/${name}:1\``);
    expect(server.uploads).toHaveLength(1);
    expect(server.uploads[0]?.log.runs.map((r) => r.automationDetails?.id)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `portside/shop/${name}/linux/amd64/`),
    );
    expect(published.requests).toBe(5);
  });

  it('of somebody else who copied our marker is not touched, and costs one request however many there are', async () => {
    await run({ github: COMMENT_ONLY });
    const body = server.comments[0]?.body ?? '';
    const copies = [1, 2, 3].map((id) => ({ id, body, login: 'mallory' }));
    server.comments.splice(0, 1, ...structuredClone(copies));
    const changed = report({ findings: [lint({ rule: 'X' })] });
    expect(await run({ report: changed, github: COMMENT_ONLY })).toMatchObject({
      comment: 'created',
    });
    expect(server.comments.slice(0, 3)).toEqual(copies);
    expect(operations().filter((o) => o === GRAPHQL)).toHaveLength(1);
  });

  it('of an app whose token is used is ours', async () => {
    server.token.login = 'acme[bot]';
    await run({ github: COMMENT_ONLY });
    expect(server.comments).toMatchObject([{ login: 'acme[bot]' }]);
    expect(await run({ report: quiet(), github: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
    expect(server.comments).toHaveLength(1);
  });

  it('is found on the second page', async () => {
    await run({ github: COMMENT_ONLY });
    const chatter = Array.from({ length: 130 }, (_, i) => ({
      id: i,
      body: 'lgtm',
      login: 'octocat',
    }));
    server.comments.unshift(...chatter);
    expect(await run({ report: quiet(), github: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
  });

  it('fits GitHub’s limit with five thousand findings, and all is posted within twelve requests', async () => {
    let published: Published | undefined;
    const spent = await cpuTime(async () => {
      published = await run({ report: large(5_000) });
    });
    // The loopback server's own time is in it.
    expect(spent).toBeLessThan(4_000);
    expect(published).toMatchObject({ comment: 'created', codeScanning: 'uploaded' });
    expect(published?.requests).toBeLessThanOrEqual(12);
    expect(server.comments[0]?.body.length).toBeLessThan(65_536);
    expect(Buffer.byteLength(summary())).toBeLessThan(1_048_576);
  });

  it('is tried once more, shorter, when GitHub finds it too long', async () => {
    server.fail(CREATE_COMMENT, {
      status: 422,
      message: 'Body is too long (maximum is 65536 characters)',
    });
    expect(await run()).toMatchObject({ comment: 'created' });
    expect(warnings).toEqual([]);
  });
});

describe('a read-only token', () => {
  it.each<[string, Story]>([
    ['of a fork', { payload: pullRequest({ repository: 'stranger/app' }) }],
    ['of Dependabot', { variables: { GITHUB_ACTOR: 'dependabot[bot]' } }],
  ])('%s makes no request, and summary and annotations are there', async (_, story) => {
    const published = await run(story);
    expect(published).toMatchObject({
      comment: 'off',
      codeScanning: 'off',
      summary: true,
      annotations: 5,
      requests: 0,
    });
    expect(server.requests).toEqual([]);
    expect(summary()).toContain('CVE-2024-0001');
    expect(warnings).toEqual([]);
  });

  it('by missing permissions is one warning each that names the permission', async () => {
    const refusal = { status: 403, message: 'Resource not accessible by integration' };
    server.fail(CREATE_COMMENT, refusal);
    server.fail(UPLOAD_SARIF, refusal);
    expect(await run()).toMatchObject({
      comment: 'refused',
      codeScanning: 'refused',
      summary: true,
    });
    expect(warnings).toEqual([
      'The pull request was not commented on: GitHub answered 403 (Resource not accessible by integration). Give the job "permissions: pull-requests: write"',
      'Nothing was uploaded to code scanning: GitHub answered 403 (Resource not accessible by integration). Give the job "permissions: security-events: write"',
    ]);
  });
});

describe('code scanning', () => {
  it.each([
    'Code Security must be enabled for this repository to use code scanning.',
    'Advanced Security must be enabled for this repository to use code scanning.',
  ])('that is not licensed (%s) is one warning', async (message) => {
    server.fail(UPLOAD_SARIF, { status: 403, message });
    expect(await run()).toMatchObject({ codeScanning: 'unavailable', comment: 'created' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('Code Security');
  });

  it('that cannot process the results is a warning with its reasons', async () => {
    server.processing.push(
      { processing_status: 'pending' },
      { processing_status: 'failed', errors: ['rule X has no id'] },
    );
    expect(await run()).toMatchObject({ codeScanning: 'failed' });
    expect(warnings).toEqual(['Code scanning could not process the results: rule X has no id']);
  });

  it('gets results of a pull_request_target run for the head, not for the base branch', async () => {
    await run({
      variables: { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' },
    });
    expect(server.uploads[0]).toMatchObject({ ref: 'refs/pull/7/head', sha: HEAD });
  });

  it('gets a push’s results without a comment', async () => {
    const published = await run({
      variables: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' },
      payload: {},
    });
    expect(published).toMatchObject({ comment: 'off', codeScanning: 'uploaded' });
    expect(operations()).toEqual([UPLOAD_SARIF, SARIF_STATUS]);
  });

  it('gets every category of fifty images, twenty at a time', async () => {
    const targets = Array.from({ length: 50 }, (_, i) => ({
      kind: 'image' as const,
      name: `registry.example/app-${i}:1`,
      platform: 'linux/amd64',
    }));
    const published = await run({ report: report({ targets, findings: [] }) });
    expect(published.codeScanning).toBe('uploaded');
    expect(server.uploads.map(({ log }) => log.runs.length)).toEqual([20, 20, 10]);
    const categories = server.uploads.flatMap(({ log }) =>
      log.runs.map((r) => r.automationDetails?.id),
    );
    expect(new Set(categories).size).toBe(50);
  });

  it('gets a log that it takes: the least severe findings are left out, and it is said', async () => {
    // Ten million bytes compressed: only noise is that much.
    const noise = () => randomBytes(2_950).toString('base64');
    const findings = large(5_000).findings.map((f) => ({ ...f, message: noise() }));
    expect(
      await run({ report: report({ findings }), github: { comment: false, summary: false } }),
    ).toMatchObject({
      codeScanning: 'uploaded',
    });
    const results = server.uploads[0]?.log.runs[1]?.results ?? [];
    expect(results).toHaveLength(2_500);
    expect(results.filter((r) => r.level === 'error')).toHaveLength(2_000);
    expect(infos.some((line) => line.includes('2500 least severe findings'))).toBe(true);
  }, 30_000);

  it('gets the 5,000 most severe of 30,000 results, and both log and file say how many are missing', async () => {
    await run({ report: large(30_000), github: { comment: false, annotations: false } });
    const uploaded = server.uploads[0]?.log.runs.find((r) => (r.results ?? []).length > 0);
    expect(uploaded?.results).toHaveLength(5_000);
    expect(new Set(uploaded?.results?.map((r) => r.level))).toEqual(new Set(['error']));
    const missing = expect.stringMatching(/^The 25000 least severe findings of .* are left out/);
    expect(infos).toContainEqual(missing);
    expect(uploaded?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toEqual(
      missing,
    );
    expect(Buffer.byteLength(summary())).toBeLessThan(1_048_576);
  }, 30_000);

  it('is not asked on a ref that it does not know', async () => {
    expect(await run({ variables: { GITHUB_REF: '' } })).toMatchObject({ codeScanning: 'refused' });
    expect(server.uploads).toEqual([]);
  });
});

describe('a GitHub in trouble', () => {
  it('is asked again after the time that it names', async () => {
    server.fail(CREATE_COMMENT, {
      status: 429,
      message: 'You have exceeded a secondary rate limit',
      headers: { 'retry-after': '1' },
    });
    const start = performance.now();
    expect(await run({ github: { codeScanning: false } })).toMatchObject({
      comment: 'created',
      requests: 4,
    });
    expect(performance.now() - start).toBeGreaterThan(900);
  });

  it('is not waited for longer than a job should hang', async () => {
    server.fail(LIST_COMMENTS, {
      status: 429,
      message: 'Wait',
      headers: { 'retry-after': '3600' },
    });
    expect(await run({ github: { codeScanning: false } })).toMatchObject({
      comment: 'refused',
      requests: 1,
    });
    expect(warnings[0]).toContain('Wait');
  });

  it('that limits the rate is not mistaken for a missing permission', async () => {
    const reset = String(Math.ceil(Date.now() / 1_000) + 3_000);
    server.fail(UPLOAD_SARIF, {
      status: 403,
      message: 'API rate limit exceeded for installation',
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    });
    expect(await run({ github: { comment: false } })).toMatchObject({
      codeScanning: 'failed',
      requests: 1,
    });
    expect(warnings).toEqual([
      'Nothing was uploaded to code scanning: GitHub answered 403 (API rate limit exceeded for installation)',
    ]);
  });

  it('that fails once and then succeeds costs one more request', async () => {
    server.fail(UPLOAD_SARIF, { status: 500, message: 'oops' });
    expect(await run({ github: { comment: false } })).toMatchObject({
      codeScanning: 'uploaded',
      requests: 3,
    });
  });

  it('that cannot be reached fails nothing', async () => {
    const { url } = server;
    await server.close();
    const published = await run({
      variables: { GITHUB_API_URL: url },
      github: { codeScanning: false },
    });
    expect(published).toMatchObject({ comment: 'refused', summary: true, annotations: 5 });
  }, 20_000);

  it('that answers nonsense fails nothing', async () => {
    server.processing.push(
      { processing_status: 'pending', analyses_url: null },
      { processing_status: 'complete' },
    );
    server.fail(UPDATE_COMMENT, { status: 422, message: 'Validation Failed' });
    await run();
    expect(await run({ report: quiet(), github: { codeScanning: false } })).toMatchObject({
      comment: 'refused',
    });
    expect(warnings).toEqual([
      'The pull request was not commented on: GitHub answered 422 (Validation Failed)',
    ]);
  });
});

describe('annotations', () => {
  it('are all in a check run where the token may make one and a step may not write so many', async () => {
    const published = await run({ report: large(120) });
    expect(published).toMatchObject({ annotations: 120, commands: [] });
    expect(server.annotations).toHaveLength(120);
    expect(operations().filter((o) => o === UPDATE_CHECK_RUN)).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  it('are at most ten a level, and leave room for the warnings of this step', async () => {
    server.fail(CREATE_CHECK_RUN, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    server.fail(UPLOAD_SARIF, { status: 403, message: 'Advanced Security must be enabled' });
    const { commands } = await run({ report: large(500) });
    const level = (name: string) => commands.filter((c) => c.startsWith(`::${name} `)).length;
    expect([level('error'), level('warning'), level('notice')]).toEqual([10, 9, 10]);
  });

  it('cannot be broken out of', async () => {
    const evil = 'x\r\n::set-output name=verdict::pass\n%0A::error::y';
    const finding = lint({
      message: evil,
      rule: evil,
      location: {
        path: `a,line=9::${evil}`,
        startLine: 1,
        startColumn: 1,
        endLine: 1,
        endColumn: 2,
      },
    });
    const { commands } = await run({
      report: report({ findings: [finding] }),
      github: { comment: false, codeScanning: false },
    });
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(
      /^::warning title=[^:,]*,file=[^:,]*,line=1,endLine=1,col=1,endColumn=1::/,
    );
    expect(commands[0]).toContain('%250A');
  });
});
