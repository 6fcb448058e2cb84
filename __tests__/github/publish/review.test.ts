import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import type { Report } from '../../../src/core/report.js';
import { connectToGitHub } from '../../../src/github/client.js';
import { postReview, type ReviewOutcome } from '../../../src/github/publish/review.js';
import type { ReportContext } from '../../../src/reports/format.js';
import { context, DOCKERFILE, lint, report, vulnerability } from '../../reports/sample.js';
import { HEAD } from '../events.js';
import {
  CREATE_REVIEW,
  GRAPHQL,
  LIST_FILES,
  LIST_REVIEW_COMMENTS,
  type LoopbackGitHub,
  startGitHub,
} from '../loopback-github.js';

let server: LoopbackGitHub;
const warnings: string[] = [];
const log = { info() {}, warning: (message: string) => warnings.push(message) };

beforeEach(async () => {
  server = await startGitHub();
  server.patches.set('Dockerfile', newFile(DOCKERFILE));
  warnings.length = 0;
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

async function run(
  findings: readonly Finding[],
  source = DOCKERFILE,
  { hidden, ...over }: Partial<Report> & Pick<ReportContext, 'hidden'> = {},
  job?: string,
): Promise<ReviewOutcome> {
  const client = connectToGitHub({ api: server.url, token: 't0ken', log });
  const outcome = await postReview(
    report({ findings, incomplete: [], ...over }),
    context({ source: () => source, hidden }),
    {
      client,
      log,
      owner: 'shop',
      repo: 'app',
      pullRequest: 7,
      headSha: HEAD,
      job,
      isCurrent: async () => true,
    },
  );
  return outcome;
}

/** The patch of a file that the pull request adds. */
function newFile(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((l) => `+${l}`)].join('\n');
}

const at = (startLine: number, startColumn: number, endLine: number, endColumn: number) => ({
  path: 'Dockerfile',
  startLine,
  startColumn,
  endLine,
  endColumn,
});
const fixed = (text: string, place = at(1, 14, 1, 16)) =>
  lint({
    rule: 'FromAsCasing',
    location: place,
    fix: { description: 'Write AS', edits: [{ ...place, text }] },
  });
const visibleText = (body: string | undefined) => body?.replace(/<!--.*?-->/g, '').trim();

describe('a review', () => {
  it('comments on changed lines with findings, once for each line, in one request', async () => {
    const base = vulnerability('CVE-2024-0001', 'openssl');
    expect(await run([lint(), base, lint({ location: at(1, 6, 1, 13) })])).toBe(2);
    expect(server.reviewComments.map((c) => [c.path, c.line, c.side, visibleText(c.body)])).toEqual(
      [
        [
          'Dockerfile',
          1,
          'RIGHT',
          '🟠 **high:** openssl 1.0 is vulnerable to CVE-2024-0001 ([CVE-2024-0001](https://osv.dev/vulnerability/CVE-2024-0001))\n\nUpdate openssl to 1.1 or later\n\nAlso on this line:\n- 🟡 **medium:** Pin the version of curl ([DL3008](https://github.com/OWNER/portside/blob/main/docs/rules/DL3008.md))<br>\n  Write apt-get install package=version',
        ],
        [
          'Dockerfile',
          3,
          'RIGHT',
          expect.stringMatching(
            /^🟡 \*\*medium:\*\* Pin the version of curl \(\[DL3008\]\(.*\/DL3008\.md\)\)\n\nWrite apt-get install package=version$/u,
          ),
        ],
      ],
    );
    const { body } = server.requests.find((r) => r.operation === CREATE_REVIEW) ?? {};
    expect(body).toMatchObject({ commit_id: HEAD, event: 'COMMENT' });
  });

  it('suggests the complete line with the fix', async () => {
    await run([fixed('AS')]);
    expect(visibleText(server.reviewComments[0]?.body)).toBe(
      '🟡 **medium:** Pin the version of curl (FromAsCasing)\n\n```suggestion\nFROM node:20 AS build\n```',
    );
  });

  it('asks to test a change of a manifest before merging', async () => {
    await run([{ ...fixed('AS'), check: 'manifest' } as Finding]);
    expect(visibleText(server.reviewComments[0]?.body)).toMatch(
      /```\n\nStart the program once with this change before/,
    );
  });

  it('names the rules that a suggestion fixes when it does not fix all findings', async () => {
    await run([fixed('AS'), lint({ rule: 'DL3006', location: at(1, 6, 1, 13) })]);
    expect(visibleText(server.reviewComments[0]?.body)).toMatch(
      /```\n\nThe suggestion fixes `FromAsCasing`\.$/,
    );
  });

  it('combines all fixes of a line in one suggestion', async () => {
    await run([fixed('AS'), fixed('node:22', at(1, 6, 1, 13))]);
    expect(server.reviewComments).toHaveLength(1);
    expect(server.reviewComments[0]?.body).toContain('\nFROM node:22 AS build\n');
  });

  it('suggests several lines when the fix replaces several', async () => {
    await run([fixed('WORKDIR /srv\nRUN true', at(2, 1, 3, 43))]);
    expect(server.reviewComments[0]).toMatchObject({ start_line: 2, line: 3 });
    expect(server.reviewComments[0]?.body).toContain('```suggestion\nWORKDIR /srv\nRUN true\n```');
  });

  it('uses a longer fence for a suggestion with backticks', async () => {
    await run([fixed('```')]);
    expect(server.reviewComments[0]?.body).toContain(
      '````suggestion\nFROM node:20 ``` build\n````',
    );
  });

  it.each([
    ['has invisible characters', fixed('\u202eAS'), DOCKERFILE],
    ['does not match the diff', fixed('AS'), DOCKERFILE.replace('node:20', 'node:21')],
    ['changes nothing', fixed('as'), DOCKERFILE],
  ])('makes no suggestion when it %s', async (_, finding, source) => {
    expect(await run([finding], source)).toBe(1);
    expect(server.reviewComments[0]?.body).not.toContain('suggestion\n');
  });

  it('does not comment on lines that the pull request does not change', async () => {
    server.patches.set(
      'Dockerfile',
      '@@ -2,2 +2,3 @@\n WORKDIR /app\n+RUN apt-get update && apt-get install curl\n COPY package.json .',
    );
    expect(await run([lint(), fixed('AS'), lint({ location: at(2, 1, 2, 8) })])).toBe(1);
    expect(server.reviewComments.map((c) => c.line)).toEqual([3]);
  });

  it('stays inside the hunk when the finding extends beyond it', async () => {
    server.patches.set('Dockerfile', '@@ -2,2 +2,2 @@\n WORKDIR /app\n+RUN apt-get update');
    expect(await run([lint({ location: at(3, 1, 9, 4) })])).toBe(1);
    expect(server.reviewComments[0]).toMatchObject({ line: 3 });
  });

  it('comments on a finding only once', async () => {
    await run([lint()]);
    expect(await run([lint()])).toBe('nothing-to-report');
    expect(await run([lint(), fixed('AS')])).toBe(1);
    expect(server.reviewComments.map((c) => c.line)).toEqual([3, 1]);
  });

  it('has at most ten comments, on the most severe findings', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `RUN step${i}`).join('\n');
    server.patches.set('Dockerfile', newFile(lines));
    const findings = Array.from({ length: 30 }, (_, i) =>
      lint({
        rule: `R${i}`,
        severity: i % 3 === 0 ? 'high' : 'low',
        location: at(i + 1, 1, i + 1, 4),
      }),
    );
    expect(await run(findings, lines)).toBe(10);
    expect(server.reviewComments.every((c) => c.body.startsWith('🟠 **high:** '))).toBe(true);
  });

  it('only lists earlier comments when there are no new findings', async () => {
    expect(await run([lint({ status: 'existing' })])).toBe('nothing-to-report');
    expect(server.requests.map((r) => r.operation)).toEqual([LIST_REVIEW_COMMENTS]);
  });

  it('keeps comments within GitHub’s size limit', async () => {
    const findings = Array.from({ length: 900 }, (_, i) =>
      lint({
        rule: `<@#|`.repeat(99),
        message: '<@#|`'.repeat(9_000),
        severity: 'high',
        tags: [String(i)],
      }),
    );
    await run(findings);
    expect(server.reviewComments[0]?.body.length).toBeLessThan(65_536);
  });
});

describe('the legs of a matrix', () => {
  const inImage = (name: string) =>
    vulnerability('CVE-2024-0001', 'openssl', {
      subject: { image: name },
      fingerprint: name.padEnd(32, '0'),
    });
  const leg = (job: string, ...findings: Finding[]) => run(findings, DOCKERFILE, {}, job);

  it('comment once on a finding of their Dockerfile, and on a vulnerability of their images', async () => {
    expect(await leg('a', lint(), inImage('aa'))).toBe(2);
    expect(await leg('b', lint(), inImage('bb'))).toBe('nothing-to-report');
    expect(await leg('c', lint(), lint({ rule: 'DL3059' }))).toBe(1);
    expect(server.reviewComments.map(({ line }) => line)).toEqual([1, 3, 3]);
  });

  it('minimize only their own comments, since they do not know what the others found', async () => {
    await leg('a', lint());
    await leg('b');
    expect(server.reviewComments.map((c) => c.isMinimized ?? false)).toEqual([false]);
    await leg('a');
    expect(server.reviewComments.map((c) => c.isMinimized)).toEqual([true]);
    await leg('b', lint());
    expect(server.reviewComments.map((c) => c.isMinimized)).toEqual([false]);
  });
});

describe('a review that GitHub rejects', () => {
  it('is submitted again with single-line comments only', async () => {
    const message =
      'Pull request review thread start line must be part of the same hunk as the line';
    server.fail(CREATE_REVIEW, { status: 422, message });
    expect(await run([lint({ location: at(3, 1, 4, 3) }), fixed('AS')])).toBe(1);
    expect(server.reviewComments.map((c) => c.line)).toEqual([1]);
  });

  it('is a warning that names the permission', async () => {
    server.fail(CREATE_REVIEW, { status: 403, message: 'Resource not accessible by integration' });
    expect(await run([lint()])).toBe('failed');
    expect(warnings).toEqual([
      'The changed lines were not commented on: GitHub answered 403 (Resource not accessible by integration). Add the line "pull-requests: write" below "permissions:" of the job',
    ]);
  });

  it('takes four requests when GitHub accepts it', async () => {
    await run([lint()]);
    expect(server.requests.map((r) => r.operation)).toEqual([
      LIST_REVIEW_COMMENTS,
      LIST_FILES,
      CREATE_REVIEW,
      LIST_REVIEW_COMMENTS,
    ]);
  });
});

describe('a comment whose findings are gone', () => {
  const first = () => run([lint({ rule: 'A', location: at(1, 1, 1, 5) }), lint({ rule: 'B' })]);
  const minimized = () => server.reviewComments.map((c) => c.isMinimized === true);
  const queries = () => server.requests.filter((r) => r.operation === GRAPHQL).length;

  it('is minimized as resolved, once, in two requests', async () => {
    await first();
    await run([{ ...lint({ rule: 'B' }), status: 'existing' }]);
    expect(minimized()).toEqual([true, false]);
    expect(queries()).toBe(2);
    await run([lint({ rule: 'B' })]);
    expect(queries()).toBe(3);
    expect(server.reviewComments).toHaveLength(2);
  });

  it('is restored when its finding comes back, instead of a second comment', async () => {
    const [a, b] = [lint({ rule: 'A', location: at(1, 1, 1, 5) }), lint({ rule: 'B' })];
    await run([a, b]);
    await run([b]);
    expect(minimized()).toEqual([true, false]);
    await run([a]);
    expect(minimized()).toEqual([false, true]);
    expect(server.reviewComments).toHaveLength(2);
    expect(queries()).toBe(4);
  });

  it('stays as it is when a person minimized it, or when the policy suppresses its finding', async () => {
    await first();
    const [a, b] = server.reviewComments;
    Object.assign(a ?? {}, { isMinimized: true, minimizedReason: 'off-topic' });
    Object.assign(b ?? {}, { isMinimized: true });
    await run([
      lint({ rule: 'A', location: at(1, 1, 1, 5) }),
      lint({ rule: 'B', status: 'excepted' }),
    ]);
    expect(minimized()).toEqual([true, true]);
  });

  it('stays when a check could not run, since the finding may still exist', async () => {
    await first();
    await run([], DOCKERFILE, {
      incomplete: [{ check: 'lint', target: 'Dockerfile', reason: 'it cannot be read' }],
    });
    expect(minimized()).toEqual([false, false]);
    expect(queries()).toBe(0);
  });

  it('stays when its finding is only hidden by severity or exclude', async () => {
    await first();
    const hidden = {
      findings: [lint({ rule: 'A', location: at(1, 1, 1, 5) })],
      reasons: [{ reason: 'below high', count: 1 }],
    };
    await run([], DOCKERFILE, { hidden });
    expect(minimized()).toEqual([false, true]);
  });

  it('of another author does not prevent ours, since markers can be copied', async () => {
    await first();
    const copied = server.reviewComments.map((c) => ({ ...c, login: 'mallory' }));
    server.reviewComments.splice(0, 2, ...copied);
    await first();
    expect(server.reviewComments.map(({ login }) => login)).toEqual([
      'mallory',
      'mallory',
      server.token.login,
      server.token.login,
    ]);
  });

  it('stays when another author wrote it, since markers can be copied', async () => {
    await first();
    server.reviewComments.splice(
      0,
      2,
      ...server.reviewComments.map((c) => ({ ...c, login: 'mallory' })),
    );
    await run([]);
    expect(minimized()).toEqual([false, false]);
    // The query for the token's user.
    expect(queries()).toBe(1);
  });

  it('is minimized with an app’s token', async () => {
    server.token.login = 'acme[bot]';
    await first();
    await run([]);
    expect(minimized()).toEqual([true, true]);
  });

  it('that GitHub does not minimize is a warning', async () => {
    await first();
    server.fail(GRAPHQL, { status: 403, message: 'Resource not accessible by integration' });
    expect(await run([])).toBe('failed');
    expect(warnings).toHaveLength(1);
  });
});

describe('a pull request with many files', () => {
  const HUNK = '@@ -0,0 +1,1 @@\n+FROM node:20 as build';
  const many = (count: number) => {
    for (let n = 0; n < count; n++) server.patches.set(`src/${n}.ts`, '@@ -0,0 +1 @@\n+x');
  };
  const lists = () =>
    server.requests.filter((r) => r.operation.endsWith('/pulls/{pull_number}/files')).length;

  it('is listed only up to the file with findings', async () => {
    server.patches.clear();
    many(150);
    server.patches.set('Dockerfile', HUNK);
    many(1_000);
    expect(await run([lint({ location: LINE_ONE })])).toBe(1);
    expect(lists()).toBe(2);
  });

  it('is listed up to GitHub’s limit of thirty pages', async () => {
    server.patches.clear();
    many(3_500);
    server.patches.set('Dockerfile', HUNK);
    expect(await run([lint({ location: LINE_ONE })])).toBe('nothing-to-report');
    expect(lists()).toBe(30);
  });
});

const LINE_ONE = { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 5 };
