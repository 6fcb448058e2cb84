import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.js';
import type { CommentMode } from '../../core/surfaces.js';
import { object } from '../../lib/json.js';
import type { ReportContext } from '../../reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../../reports/formats/markdown.js';
import { createAuthorCheck } from '../authorship.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import { tryPublishing } from './try-publishing.js';

/** What happened to the pull request's comment. */
export type CommentOutcome =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'nothing-to-report'
  | 'outdated'
  | 'failed';

export interface CommentRequest extends RepositoryClient {
  readonly pullRequest: number;
  /** Identifies the comment: workflow, job, images and platforms. */
  readonly key: string;
  /** When a comment is created. One that exists is edited in each mode. */
  readonly mode: Exclude<CommentMode, 'never'>;
  /** Whether the checked commit is still the head: a slow run must not replace the comment of a newer one. */
  readonly isCurrent: () => Promise<boolean>;
}

/**
 * Keeps one comment for each key on the pull request. It is created when the mode says so, edited when the result changes,
 * and left alone otherwise. Never throws.
 */
export async function updateComment(
  report: Report,
  context: ReportContext,
  request: CommentRequest,
): Promise<CommentOutcome> {
  return tryPublishing(() => createOrEdit(report, context, request), {
    log: request.log,
    failed: 'The pull request was not commented on',
    permission: 'pull-requests: write',
  });
}

async function createOrEdit(
  report: Report,
  context: ReportContext,
  request: CommentRequest,
): Promise<CommentOutcome> {
  const hash = contentHash(report, context);
  const posted = await findOwnComment(request);
  if (posted?.hash === hash) return 'unchanged';
  if (!posted && !isWanted(report, request.mode)) return 'nothing-to-report';
  if (!(await request.isCurrent())) return 'outdated';
  const write = (bytes: number) => {
    const text = renderMarkdown(report, context, { ...COMMENT_SIZE, bytes });
    const body = `${text}\n${marker(request.key, hash)}`;
    return posted ? editComment(request, posted.id, body) : createComment(request, body);
  };
  try {
    await write(COMMENT_SIZE.bytes);
  } catch (error) {
    if (!isTooLong(error)) throw error;
    // GitHub counts differently; half the size fits in any case.
    await write(COMMENT_SIZE.bytes / 2);
  }
  return posted ? 'updated' : 'created';
}

function isTooLong(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 422 && /too long/i.test(error.message);
}

/** Whether a comment is created about the report. */
function isWanted(report: Report, mode: CommentRequest['mode']): boolean {
  if (mode === 'always') return true;
  return mode === 'on-failure' ? report.verdict.outcome !== 'pass' : !hasNothingToReport(report);
}

function hasNothingToReport(report: Report): boolean {
  return (
    report.verdict.outcome === 'pass' &&
    report.incomplete.length === 0 &&
    report.policyChange === undefined &&
    report.addedSuppressions === undefined &&
    ![...report.findings, ...(report.suppressed ?? [])].some((f) => f.status === 'new')
  );
}

/** A hash of the content without commits and run: the same result of the next push changes nothing. */
function contentHash(report: Report, context: ReportContext): string {
  const { repository: _, advisories: __, baseline, ...rest } = context;
  const stable = baseline === undefined ? rest : { ...rest, baseline: 'base' };
  return createHash('sha256')
    .update(renderMarkdown(report, stable, COMMENT_SIZE))
    .digest('hex')
    .slice(0, 32);
}

/** The last line of our comments. Untrusted text before it is escaped, so that it cannot contain a marker. */
function marker(key: string, hash: string): string {
  return `${markerStart(key)}${hash} -->`;
}

function markerStart(key: string): string {
  // `--` would end the HTML comment.
  return `<!-- portside key=${encodeURIComponent(key.replace(/\p{Cs}/gu, '')).replaceAll('-', '%2D')} v=1 hash=`;
}

interface PostedComment {
  readonly id: number;
  readonly hash: string;
}

const PAGE_SIZE = 100;
/** Our comment is searched among the first 1,000. */
const MAX_PAGES = 10;

async function findOwnComment(request: CommentRequest): Promise<PostedComment | undefined> {
  const { client, owner, repo, pullRequest } = request;
  const start = markerStart(request.key);
  const isOwn = createAuthorCheck(client);
  for (let page = 1; page <= MAX_PAGES; page++) {
    const comments = await client.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { owner, repo, issue_number: pullRequest, per_page: PAGE_SIZE, page },
    );
    if (!Array.isArray(comments)) return undefined;
    for (const comment of comments) {
      const { body, id } = object(comment);
      if (typeof body !== 'string' || typeof id !== 'number') continue;
      const last = body.trimEnd().split('\n').at(-1) ?? '';
      const hash = last.startsWith(start)
        ? /^[0-9a-f]+(?= -->$)/.exec(last.slice(start.length))?.[0]
        : undefined;
      if (hash !== undefined && (await isOwn(comment))) return { id, hash };
    }
    if (comments.length < PAGE_SIZE) return undefined;
  }
  return undefined;
}

function createComment(
  { client, owner, repo, pullRequest }: CommentRequest,
  body: string,
): Promise<unknown> {
  return client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner,
    repo,
    issue_number: pullRequest,
    body,
  });
}

function editComment(
  { client, owner, repo }: CommentRequest,
  id: number,
  body: string,
): Promise<unknown> {
  return client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    owner,
    repo,
    comment_id: id,
    body,
  });
}
