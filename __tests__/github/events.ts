export const HEAD = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
export const BASE = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
export const MERGE = 'cccccccccccccccccccccccccccccccccccccccc';

/** The variables that the runner sets on pull request 7 of shop/app. */
export const VARIABLES: Readonly<Record<string, string>> = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'shop/app',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_SHA: MERGE,
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_WORKFLOW: 'ci',
  GITHUB_JOB: 'portside',
  GITHUB_ACTOR: 'octocat',
  GITHUB_RUN_ID: '77',
};

/** The members of a pull request's payload that Portside reads. */
export function pullRequest(over: { readonly repository?: string | null } = {}) {
  const { repository = 'shop/app' } = over;
  return {
    action: 'synchronize',
    number: 7,
    pull_request: {
      number: 7,
      head: {
        ref: 'change',
        sha: HEAD,
        repo: repository === null ? null : { full_name: repository },
      },
      base: { ref: 'main', sha: BASE, repo: { full_name: 'shop/app' } },
    },
    repository: { full_name: 'shop/app', default_branch: 'main' },
  };
}
