import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import type { Log } from 'sarif';

/** A received request, with its operation in GitHub's OpenAPI description. */
interface RecordedRequest {
  /** `POST /repos/{owner}/{repo}/issues/{issue_number}/comments` */
  readonly operation: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: unknown;
}

interface StoredComment {
  readonly id: number;
  body: string;
  readonly login: string;
  /** The number of its pull request. Absent: each one has it. */
  readonly pull?: number;
  /** All texts of an edited comment. */
  edits?: string[];
}

interface ReviewComment {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly id?: number;
  readonly node_id?: string;
  readonly login?: string;
  /** The number of its pull request. Absent: each one has it. */
  readonly pull?: number;
  isMinimized?: boolean;
  /** The reason; absent when our token minimized it as RESOLVED. */
  minimizedReason?: string;
}

/** A pull request as in a list. */
interface Pull {
  readonly number: number;
  readonly head: string;
  readonly sha: string;
  /** Open if absent. */
  state?: string;
  title?: string;
  body?: string;
  base?: string;
  readonly login?: string;
  isMerged?: boolean;
  /** Who closed it: the token's user if absent. */
  closedBy?: { readonly login: string; readonly __typename: 'Bot' | 'User' };
}

/** A commit that was made with the API. */
interface StoredCommit {
  readonly message: string;
  readonly tree: string;
  readonly parents: readonly string[];
}

interface StoredCache {
  readonly ref: string;
  readonly key: string;
}

interface StoredIssue {
  readonly number: number;
  title: string;
  body: string;
  state: string;
  readonly labels: readonly string[];
  readonly login: string;
}

/** An error that is returned instead of the answer. */
interface Failure {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoopbackGitHub {
  readonly url: string;
  /** The user of the token, who is the author of what it writes. */
  readonly token: { login: string };
  readonly requests: readonly RecordedRequest[];
  readonly comments: StoredComment[];
  readonly issues: StoredIssue[];
  /** SARIF logs in the order of their upload. */
  readonly uploads: {
    readonly id: number;
    readonly ref: string;
    readonly sha: string;
    readonly log: Log;
  }[];
  /** The text of each file of the base branch. */
  readonly files: Map<string, string>;
  /** The text of each file of the merge commit, if it differs. */
  readonly headFiles: Map<string, string>;
  /** The text of each file of other commits, by their hashes. */
  readonly filesAt: Map<string, ReadonlyMap<string, string>>;
  /** The patch of each file of the pull request. */
  readonly patches: Map<string, string>;
  /** Review comments in the order of their creation. */
  readonly reviewComments: ReviewComment[];
  /** Open pull requests; `head` is `owner:branch`. */
  readonly pulls: Pull[];
  /** The commit of each branch that was made with the API, by the name of the branch. */
  readonly branches: Map<string, string>;
  /** Commits, and the files that each tree changes, by their hashes. */
  readonly commits: Map<string, StoredCommit>;
  readonly trees: Map<
    string,
    readonly { readonly path: string; readonly mode: string; readonly sha: string }[]
  >;
  /** Texts that were sent, by their hashes. */
  readonly blobs: Map<string, string>;
  /** The head commit of the pull request. */
  readonly currentHead: { sha: string };
  /** Annotations of check runs. */
  readonly annotations: unknown[];
  /** Entries of the Actions cache. `cacheListings` are the answers to the next requests, and are used first. */
  readonly caches: StoredCache[];
  readonly cacheListings: (readonly StoredCache[])[];
  /** Processing states that the next requests return; then `complete`. */
  readonly processing: unknown[];
  /** Requests that violate GitHub's OpenAPI description. */
  readonly violations: readonly string[];
  /** Makes the next requests of an operation fail. */
  fail(operation: string, ...failures: readonly Failure[]): void;
  /** Does the next request of an operation, and answers with an error in spite of that. */
  failAfter(operation: string, failure: Failure): void;
  /** Does something while GitHub works on the next request of an operation, before or after it is done. */
  during(operation: string, action: () => unknown, when?: 'before' | 'after'): void;
  /** How the second commit relates to the first one: `ahead`, `behind`, `diverged`. */
  compare: (base: string, head: string) => string;
  close(): Promise<void>;
}

export const LIST_COMMENTS = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
export const CREATE_COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
export const UPDATE_COMMENT = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
export const DELETE_COMMENT = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}';
export const UPLOAD_SARIF = 'POST /repos/{owner}/{repo}/code-scanning/sarifs';
export const LIST_ANALYSES = 'GET /repos/{owner}/{repo}/code-scanning/analyses';
export const DELETE_ANALYSIS = 'DELETE /repos/{owner}/{repo}/code-scanning/analyses/{analysis_id}';
export const SARIF_STATUS = 'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}';
export const LIST_FILES = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
export const LIST_REVIEW_COMMENTS = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments';
export const DELETE_REVIEW_COMMENT = 'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}';
export const CREATE_REVIEW = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
export const LIST_PULLS = 'GET /repos/{owner}/{repo}/pulls';
export const CREATE_CHECK_RUN = 'POST /repos/{owner}/{repo}/check-runs';
export const UPDATE_CHECK_RUN = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
export const LIST_ISSUES = 'GET /repos/{owner}/{repo}/issues';
export const CREATE_ISSUE = 'POST /repos/{owner}/{repo}/issues';
export const UPDATE_ISSUE = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
export const SUBMIT_SNAPSHOT = 'POST /repos/{owner}/{repo}/dependency-graph/snapshots';
export const GRAPHQL = 'POST /graphql';
/** The mutation that moves a branch if nobody did before. */
export const UPDATE_REFS = 'POST /graphql updateRefs';
export const GET_PULL = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
export const LIST_CACHES = 'GET /repos/{owner}/{repo}/actions/caches';
export const GET_TREE = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
export const CREATE_BLOB = 'POST /repos/{owner}/{repo}/git/blobs';
export const CREATE_TREE = 'POST /repos/{owner}/{repo}/git/trees';
export const GET_COMMIT = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}';
export const CREATE_COMMIT = 'POST /repos/{owner}/{repo}/git/commits';
export const GET_REF = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
export const CREATE_REF = 'POST /repos/{owner}/{repo}/git/refs';
export const UPDATE_REF = 'PATCH /repos/{owner}/{repo}/git/refs/{ref}';
export const CREATE_PULL = 'POST /repos/{owner}/{repo}/pulls';
export const UPDATE_PULL = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
export const COMPARE = 'GET /repos/{owner}/{repo}/compare/{basehead}';
export const GET_BLOB = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';

const OPERATIONS = [
  LIST_COMMENTS,
  CREATE_COMMENT,
  UPDATE_COMMENT,
  DELETE_COMMENT,
  UPLOAD_SARIF,
  LIST_ANALYSES,
  DELETE_ANALYSIS,
  SARIF_STATUS,
  LIST_FILES,
  LIST_REVIEW_COMMENTS,
  DELETE_REVIEW_COMMENT,
  CREATE_REVIEW,
  LIST_PULLS,
  CREATE_CHECK_RUN,
  UPDATE_CHECK_RUN,
  LIST_ISSUES,
  CREATE_ISSUE,
  UPDATE_ISSUE,
  SUBMIT_SNAPSHOT,
  LIST_CACHES,
  GET_PULL,
  GET_TREE,
  GET_BLOB,
  COMPARE,
  CREATE_BLOB,
  CREATE_TREE,
  GET_COMMIT,
  CREATE_COMMIT,
  GET_REF,
  CREATE_REF,
  UPDATE_REF,
  CREATE_PULL,
  UPDATE_PULL,
] as const;

/**
 * A GitHub API on a loopback port, or one with the paths of a GitHub Enterprise Server. It validates requests and answers
 * against GitHub's OpenAPI description. If it does not name uploads, nobody waits until they are processed.
 */
export async function startGitHub({
  isEnterprise = false,
  namesUploads = true,
} = {}): Promise<LoopbackGitHub> {
  const description = readDescription();
  const requests: RecordedRequest[] = [];
  const comments: StoredComment[] = [];
  const issues: StoredIssue[] = [];
  const uploads: { id: number; ref: string; sha: string; log: Log }[] = [];
  const processing: unknown[] = [];
  const files = new Map<string, string>();
  const headFiles = new Map<string, string>();
  const filesAt: LoopbackGitHub['filesAt'] = new Map();
  const patches = new Map<string, string>();
  const reviewComments: ReviewComment[] = [];
  const pulls: Pull[] = [];
  const branches: LoopbackGitHub['branches'] = new Map();
  const commits: LoopbackGitHub['commits'] = new Map();
  const trees: LoopbackGitHub['trees'] = new Map();
  const blobs: LoopbackGitHub['blobs'] = new Map();
  const annotations: unknown[] = [];
  const currentHead = { sha: 'a'.repeat(40) };
  const caches: StoredCache[] = [];
  const cacheListings: (readonly StoredCache[])[] = [];
  const violations: string[] = [];
  const failures = new Map<string, Failure[]>();
  const lateFailures = new Map<string, Failure>();
  const actions: { operation: string; when: string; action: () => unknown }[] = [];
  const act = async (operation: string, wanted: string) => {
    const at = actions.findIndex((one) => one.operation === operation && one.when === wanted);
    if (at >= 0) await actions.splice(at, 1)[0]?.action();
  };
  const token = { login: 'github-actions[bot]' };

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => {
      violations.push(String(error));
      send(response, { status: 500, value: { message: String(error) } });
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // GitHub Enterprise Server has the API below /api/v3, and GraphQL at /api/graphql.
    const path = (request.url ?? '/').replace(/^\/api\/(?:v3\/|(?=graphql$))/, '/');
    if (isEnterprise && path === request.url)
      violations.push(`${path} is not an address of the API of a GitHub Enterprise Server`);
    const url = new URL(path, 'http://loopback');
    const body = await readBody(request);
    if (request.method === 'POST' && url.pathname === '/graphql') {
      const { query = '' } = body as { query?: string };
      const name = query.includes('updateRefs') ? UPDATE_REFS : GRAPHQL;
      await act(name, 'before');
      send(response, graphql(body, request.headers.authorization ?? ''));
      return;
    }
    const operation = description.find(request.method ?? '', url.pathname);
    if (!operation) {
      violations.push(`${request.method} ${url.pathname} is not supported by this server`);
      send(response, { status: 404, value: { message: 'Not Found' } });
      return;
    }
    const authorization = request.headers.authorization ?? '';
    const { pathname, searchParams: query } = url;
    requests.push({ operation: operation.name, path: pathname, query, authorization, body });
    await act(operation.name, 'before');
    const handled = handle(operation, url, body, authorization);
    await act(operation.name, 'after');
    const late = lateFailures.get(operation.name);
    lateFailures.delete(operation.name);
    send(response, late ? { status: late.status, value: { message: late.message } } : handled);
  }

  function handle(operation: Operation, url: URL, body: unknown, authorization: string): Answer {
    if (!/^(token|bearer) \S+$/i.test(authorization)) {
      return { status: 401, value: { message: 'Requires authentication' } };
    }
    const failure = failures.get(operation.name)?.shift();
    if (failure) {
      const { status, message, headers = {} } = failure;
      // As GitHub answers: the status is in the body too, as a text.
      const documentation_url = 'https://docs.github.com/rest';
      return { status, value: { message, documentation_url, status: String(status) }, headers };
    }
    const problem = operation.invalidRequest(body, url.searchParams);
    if (problem) {
      violations.push(`${operation.name}: ${problem}`);
      return { status: 422, value: validationFailed(problem) };
    }
    const response = answer(operation.name, url, body);
    const invalid =
      response.status < 300 &&
      response.status !== 204 &&
      operation.invalidAnswer(response.status, response.value);
    if (invalid) violations.push(`our answer to ${operation.name}: ${invalid}`);
    return response;
  }

  /** Queries and mutations, validated against GitHub's schema. */
  function graphql(body: unknown, authorization: string): Answer {
    const { query = '', variables = {} } = body as {
      query?: string;
      variables?: Record<string, unknown>;
    };
    requests.push({
      operation: GRAPHQL,
      path: '/graphql',
      query: new URLSearchParams(),
      authorization,
      body,
    });
    const failure = failures.get(GRAPHQL)?.shift();
    if (failure) return { status: failure.status, value: { message: failure.message } };
    const errors = validate(graphqlSchema(), parse(query));
    violations.push(...errors.map((e) => `GraphQL: ${e.message}`));
    if (query.includes('viewer'))
      return { status: 200, value: { data: { viewer: { login: token.login } } } };
    if (query.includes('userContentEdits')) {
      const comment = comments.find(({ id }) => `IC_${id}` === variables.id);
      const editor = { __typename: 'Bot', login: token.login.replace('[bot]', '') };
      const nodes = comment?.edits?.map((diff) => ({ diff, editor }));
      const edits = { nodes: nodes ?? [] };
      return { status: 200, value: { data: { node: { editor, first: edits, last: edits } } } };
    }
    if (query.includes('updateRefs')) return updateRefs(variables);
    if (query.includes('timelineItems')) {
      const bot = { __typename: 'Bot', login: token.login.replace('[bot]', '') };
      const repository: Record<string, unknown> = {};
      for (const [, alias = '', number] of query.matchAll(/(\w+): pullRequest\(number: (\d+)\)/g)) {
        const pull = pulls.find((one) => one.number === Number(number));
        const nodes = pull?.state === 'closed' ? [{ actor: pull.closedBy ?? bot }] : [];
        repository[alias] = { timelineItems: { nodes } };
      }
      return { status: 200, value: { data: { repository } } };
    }
    if (query.includes('repository('))
      return { status: 200, value: { data: { repository: { id: 'R_1' } } } };
    const ids = Object.values(variables).flat();
    const chosen = reviewComments.filter((c) => ids.includes(c.node_id));
    if (query.startsWith('mutation')) {
      for (const [, name, id = ''] of query.matchAll(/: (\w+)\(input: { subjectId: \$(\w+)/g))
        for (const comment of chosen)
          if (comment.node_id === variables[id]) comment.isMinimized = name === 'minimizeComment';
      return { status: 200, value: { data: {} } };
    }
    const nodes = chosen.map(({ node_id: id, isMinimized = false, minimizedReason }) => ({
      id,
      isMinimized,
      minimizedReason: isMinimized ? (minimizedReason ?? 'resolved') : null,
    }));
    return { status: 200, value: { data: { nodes } } };
  }

  /** Moves a branch if it is where the caller says. GitHub's error does not say why it does not. */
  function updateRefs({ name, before, after }: Readonly<Record<string, unknown>>): Answer {
    const branch = String(name).replace('refs/heads/', '');
    if (branches.get(branch) !== before || !commits.has(String(after))) {
      const errors = [{ message: 'Something went wrong while executing your query.' }];
      return { status: 200, value: { data: null, errors } };
    }
    branches.set(branch, String(after));
    return { status: 200, value: { data: { updateRefs: { clientMutationId: null } } } };
  }

  function answer(operation: string, url: URL, body: unknown): Answer {
    const fields = (body ?? {}) as Readonly<Record<string, string>>;
    switch (operation) {
      case LIST_COMMENTS: {
        const size = Number(url.searchParams.get('per_page') ?? 30);
        const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
        const page = comments.filter((c) => isOn(c, url)).slice(from, from + size);
        return { status: 200, value: page.map((c) => asComment(c, description)) };
      }
      case CREATE_COMMENT: {
        const text = fields.body ?? '';
        if (text.length > 65_536) {
          return {
            status: 422,
            value: validationFailed('Body is too long (maximum is 65536 characters)'),
          };
        }
        const id = Math.max(999, ...comments.map((one) => one.id)) + 1;
        const comment = { id, body: text, login: token.login, pull: pullIn(url) };
        comments.push(comment);
        return { status: 201, value: asComment(comment, description) };
      }
      case UPDATE_COMMENT: {
        const comment = comments.find((c) => url.pathname.endsWith(`/${c.id}`));
        if (!comment) throw new Error(`there is no comment ${url.pathname}`);
        comment.edits ??= [comment.body];
        comment.body = fields.body ?? '';
        comment.edits.push(comment.body);
        return { status: 200, value: asComment(comment, description) };
      }
      case DELETE_COMMENT: {
        const index = comments.findIndex(({ id }) => url.pathname.endsWith(`/${id}`));
        if (index < 0) return { status: 404, value: { message: 'Not Found' } };
        comments.splice(index, 1);
        return { status: 204, value: undefined };
      }
      case LIST_ISSUES: {
        const [state, label, creator] = ['state', 'labels', 'creator'].map((name) =>
          url.searchParams.get(name),
        );
        const found = issues.filter(
          (i) =>
            i.state === (state ?? 'open') &&
            (!label || i.labels.includes(label)) &&
            (!creator || i.login === creator),
        );
        return { status: 200, value: found.map((i) => asIssue(i, description)) };
      }
      case CREATE_ISSUE: {
        const { title = '', body: text = '', labels = [] } = body as Partial<StoredIssue>;
        const issue = { number: 40 + issues.length, title, body: text, labels, state: 'open' };
        issues.push({ ...issue, login: token.login });
        return { status: 201, value: asIssue(issues.at(-1) as StoredIssue, description) };
      }
      case UPDATE_ISSUE: {
        const issue = issues.find((i) => url.pathname.endsWith(`/${i.number}`));
        if (!issue) throw new Error(`there is no issue ${url.pathname}`);
        issue.body = fields.body ?? issue.body;
        issue.state = fields.state ?? issue.state;
        return { status: 200, value: asIssue(issue, description) };
      }
      case UPLOAD_SARIF: {
        const compressed = Buffer.from(fields.sarif ?? '', 'base64');
        const log = JSON.parse(gunzipSync(compressed).toString('utf8'));
        const number = (uploads.at(-1)?.id ?? 0) + 1;
        uploads.push({ id: number, ref: fields.ref ?? '', sha: fields.commit_sha ?? '', log });
        const id = `upload-${number}`;
        const named = { id, url: `http://loopback${url.pathname}/${id}` };
        return { status: 202, value: namesUploads ? named : {} };
      }
      case LIST_ANALYSES: {
        const ref = url.searchParams.get('ref');
        const [example] = description.example('code-scanning-analysis-items') as object[];
        const found = uploads.filter((upload) => upload.ref === ref).reverse();
        const value = found.map(({ sha, id }) => {
          const sarif_id = `upload-${id}`;
          return { ...example, id, sarif_id, ref, commit_sha: sha };
        });
        return { status: 200, value };
      }
      case DELETE_ANALYSIS: {
        const index = uploads.findIndex(({ id }) => url.pathname.endsWith(`/${id}`));
        if (index < 0) return { status: 404, value: { message: 'Not Found' } };
        uploads.splice(index, 1);
        const value = { next_analysis_url: null, confirm_delete_url: null };
        return { status: 200, value };
      }
      case SARIF_STATUS: {
        const complete = { processing_status: 'complete', analyses_url: null };
        return { status: 200, value: processing.shift() ?? complete };
      }
      case GET_PULL: {
        const example = structuredClone(description.example('pull-request')) as { head: object };
        const pull = pulls.find(({ number }) => number === pullIn(url));
        const head = { ...example.head, ...(pull ? { sha: pull.sha } : currentHead) };
        return { status: 200, value: { ...example, head, requested_teams: [] } };
      }
      case LIST_CACHES: {
        const [ref, key] = ['ref', 'key'].map((name) => url.searchParams.get(name) ?? '');
        const found = (cacheListings.shift() ?? caches).filter(
          (c) => c.ref === ref && c.key.startsWith(key ?? ''),
        );
        return { status: 200, value: { total_count: found.length, actions_caches: found } };
      }
      case GET_TREE: {
        const isHead = url.pathname.includes('cccccccc') && headFiles.size > 0;
        const at = filesAt.get(url.pathname.split('/').at(-1) ?? '');
        const tree = [...(at ?? (isHead ? headFiles : files))].map(([path, text]) => ({
          path,
          mode: '100644',
          type: 'blob',
          sha: blobId(text),
        }));
        const sha = url.pathname.split('/').at(-1) ?? '';
        return { status: 200, value: { sha, url: url.href, tree, truncated: false } };
      }
      case GET_BLOB: {
        const sha = url.pathname.split('/').at(-1) ?? '';
        const trees = [files, ...filesAt.values()];
        const text = trees.flatMap((one) => [...one.values()]).find((t) => blobId(t) === sha) ?? '';
        const content = Buffer.from(text).toString('base64');
        const { length: size } = Buffer.from(text);
        return {
          status: 200,
          value: { sha, node_id: 'x', size, url: url.href, content, encoding: 'base64' },
        };
      }
      case LIST_FILES: {
        const [example] = description.example('diff-entry-items') as object[];
        const files = [...patches].map(([filename, patch]) => ({ ...example, filename, patch }));
        const size = Number(url.searchParams.get('per_page') ?? 30);
        const from = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
        // GitHub lists at most 3,000 files.
        return { status: 200, value: files.slice(0, 3_000).slice(from, from + size) };
      }
      case LIST_REVIEW_COMMENTS: {
        const [example] = description.example('pull-request-review-comment-items') as {
          user: object;
        }[];
        const posted = reviewComments.filter((c) => isOn(c, url));
        const list = posted.map(
          ({ login, pull: ___, isMinimized: _, minimizedReason: __, ...c }) => ({
            ...example,
            ...c,
            user: { ...example?.user, login },
          }),
        );
        return { status: 200, value: list };
      }
      case CREATE_REVIEW: {
        const { comments: submitted = [] } = body as { comments?: ReviewComment[] };
        const outside = submitted.find((c) => !isInDiff(c, patches.get(c.path)));
        if (outside) {
          const where = `${outside.path}:${outside.start_line ?? outside.line}-${outside.line}`;
          violations.push(`a review comment outside the diff: ${where}`);
          return {
            status: 422,
            value: validationFailed('Pull request review thread line must be part of the diff'),
          };
        }
        for (const comment of submitted) {
          const id = Math.max(0, ...reviewComments.map((one) => one.id ?? 0)) + 1;
          const added = { ...comment, id, node_id: `RC_${id}`, login: token.login };
          reviewComments.push({ ...added, pull: pullIn(url) });
        }
        return { status: 200, value: description.example('pull-request-review') };
      }
      case DELETE_REVIEW_COMMENT: {
        const index = reviewComments.findIndex(({ id }) => url.pathname.endsWith(`/${id}`));
        if (index < 0) return { status: 404, value: { message: 'Not Found' } };
        reviewComments.splice(index, 1);
        return { status: 204, value: undefined };
      }
      case LIST_PULLS: {
        const [example] = description.example('pull-request-simple-items') as {
          head: object;
          base: object;
          user: object;
          body: string;
        }[];
        const wanted = url.searchParams.get('state') ?? 'open';
        const chosen = pulls.filter(
          ({ head, state = 'open' }) =>
            head === url.searchParams.get('head') && (wanted === 'all' || wanted === state),
        );
        const value = chosen.map(({ number, head, sha: first, state = 'open', ...pull }) => ({
          ...example,
          number,
          state,
          title: pull.title ?? '',
          body: pull.body ?? example?.body,
          merged_at: pull.isMerged ? '2026-11-24T10:00:00Z' : null,
          user: { ...example?.user, ...(pull.login !== undefined && { login: pull.login }) },
          requested_teams: [],
          head: { ...example?.head, label: head, sha: headOf({ head, sha: first, state }) },
          base: { ...example?.base, ref: pull.base ?? 'main', sha: 'b'.repeat(40) },
        }));
        return { status: 200, value };
      }
      case COMPARE: {
        const [base = '', head = ''] = (url.pathname.split('/').at(-1) ?? '').split('...');
        const example = description.example('commit-comparison') as object;
        return { status: 200, value: { ...example, status: loopback.compare(base, head) } };
      }
      case CREATE_BLOB: {
        const { content = '', encoding } = fields;
        const text = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8').toString();
        blobs.set(blobId(text), text);
        return { status: 201, value: { url: url.href, sha: blobId(text) } };
      }
      case CREATE_TREE: {
        const { tree: entries = [] } = body as {
          tree?: { path: string; mode: string; sha?: string; content?: string }[];
        };
        const tree = entries.map(({ path, mode, sha = '', content }) => {
          if (content === undefined) return { path, mode, sha };
          blobs.set(blobId(content), content);
          return { path, mode, sha: blobId(content) };
        });
        const sha = blobId(JSON.stringify([body, tree]));
        trees.set(sha, tree);
        const value = { sha, url: url.href, truncated: false };
        return {
          status: 201,
          value: { ...value, tree: tree.map((t) => ({ ...t, type: 'blob' })) },
        };
      }
      case CREATE_COMMIT: {
        const { message, tree = '', parents } = body as StoredCommit;
        // The time is a part of each commit.
        const sha = blobId(JSON.stringify([body, commits.size]));
        commits.set(sha, { message, tree, parents });
        return { status: 201, value: asCommit(sha) };
      }
      case GET_COMMIT:
        return { status: 200, value: asCommit(url.pathname.split('/').at(-1) ?? '') };
      case GET_REF: {
        const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
        const sha = branches.get(name.replace('heads/', ''));
        if (sha === undefined) return { status: 404, value: { message: 'Not Found' } };
        return { status: 200, value: asRef(name, sha) };
      }
      case CREATE_REF:
      case UPDATE_REF: {
        const { ref = '', sha = '' } = fields;
        const last = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
        const name = (operation === CREATE_REF ? ref : last).replace(/^(?:refs\/)?heads\//, '');
        if (!commits.has(sha)) throw new Error(`cannot set ${name} to ${sha}`);
        if (branches.has(name) !== (operation === UPDATE_REF)) {
          const what = branches.has(name) ? 'already exists' : 'does not exist';
          return { status: 422, value: validationFailed(`Reference ${what}`) };
        }
        branches.set(name, sha);
        return { status: operation === CREATE_REF ? 201 : 200, value: asRef(`heads/${name}`, sha) };
      }
      case CREATE_PULL: {
        const { title = '', body: text = '', head = '', base = '' } = fields;
        if (text.length > 65_536)
          return {
            status: 422,
            value: validationFailed('Body is too long (maximum is 65536 characters)'),
          };
        const number = 70 + pulls.length;
        const sha = branches.get(head) ?? '';
        if (sha === '') violations.push(`there is no branch ${head}`);
        const owner = url.pathname.split('/')[2];
        if (pulls.some((one) => one.head === `${owner}:${head}` && one.state !== 'closed'))
          return { status: 422, value: validationFailed('A pull request already exists') };
        const pull = { number, head: `${owner}:${head}`, sha, title, body: text, base };
        pulls.unshift({ ...pull, login: token.login });
        const example = description.example('pull-request') as object;
        return { status: 201, value: { ...example, number, requested_teams: [] } };
      }
      case UPDATE_PULL: {
        const pull = pulls.find(({ number }) => url.pathname.endsWith(`/${number}`));
        if (!pull) throw new Error(`there is no pull request ${url.pathname}`);
        Object.assign(pull, body, { sha: headOf(pull) });
        if (fields.state === 'closed') delete pull.closedBy;
        if ((fields.body ?? '').length > 65_536)
          return {
            status: 422,
            value: validationFailed('Body is too long (maximum is 65536 characters)'),
          };
        const example = description.example('pull-request') as object;
        return { status: 200, value: { ...example, requested_teams: [] } };
      }
      case CREATE_CHECK_RUN:
      case UPDATE_CHECK_RUN: {
        const { output } = body as { output?: { annotations?: unknown[] } };
        annotations.push(...(output?.annotations ?? []));
        const status = operation === CREATE_CHECK_RUN ? 201 : 200;
        return { status, value: description.example('check-run') };
      }
      case SUBMIT_SNAPSHOT: {
        const created_at = '2026-11-24T10:00:00.000Z';
        return { status: 201, value: { id: 1, created_at, result: 'SUCCESS', message: 'done' } };
      }
      default:
        // The token of a workflow belongs to no user.
        return { status: 403, value: { message: 'Resource not accessible by integration' } };
    }
  }

  /** The commit of the branch while the pull request is open, then the last one. */
  function headOf(pull: Pick<Pull, 'head' | 'sha' | 'state'>): string {
    const branch = pull.head.slice(pull.head.indexOf(':') + 1);
    return (pull.state === 'open' && branches.get(branch)) || pull.sha;
  }

  function asRef(name: string, sha: string): unknown {
    const example = description.example('git-ref') as { object: object };
    return { ...example, ref: `refs/${name}`, object: { ...example.object, sha } };
  }

  /** Those that were not made with the API have this tree. */
  function asCommit(sha: string): unknown {
    const example = description.example('git-commit') as { tree: object; parents: object[] };
    const { message = 'first', tree = 'd'.repeat(40), parents = [] } = commits.get(sha) ?? {};
    return {
      ...example,
      sha,
      message,
      tree: { ...example.tree, sha: tree },
      parents: parents.map((parent) => ({ ...example.parents[0], sha: parent })),
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const loopback: LoopbackGitHub = {
    url: `http://127.0.0.1:${port}${isEnterprise ? '/api/v3' : ''}`,
    token,
    requests,
    comments,
    issues,
    uploads,
    processing,
    files,
    headFiles,
    filesAt,
    patches,
    reviewComments,
    pulls,
    branches,
    commits,
    trees,
    blobs,
    annotations,
    currentHead,
    caches,
    cacheListings,
    violations,
    failAfter: (operation, failure) => void lateFailures.set(operation, failure),
    compare: () => 'ahead',
    during: (operation, action, when = 'before') => void actions.push({ operation, when, action }),
    fail: (operation, ...answers) => {
      if (operation !== GRAPHQL && !OPERATIONS.some((o) => o === operation))
        throw new Error(`no operation ${operation}`);
      failures.set(operation, [...(failures.get(operation) ?? []), ...answers]);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return loopback;
}

/** The pull request or issue in the address of a request. */
function pullIn({ pathname }: URL): number {
  return Number(/\/(?:pulls|issues)\/(\d+)/.exec(pathname)?.[1]);
}

function isOn({ pull }: { readonly pull?: number }, url: URL): boolean {
  return pull === undefined || pull === pullIn(url);
}

/** Git's object id of a file. */
function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

interface Answer {
  readonly status: number;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    ...answer.headers,
  });
  response.end(answer.status === 204 ? undefined : JSON.stringify(answer.value));
}

function validationFailed(message: string) {
  return { message, documentation_url: 'https://docs.github.com/rest' };
}

/** Whether all lines of a comment are in one hunk of the new file, in order. */
function isInDiff(comment: ReviewComment, patch: string | undefined): boolean {
  const { line, start_line: start = line, side } = comment;
  if (side !== 'RIGHT' || start > line || comment.start_line === line) return false;
  return (patch ?? '').split(/^(?=@@)/m).some((hunk) => {
    const first = Number(/^@@ -\S+ \+(\d+)/.exec(hunk)?.[1] ?? Number.NaN);
    const shown = hunk
      .split('\n')
      .slice(1)
      .filter((l) => /^[+ ]/.test(l)).length;
    return start >= first && line < first + shown;
  });
}

function asComment(comment: StoredComment, description: Description): unknown {
  const example = structuredClone(description.example('issue-comment')) as {
    user: Record<string, unknown>;
  };
  const type = comment.login.endsWith('[bot]') ? 'Bot' : 'User';
  return {
    ...example,
    id: comment.id,
    node_id: `IC_${comment.id}`,
    body: comment.body,
    user: { ...example.user, login: comment.login, type },
  };
}

function asIssue(issue: StoredIssue, description: Description): unknown {
  const example = structuredClone(description.example('issue')) as {
    user: Record<string, unknown>;
  };
  return {
    ...example,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    labels: issue.labels.map((name) => ({ name })),
    user: { ...example.user, login: issue.login },
  };
}

interface Operation {
  readonly name: string;
  /** The first error of a request; undefined when it is valid. */
  invalidRequest(body: unknown, query: URLSearchParams): string | undefined;
  invalidAnswer(status: number, value: unknown): string | undefined;
}

interface Description {
  find(method: string, path: string): Operation | undefined;
  example(name: string): unknown;
}

/** Steps in this process change the current folder. */
const PACKAGES = resolve('node_modules/@octokit');

let schema: GraphQLSchema | undefined;

/** GitHub's GraphQL schema, read with the first query. */
function graphqlSchema(): GraphQLSchema {
  const file = join(PACKAGES, 'graphql-schema/schema.graphql');
  schema ??= buildSchema(readFileSync(file, 'utf8'), { assumeValid: true });
  return schema;
}

let description: Description | undefined;

/** GitHub's OpenAPI description. Read once per process, since it has 13 MB. */
function readDescription(): Description {
  description ??= parseDescription();
  return description;
}

interface Node {
  readonly [key: string]: Node | undefined;
}

function parseDescription(): Description {
  const file = join(PACKAGES, 'openapi/generated/api.github.com.json');
  const document = JSON.parse(readFileSync(file, 'utf8'), (key, value) => {
    // OpenAPI 3.0 allows `nullable` next to $ref and allOf, where ajv requires a type.
    if (key !== 'properties' && value?.nullable === true && value.type === undefined) {
      const { nullable: _, ...rest } = value;
      return { anyOf: [rest, { type: 'null' }] };
    }
    return value;
  });
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'github');
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: readonly string[]) => {
    const path = pointer.map((p) =>
      encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const reference = `github#/${path.join('/')}`;
    const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference });
    compiled.set(reference, validate);
    return validate;
  };
  const check = (pointer: readonly string[], value: unknown) => {
    const validate = validator(pointer);
    return validate(value) ? undefined : ajv.errorsText(validate.errors);
  };

  const operations = OPERATIONS.map((name) => {
    const [method = '', path = ''] = name.split(' ');
    const at = ['paths', path, method.toLowerCase()];
    const node = at.reduce<Node | undefined>((inner, key) => inner?.[key], document);
    if (!node) throw new Error(`GitHub's description has no ${name}`);
    const json = ['content', 'application/json', 'schema'];
    const names = parameterNames(node.parameters, document);
    return {
      name,
      method,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      invalidRequest(body: unknown, query: URLSearchParams) {
        const unknown = [...query.keys()].find((key) => !names.has(key));
        if (unknown !== undefined) return `there is no parameter ${unknown}`;
        if (!node.requestBody) return body === undefined ? undefined : 'it has a body';
        return check([...at, 'requestBody', ...json], body);
      },
      invalidAnswer: (status: number, value: unknown) =>
        check([...at, 'responses', String(status), ...json], value),
    };
  });
  return {
    find: (method, path) => operations.find((o) => o.method === method && o.pattern.test(path)),
    example: (name) => document.components.examples[name].value,
  };
}

function parameterNames(parameters: unknown, document: Node): Set<string> {
  const list = Array.isArray(parameters) ? parameters : [];
  return new Set(
    list.map((parameter) => {
      const name =
        String(parameter.$ref ?? '')
          .split('/')
          .at(-1) ?? '';
      const resolved = parameter.$ref ? document.components?.parameters?.[name] : parameter;
      return String(resolved?.name);
    }),
  );
}
