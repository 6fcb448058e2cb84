import { expect, test } from '@jest/globals';
import { readMergeRequest } from '../../src/gitlab/merge-request.js';

const VARIABLES = {
  CI_SERVER_URL: 'https://example.org',
  CI_API_V4_URL: 'https://example.org/api/v4',
  CI_PROJECT_ID: '6',
  CI_PROJECT_PATH: 'fork/app',
  CI_PROJECT_URL: 'https://example.org/fork/app',
  CI_MERGE_REQUEST_IID: '7',
  CI_MERGE_REQUEST_PROJECT_ID: '5',
  CI_MERGE_REQUEST_PROJECT_PATH: 'acme/app',
  CI_MERGE_REQUEST_PROJECT_URL: 'https://example.org/acme/app',
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '6',
  CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: '',
  CI_COMMIT_SHA: 'c'.repeat(40),
  CI_PIPELINE_ID: '10',
  CI_JOB_ID: '20',
  CI_JOB_NAME: 'portside: [a, b]',
  CI_PIPELINE_URL: 'https://example.org/acme/app/-/pipelines/10',
};

test('the merge request is that of the target project', () => {
  expect(readMergeRequest(VARIABLES)).toEqual({
    api: new URL('https://example.org/api/v4/'),
    project: '5',
    iid: '7',
    job: 'portside: [a, b]',
    run: { pipeline: 10, job: 20 },
    head: 'c'.repeat(40),
    commits: ['c'.repeat(40), 'c'.repeat(40)],
    isFork: true,
    repository: {
      name: 'acme/app',
      server: 'https://example.org',
      isGitLab: true,
      commit: 'c'.repeat(40),
      run: 'https://example.org/acme/app/-/pipelines/10',
    },
  });
});

test.each([
  ['https://example.org/git/lab/', undefined, 'https://example.org/git/lab/api/v4/'],
  [
    'https://example.org:443',
    'https://EXAMPLE.org/x/api/v4?a=1#b',
    'https://example.org/x/api/v4/',
  ],
  ['https://user:secret@example.org', undefined, 'https://example.org/api/v4/'],
])('the API of %s with %s is at %s', (CI_SERVER_URL, CI_API_V4_URL, expected) => {
  const found = readMergeRequest({ ...VARIABLES, CI_SERVER_URL, CI_API_V4_URL });
  expect(found?.api.href).toBe(expected);
});

test('without numbers of pipeline and job there are zeros, and a commit that is none has no links', () => {
  const found = readMergeRequest({
    ...VARIABLES,
    CI_PIPELINE_ID: 'x',
    CI_JOB_ID: undefined,
    CI_COMMIT_SHA: 'main',
  });
  expect(found?.run).toEqual({ pipeline: 0, job: 0 });
  expect(found?.repository).not.toHaveProperty('commit');
});
