import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.js';
import type { ReportContext } from '../../reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../../reports/formats/markdown.js';
import { createAuthorCheck } from '../authorship.js';
import { field, type GitHubClient, GitHubError, type GitHubLogger } from '../client.js';
import { tryPublishing } from './attempt.js';

/** What became of the pull request's comment. */
export type CommentOutcome =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'nothing-to-say'
  | 'outdated'
  | 'refused';

export interface CommentRequest {
  readonly client: GitHubClient;
  readonly host: GitHubLogger;
  readonly owner: string;
  readonly repo: string;
  readonly pullRequest: number;
  /** One comment a key: workflow, images and platforms. */
  readonly key: string;
  /** Whether the head that was checked still is the pull request's: a slow run must not speak over the next one. */
  readonly isCurrent: () => Promise<boolean>;
}

/**
 * Keeps one comment a key on the pull request: made when there is something to say, edited in place when that
 * changes, left alone when it does not. Never throws: a comment does not decide over a job.
 */
export async function updateComment(
  report: Report,
  context: ReportContext,
  request: CommentRequest,
): Promise<CommentOutcome> {
  return tryPublishing(() => keep(report, context, request), {
    host: request.host,
    failed: 'The pull request was not commented on',
    permission: 'pull-requests: write',
  });
}

async function keep(
  report: Report,
  context: ReportContext,
  request: CommentRequest,
): Promise<CommentOutcome> {
  const hash = contentHash(report, context);
  const earlier = await findOurs(request);
  if (earlier?.hash === hash) return 'unchanged';
  if (!earlier && isQuiet(report)) return 'nothing-to-say';
  if (!(await request.isCurrent())) return 'outdated';
  const write = (bytes: number) => {
    const body = `${renderMarkdown(report, context, { ...COMMENT_SIZE, bytes })}\n${marker(request.key, hash)}`;
    return earlier ? update(request, earlier.id, body) : create(request, body);
  };
  try {
    await write(COMMENT_SIZE.bytes);
  } catch (error) {
    // GitHub counts otherwise than we do: half as much fits however it counts.
    if (
      !(error instanceof GitHubError) ||
      error.status !== 422 ||
      !/too long/i.test(error.message)
    ) {
      throw error;
    }
    await write(COMMENT_SIZE.bytes / 2);
  }
  return earlier ? 'updated' : 'created';
}

/** Nothing new, nothing wrong, nothing unchecked. */
function isQuiet(report: Report): boolean {
  return (
    report.verdict.outcome === 'pass' &&
    report.incomplete.length === 0 &&
    report.policyChange === undefined &&
    ![...report.findings, ...(report.suppressed ?? [])].some((f) => f.status === 'new')
  );
}

/** Of what a reader is told, without commits and run: the same result on the next push is no news. */
function contentHash(report: Report, context: ReportContext): string {
  const { repository: _, advisories: __, baseline, ...rest } = context;
  const lasting = baseline === undefined ? rest : { ...rest, baseline: 'base' };
  return createHash('sha256')
    .update(renderMarkdown(report, lasting, COMMENT_SIZE))
    .digest('hex')
    .slice(0, 32);
}

/** The last line of our comments. All foreign text before it is escaped: nobody else can write it there. */
function marker(key: string, hash: string): string {
  return `${markerStart(key)}${hash} -->`;
}

function markerStart(key: string): string {
  // `--` would end the HTML comment.
  return `<!-- portside key=${encodeURIComponent(key.replace(/\p{Cs}/gu, '')).replaceAll('-', '%2D')} v=1 hash=`;
}

interface Ours {
  readonly id: number;
  readonly hash: string;
}

const PAGE = 100;
/** Pages of comments that are looked through: 1,000 comments. */
const PAGES = 10;

async function findOurs(request: CommentRequest): Promise<Ours | undefined> {
  const start = markerStart(request.key);
  const isOurs = createAuthorCheck(request.client);
  for (let page = 1; page <= PAGES; page++) {
    const comments = await request.client.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...place(request), issue_number: request.pullRequest, per_page: PAGE, page },
    );
    if (!Array.isArray(comments)) return undefined;
    for (const comment of comments) {
      const body = field(comment, 'body');
      const id = field(comment, 'id');
      if (typeof body !== 'string' || typeof id !== 'number') continue;
      const last = body.trimEnd().split('\n').at(-1) ?? '';
      const hash = last.startsWith(start)
        ? /^[0-9a-f]+(?= -->$)/.exec(last.slice(start.length))?.[0]
        : undefined;
      if (hash !== undefined && (await isOurs(comment))) return { id, hash };
    }
    if (comments.length < PAGE) return undefined;
  }
  return undefined;
}

function create(request: CommentRequest, body: string): Promise<unknown> {
  return request.client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...place(request),
    issue_number: request.pullRequest,
    body,
  });
}

function update(request: CommentRequest, id: number, body: string): Promise<unknown> {
  return request.client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...place(request),
    comment_id: id,
    body,
  });
}

function place(request: CommentRequest) {
  return { owner: request.owner, repo: request.repo };
}
