import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type GitHubContext, readContext } from '../../src/github/event.js';
import { rejectUntrustedCheckout } from '../../src/github/untrusted-checkout.js';
import { BASE, HEAD, pullRequest, VARIABLES } from './events.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-checkout-'));
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.git/HEAD'), `${HEAD}\n`);
});
afterAll(() => rmSync(root, { recursive: true }));

const on = (name: string, sha: string, payload: unknown) =>
  readContext({ ...VARIABLES, GITHUB_EVENT_NAME: name, GITHUB_SHA: sha }, payload) as GitHubContext;

it.each<[string, unknown]>([
  ['pull_request_target', pullRequest()],
  ['pull_request_target', {}],
  ['workflow_run', { workflow_run: { head_repository: null } }],
  ['issue_comment', { issue: { number: 7, pull_request: {} } }],
  ['issues', {}],
  ['discussion_comment', {}],
])('rejects another commit than the workflow’s on %s %j', async (name, payload) => {
  await expect(rejectUntrustedCheckout(root, on(name, BASE, payload))).rejects.toMatchObject({
    code: 'PSE9005',
    message: expect.stringContaining(`Cannot check commit aaaaaaaa on ${name}`),
  });
  await rejectUntrustedCheckout(root, on(name, HEAD, payload));
});

it('accepts any commit on pull_request', async () => {
  await rejectUntrustedCheckout(root, on('pull_request', BASE, pullRequest()));
});
