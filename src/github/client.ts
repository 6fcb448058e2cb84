import { setTimeout as wait } from 'node:timers/promises';
import type { Host } from '../core/host.js';
import { reason } from '../lib/errors.js';

/** GitHub's REST API with bounded retries. */
export interface GitHubClient {
  /**
   * One request, such as `GET /repos/{owner}/{repo}/issues/{issue_number}/comments`. Throws GitHubError when GitHub
   * refuses it or cannot be reached.
   */
  request(route: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** One query or mutation of GraphQL; its `data`. Throws GitHubError. */
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>;
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
export type GitHubLogger = Pick<Host, 'info' | 'warning'>;

export interface ClientOptions {
  readonly api: string;
  readonly token: string;
  readonly host: GitHubLogger;
}

/** Retries after the first try of one request that GitHub answered, and of one that it could not be asked. */
const RETRIES = { answered: 3, unreachable: 2 } as const;
/** Milliseconds that all waits of one client may take together: a job is not to hang for a comment. */
const TIMEOUT_MS = 90_000;
/** Milliseconds until one try is given up; uploads are large. */
const TIMEOUT = { GET: 15_000, other: 60_000 } as const;
/**
 * A client on octokit, which is loaded with the first request: a run that posts nothing does not wait for it. A server
 * that cannot be reached is not asked again: the rest of the run fails at once.
 */
export function connect(options: ClientOptions): GitHubClient {
  let requests = 0;
  let timeout = TIMEOUT_MS;
  let dead: GitHubError | undefined;
  let octokit: Promise<Octokit> | undefined;
  const persist = async (what: string, once: (octokit: Octokit) => Promise<unknown>) => {
    for (let tries = 0; ; tries++) {
      if (dead) throw dead;
      requests++;
      try {
        octokit ??= load(options);
        return await once(await octokit);
      } catch (error) {
        const failure = new Failure(error);
        const pause = pauseBefore(failure, tries);
        if (pause === undefined || pause > timeout) {
          const given = new GitHubError(failure.status, failure.words, error);
          if (failure.status === 0) dead = given;
          throw given;
        }
        timeout -= pause;
        options.host.info(
          `GitHub answered ${failure.status || failure.words} to ${what}: trying again in ${Math.ceil(pause / 1_000)} s`,
        );
        await wait(pause);
      }
    }
  };
  return {
    get requests() {
      return requests;
    },
    request: (route, parameters) =>
      persist(route, async (octokit) => {
        const request = within(route.startsWith('GET ') ? TIMEOUT.GET : TIMEOUT.other);
        return (await octokit.request(route, { ...parameters, request })).data;
      }),
    graphql: (query, variables) =>
      persist('GraphQL', (octokit) =>
        octokit.graphql(query, { ...variables, request: within(TIMEOUT.other) }),
      ),
  };
}

function within(timeout: number) {
  return { signal: AbortSignal.timeout(timeout) };
}

type Octokit = ReturnType<typeof import('@actions/github').getOctokit>;

async function load({ api, token }: ClientOptions): Promise<Octokit> {
  const { getOctokit } = await import('@actions/github');
  return getOctokit(token, { baseUrl: api, log: SILENT });
}

// Octokit would print deprecations and failures on its own; what matters is in GitHubError.
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** One try that failed; `status` is 0 when no answer came, which octokit calls a 500. */
class Failure {
  readonly status: number;
  /** What GitHub says itself; empty when nothing came back. */
  readonly said: string;
  readonly words: string;
  /** No answer came within the time. */
  readonly slow: boolean;
  readonly #headers: unknown;

  constructor(error: unknown) {
    const response = field(error, 'response');
    const status = field(response, 'status');
    // GraphQL answers 200 and says what was wrong.
    const answered = field(error, 'name') === 'GraphqlResponseError' ? 200 : 0;
    this.status = typeof status === 'number' ? status : answered;
    this.#headers = field(response, 'headers');
    const answer = field(response, 'data');
    const said = field(answer, 'message');
    this.said = typeof said === 'string' ? said : '';
    this.slow = [error, field(error, 'cause')].some((e) => field(e, 'name') === 'TimeoutError');
    const details = field(answer, 'errors') ?? field(error, 'errors');
    const more = Array.isArray(details)
      ? details
          .slice(0, 5)
          .map((d) => (typeof d === 'string' ? d : String(field(d, 'message') ?? '')))
      : [];
    const words = [this.said || (answered ? 'GraphQL' : reason(error)), ...more.filter(Boolean)];
    this.words = words.join(': ').slice(0, 1_000);
  }

  header(name: string): string | undefined {
    const value = field(this.#headers, name);
    return value === undefined || value === null ? undefined : String(value);
  }
}

/** Milliseconds to wait before another try; undefined when another try would end the same. */
function pauseBefore(failure: Failure, tries: number): number | undefined {
  const { status, said, slow } = failure;
  if (status === 0) {
    // What did not come within the time will not come within the next.
    return slow || tries >= RETRIES.unreachable ? undefined : 500 * 2 ** tries;
  }
  if (tries >= RETRIES.answered) return undefined;
  if (status === 429 || status === 403) {
    const after = seconds(failure.header('retry-after'));
    if (after !== undefined) return after * 1_000;
    if (failure.header('x-ratelimit-remaining') === '0') {
      const reset = seconds(failure.header('x-ratelimit-reset'));
      return Math.max(1_000, (reset ?? 0) * 1_000 - Date.now());
    }
    // "At least one minute" where a limit says nothing more; any other 403 is a refusal.
    return status === 429 || RATE_LIMIT.test(said) ? 60_000 : undefined;
  }
  return status >= 500 ? 1_000 * 2 ** tries : undefined;
}

function seconds(text: string | undefined): number | undefined {
  return text && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** One field of a value from outside; undefined when there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
