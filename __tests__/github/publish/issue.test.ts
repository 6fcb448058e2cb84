import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { connect } from '../../../src/github/client.js';
import { updateIssue } from '../../../src/github/publish/issue.js';
import { context, lint, report } from '../../reports/sample.js';
import { CREATE_ISSUE, LIST_ISSUES, type LoopbackGitHub, startGitHub } from '../loopback-github.js';

let server: LoopbackGitHub;
const said: string[] = [];
const host = { info() {}, warning: (message: string) => said.push(message) };

beforeEach(async () => {
  server = await startGitHub();
  said.length = 0;
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

const PASS: Partial<Report> = {
  findings: [],
  incomplete: [],
  verdict: { outcome: 'pass', reasons: [] },
};
const FAIL: Partial<Report> = {
  incomplete: [],
  verdict: { outcome: 'fail', reasons: ['1 high finding'] },
};
const INCOMPLETE: Partial<Report> = {
  verdict: { outcome: 'incomplete', reasons: ['no registry'] },
};

function rescan(parts: Partial<Report>, key = 'rescan app') {
  const client = connect({ api: server.url, token: 't0ken', host });
  return updateIssue(report(parts), context(), { client, host, owner: 'shop', repo: 'app', key });
}

describe('the issue of a rescan', () => {
  it('is opened once, edited when what fails changes, and closed when nothing does', async () => {
    expect(await rescan(FAIL)).toBe('opened');
    expect(await rescan(FAIL)).toBe('unchanged');
    expect(server.issues).toMatchObject([
      { title: 'Container check fails for 1 published image', labels: ['portside'], state: 'open' },
    ]);
    expect(await rescan({ ...FAIL, findings: [lint({ message: 'another thing' })] })).toBe(
      'updated',
    );
    expect(server.issues[0]?.body).toContain('another thing');
    expect(await rescan(PASS)).toBe('closed');
    expect(server.issues[0]?.state).toBe('closed');
    expect(await rescan(FAIL)).toBe('opened');
    expect(server.issues).toHaveLength(2);
  });

  it('is neither opened nor closed by a rescan that could not look', async () => {
    expect(await rescan(INCOMPLETE)).toBe('nothing-to-say');
    expect(server.requests).toEqual([]);
    await rescan(FAIL);
    expect(await rescan(INCOMPLETE)).toBe('nothing-to-say');
    expect(server.issues[0]?.state).toBe('open');
  });

  it('is one a key, and never somebody else’s', async () => {
    await rescan(FAIL, 'rescan app');
    expect(await rescan(FAIL, 'rescan other')).toBe('opened');
    const copied = server.issues.splice(0, 1).map((ours) => ({ ...ours, login: 'mallory' }));
    server.issues.push(...copied);
    expect(await rescan(FAIL, 'rescan app')).toBe('opened');
  });

  it('is kept by an app’s own token', async () => {
    server.token.login = 'acme[bot]';
    await rescan(FAIL);
    expect(server.issues).toMatchObject([{ login: 'acme[bot]' }]);
    expect(await rescan(FAIL)).toBe('unchanged');
  });

  it('names the permission that is missing', async () => {
    server.fail(LIST_ISSUES, { status: 403, message: 'Resource not accessible by integration' });
    expect(await rescan(FAIL)).toBe('refused');
    expect(said).toEqual([
      'No issue was opened or changed: GitHub answered 403 (Resource not accessible by integration). Give the job "permissions: issues: write"',
    ]);
    server.fail(CREATE_ISSUE, { status: 410, message: 'Issues are disabled for this repo' });
    expect(await rescan(FAIL)).toBe('refused');
    expect(said.at(-1)).toContain('Issues are disabled');
  });
});
