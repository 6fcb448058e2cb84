import { code, page } from './markdown.js';

/** The variables that users set, and those that a runner or a shell sets. A test compares them with the sources. */
export const VARIABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Set by you': {
    HTTPS_PROXY: 'The proxy for `https` addresses. The name in lower case comes first.',
    HTTP_PROXY:
      'The proxy for `http` addresses. The name in lower case comes first, and it is the only one that counts in a CGI program (`GATEWAY_INTERFACE`).',
    NO_PROXY:
      'Hosts that are reached without a proxy, separated by commas. The name in lower case comes first.',
    NODE_EXTRA_CA_CERTS:
      'A file with the certificate authorities of your organization, in addition to those of Node.js.',
    NODE_USE_SYSTEM_CA:
      'With `1`, Node.js also trusts the certificate authorities of the system, from Node.js 22.19 and 24.6 on.',
    NO_COLOR: 'With any value, the text report has no color. `--color` comes first.',
    CI: 'With any value except `0` and `false`, no progress is shown. It never is in a pipe.',
    XDG_CACHE_HOME: 'The folder of the cache is `portside` in it, by default `~/.cache/portside`.',
    DOCKER_CONFIG:
      'The folder of Docker’s `config.json` with the logins to registries, by default `~/.docker`.',
    DOCKER_HOST: 'The socket of the local Docker engine: `unix:///var/run/docker.sock`.',
    GITHUB_TOKEN:
      'The token for the API of GitHub: `publish` posts with it, and attestations that GitHub stores are read with it.',
    PORTSIDE_GITLAB_TOKEN:
      'A project access token of GitLab with the scope `api`: `publish` writes the note on the merge request with it.',
  },
  'Set by the shell or the runner': {
    PATH: 'Where ShellCheck and ClamAV are looked for.',
    TERM: 'With `dumb`, the text report has no color.',
    HOME: 'The home folder. On Windows it is `USERPROFILE`.',
    USERPROFILE: 'The home folder if `HOME` is not set.',
    GATEWAY_INTERFACE:
      'Set in CGI programs, where `HTTP_PROXY` may come from a request and is ignored.',
    GITHUB_ACTIONS: '`true` in a step of a GitHub workflow.',
    GITHUB_API_URL: 'The API of GitHub, also of GitHub Enterprise Server.',
    GITHUB_GRAPHQL_URL: 'The GraphQL API of GitHub, also of GitHub Enterprise Server.',
    GITHUB_SERVER_URL: 'The address of GitHub, also of GitHub Enterprise Server.',
    GITHUB_REPOSITORY: 'The repository of the workflow run.',
    GITHUB_EVENT_PATH: 'The file with the event that started the workflow run.',
    GITHUB_EVENT_NAME: 'The name of that event.',
    GITHUB_REF: 'The Git ref of the workflow run.',
    GITHUB_SHA: 'The commit of the workflow run.',
    GITHUB_WORKFLOW: 'The workflow of the run.',
    GITHUB_JOB: 'The job of the run.',
    GITHUB_ACTION: 'The step, in the names of the reports, so that two steps of a job keep theirs.',
    GITHUB_ACTOR: 'Who started the workflow run.',
    GITHUB_RUN_ID: 'The workflow run, for links to it.',
    GITHUB_STEP_SUMMARY: 'The file with the summary of the step.',
    GITHUB_WORKSPACE: 'The folder with the checkout, in the Action.',
    RUNNER_TEMP: 'The folder for temporary files and reports, in the Action.',
    INPUT_TOKEN: 'The input `token` of the Action.',
    GITLAB_CI:
      '`true` in a job of GitLab. Of its `CI_` variables, `publish` reads those of the merge request and the job.',
  },
};

/** docs/reference/environment.md: every environment variable that Portside or its runtime reads. */
export function environmentPage(): string {
  return page([
    '# Environment variables',
    'No variable is required. Options and inputs that name a variable, such as `--key env://NAME`, read that one too.',
    ...Object.entries(VARIABLES).flatMap(([group, variables]) => [
      `## ${group}`,
      ...Object.entries(variables).flatMap(([name, meaning]) => [`### ${code(name)}`, meaning]),
    ]),
  ]);
}
