import { expect, it } from '@jest/globals';
import { readContext } from '../../src/github/event.js';
import { untrustedFiles, untrustedReason } from '../../src/github/trusted-run.js';

const SHA = 'a'.repeat(40);
const pullRequest = (repository: string) => ({
  pull_request: {
    number: 7,
    head: { sha: SHA, repo: { full_name: repository } },
    base: { sha: SHA, ref: 'main' },
  },
});

it.each<[string, string, unknown, string | undefined]>([
  ['a push', 'push', {}, undefined],
  ['a pull request of the repository', 'pull_request', pullRequest('acme/app'), undefined],
  ['a fork', 'pull_request', pullRequest('eve/app'), 'this pull request comes from a fork'],
  [
    'a pull request whose event cannot be read',
    'pull_request',
    undefined,
    'the event of this pull request cannot be read, and it may come from a fork',
  ],
  ...['workflow_run', 'issue_comment', 'pull_request_target'].map(
    (event): [string, string, unknown, string] => [
      event,
      event,
      pullRequest('acme/app'),
      `anybody can start a run on ${event}`,
    ],
  ),
])('who may have written the files on %s', (_, name, payload, cause) => {
  const context = readContext({ GITHUB_REPOSITORY: 'acme/app', GITHUB_EVENT_NAME: name }, payload);
  if (!context) throw new Error('no context');
  expect(untrustedFiles(context)).toEqual(
    cause && { cause, isAnybody: name !== 'pull_request_target' },
  );
  expect(untrustedReason(context) === undefined).toBe(cause === undefined);
});
