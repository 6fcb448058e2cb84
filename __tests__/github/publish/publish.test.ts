import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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
import { context, large, lint, report, vulnerability } from '../../reports/sample.js';
import { captureOutput } from '../capture-output.js';
import { HEAD, MERGE, pullRequest, VARIABLES } from '../events.js';
import {
  CREATE_CHECK_RUN,
  CREATE_COMMENT,
  GET_PULL,
  GET_REF,
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

const log = {
  info: (message: string) => infos.push(message),
  warning: (message: string) => warnings.push(message),
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
  readonly options?: Partial<PublishOptions>;
  readonly dockerfiles?: readonly string[];
}

/** Publishes the result of one run. */
async function run(story: Story = {}): Promise<Published & { readonly commands: string[] }> {
  const variables = {
    ...VARIABLES,
    GITHUB_API_URL: server.url,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    ...story.variables,
  };
  const github = readContext(variables, story.payload ?? pullRequest());
  if (!github) throw new Error('no workflow run');
  const { dockerfiles } = story;
  const shown = context({ baseline: 'main', ...(dockerfiles && { dockerfiles }) });
  let published: Published | undefined;
  const commands = await captureOutput(async () => {
    published = await publish(story.report ?? report(), shown, {
      github,
      token: 't0ken',
      log,
      review: false,
      ...story.options,
    });
  });
  if (!published) throw new Error('nothing published');
  return { ...published, commands };
}

/** Without code scanning, since the test would wait for its results. */
const COMMENT_ONLY = { codeScanning: false };
const operations = () => server.requests.map((r) => r.operation);
const summary = () => readFileSync(join(folder, 'summary.md'), 'utf8');
const quiet = () =>
  report({
    findings: [lint({ status: 'existing' })],
    incomplete: [],
    verdict: { outcome: 'pass', reasons: [] },
  });

describe('a run on an outdated commit', () => {
  it('does not change comments when the pull request has a newer head', async () => {
    server.patches.set('Dockerfile', '@@ -0,0 +1,1 @@\n+FROM node:20 as build');
    await run({ options: { ...COMMENT_ONLY, review: true } });
    const before = structuredClone([server.comments, server.reviewComments]);
    server.currentHead.sha = 'd'.repeat(40);
    const story = { report: quiet(), options: { ...COMMENT_ONLY, review: true } };
    expect(await run(story)).toMatchObject({ comment: 'outdated', review: 'outdated' });
    expect([server.comments, server.reviewComments]).toEqual(before);
  });

  it('leaves no comment if the newer one comes after the check, and had nothing to report', async () => {
    server.during(CREATE_COMMENT, () => {
      server.currentHead.sha = 'd'.repeat(40);
    });
    expect(await run({ options: COMMENT_ONLY })).toMatchObject({ comment: 'outdated' });
    expect(server.comments).toEqual([]);
  });

  it('gives a comment back the text that the newer one, after the check, left as it was', async () => {
    await run({ options: COMMENT_ONLY });
    const { body } = server.comments[0] ?? {};
    server.during(UPDATE_COMMENT, () => {
      server.currentHead.sha = 'd'.repeat(40);
    });
    const later = { GITHUB_RUN_ID: String(Number(VARIABLES.GITHUB_RUN_ID) + 1) };
    const story = { report: quiet(), options: COMMENT_ONLY, variables: later };
    expect(await run(story)).toMatchObject({ comment: 'outdated' });
    expect(server.comments.map((one) => one.body)).toEqual([body]);
  });

  it('comments when the current head is unknown', async () => {
    server.fail(GET_PULL, { status: 404, message: 'Not Found' });
    expect(await run({ options: COMMENT_ONLY })).toMatchObject({ comment: 'created' });
  });
});

describe('two jobs on one pull request', () => {
  const lintOnly = report({
    targets: [{ kind: 'dockerfile', name: 'Dockerfile' }],
    findings: [lint()],
  });
  it('have a comment each, which the steps of a job share', async () => {
    await run({ report: lintOnly, options: COMMENT_ONLY });
    await run({ report: lintOnly, options: COMMENT_ONLY, variables: { GITHUB_JOB: 'other' } });
    await run({ report: lintOnly, options: COMMENT_ONLY, dockerfiles: ['a/Dockerfile'] });
    await run({ report: lintOnly, options: COMMENT_ONLY, dockerfiles: ['b/Dockerfile'] });
    await run({ report: lintOnly, options: COMMENT_ONLY });
    expect(server.comments).toHaveLength(2);
    const [shared] = server.comments;
    for (const name of ['a/Dockerfile', 'b/Dockerfile', 'Dockerfile'])
      expect(shared?.body).toContain(`| \`${name}\` | ❌ failed |`);
  });

  it('that check different Dockerfiles have separate alerts', async () => {
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

describe('an untrusted report', () => {
  const image = (n: number) => ({ kind: 'image', name: `i${n}`, platform: 'linux/amd64' }) as const;
  const targets = Array.from({ length: 250 }, (_, n) => image(n));

  it('has one upload with at most a thousand results per category', async () => {
    const findings = Array.from({ length: 1_500 }, (_, i) => lint({ rule: `R${i}` }));
    const untrusted = report({
      targets: [...targets, { kind: 'dockerfile', name: 'D' }],
      findings,
    });
    await run({ report: untrusted, options: { comment: 'never', untrusted: true } });
    expect(server.uploads).toHaveLength(1);
    const runs = server.uploads[0]?.log.runs ?? [];
    expect(Math.max(...runs.map((r) => r.results?.length ?? 0))).toBe(1_000);
  });
});

describe('the dependency graph', () => {
  const options = { ...COMMENT_ONLY, dependencySnapshot: true };

  it('gets a snapshot when that is requested', async () => {
    expect(await run({ options })).toMatchObject({ dependencySnapshot: 'submitted' });
    expect(operations()).toContain(SUBMIT_SNAPSHOT);
    expect(await run({ options: COMMENT_ONLY })).toMatchObject({ dependencySnapshot: 'off' });
  });

  it.each([
    [
      'a complete event',
      { head_sha: HEAD, head_branch: 'x', id: 1, head_repository: { owner: { login: 'o' } } },
    ],
    ['an incomplete event', {}],
  ])(
    'gets no snapshot on workflow_run with %s, since the report may come from a fork',
    async (_, workflow_run) => {
      const variables = { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_REF: 'refs/heads/main' };
      const published = await run({ options, variables, payload: { workflow_run } });
      expect(published).toMatchObject({ dependencySnapshot: 'off' });
      expect(operations()).not.toContain(SUBMIT_SNAPSHOT);
    },
  );
});

describe('a first run on a pull request', () => {
  it('comments, uploads, annotates and writes the summary in nine requests', async () => {
    const published = await run();
    expect(published).toMatchObject({
      summary: true,
      comment: 'created',
      codeScanning: 'uploaded',
      annotations: 5,
      requests: 9,
    });
    expect(operations()).toEqual([
      LIST_COMMENTS,
      GET_PULL,
      CREATE_COMMENT,
      LIST_COMMENTS,
      GET_PULL,
      GET_REF,
      UPLOAD_SARIF,
      SARIF_STATUS,
      GET_REF,
    ]);
    expect(server.requests.every((r) => r.authorization === 'token t0ken')).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('has the verdict in the first line of the comment and of the summary', async () => {
    await run({ options: COMMENT_ONLY });
    const first =
      '### ❌ Portside: 1 new critical and 1 new high finding, 3 less severe; 1 check could not run';
    expect(server.comments[0]?.body.split('\n')[0]).toBe(first);
    expect(summary().split('\n')[0]).toBe(first);
  });

  it('links to lines of the head commit', async () => {
    await run({ options: COMMENT_ONLY });
    expect(server.comments[0]?.body).toContain(
      `https://github.com/shop/app/blob/${HEAD}/Dockerfile#L1`,
    );
  });

  it('uploads results for the merge commit, with paths in the repository only', async () => {
    await run();
    const [upload] = server.uploads;
    expect([upload?.ref, upload?.sha]).toEqual(['refs/pull/7/merge', MERGE]);
    const uris = upload?.log.runs.flatMap((r) =>
      (r.results ?? []).map((x) => x.locations?.[0]?.physicalLocation?.artifactLocation?.uri),
    );
    expect(new Set(uris)).toEqual(new Set(['Dockerfile']));
  });

  it('annotates the lines of findings, the most severe first', async () => {
    const { commands } = await run({ options: COMMENT_ONLY });
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

describe('a review', () => {
  it('is posted in addition, in fourteen requests in total', async () => {
    server.patches.set('Dockerfile', '@@ -0,0 +1,1 @@\n+FROM node:20 as build');
    expect(await run({ options: { review: true } })).toMatchObject({
      review: 1,
      comment: 'created',
      requests: 14,
    });
    expect(server.reviewComments.map((c) => c.line)).toEqual([1]);
  });

  it('is not posted on a push', async () => {
    expect(
      await run({
        variables: { GITHUB_EVENT_NAME: 'push' },
        payload: {},
        options: { review: true },
      }),
    ).toMatchObject({
      review: 'off',
    });
  });
});

describe('the next push', () => {
  it('does not edit the comment when the result is the same for another commit', async () => {
    await run({ options: COMMENT_ONLY });
    const next = pullRequest();
    next.pull_request.head.sha = 'd'.repeat(40);
    const published = await run({
      payload: next,
      variables: { GITHUB_RUN_ID: '78' },
      options: COMMENT_ONLY,
    });
    expect(published).toMatchObject({ comment: 'unchanged', requests: 1 });
    expect(server.comments).toHaveLength(1);
  });

  it('edits the comment in place when the result changes', async () => {
    await run({ options: COMMENT_ONLY });
    const findings = [vulnerability('CVE-2024-0009', 'zlib')];
    expect(await run({ report: report({ findings }), options: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain('CVE-2024-0009');
  });

  it('edits the comment to a pass when all findings are gone', async () => {
    await run({ options: COMMENT_ONLY });
    expect(await run({ report: quiet(), options: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
    expect(server.comments[0]?.body.split('\n')[0]).toBe(
      '### ✅ Portside: nothing new, 1 existing finding',
    );
  });
});

describe('a comment', () => {
  it('is not created when there is nothing to report', async () => {
    expect(await run({ report: quiet(), options: COMMENT_ONLY })).toMatchObject({
      comment: 'nothing-to-report',
    });
    expect(server.comments).toHaveLength(0);
  });

  it('is shared by the jobs of a matrix whose size is not known', async () => {
    const job = (name: string) =>
      report({ targets: [{ kind: 'image', name, platform: 'linux/amd64' }] });
    for (const name of ['app:1', 'worker:1', 'app:2'])
      await run({ report: job(name), options: COMMENT_ONLY });
    expect(server.comments).toHaveLength(1);
    for (const name of ['app:1', 'worker:1', 'app:2'])
      expect(server.comments[0]?.body).toContain(`| \`${name}\` | ❌ failed |`);
  });

  it('is one for the merged reports of five images, and so is the upload', async () => {
    const jobs = ['a', 'b', 'c', 'd', 'e'].map((name) =>
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
    const merged = mergeReports(jobs.map((job) => serializeReport(job)));
    const published = await run({ ...(merged && { report: deserializeReport(merged) }) });
    expect(server.comments).toHaveLength(1);
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      expect(server.comments[0]?.body).toContain(`\`shop/${name}:1\``);
    expect(server.uploads).toHaveLength(1);
    expect(server.uploads[0]?.log.runs.map((r) => r.automationDetails?.id)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `portside/shop/${name}/linux/amd64/`),
    );
    expect(published.requests).toBe(9);
  });

  it('by another author with a copied marker is not edited, and several of them take one request', async () => {
    await run({ options: COMMENT_ONLY });
    const body = server.comments[0]?.body ?? '';
    const copies = [1, 2, 3].map((id) => ({ id, body, login: 'mallory' }));
    server.comments.splice(0, 1, ...structuredClone(copies));
    const changed = report({ findings: [lint({ rule: 'X' })] });
    expect(await run({ report: changed, options: COMMENT_ONLY })).toMatchObject({
      comment: 'created',
    });
    expect(server.comments.slice(0, 3)).toEqual(copies);
    expect(operations().filter((o) => o === GRAPHQL)).toHaveLength(1);
  });

  it('is found again when an app’s token wrote it', async () => {
    server.token.login = 'acme[bot]';
    await run({ options: COMMENT_ONLY });
    expect(server.comments).toMatchObject([{ login: 'acme[bot]' }]);
    expect(await run({ report: quiet(), options: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
    expect(server.comments).toHaveLength(1);
  });

  it('is found on the second page', async () => {
    await run({ options: COMMENT_ONLY });
    const others = Array.from({ length: 130 }, (_, i) => ({
      id: i,
      body: 'lgtm',
      login: 'octocat',
    }));
    server.comments.unshift(...others);
    expect(await run({ report: quiet(), options: COMMENT_ONLY })).toMatchObject({
      comment: 'updated',
    });
  });

  it('fits GitHub’s limit with five thousand findings, which are published in at most twelve requests', async () => {
    const published = await run({ report: large(5_000) });
    expect(published).toMatchObject({ comment: 'created', codeScanning: 'uploaded' });
    expect(published.requests).toBeLessThanOrEqual(12);
    expect(server.comments[0]?.body.length).toBeLessThan(65_536);
    expect(Buffer.byteLength(summary())).toBeLessThan(1_048_576);
  });

  it('is shortened when GitHub rejects it as too long', async () => {
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
    ['on a pull request from a fork', { payload: pullRequest({ repository: 'fork/app' }) }],
    ['on a pull request by Dependabot', { variables: { GITHUB_ACTOR: 'dependabot[bot]' } }],
  ])('%s makes no request, and the summary and annotations are written', async (_, story) => {
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

  it('without permissions gives one warning each that names the permission', async () => {
    const rejection = { status: 403, message: 'Resource not accessible by integration' };
    server.fail(CREATE_COMMENT, rejection);
    server.fail(UPLOAD_SARIF, rejection);
    expect(await run()).toMatchObject({
      comment: 'failed',
      codeScanning: 'rejected',
      summary: true,
    });
    expect(warnings).toEqual([
      'The pull request was not commented on: GitHub answered 403 (Resource not accessible by integration). Add the line "pull-requests: write" below "permissions:" of the job',
      'Nothing was uploaded to code scanning: GitHub answered 403 (Resource not accessible by integration). Add the line "security-events: write" below "permissions:" of the job',
    ]);
  });
});

describe('code scanning', () => {
  it('shows the alerts of the newer commit, whose run ends between the check and the upload', async () => {
    const refs = { ref: 'refs/pull/7/merge', log: { version: '2.1.0' as const, runs: [] } };
    server.branches.set('pull/7/merge', MERGE);
    server.during(UPLOAD_SARIF, () => {
      server.branches.set('pull/7/merge', 'd'.repeat(40));
      server.uploads.push({ ...refs, id: 50, sha: 'd'.repeat(40) });
    });
    expect(await run({ options: { comment: 'never' } })).toMatchObject({
      codeScanning: 'outdated',
    });
    expect(server.uploads.map(({ sha }) => sha)).toEqual(['d'.repeat(40)]);
    expect(infos).toContain(
      'Undid the upload to code scanning: a later run was faster, for a newer commit of refs/pull/7/merge',
    );
  });

  it('keeps the alerts of an older commit until the run of the newer one ends', async () => {
    server.branches.set('pull/7/merge', MERGE);
    server.during(UPLOAD_SARIF, () => server.branches.set('pull/7/merge', 'd'.repeat(40)));
    expect(await run({ options: { comment: 'never' } })).toMatchObject({
      codeScanning: 'uploaded',
    });
    expect(server.uploads.map(({ sha }) => sha)).toEqual([MERGE]);
  });

  it.each([
    'Code Security must be enabled for this repository to use code scanning.',
    'Advanced Security must be enabled for this repository to use code scanning.',
  ])('that is not available (%s) is one sentence in the summary', async (message) => {
    server.fail(UPLOAD_SARIF, { status: 403, message });
    expect(await run()).toMatchObject({ codeScanning: 'unavailable', comment: 'created' });
    expect(warnings).toEqual([]);
    const sentence = 'a private repository needs GitHub Code Security';
    expect(summary().split(sentence)).toHaveLength(2);
    expect(infos.join()).not.toContain(sentence);
    server.fail(UPLOAD_SARIF, { status: 403, message });
    await run({ options: { summary: false } });
    expect(infos.join()).toContain(sentence);
  });

  it('that cannot process the results is a warning with the reasons', async () => {
    server.processing.push(
      { processing_status: 'pending' },
      { processing_status: 'failed', errors: ['rule X has no id'] },
    );
    expect(await run()).toMatchObject({ codeScanning: 'failed' });
    expect(warnings).toEqual(['Code scanning could not process the results: rule X has no id']);
  });

  it('gets the results of pull_request_target for the head, not for the base branch', async () => {
    await run({
      variables: { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' },
    });
    expect(server.uploads[0]).toMatchObject({ ref: 'refs/pull/7/head', sha: HEAD });
  });

  it('gets the results of a push, which has no comment', async () => {
    const published = await run({
      variables: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' },
      payload: {},
    });
    expect(published).toMatchObject({ comment: 'off', codeScanning: 'uploaded' });
    expect(operations()).toEqual([GET_REF, UPLOAD_SARIF, SARIF_STATUS, GET_REF]);
  });

  it('gets the categories of fifty images, twenty at a time', async () => {
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

  it('gets a log within its size limit: the least urgent findings are left out and counted', async () => {
    // Only random text is still larger than ten million bytes after compression.
    const noise = () => randomBytes(2_950).toString('base64');
    const findings = large(5_000).findings.map((f) => ({ ...f, message: noise() }));
    expect(
      await run({ report: report({ findings }), options: { comment: 'never', summary: false } }),
    ).toMatchObject({
      codeScanning: 'uploaded',
    });
    const results = server.uploads[0]?.log.runs[1]?.results ?? [];
    expect(results).toHaveLength(2_500);
    expect(results.filter((r) => r.level === 'error')).toHaveLength(2_000);
    expect(infos.some((line) => line.includes('2500 least urgent findings'))).toBe(true);
  }, 30_000);

  it('gets the 5,000 most severe of 13,000 results; the log and the file count the rest', async () => {
    await run({ report: large(13_000), options: { comment: 'never', annotations: false } });
    const uploaded = server.uploads[0]?.log.runs.find((r) => (r.results ?? []).length > 0);
    expect(uploaded?.results).toHaveLength(5_000);
    expect(new Set(uploaded?.results?.map((r) => r.level))).toEqual(new Set(['error']));
    const missing = expect.stringMatching(
      /^The 8000 least urgent findings of .* are not in the SARIF file/,
    );
    expect(infos).toContainEqual(missing);
    expect(uploaded?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toEqual(
      missing,
    );
    expect(Buffer.byteLength(summary())).toBeLessThan(1_048_576);
  }, 30_000);

  it('gets nothing for a ref that it does not support', async () => {
    expect(await run({ variables: { GITHUB_REF: '' } })).toMatchObject({
      codeScanning: 'rejected',
    });
    expect(server.uploads).toEqual([]);
  });
});

describe('GitHub with errors', () => {
  it('is asked again after the time in retry-after', async () => {
    server.fail(CREATE_COMMENT, {
      status: 429,
      message: 'You have exceeded a secondary rate limit',
      headers: { 'retry-after': '1' },
    });
    expect(await run({ options: { codeScanning: false } })).toMatchObject({
      comment: 'created',
      requests: 6,
    });
    expect(infos).toContainEqual(expect.stringContaining('retrying in 1 s'));
  });

  it('is not asked again when retry-after exceeds the limit', async () => {
    server.fail(LIST_COMMENTS, {
      status: 429,
      message: 'Wait',
      headers: { 'retry-after': '3600' },
    });
    expect(await run({ options: { codeScanning: false } })).toMatchObject({
      comment: 'failed',
      requests: 1,
    });
    expect(warnings[0]).toContain('Wait');
  });

  it('with a rate limit is not reported as a missing permission', async () => {
    const reset = String(Math.ceil(Date.now() / 1_000) + 3_000);
    server.fail(UPLOAD_SARIF, {
      status: 403,
      message: 'API rate limit exceeded for installation',
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    });
    expect(await run({ options: { comment: 'never' } })).toMatchObject({
      codeScanning: 'failed',
      requests: 2,
    });
    expect(warnings).toEqual([
      'Nothing was uploaded to code scanning: GitHub answered 403 (API rate limit exceeded for installation)',
    ]);
  });

  it('that fails once gets one more request', async () => {
    server.fail(UPLOAD_SARIF, { status: 500, message: 'oops' });
    expect(await run({ options: { comment: 'never' } })).toMatchObject({
      codeScanning: 'uploaded',
      requests: 5,
    });
  });

  it('that cannot be reached does not fail the job', async () => {
    const { url } = server;
    await server.close();
    const published = await run({
      variables: { GITHUB_API_URL: url },
      options: { codeScanning: false },
    });
    expect(published).toMatchObject({ comment: 'failed', summary: true, annotations: 5 });
  }, 20_000);

  it('with an unexpected answer does not fail the job', async () => {
    server.processing.push(
      { processing_status: 'pending', analyses_url: null },
      { processing_status: 'complete' },
    );
    server.fail(UPDATE_COMMENT, { status: 422, message: 'Validation Failed' });
    await run();
    expect(await run({ report: quiet(), options: { codeScanning: false } })).toMatchObject({
      comment: 'failed',
    });
    expect(warnings).toEqual([
      'The pull request was not commented on: GitHub answered 422 (Validation Failed)',
    ]);
  });
});

describe('annotations', () => {
  it('are in a check run when there are more than a step can show', async () => {
    const published = await run({ report: large(120) });
    expect(published).toMatchObject({ annotations: 120, commands: [] });
    expect(server.annotations).toHaveLength(120);
    expect(operations().filter((o) => o === UPDATE_CHECK_RUN)).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  it('are at most ten per level, warnings of this step included', async () => {
    server.fail(CREATE_CHECK_RUN, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    server.fail(UPLOAD_SARIF, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    const { commands } = await run({ report: large(500) });
    const level = (name: string) => commands.filter((c) => c.startsWith(`::${name} `)).length;
    expect([level('error'), level('warning'), level('notice')]).toEqual([10, 9, 10]);
  });

  it('cannot contain other workflow commands', async () => {
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
      options: { comment: 'never', codeScanning: false },
    });
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(
      /^::warning title=[^:,]*,file=[^:,]*,line=1,endLine=1,col=1,endColumn=1::/,
    );
    expect(commands[0]).toContain('%250A');
  });
});
