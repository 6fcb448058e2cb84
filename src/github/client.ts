import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../core/host.js';
import { readClock } from '../lib/clock.js';
import { reason } from '../lib/errors.js';
import { list, object } from '../lib/json.js';

/** GitHub's REST and GraphQL API, with a limited number of retries. */
export interface GitHubClient {
  /** One REST request, such as `GET /repos/{owner}/{repo}/issues/{issue_number}/comments`. Throws GitHubError. */
  request(route: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** One GraphQL query or mutation; returns its `data`. Throws GitHubError. */
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** How many requests were made, retries included. */
  readonly requests: number;
}

/** A repository on GitHub, with a client for it and a log for what goes wrong. */
export interface RepositoryClient {
  readonly client: GitHubClient;
  readonly log: GitHubLogger;
  readonly owner: string;
  readonly repo: string;
}

/** Where this folder logs what it does and what GitHub rejects. */
export type GitHubLogger = Pick<Logger, 'info' | 'warning'>;

/** A request that GitHub rejected. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  /** The HTTP status; 0 when GitHub could not be reached. */
  readonly status: number;

  constructor(status: number, message: string, cause: unknown) {
    super(message, { cause });
    this.status = status;
  }

  /** Whether the token lacks a permission. A rate limit is not a permission error. */
  get isPermissionError(): boolean {
    return (this.status === 403 || this.status === 404) && !RATE_LIMIT.test(this.message);
  }

  /** For a warning: "GitHub answered 403 (Resource not accessible by integration)". */
  get summary(): string {
    return this.status === 0
      ? `GitHub cannot be reached (${this.message})`
      : `GitHub answered ${this.status} (${this.message})`;
  }
}

/** What to add to a workflow when the token lacks a permission, as the end of a message. */
export function permissionAdvice(permission: string): string {
  return `. Add the line "${permission}" below "permissions:" of the job`;
}

const RATE_LIMIT = /rate limit/i;

export interface ClientOptions {
  readonly api: string;
  /** The address of GraphQL; absent: derived from `api`. */
  readonly graphql?: string | undefined;
  readonly token: string;
  readonly log: GitHubLogger;
}

/** Retries of a request that GitHub answered with an error, and of one that did not reach GitHub. */
const MAX_RETRIES = { answered: 3, unreachable: 2 } as const;
/** Milliseconds that one client may wait before retries in total, so that a job does not hang for a comment. */
const MAX_WAIT_MS = 90_000;
/** Milliseconds for one request; uploads are large. */
const REQUEST_TIMEOUT_MS = { read: 15_000, write: 60_000 } as const;

/**
 * A client on octokit, which is loaded with the first request, so that a run that posts nothing does not load it. Once
 * GitHub could not be reached, all further requests fail at once.
 */
export function connectToGitHub(options: ClientOptions): GitHubClient {
  let requests = 0;
  let waitLeft = MAX_WAIT_MS;
  let unreachable: GitHubError | undefined;
  let octokit: Promise<Octokit> | undefined;
  const withRetry = async (name: string, send: (octokit: Octokit) => Promise<unknown>) => {
    for (let retries = 0; ; retries++) {
      if (unreachable) throw unreachable;
      requests++;
      try {
        octokit ??= loadOctokit(options);
        return await send(await octokit);
      } catch (error) {
        const failure = readFailure(error);
        const pause = pauseBeforeRetry(failure, retries);
        if (pause === undefined || pause > waitLeft) {
          const final = new GitHubError(failure.status, failure.description, error);
          if (failure.status === 0) unreachable = final;
          throw final;
        }
        waitLeft -= pause;
        const { status, description } = failure;
        const what =
          status === 0
            ? `GitHub cannot be reached for ${name} (${description})`
            : `GitHub answered ${status} to ${name}`;
        options.log.info(`${what}: retrying in ${Math.ceil(pause / 1_000)} s`);
        await wait(pause);
      }
    }
  };
  return {
    get requests() {
      return requests;
    },
    request: (route, parameters) =>
      withRetry(route, async (octokit) => {
        const { read, write } = REQUEST_TIMEOUT_MS;
        const request = abortAfter(route.startsWith('GET ') ? read : write);
        return (await octokit.request(route, { ...parameters, request })).data;
      }),
    graphql: (query, variables) =>
      withRetry('GraphQL', (octokit) =>
        graphqlOf(octokit, options)(query, {
          ...variables,
          request: abortAfter(REQUEST_TIMEOUT_MS.write),
        }),
      ),
  };
}

/** With the base of a GitHub Enterprise Server, octokit would replace the address. */
function graphqlOf({ graphql }: Octokit, { graphql: url }: ClientOptions): Octokit['graphql'] {
  return url ? graphql.defaults({ url, baseUrl: new URL(url).origin }) : graphql;
}

function abortAfter(milliseconds: number) {
  return { signal: AbortSignal.timeout(milliseconds) };
}

type Octokit = ReturnType<typeof import('@actions/github').getOctokit>;

async function loadOctokit({ api, token }: ClientOptions): Promise<Octokit> {
  const { getOctokit } = await import('@actions/github');
  return getOctokit(token, { baseUrl: api, log: NO_LOG });
}

// Octokit would print deprecations and errors itself; GitHubError has all that matters.
const NO_LOG = { debug() {}, info() {}, warn() {}, error() {} };

/** A failed request. */
interface Failure {
  /** The HTTP status; 0 when there was no answer, for which octokit reports 500. */
  readonly status: number;
  readonly timedOut: boolean;
  /** GitHub's own message; empty when there was no answer. */
  readonly message: string;
  /** GitHub's message with its details, or the reason why there was no answer. */
  readonly description: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function readFailure(error: unknown): Failure {
  const { response, errors, name, cause } = object(error);
  const { status, headers, data } = object(response);
  // GraphQL answers with status 200 and errors in the body.
  const isGraphqlError = name === 'GraphqlResponseError';
  const answer = object(data);
  const message = typeof answer.message === 'string' ? answer.message : '';
  const details = list(answer.errors ?? errors)
    .slice(0, 5)
    .map((detail) => (typeof detail === 'string' ? detail : String(object(detail).message ?? '')))
    .filter(Boolean);
  const fallback = isGraphqlError ? 'GraphQL' : reason(error);
  return {
    status: typeof status === 'number' ? status : isGraphqlError ? 200 : 0,
    timedOut: name === 'TimeoutError' || object(cause).name === 'TimeoutError',
    message,
    description: [message || fallback, ...details].join(': ').slice(0, 1_000),
    headers: object(headers),
  };
}

/** Milliseconds to wait before a retry; undefined when a retry would fail too. */
function pauseBeforeRetry(failure: Failure, retries: number): number | undefined {
  const { status, message, timedOut, headers } = failure;
  if (status === 0) {
    // A request that timed out would time out again.
    return timedOut || retries >= MAX_RETRIES.unreachable ? undefined : 500 * 2 ** retries;
  }
  if (retries >= MAX_RETRIES.answered) return undefined;
  if (status === 429 || status === 403) {
    const retryAfter = toSeconds(headers['retry-after']);
    if (retryAfter !== undefined) return retryAfter * 1_000;
    if (String(headers['x-ratelimit-remaining']) === '0') {
      const reset = toSeconds(headers['x-ratelimit-reset']) ?? 0;
      return Math.max(1_000, reset * 1_000 - readClock().getTime());
    }
    // GitHub asks to wait at least one minute after a rate limit without headers. Any other 403 is final.
    return status === 429 || RATE_LIMIT.test(message) ? 60_000 : undefined;
  }
  return status >= 500 ? 1_000 * 2 ** retries : undefined;
}

function toSeconds(header: unknown): number | undefined {
  const text = String(header ?? '');
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
