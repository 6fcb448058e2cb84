import { describe, expect, it, test } from '@jest/globals';
import {
  analyzedCommit,
  linkedCommit,
  readContext,
  readOnlyReason,
} from '../../src/github/event.js';
import { BASE, HEAD, MERGE, pullRequest, VARIABLES } from './events.js';

const readEvent = (variables: Record<string, string>, payload: unknown) =>
  readContext({ ...VARIABLES, ...variables }, payload);
const read = (variables: Record<string, string> = {}, payload: unknown = pullRequest()) =>
  readEvent(variables, payload);

describe('readContext', () => {
  it('is undefined outside a workflow run', () => {
    expect(readContext({}, undefined)).toBeUndefined();
    expect(read({ GITHUB_REPOSITORY: 'no-slash' })).toBeUndefined();
    expect(read({ GITHUB_REPOSITORY: 'a/b/c' })).toBeUndefined();
  });

  it('reads a pull request', () => {
    expect(read()).toMatchObject({
      repository: { owner: 'shop', name: 'app' },
      api: 'https://api.github.com',
      run: 'https://github.com/shop/app/actions/runs/77',
      event: {
        kind: 'pull_request',
        number: 7,
        headSha: HEAD,
        baseRef: 'main',
        fork: false,
        target: false,
      },
    });
  });

  it.each(['pull_request_review', 'pull_request_review_comment', 'pull_request_target'])(
    'reads the base of a pull request on %s',
    (name) => {
      expect(read({ GITHUB_EVENT_NAME: name })?.event).toMatchObject({
        kind: 'pull_request',
        baseSha: BASE,
        target: name === 'pull_request_target',
      });
    },
  );

  it('uses the addresses of GitHub Enterprise Server', () => {
    const context = read({
      GITHUB_API_URL: 'https://ghe.example/api/v3/',
      GITHUB_SERVER_URL: 'https://ghe.example',
    });
    expect(context?.api).toBe('https://ghe.example/api/v3');
    expect(context?.run).toBe('https://ghe.example/shop/app/actions/runs/77');
  });

  it('recognizes a pull request from a fork, also from a deleted one', () => {
    for (const repository of ['fork/app', null]) {
      expect(read({}, pullRequest({ repository }))?.event).toMatchObject({ fork: true });
    }
    expect(read({}, pullRequest({ repository: 'Shop/App' }))?.event).toMatchObject({ fork: false });
  });

  it.each<[string, unknown, unknown]>([
    ['push', { before: HEAD }, { kind: 'push', before: HEAD }],
    ['push', { before: '0'.repeat(40) }, { kind: 'push' }],
    ['merge_group', { merge_group: { base_sha: HEAD } }, { kind: 'merge_group', baseSha: HEAD }],
    ['schedule', {}, { kind: 'other', name: 'schedule' }],
    ['workflow_dispatch', undefined, { kind: 'other', name: 'workflow_dispatch' }],
    ['pull_request', undefined, { kind: 'other', name: 'pull_request' }],
    ['pull_request', [], { kind: 'other', name: 'pull_request' }],
    [
      'pull_request',
      { pull_request: { number: '7; rm', head: null } },
      { kind: 'other', name: 'pull_request' },
    ],
    ['push', { before: '../../x' }, { kind: 'push' }],
  ])('reads the event %s %j', (name, payload, expected) => {
    expect(readEvent({ GITHUB_EVENT_NAME: name }, payload)?.event).toEqual(expected);
  });
});

describe('readOnlyReason', () => {
  it.each<[string, Record<string, string>, unknown, string | undefined]>([
    ['a pull request from the same repository', {}, pullRequest(), undefined],
    [
      'a pull request from a fork',
      {},
      pullRequest({ repository: 'fork/app' }),
      'this pull request comes from a fork',
    ],
    [
      'a pull request by Dependabot',
      { GITHUB_ACTOR: 'dependabot[bot]' },
      pullRequest(),
      'Dependabot started this run',
    ],
    [
      'a push by Dependabot',
      { GITHUB_ACTOR: 'dependabot[bot]', GITHUB_EVENT_NAME: 'push' },
      {},
      'Dependabot started this run',
    ],
    [
      'a pull request from a fork on pull_request_target',
      { GITHUB_EVENT_NAME: 'pull_request_target' },
      pullRequest({ repository: 'fork/app' }),
      undefined,
    ],
    ['a push', { GITHUB_EVENT_NAME: 'push' }, {}, undefined],
  ])('of %s', (_, variables, payload, expected) => {
    const context = read(variables, payload);
    expect(context && readOnlyReason(context)).toBe(expected);
  });
});

test('results belong to the merge commit, on pull_request_target to the head; links lead to the head', () => {
  const usual = read();
  const target = read({ GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' });
  expect(usual && analyzedCommit(usual)).toEqual({ sha: MERGE, ref: 'refs/pull/7/merge' });
  expect(target && analyzedCommit(target)).toEqual({ sha: HEAD, ref: 'refs/pull/7/head' });
  expect(usual && linkedCommit(usual)).toBe(HEAD);
});
