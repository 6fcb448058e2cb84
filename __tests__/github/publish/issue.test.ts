import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { connectToGitHub } from '../../../src/github/client.js';
import { updateIssue } from '../../../src/github/publish/issue.js';
import { context, lint, report } from '../../reports/sample.js';
import { CREATE_ISSUE, LIST_ISSUES, type LoopbackGitHub, startGitHub } from '../loopback-github.js';

let server: LoopbackGitHub;
const warnings: string[] = [];
const log = { info() {}, warning: (message: string) => warnings.push(message) };

beforeEach(async () => {
  server = await startGitHub();
  warnings.length = 0;
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
  const client = connectToGitHub({ api: server.url, token: 't0ken', log });
  return updateIssue(report(parts), context(), { client, log, owner: 'shop', repo: 'app', key });
}

describe('the issue of a rescan', () => {
  it('is opened once, edited when the findings change, and closed when the policy passes', async () => {
    expect(await rescan(FAIL)).toBe('opened');
    expect(await rescan(FAIL)).toBe('unchanged');
    expect(server.issues).toMatchObject([
      {
        title: 'Portside: 1 published image fails the policy',
        labels: ['portside'],
        state: 'open',
      },
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

  it('is neither opened nor closed by an incomplete rescan', async () => {
    expect(await rescan(INCOMPLETE)).toBe('nothing-to-report');
    expect(server.requests).toEqual([]);
    await rescan(FAIL);
    expect(await rescan(INCOMPLETE)).toBe('nothing-to-report');
    expect(server.issues[0]?.state).toBe('open');
  });

  it('is not closed by a pass whose failed check the policy allows', async () => {
    await rescan(FAIL);
    const failed = { check: 'vulnerability', target: 'app', state: 'failed' } as const;
    expect(await rescan({ ...PASS, coverage: [{ ...failed, allowed: true }] })).toBe('unchanged');
    expect(server.issues[0]?.state).toBe('open');
    const uncovered = { ...failed, state: 'not-covered', allowed: true } as const;
    expect(await rescan({ ...PASS, coverage: [uncovered] })).toBe('closed');
  });

  it('is one for each key, and never that of another author', async () => {
    await rescan(FAIL, 'rescan app');
    expect(await rescan(FAIL, 'rescan other')).toBe('opened');
    const copied = server.issues.splice(0, 1).map((ours) => ({ ...ours, login: 'mallory' }));
    server.issues.push(...copied);
    expect(await rescan(FAIL, 'rescan app')).toBe('opened');
  });

  it('is found again when an app’s token wrote it', async () => {
    server.token.login = 'acme[bot]';
    await rescan(FAIL);
    expect(server.issues).toMatchObject([{ login: 'acme[bot]' }]);
    expect(await rescan(FAIL)).toBe('unchanged');
  });

  it('that GitHub rejects is a warning that names the permission', async () => {
    server.fail(LIST_ISSUES, { status: 403, message: 'Resource not accessible by integration' });
    expect(await rescan(FAIL)).toBe('failed');
    expect(warnings).toEqual([
      'No issue was opened or changed: GitHub answered 403 (Resource not accessible by integration). Add the line "issues: write" below "permissions:" of the job',
    ]);
    server.fail(CREATE_ISSUE, { status: 410, message: 'Issues are disabled for this repo' });
    expect(await rescan(FAIL)).toBe('failed');
    expect(warnings.at(-1)).toContain('Issues are disabled');
  });
});
