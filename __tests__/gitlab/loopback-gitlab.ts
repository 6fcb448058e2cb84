import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A note of a merge request. */
interface StoredNote {
  readonly id: number;
  body: string;
  readonly author: number;
  /** Not shown to the token: it is missing in its page. */
  readonly isHidden?: boolean;
}

/** What a request gets instead of its answer. */
export interface Failure {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request does what it asks for all the same, as with an error of a proxy. */
  readonly isDone?: boolean;
  /** No answer at all. */
  readonly isSilent?: boolean;
}

/** The user of the token. */
export const BOT = 77;
export const TOKEN = 'test-token-of-project-5';

/**
 * The part of GitLab's API that the note needs, below a path. It answers as lib/api/notes.rb does: the newest notes first
 * unless asked otherwise, pages without the notes that the user cannot see, and texts without spaces at the end.
 */
export class LoopbackGitLab {
  /** `POST /gitlab/api/v4/projects/5/merge_requests/7/notes` */
  readonly requests: string[] = [];
  readonly tokens: (string | undefined)[] = [];
  readonly bodies: string[] = [];
  notes: StoredNote[] = [];
  sha = 'a'.repeat(40);
  /** Called before each request is answered; what it returns is the answer. */
  intercept: (request: string) => Failure | undefined = () => undefined;
  private nextId = 1;
  private readonly server = createServer((request, response) => {
    void this.handle(request, response);
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The variables of a job for merge request 7 of project 5. */
  variables(over: Readonly<Record<string, string | undefined>> = {}) {
    const server = `${this.origin}/gitlab`;
    return {
      CI_API_V4_URL: `${server}/api/v4`,
      CI_SERVER_URL: server,
      CI_PROJECT_ID: '5',
      CI_PROJECT_PATH: 'acme/group/app',
      CI_PROJECT_URL: `${server}/acme/group/app`,
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_PROJECT_ID: '5',
      CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '5',
      CI_COMMIT_SHA: 'a'.repeat(40),
      CI_PIPELINE_ID: '100',
      CI_JOB_ID: '1000',
      CI_JOB_NAME: 'portside',
      CI_PIPELINE_URL: `${server}/acme/group/app/-/pipelines/100`,
      ...over,
    };
  }

  add(body: string, author = BOT, more: Partial<StoredNote> = {}): StoredNote {
    const note = { id: this.nextId++, body: body.trimEnd(), author, ...more };
    this.notes.push(note);
    return note;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? '', this.origin);
    const name = `${request.method} ${pathname}`;
    this.requests.push(`${request.method} ${request.url}`);
    this.tokens.push(request.headers['private-token'] as string | undefined);
    this.bodies.push(text);
    const failure = this.intercept(name);
    if (failure?.isSilent) return;
    const isAllowed = request.headers['private-token'] === TOKEN;
    const answer =
      failure && !failure.isDone
        ? failure
        : isAllowed
          ? this.answer(name, searchParams, text)
          : { status: 401, body: { message: '401 Unauthorized' } };
    const { status, body, headers } = failure ?? answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  /** What the server answers, and does. */
  answer(name: string, query: URLSearchParams, text: string): Failure {
    const [, method, path = ''] = /^(\w+) \/gitlab\/api\/v4\/(.*)$/.exec(name) ?? [];
    if (path === 'user') return { status: 200, body: { id: BOT, username: 'project_5_bot' } };
    const ofRequest = 'projects/5/merge_requests/7';
    if (path === ofRequest) return { status: 200, body: { iid: 7, sha: this.sha } };
    if (path === `${ofRequest}/notes`)
      return method === 'POST'
        ? { status: 201, body: shown(this.add(bodyOf(text))) }
        : this.page(query);
    const id = Number(new RegExp(`^${ofRequest}/notes/(\\d+)$`).exec(path)?.[1]);
    const note = this.notes.find((one) => one.id === id);
    if (!note) return { status: 404, body: { message: '404 Not found' } };
    if (method === 'PUT') note.body = bodyOf(text).trimEnd();
    else this.notes = this.notes.filter((one) => one !== note);
    return method === 'PUT' ? { status: 200, body: shown(note) } : { status: 204 };
  }

  private page(query: URLSearchParams): Failure {
    const [size, page] = [Number(query.get('per_page') ?? 20), Number(query.get('page') ?? 1)];
    const sorted =
      query.get('sort') === 'asc' ? this.notes : [...this.notes].sort((a, b) => b.id - a.id);
    const isLast = page * size >= sorted.length;
    return {
      status: 200,
      headers: { 'x-next-page': isLast ? '' : String(page + 1) },
      body: sorted
        .slice((page - 1) * size, page * size)
        .filter(({ isHidden }) => !isHidden)
        .map(shown),
    };
  }
}

function bodyOf(text: string): string {
  return (JSON.parse(text) as { body: string }).body;
}

function shown({ id, body, author }: StoredNote) {
  return { id, body, author: { id: author }, system: false };
}
