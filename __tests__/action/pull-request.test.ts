import { expect, test } from '@jest/globals';
import { readPullRequestTrees } from '../../src/action/pull-request.js';
import type { ActionContext } from '../../src/action/setup.js';
// jest cannot load these at the same time, which the function does.
import '../../src/github/github-tree.js';
import '../../src/repository/git-tree.js';
import '../../src/repository/tree.js';

const SHA = 'a'.repeat(40);

/** The trees of a pull request, in a folder that is no Git repository. */
function trees(event: object, actor = 'octocat') {
  const pullRequest = {
    kind: 'pull_request',
    number: 7,
    headSha: SHA,
    baseSha: SHA,
    baseRef: 'main',
  };
  const step = {
    github: {
      event: { ...pullRequest, fork: false, target: false, ...event },
      actor,
      sha: SHA,
      repository: 'acme/app',
    },
    client: {},
    host: { run: async () => ({ status: 1, stdout: '', stderr: '' }), find: async () => undefined },
  };
  return readPullRequestTrees(step as unknown as ActionContext, {
    root: '/nowhere',
    commits: [],
    folder: '',
    workspace: '/nowhere',
    top: '/nowhere',
  });
}

test.each([
  ['a pull request from a fork', { fork: true }, undefined, true],
  ['a pull request from the repository', {}, undefined, false],
  ['a pull request by Dependabot', {}, 'dependabot[bot]', true],
  ['pull_request_target for a fork', { fork: true, target: true }, undefined, false],
])('the run for %s', async (_, event, actor, withoutSecrets) => {
  expect(await trees(event, actor)).toMatchObject({ withoutSecrets });
});
