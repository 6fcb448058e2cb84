import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { publishOnGitLab } from '../../src/gitlab/publish.js';
import { NOW } from '../now.js';
import { context, large, lint, report } from '../reports/sample.js';
import { LoopbackGitLab, TOKEN } from './loopback-gitlab.js';

let folder: string;
let server: LoopbackGitLab;
let lines: string[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-gitlab-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  lines = [];
  server = await new LoopbackGitLab().start();
});
afterEach(() => server.close());

interface Given {
  readonly stored?: Report;
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly token?: string | undefined;
}

function publish(given: Given = {}) {
  const { stored = report(), variables = {} } = given;
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(stored));
  return publishOnGitLab(file, context().rules, {
    variables: server.variables(variables),
    token: 'token' in given ? given.token : TOKEN,
    log: {
      info: (line) => void lines.push(line),
      warning: (line) => void lines.push(`warning: ${line}`),
    },
    now: NOW,
    http: { timeout: 2_000, firstDelay: 1, longestDelay: 1 },
    pause: async () => {},
  });
}

const passed = () =>
  report({ findings: [], incomplete: [], verdict: { outcome: 'pass', reasons: [] } });
const bodies = () => server.notes.map(({ body }) => body);

describe('a report in a merge request pipeline', () => {
  it('becomes one note, which later pipelines edit', async () => {
    expect(await publish()).toBe('created');
    expect(await publish({ variables: { CI_PIPELINE_ID: '101' } })).toBe('updated');
    expect(server.notes).toHaveLength(1);
    expect(lines).toEqual([
      'Merge request 7: the comment was written',
      'Merge request 7: the comment was edited',
    ]);
    expect(server.requests.slice(0, 5).map((request) => request.replace(/\?.*/, ''))).toEqual([
      'GET /gitlab/api/v4/user',
      'GET /gitlab/api/v4/projects/5/merge_requests/7/notes',
      'GET /gitlab/api/v4/projects/5/merge_requests/7',
      'POST /gitlab/api/v4/projects/5/merge_requests/7/notes',
      'GET /gitlab/api/v4/projects/5/merge_requests/7/notes',
    ]);
  });

  it('has links to the lines of the head on an instance below a path', async () => {
    await publish();
    const address = `${server.origin}/gitlab/acme/group/app/-/blob/${'a'.repeat(40)}/Dockerfile#L3`;
    expect(bodies()[0]).toContain(`[Dockerfile:3](${address})`);
    expect(bodies()[0]).toContain(`(${server.origin}/gitlab/acme/group/app/-/pipelines/100)`);
    expect(bodies()[0]).not.toContain('pull request');
  });

  it('links to the source branch, and not to the temporary commit of merged results', async () => {
    const head = 'b'.repeat(40);
    server.sha = head;
    await publish({ variables: { CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head } });
    expect(bodies()[0]).toContain(`/-/blob/${head}/`);
  });

  it('has no note if there is nothing to report, and an edited one if there was something', async () => {
    expect(await publish({ stored: passed() })).toBe('nothing-to-report');
    await publish();
    expect(await publish({ stored: passed(), variables: { CI_JOB_ID: '1001' } })).toBe('updated');
    expect(bodies().join()).toContain('### ✅ Portside: no findings');
  });

  it('goes to the project of the target branch, marked as not verified, if it is of a fork', async () => {
    await publish({ variables: { CI_PROJECT_ID: '6', CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '6' } });
    expect(bodies()[0]).toContain('Portside: not verified. The merge request reports: fail');
    expect(bodies()[0]).toContain('This merge request comes from a fork.');
  });

  it('about another commit is not commented', async () => {
    const stored = report({ commits: ['c'.repeat(40)] });
    expect(await publish({ stored })).toBeUndefined();
    expect(lines).toEqual([
      'warning: The report is about commit cccccccc, not about merge request 7: it is not commented',
    ]);
    expect(server.requests).toEqual([]);
    expect(await publish({ stored: report({ commits: ['a'.repeat(40)] }) })).toBe('created');
  });

  it('of a huge image fits into a note', async () => {
    const message = '!1%1~a'.repeat(200);
    const findings = large(5_000).findings.map((finding) => ({ ...finding, message }));
    await publish({ stored: report({ findings }) });
    expect(bodies()[0]?.length).toBeLessThan(600_000);
    expect(bodies()[0]).toMatch(/<!-- portside v=1 key=portside pipeline=100 job=1000 -->$/);
  });
});

describe('without what a note needs', () => {
  it.each([
    ['a branch', { CI_MERGE_REQUEST_IID: undefined }],
    ['a merge request without a number', { CI_MERGE_REQUEST_IID: '7/../8' }],
    ['no project', { CI_PROJECT_ID: 'x', CI_MERGE_REQUEST_PROJECT_ID: undefined }],
  ])('the pipeline of %s has nothing to comment, which it says', async (_, variables) => {
    expect(await publish({ variables })).toBeUndefined();
    expect(lines).toEqual(['There is nothing to comment: this is not a merge request pipeline']);
    expect(server.requests).toEqual([]);
  });

  it.each([undefined, '', '  '])(
    'a missing token (%j) is named, with what to do',
    async (token) => {
      expect(await publish({ token })).toBeUndefined();
      expect(lines).toEqual([
        'warning: Merge request 7 is not commented: PORTSIDE_GITLAB_TOKEN is not set',
        'Store a project access token with the role Reporter and the scope api in this variable, masked and not protected',
      ]);
      expect(server.requests).toEqual([]);
    },
  );

  it.each([
    ['glcbt-64_abcdefgh', 'is that of the job, which cannot write notes'],
    ['a\nb', 'has characters that no token has'],
    ['ä', 'has characters that no token has'],
  ])('the token %j is refused', async (token, why) => {
    await expect(publish({ token })).rejects.toMatchObject({
      code: 'PSE9009',
      message: expect.stringContaining(`the token in PORTSIDE_GITLAB_TOKEN ${why}.`),
    });
    expect(server.requests).toEqual([]);
  });

  it('a report that is a link or no report is refused', async () => {
    const link = join(folder, 'link.json');
    symlinkSync(join(folder, 'report.json'), link);
    const options = { variables: server.variables(), log: { info() {}, warning() {} }, now: NOW };
    const asked = publishOnGitLab(link, context().rules, options);
    await expect(asked).rejects.toMatchObject({ code: 'PSE9002' });
    const bad = publish({ stored: { a: 1 } as unknown as Report });
    await expect(bad).rejects.toMatchObject({ code: 'PSE9001' });
  });
});

describe('an error of GitLab', () => {
  it.each([
    [401, 'usage', 'create another one'],
    [403, 'usage', 'needs the role Reporter and the scope api'],
    [404, 'usage', 'not one of the project of the merge request'],
    [400, 'incomplete', 'Run the job again'],
  ] as const)('%d has its code and the next step', async (status, kind, advice) => {
    server.intercept = () => ({ status, body: { message: `no ${TOKEN}` } });
    await expect(publish()).rejects.toMatchObject({
      code: kind === 'usage' ? 'PSE9009' : 'PSE9508',
      kind,
      message: expect.stringMatching(
        new RegExp(
          `^Cannot comment on merge request 7: GitLab answered ${status} \\(no …\\).*${advice}`,
        ),
      ),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is repeated a few times when reading', async () => {
    let left = 3;
    server.intercept = (name) =>
      name.endsWith('/user') && left-- > 0 ? { status: 503 } : undefined;
    expect(await publish()).toBe('created');
    server.intercept = () => ({ status: 503 });
    await expect(publish()).rejects.toMatchObject({ code: 'PSE9508' });
  });

  it('to a write that was done ends in one note', async () => {
    let left = 1;
    server.intercept = (name) =>
      name.startsWith('POST') && left-- > 0 ? { status: 502, isDone: true } : undefined;
    expect(await publish()).toBe('created');
    expect(server.notes).toHaveLength(1);
  });

  it('is a page of a proxy, or no JSON of GitLab', async () => {
    server.intercept = () => ({ status: 200, body: '<html>' });
    await expect(publish()).rejects.toThrow(
      'Cannot comment on merge request 7: GitLab does not say whose token it is',
    );
    server.intercept = (name) => (name.endsWith('/notes') ? { status: 200, body: {} } : undefined);
    await expect(publish()).rejects.toThrow('GitLab returns no list of notes');
  });

  it('does not count for the question which commit is the head, unless it is about the token', async () => {
    server.intercept = (name) => (name.endsWith('/7') ? { status: 500 } : undefined);
    expect(await publish()).toBe('created');
    server.intercept = (name) => (name.endsWith('/7') ? { status: 403 } : undefined);
    const later = { CI_PIPELINE_ID: '101' };
    await expect(publish({ variables: later })).rejects.toMatchObject({ code: 'PSE9009' });
  });

  it('is that it cannot be reached, or does not answer', async () => {
    server.intercept = () => ({ status: 0, isSilent: true });
    const file = join(folder, 'report.json');
    const asked = publishOnGitLab(file, context().rules, {
      variables: server.variables(),
      token: TOKEN,
      log: { info() {}, warning() {} },
      now: NOW,
      http: { timeout: 20, firstDelay: 1, longestDelay: 1 },
    });
    await expect(asked).rejects.toMatchObject({
      code: 'PSE9508',
      message: expect.stringContaining('Cannot read user of GitLab: 127.0.0.1:'),
    });
  });
});

describe('the token', () => {
  it('is in one header, to one server, and in no address, body or message', async () => {
    const stored = report({ findings: [lint({ message: 'a finding' })] });
    await publish({ stored });
    server.intercept = () => ({ status: 500, body: { error: `bad ${TOKEN}` } });
    const error = await publish({ variables: { CI_PIPELINE_ID: '102' } }).catch((e: unknown) => e);
    expect(server.tokens.every((token) => token === TOKEN)).toBe(true);
    const seen = [...server.requests, ...server.bodies, ...lines, String(error)].join('\n');
    expect(seen).not.toContain(TOKEN);
    expect(JSON.stringify(error)).not.toContain(TOKEN);
  });

  it.each(['GET', 'POST'])('is not sent on when GitLab redirects a %s', async (method) => {
    const headers: unknown[] = [];
    const other = createServer((request, response) => {
      headers.push(request.headers);
      response.end('{"id":77}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    server.intercept = (name) =>
      name.startsWith(method) ? { status: 302, headers: { location } } : undefined;
    await expect(publish()).rejects.toMatchObject({
      code: 'PSE9508',
      message: expect.stringContaining(`it redirects to "${location}"`),
    });
    other.close();
    expect(headers).toEqual([]);
  });

  it.each([
    ['another server', { CI_API_V4_URL: 'https://evil.example/api/v4' }],
    ['another port', { CI_API_V4_URL: 'http://127.0.0.1:1/api/v4' }],
    [
      'a name that begins like it',
      { CI_SERVER_URL: 'https://a.example', CI_API_V4_URL: 'https://a.example.evil.example/' },
    ],
    ['a user in the address', { CI_API_V4_URL: 'http://127.0.0.1@evil.example/api/v4' }],
    ['no web address', { CI_API_V4_URL: 'file:///etc' }],
    ['an unknown server', { CI_SERVER_URL: undefined }],
  ])('is not sent if the API is on %s', async (_, variables) => {
    await expect(publish({ variables })).rejects.toMatchObject({ code: 'PSE9010' });
    expect(server.requests).toEqual([]);
  });

  it('goes to the API below the server where the runner does not name it', async () => {
    expect(await publish({ variables: { CI_API_V4_URL: undefined } })).toBe('created');
  });
});
