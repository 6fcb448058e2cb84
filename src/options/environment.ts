import { PortsideError } from '../lib/errors.js';
import { folderProblem } from '../lib/private-folder.js';
import type { ProxySettings } from '../lib/proxy.js';

/** The environment variables that Portside uses. Other modules do not read process.env. */
export interface Environment {
  /** DOCKER_HOST, e.g. unix:///var/run/docker.sock */
  readonly dockerHost?: string;
  /** The folder of docker's config.json: DOCKER_CONFIG, else ~/.docker. */
  readonly dockerConfig?: string;
  /** The folder of the cache: XDG_CACHE_HOME/portside, else ~/.cache/portside. */
  readonly cacheFolder?: string;
  /** The repository of the workflow run; absent outside a workflow. */
  readonly github?: GitHubEnvironment;
  readonly path: string;
  /** Reads a variable that an option names, such as the one with a key. */
  readonly variable?: (name: string) => string | undefined;
  /** HTTP_PROXY, HTTPS_PROXY, NO_PROXY; in lower case too, which come first. */
  readonly proxies?: ProxySettings;
  /** NO_COLOR or a dumb terminal. */
  readonly noColor: boolean;
  /** CI, as most CI systems set it, or a dumb terminal: no progress is shown. */
  readonly isCi?: boolean;
  /** The runner's variables; absent outside a step of a GitHub workflow. */
  readonly workflow?: {
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly eventPath?: string;
    readonly token?: string;
  };
  /** The job of a GitLab pipeline; absent elsewhere. */
  readonly gitlab?: GitLabEnvironment;
}

/** What GitLab's runner says about the job, and the token for the comment. */
export interface GitLabEnvironment {
  /** The variables of GITLAB_VARIABLES that are set. */
  readonly variables: Readonly<Partial<Record<GitLabVariable, string>>>;
  /** PORTSIDE_GITLAB_TOKEN: the token of the job, CI_JOB_TOKEN, cannot write notes. */
  readonly token?: string;
}

/** Source: GitLab, "Predefined CI/CD variables reference". */
const GITLAB_VARIABLES = [
  'CI_API_V4_URL',
  'CI_COMMIT_SHA',
  'CI_JOB_ID',
  'CI_JOB_NAME',
  'CI_MERGE_REQUEST_IID',
  'CI_MERGE_REQUEST_PROJECT_ID',
  'CI_MERGE_REQUEST_PROJECT_PATH',
  'CI_MERGE_REQUEST_PROJECT_URL',
  'CI_MERGE_REQUEST_SOURCE_BRANCH_SHA',
  'CI_MERGE_REQUEST_SOURCE_PROJECT_ID',
  'CI_PIPELINE_ID',
  'CI_PIPELINE_URL',
  'CI_PROJECT_ID',
  'CI_PROJECT_PATH',
  'CI_PROJECT_URL',
  'CI_SERVER_URL',
] as const;

type GitLabVariable = (typeof GITLAB_VARIABLES)[number];

/** GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_TOKEN, as GitHub's runner sets them. */
export interface GitHubEnvironment {
  /** `https://api.github.com` */
  readonly api: string;
  /** `https://github.com` */
  readonly server: string;
  /** `acme/app` */
  readonly repository: string;
  /** Sent to `api` only. */
  readonly token?: string;
}

export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const home = env.HOME || env.USERPROFILE;
  const dockerConfig = env.DOCKER_CONFIG || (home ? `${home}/.docker` : undefined);
  const cache = env.XDG_CACHE_HOME || (home ? `${home}/.cache` : undefined);
  return {
    path: env.PATH ?? '',
    variable: (name) => env[name],
    ...github(env),
    ...gitlab(env),
    ...proxies(env),
    noColor: Boolean(env.NO_COLOR) || env.TERM === 'dumb',
    ...((env.CI && !/^(?:0|false)$/i.test(env.CI)) || env.TERM === 'dumb' ? { isCi: true } : {}),
    ...(env.GITHUB_ACTIONS === 'true'
      ? {
          workflow: {
            variables: Object.fromEntries(
              Object.entries(env).filter(([k]) => k.startsWith('GITHUB_') && k !== 'GITHUB_TOKEN'),
            ),
            ...(env.GITHUB_EVENT_PATH ? { eventPath: env.GITHUB_EVENT_PATH } : {}),
            ...(env.GITHUB_TOKEN ? { token: env.GITHUB_TOKEN } : {}),
          },
        }
      : {}),
    ...(env.DOCKER_HOST ? { dockerHost: env.DOCKER_HOST } : {}),
    ...(dockerConfig ? { dockerConfig } : {}),
    ...(cache ? { cacheFolder: `${cache}/portside` } : {}),
  };
}

/**
 * The environment without a cache folder that is not safe to use, and a warning about it. Without a cache, each run
 * downloads what it needs.
 */
export function withSafeCache(environment: Environment): {
  readonly environment: Environment;
  readonly warning?: string;
} {
  const { cacheFolder, ...rest } = environment;
  const problem = cacheFolder === undefined ? undefined : folderProblem(cacheFolder);
  if (problem === undefined) return { environment };
  return {
    environment: rest,
    warning: `The cache folder ${cacheFolder} is not used: ${problem}. Set XDG_CACHE_HOME to a folder of your own`,
  };
}

/** Throws PortsideError (usage) for a proxy that is not an http or https address. */
function proxies(env: NodeJS.ProcessEnv): Pick<Environment, 'proxies'> {
  // A web server's CGI sets HTTP_PROXY from a header of the request, so only the name in lower case is safe there.
  const names = {
    http: ['http_proxy', env.GATEWAY_INTERFACE ? '' : 'HTTP_PROXY'],
    https: ['https_proxy', 'HTTPS_PROXY'],
  };
  const [http, https] = [proxy(env, names.http), proxy(env, names.https)];
  if (!http && !https) return {};
  const exceptions = (env.no_proxy ?? env.NO_PROXY ?? '').split(/[\s,]+/).filter(Boolean);
  return { proxies: { ...(http && { http }), ...(https && { https }), exceptions } };
}

function proxy(env: NodeJS.ProcessEnv, names: readonly string[]): URL | undefined {
  const name = names.find((one) => env[one]?.trim());
  const text = name === undefined ? '' : (env[name]?.trim() ?? '');
  if (text === '') return undefined;
  const address = /^[\w+.-]+:\/\//.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new PortsideError(
      'PSE1003',
      `The proxy in ${name} is not an http or https address`,
      'Write http://HOST:PORT',
    );
  if (isPercentEncoded(url.username) && isPercentEncoded(url.password)) return url;
  throw new PortsideError(
    'PSE1003',
    `The user name or password of the proxy in ${name} has a % that encodes no character`,
    'Write %25 for a % in a password',
  );
}

/** The repository of the workflow, for the report of the run; nothing outside a workflow. */
export function repositoryOfRun({ workflow, github }: Environment): {
  readonly repositories?: readonly string[];
} {
  const name = workflow && github?.repository;
  return name !== undefined && REPOSITORY.test(name) ? { repositories: [name] } : {};
}

/** As in docs/report.schema.json. */
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;

/** Whether the HTTP client can decode the text, which it does for the proxy's credentials only when it connects. */
function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function github(env: NodeJS.ProcessEnv): Pick<Environment, 'github'> {
  const repository = env.GITHUB_REPOSITORY;
  if (!repository) return {};
  const token = env.GITHUB_TOKEN || env.INPUT_TOKEN;
  return {
    github: {
      repository,
      api: env.GITHUB_API_URL || 'https://api.github.com',
      server: env.GITHUB_SERVER_URL || 'https://github.com',
      ...(token ? { token } : {}),
    },
  };
}

function gitlab(env: NodeJS.ProcessEnv): Pick<Environment, 'gitlab'> {
  if (env.GITLAB_CI !== 'true') return {};
  const variables = Object.fromEntries(
    GITLAB_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  const token = env.PORTSIDE_GITLAB_TOKEN;
  return { gitlab: { variables, ...(token ? { token } : {}) } };
}
