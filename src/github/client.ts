import { setTimeout as wait } from 'node:timers/promises';
import { reason } from '../findings/errors.js';
import type { Host } from '../host.js';

/** GitHub's REST API with bounded retries. */
export interface GitHubClient {
  /**
   * One request, such as `GET /repos/{owner}/{repo}/issues/{issue_number}/comments`. Throws GitHubError when GitHub
   * refuses it or cannot be reached.
   */
  request(route: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** How many requests were made, retries included. */
  readonly requests: number;
}

/** Why GitHub did not do it; `status` is 0 when it could not be reached. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  readonly status: number;

  constructor(status: number, message: string, cause: unknown) {
    super(message, { cause });
    this.status = status;
  }

  /** The token may not do it, rather than may not do it now. */
  get isRefusal(): boolean {
    return (this.status === 403 || this.status === 404) && !RATE_LIMIT.test(this.message);
  }

  /** For a warning: "GitHub answered 403 (Resource not accessible by integration)". */
  get answer(): string {
    return this.status === 0
      ? `GitHub cannot be reached (${this.message})`
      : `GitHub answered ${this.status} (${this.message})`;
  }
}

const RATE_LIMIT = /rate limit/i;

/** Where this folder says what it does and what GitHub refused. */
export type Log = Pick<Host, 'info' | 'warning'>;

export interface ClientOptions {
  readonly api: string;
  readonly token: string;
  readonly host: Log;
}

/** Retries after the first try of one request. */
const RETRIES = 3;
/** Milliseconds that all waits of one client may take together: a job is not to hang for a comment. */
const PATIENCE = 90_000;
/** Milliseconds until one try is given up. */
const TIMEOUT = 60_000;

export async function connect(options: ClientOptions): Promise<GitHubClient> {
  // Lazy: half of @actions/github is not needed by a run that has nothing to post.
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(options.token, { baseUrl: options.api, log: SILENT });
  let requests = 0;
  let patience = PATIENCE;
  return {
    get requests() {
      return requests;
    },
    async request(route, parameters) {
      for (let tries = 0; ; tries++) {
        requests++;
        try {
          const signal = AbortSignal.timeout(TIMEOUT);
          const answer = await octokit.request(route, { ...parameters, request: { signal } });
          return answer.data;
        } catch (error) {
          const pause = tries < RETRIES ? pauseBefore(error, tries) : undefined;
          if (pause === undefined || pause > patience) throw asGitHubError(error);
          patience -= pause;
          options.host.info(
            `GitHub answered ${statusOf(error) || reason(error)} to ${route}: trying again in ${Math.ceil(pause / 1_000)} s`,
          );
          await wait(pause);
        }
      }
    },
  };
}

// Octokit would print deprecations and failures on its own; what matters is in GitHubError.
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Milliseconds to wait before another try; undefined when another try would end the same. */
function pauseBefore(error: unknown, tries: number): number | undefined {
  const status = statusOf(error);
  if (status === 429 || status === 403) {
    const after = seconds(header(error, 'retry-after'));
    if (after !== undefined) return after * 1_000;
    if (header(error, 'x-ratelimit-remaining') === '0') {
      const reset = seconds(header(error, 'x-ratelimit-reset'));
      return Math.max(1_000, (reset ?? 0) * 1_000 - Date.now());
    }
    // "At least one minute" where a limit says nothing more; any other 403 is a refusal.
    return status === 429 || RATE_LIMIT.test(messageOf(error)) ? 60_000 : undefined;
  }
  return status === 0 || status >= 500 ? 1_000 * 2 ** tries : undefined;
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function asGitHubError(error: unknown): GitHubError {
  const status = statusOf(error);
  const said = messageOf(error);
  const details = field(field(field(error, 'response'), 'data'), 'errors');
  const more = Array.isArray(details)
    ? details
        .slice(0, 5)
        .flatMap((d) => (typeof d === 'string' ? d : String(field(d, 'message') ?? '')))
    : [];
  const words =
    typeof said === 'string' ? [said, ...more.filter(Boolean)].join(': ') : reason(error);
  return new GitHubError(status, words.slice(0, 1_000), error);
}

/** What GitHub says itself; empty when nothing came back. */
function messageOf(error: unknown): string {
  const message = field(field(field(error, 'response'), 'data'), 'message');
  return typeof message === 'string' ? message : '';
}

function statusOf(error: unknown): number {
  const response = field(error, 'response');
  const status = field(response, 'status');
  // Octokit calls a request that never got an answer a 500.
  return typeof status === 'number' ? status : 0;
}

function header(error: unknown, name: string): string | undefined {
  const value = field(field(field(error, 'response'), 'headers'), name);
  return value === undefined || value === null ? undefined : String(value);
}

/** One field of a value from outside; undefined when there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
