import { reason } from '../lib/errors.js';
import { HTTP_DEFAULTS, type HttpOptions, readBody, send } from '../lib/http.js';
import { object, parseJson } from '../lib/json.js';
import { sanitize, shorten } from '../reports/escape.js';

/** GitLab's REST API, for one token. */
export interface GitLabClient {
  /** `path` is below the address of the API: `projects/1/merge_requests/2/notes`. Throws GitLabError. */
  request(method: Method, path: string, body?: object): Promise<Answer>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Answer {
  readonly value: unknown;
  /** The number of the next page of a list; empty on the last one, undefined if the server does not say. */
  readonly nextPage: string | undefined;
}

/** A request that GitLab rejected or did not answer. */
export class GitLabError extends Error {
  override readonly name = 'GitLabError';
  /** The HTTP status; 0 without an answer. */
  readonly status: number;

  constructor(status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    const { status } = this;
    return status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;
  }

  /** `GitLab answered 403 (403 Forbidden)` */
  get summary(): string {
    return this.status === 0 ? this.message : `GitLab answered ${this.status} (${this.message})`;
  }
}

/** Reading is repeated here. A write is not: it may have succeeded, which only reading again tells. */
const ATTEMPTS = 4;
const HTTP: HttpOptions = {
  ...HTTP_DEFAULTS,
  timeout: 20_000,
  firstDelay: 500,
  longestDelay: 10_000,
};
/** A page has at most fifty notes of at most a million characters. */
const MAX_ANSWER = 64 << 20;
const MAX_DEPTH = 64;
const MAX_MESSAGE = 200;

export interface GitLabConnection {
  /** The address of the API, with a slash at the end. */
  readonly api: URL;
  /** Sent to the server of `api` alone. */
  readonly token: string;
  readonly http?: Partial<HttpOptions>;
}

/** A client that follows no redirect, so that the token does not reach another server. */
export function connectToGitLab({ api, token, http }: GitLabConnection): GitLabClient {
  const options = { ...HTTP, ...http };
  return {
    async request(method, path, body) {
      const purpose = `${method === 'GET' ? 'read' : 'write'} ${path.replace(/\?.*/, '')} of GitLab`;
      const fail = (error: unknown): never => {
        throw new GitLabError(0, reason(error), error);
      };
      const response = await send(
        {
          url: new URL(path, api),
          method,
          headers: {
            Accept: 'application/json',
            'PRIVATE-TOKEN': token,
            ...(body && { 'Content-Type': 'application/json' }),
          },
          ...(body && { body: JSON.stringify(body) }),
          refuseRedirects: true,
          purpose,
        },
        { ...options, attempts: method === 'GET' ? ATTEMPTS : 1 },
      ).catch(fail);
      const bytes = await readBody(response, MAX_ANSWER, options.timeout, purpose).catch(fail);
      const value = jsonOf(bytes);
      const { status } = response;
      if (status < 200 || status > 299)
        throw new GitLabError(status, messageOf(value).replaceAll(token, '…'));
      return { value, nextPage: response.header('x-next-page') };
    },
  };
}

/** The value of JSON text; undefined for the page of a proxy, and for an empty answer. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, MAX_DEPTH);
  } catch {
    return undefined;
  }
}

/** GitLab's own words, which are in one of three members. */
function messageOf(value: unknown): string {
  const { message, error_description: description, error } = object(value);
  const said = [description, message, error].find((one) => one !== undefined);
  const text = typeof said === 'string' ? said : JSON.stringify(said ?? 'no reason');
  return shorten(sanitize(text), MAX_MESSAGE);
}
