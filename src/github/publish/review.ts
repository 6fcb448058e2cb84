import { fingerprint } from '../../core/fingerprint.js';
import type { Report } from '../../core/report.js';
import { object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import type { ReportContext } from '../../reports/format.js';
import { withHidden } from '../../reports/hidden-findings.js';
import { createAuthorCheck } from '../authorship.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import { minimizeResolved, type PostedReviewComment } from './minimize-comments.js';
import { type Hunk, parseHunks } from './patch.js';
import {
  createReviewComments,
  type ReviewComment,
  readMarkers,
  textKey,
} from './review-comments.js';
import { tryPublishing } from './try-publishing.js';

/** The number of comments in the review, or why there is no review. */
export type ReviewOutcome = number | 'nothing-to-report' | 'outdated' | 'failed';

export interface ReviewRequest extends RepositoryClient {
  readonly pullRequest: number;
  readonly headSha: string;
  /** Identifies the job of a matrix over pushes; absent without a matrix. */
  readonly job?: string | undefined;
  /** Whether this is still the head of the pull request. */
  readonly isCurrent: () => Promise<boolean>;
}

/** A reader needs no more in one review. */
const MAX_COMMENTS = 10;
const PAGE_SIZE = 100;
/** GitHub lists at most 3,000 files. */
const MAX_PAGES = 30;

/**
 * Posts one review with comments on changed lines that have new findings, with suggested changes for known fixes. A
 * finding is commented on only once, also if several jobs of a matrix have it. Comments whose findings are gone are
 * minimized. Never throws.
 */
export async function postReview(
  report: Report,
  context: ReportContext,
  request: ReviewRequest,
): Promise<ReviewOutcome> {
  return tryPublishing(() => commentOnLines(report, context, request), {
    log: request.log,
    failed: 'The changed lines were not commented on',
    permission: 'pull-requests: write',
  });
}

async function commentOnLines(
  report: Report,
  context: ReportContext,
  request: ReviewRequest,
): Promise<ReviewOutcome> {
  const posted = await listPostedComments(request);
  if (posted.some(({ own }) => own) && !(await request.isCurrent())) return 'outdated';
  // A finding that nobody wants to see is not fixed.
  await minimizeResolved(posted, withHidden(report, context), request.client);
  // Anybody can copy a marker into a comment of their own.
  const own = posted.filter((one) => one.own);
  const commented = new Set(own.flatMap(({ fingerprints, texts }) => [...fingerprints, ...texts]));
  const findings = report.findings.filter(
    (f) =>
      f.status === 'new' &&
      f.location &&
      !commented.has(f.fingerprint) &&
      !commented.has(textKey(f)),
  );
  if (findings.length === 0) return 'nothing-to-report';
  const paths = new Set(findings.map((f) => f.location?.path ?? ''));
  const hunks = await listHunks(paths, request);
  const { job } = request;
  const comments = createReviewComments(findings, hunks, context)
    .slice(0, MAX_COMMENTS)
    .map((one) => (job === undefined ? one : { ...one, body: `${one.body}\n${jobMarker(job)}` }));
  if (comments.length === 0) return 'nothing-to-report';
  if (!(await request.isCurrent())) return 'outdated';
  const count = await submitReview(comments, request);
  return count - (await deleteDuplicates(comments, request));
}

function jobMarker(job: string): string {
  return `<!-- portside job=${fingerprint(job).slice(0, 16)} -->`;
}

/**
 * Deletes those of our comments whose findings another job or run commented on in the meantime, or that GitHub posted twice
 * because it answered an error to what it did. Of those that post at once, the last one sees all comments, and only a later
 * comment is deleted, so one of them stays. Returns how many.
 */
async function deleteDuplicates(
  comments: readonly ReviewComment[],
  request: ReviewRequest,
): Promise<number> {
  const { client, owner, repo } = request;
  const bodies = new Set(comments.map(({ body }) => body.trimEnd()));
  const seen = new Set<string>();
  let deleted = 0;
  const posted = (await listPostedComments(request)).filter((one) => one.own);
  for (const { number, body, texts } of posted.sort((a, b) => a.number - b.number)) {
    if (bodies.has(body.trimEnd()) && texts.every((text) => seen.has(text))) {
      await client.request('DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}', {
        owner,
        repo,
        comment_id: number,
      });
      deleted++;
    }
    for (const text of texts) seen.add(text);
  }
  return deleted;
}

/** A review comment of ours or of another author. */
interface ListedComment extends PostedReviewComment {
  /** REST's id, which is higher for a later comment. */
  readonly number: number;
  readonly body: string;
}

/** The hunks of the changed files among `paths`. Stops listing files when all of them are found. */
async function listHunks(
  paths: ReadonlySet<string>,
  request: ReviewRequest,
): Promise<Map<string, readonly Hunk[]>> {
  const files = new Map<string, readonly Hunk[]>();
  let found = 0;
  for await (const file of listAll(
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    request,
  )) {
    const { filename, patch } = object(file);
    if (typeof filename !== 'string' || !paths.has(filename)) continue;
    // Large and binary files have no patch, so their lines cannot be commented on.
    if (typeof patch === 'string') files.set(filename, parseHunks(patch));
    if (++found === paths.size) break;
  }
  return files;
}

/** Review comments about findings, including resolved and outdated ones. */
async function listPostedComments(request: ReviewRequest): Promise<ListedComment[]> {
  const posted: ListedComment[] = [];
  const isOwn = createAuthorCheck(request.client);
  const marker = request.job === undefined ? undefined : jobMarker(request.job);
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments';
  for await (const comment of listAll(route, request)) {
    const { body, node_id: id, id: number } = object(comment);
    if (typeof body !== 'string' || typeof id !== 'string' || typeof number !== 'number') continue;
    const markers = readMarkers(body);
    if (markers.fingerprints.length === 0) continue;
    const ofThisJob = marker === undefined || body.trimEnd().endsWith(marker);
    posted.push({ id, number, body, ...markers, ofThisJob, own: await isOwn(comment) });
  }
  return posted;
}

async function* listAll(route: string, request: ReviewRequest): AsyncGenerator<unknown> {
  const { client, owner, repo, pullRequest } = request;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const items = await client.request(route, {
      owner,
      repo,
      pull_number: pullRequest,
      per_page: PAGE_SIZE,
      page,
    });
    if (!Array.isArray(items)) return;
    yield* items;
    if (items.length < PAGE_SIZE) return;
  }
}

/** Returns how many comments GitHub accepted. */
async function submitReview(
  comments: readonly ReviewComment[],
  { client, owner, repo, pullRequest, headSha }: ReviewRequest,
): Promise<number> {
  const submit = (accepted: readonly ReviewComment[]) =>
    client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      owner,
      repo,
      pull_number: pullRequest,
      commit_id: headSha,
      event: 'COMMENT',
      body: `Portside has ${pluralize(accepted.length, 'review comment')} on the lines of this pull request.`,
      comments: accepted,
    });
  try {
    await submit(comments);
    return comments.length;
  } catch (error) {
    // GitHub rejects all comments if one is invalid. Comments on a single line are the safest.
    const singleLine = comments.filter((c) => c.start_line === undefined);
    const hasOthers = singleLine.length > 0 && singleLine.length < comments.length;
    if (!(error instanceof GitHubError) || error.status !== 422 || !hasOthers) throw error;
    await submit(singleLine);
    return singleLine.length;
  }
}
