import { object, objects } from '../../lib/json.js';
import { createAuthorCheck } from '../authorship.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import {
  type CommentPart,
  type CommentState,
  includesState,
  mergeStates,
} from './comment-state.js';

/** A comment of ours. */
export interface PostedComment<C> {
  readonly id: number;
  /** GraphQL's id. */
  readonly node: string;
  readonly body: string;
  /** Undefined when a person changed or cut it. */
  readonly state: CommentState<C> | undefined;
}

export interface JoinRequest<C> extends RepositoryClient {
  readonly pullRequest: number;
  readonly run: number;
  /** The part of this job. */
  readonly part: CommentPart<C>;
  /** Whether other jobs may write the comment at the same time. */
  readonly shared: boolean;
  /** The state in a body with our marker; `broken` if only the marker can be read; undefined for another comment. */
  readonly read: (body: string) => CommentState<C> | 'broken' | undefined;
  /** A body with the state of at most so many bytes. */
  readonly write: (state: CommentState<C>, bytes: number) => string;
  /** Whether the comment need not be edited, also if it is that of an earlier run. */
  readonly isUnchanged: (posted: PostedComment<C>) => boolean;
  /** Whether the part is worth a comment if there is none. */
  readonly isWanted: boolean;
  /** Whether the checked commit is still the head: a slow run must not replace the comment of a newer one. Asks each time. */
  readonly isCurrent: () => Promise<boolean>;
  /** Waits up to so many milliseconds before the next attempt. */
  readonly pause: (atMost: number) => Promise<void>;
}

export type JoinOutcome = 'created' | 'updated' | 'unchanged' | 'nothing-to-report' | 'outdated';

/** Attempts to bring the part into the comment. Each other job can make one of them useless. */
const MAX_ROUNDS = 12;
/** Attempts without a pause, and the longest pause. */
const ROUNDS_AT_ONCE = 3;
const MAX_PAUSE_MS = 4_000;

/**
 * Keeps one comment for all jobs with the same marker, each of which contributes a part. GitHub has no conditional edit, so
 * a job can overwrite what another wrote after it read. Each job therefore merges what it reads, writes, and reads again,
 * also the earlier texts that GitHub keeps of an edited comment: the job that writes last finds every part that was ever
 * written. Of several comments, the oldest is kept. Throws GitHubError.
 */
export async function joinComment<C>(request: JoinRequest<C>): Promise<JoinOutcome> {
  const attempt = createAttempt(request);
  let outcome: JoinOutcome | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const doublings = round - ROUNDS_AT_ONCE;
    if (doublings >= 0) await request.pause(Math.min(MAX_PAUSE_MS, 250 * 2 ** doublings));
    const { result, isLast } = await attempt();
    outcome = outcome === undefined || result === 'outdated' ? result : outcome;
    if (isLast) return outcome;
  }
  request.log.info('Other jobs keep editing the comment: it may lack a part until their next run');
  return outcome ?? 'unchanged';
}

/** Whether a comment has everything: by its state, or because nobody has changed what we wrote. */
function hasAll<C>(
  { state, body }: PostedComment<C>,
  known: CommentState<C>,
  written: { readonly body: string; readonly state: CommentState<C> },
): boolean {
  if (state !== undefined && includesState(state, known)) return true;
  return body.trimEnd() === written.body.trimEnd() && includesState(written.state, known);
}

/** GitHub accepts 65,536 characters. */
const MAX_BYTES = 60_000;

function isTooLong(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 422 && /too long/i.test(error.message);
}

/** A request with the check of authors, which remembers what GitHub answered. */
interface CheckedRequest<C> extends JoinRequest<C> {
  readonly isOwn: (posted: unknown) => Promise<boolean>;
}

interface Attempt {
  readonly result: JoinOutcome;
  /** Whether nothing is left to read or write. */
  readonly isLast: boolean;
}

/** Creates a function that reads and, if the comment lacks something, writes. */
function createAttempt<C>(wanted: JoinRequest<C>): () => Promise<Attempt> {
  const request = { ...wanted, isOwn: createAuthorCheck(wanted.client) };
  let known = stateOf(request, request.part);
  let written: { readonly body: string; readonly state: CommentState<C> } | undefined;
  let hasEdited = false;
  /** What the comment was before, if there was one, and whether it was made that again. */
  let before: string | undefined;
  let isUndone = false;
  return async () => {
    const posted = await readComments(request);
    const [kept, ...duplicates] = posted;
    const read = posted.flatMap(({ state }) => state ?? []);
    if (!written) known = stateOf(request, newerThan(read, request));
    // What was created just now has no earlier texts, unless another job edited it.
    if (kept && written && (hasEdited || isShared(request, known)))
      read.push(...(await history(kept, request)));
    known = read.reduce(mergeStates, known);

    const last = (result: JoinOutcome): Attempt => ({ result, isLast: true });
    if (!written) {
      if (known.run > request.run) return last('outdated');
      if (!kept && !request.isWanted) return last('nothing-to-report');
      if (kept && duplicates.length === 0 && request.isUnchanged(kept)) return last('unchanged');
      if (!(await request.isCurrent())) return last('outdated');
    } else if (!kept) {
      // A person deleted it.
      return last('unchanged');
    } else if (isUndone && known.run <= request.run) {
      return last('outdated');
    } else if (hasAll(kept, known, written)) {
      for (const { id } of duplicates) await deleteComment(id, request);
      if (known.run > request.run) return last('outdated');
      if (isShared(request, known) || (await request.isCurrent())) return last('unchanged');
      isUndone = true;
      await undo(kept.id, before, request);
      return { result: 'outdated', isLast: before === undefined };
    }
    const state = known;
    const send = (body: string) => {
      written = { body, state };
      hasEdited ||= kept !== undefined;
      before ??= kept?.body;
      return kept ? editComment(request, kept.id, body) : createComment(request, body);
    };
    await send(request.write(known, MAX_BYTES)).catch((error) => {
      if (!isTooLong(error)) throw error;
      // GitHub counts differently; half the size fits in any case.
      return send(request.write(known, MAX_BYTES / 2));
    });
    // Another run may have written meanwhile, and GitHub may have done what it answered an error to.
    return { result: kept ? 'updated' : 'created', isLast: false };
  };
}

/**
 * Gives a comment the text that it had before, or deletes one that had none: the run of a newer commit may have ended between
 * the check and the write, and had nothing to change. If it did write, the next attempt finds that in the earlier texts.
 */
async function undo(
  id: number,
  before: string | undefined,
  request: RepositoryClient,
): Promise<void> {
  if (before === undefined) await deleteComment(id, request);
  else await editComment(request, id, before);
}

function stateOf<C>({ run }: JoinRequest<C>, part: CommentPart<C>): CommentState<C> {
  return { run, parts: new Map([[part.id, part]]) };
}

/** The part of this job, made newer than the one that the comment has, whatever the clock of that machine was. */
function newerThan<C>(
  states: readonly CommentState<C>[],
  { run, part }: JoinRequest<C>,
): CommentPart<C> {
  const stored = states.flatMap((state) =>
    state.run === run ? (state.parts.get(part.id) ?? []) : [],
  );
  return { ...part, at: Math.max(part.at, ...stored.map(({ at }) => at + 1)) };
}

function isShared<C>({ shared }: JoinRequest<C>, { parts }: CommentState<C>): boolean {
  return shared || parts.size > 1;
}

const PAGE_SIZE = 100;
/** Our comments are searched among the first 1,000. */
const MAX_PAGES = 10;

/** Our comments with the marker, the oldest first. */
async function readComments<C>(request: CheckedRequest<C>): Promise<PostedComment<C>[]> {
  const { client, owner, repo, pullRequest, isOwn } = request;
  const found: PostedComment<C>[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const comments = await client.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { owner, repo, issue_number: pullRequest, per_page: PAGE_SIZE, page },
    );
    if (!Array.isArray(comments)) break;
    for (const comment of comments) {
      const { body, id, node_id: node } = object(comment);
      if (typeof body !== 'string' || typeof id !== 'number') continue;
      const state = request.read(body);
      if (state === undefined || !(await isOwn(comment))) continue;
      const one = { id, node: String(node), body };
      const isTrusted = state !== 'broken' && (await isPlausible(state, one, request));
      found.push({ ...one, state: isTrusted ? state : undefined });
    }
    if (comments.length < PAGE_SIZE) break;
  }
  return found.sort((a, b) => a.id - b.id);
}

/** Whether the state may end our part in the comment: a later run wrote it, not a person who edited the comment. */
async function isPlausible<C>(
  state: CommentState<C>,
  comment: Pick<PostedComment<C>, 'node'>,
  request: CheckedRequest<C>,
): Promise<boolean> {
  if (state.run <= request.run) return true;
  const { isOwn } = await readEdits(comment, request);
  return isOwn;
}

/** The states that earlier texts of the comment had. Empty if GitHub does not answer. */
async function history<C>(
  comment: PostedComment<C>,
  request: CheckedRequest<C>,
): Promise<CommentState<C>[]> {
  const { texts } = await readEdits(comment, request);
  return texts.flatMap((body) => {
    const state = request.read(body);
    return state === undefined || state === 'broken' ? [] : [state];
  });
}

interface Edits {
  /** The complete texts that our token wrote: people with write access can edit our comments. */
  readonly texts: readonly string[];
  /** Whether the text that the comment has now is ours. True if GitHub does not answer. */
  readonly isOwn: boolean;
}

async function readEdits<C>(
  { node }: Pick<PostedComment<C>, 'node'>,
  { client, log, isOwn }: CheckedRequest<C>,
): Promise<Edits> {
  try {
    const answer = object(object(await client.graphql(EDITS, { id: node })).node);
    const isOwnActor = (actor: unknown) => {
      const { login, __typename: type } = object(actor);
      // REST calls the same bot `github-actions[bot]`.
      return isOwn({ user: { login: type === 'Bot' ? `${login}[bot]` : login } });
    };
    const texts: string[] = [];
    for (const edits of [answer.first, answer.last])
      for (const { diff, editor } of objects(object(edits).nodes))
        if (typeof diff === 'string' && (await isOwnActor(editor))) texts.push(diff);
    return { texts, isOwn: answer.editor == null || (await isOwnActor(answer.editor)) };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    log.info(`The edits of the comment cannot be read: ${error.summary}`);
    return { texts: [], isOwn: true };
  }
}

/** The newest and the oldest texts, whatever their order is. The field `diff` has the complete text. */
const EDITS = `query($id: ID!) { node(id: $id) { ... on IssueComment {
  editor { __typename login }
  first: userContentEdits(first: 20) { nodes { diff editor { __typename login } } }
  last: userContentEdits(last: 20) { nodes { diff editor { __typename login } } }
} } }`;

async function createComment<C>(
  { client, owner, repo, pullRequest }: JoinRequest<C>,
  body: string,
): Promise<void> {
  await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner,
    repo,
    issue_number: pullRequest,
    body,
  });
}

/** A comment that a person deleted in the meantime is no error: the next attempt does not find it. */
async function editComment(
  { client, owner, repo }: RepositoryClient,
  id: number,
  body: string,
): Promise<void> {
  await client
    .request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner,
      repo,
      comment_id: id,
      body,
    })
    .catch(ignoreMissing);
}

async function deleteComment(id: number, { client, owner, repo }: RepositoryClient): Promise<void> {
  await client
    .request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner,
      repo,
      comment_id: id,
    })
    .catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof GitHubError) || error.status !== 404) throw error;
}
