import type { Finding } from '../../core/finding.js';
import { applyFixes, type Fix } from '../../core/fix.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import {
  markdownCode,
  markdownCodeBlock,
  escapeMarkdown as prose,
  sanitize,
  shorten,
} from '../../reports/escape.js';
import { compareByUrgency } from '../../reports/finding-lists.js';
import type { ReportContext } from '../../reports/format.js';
import { createAuthorCheck } from '../authorship.js';
import { field, type GitHubClient, GitHubError, type GitHubLogger } from '../client.js';
import { tryPublishing } from './attempt.js';
import { minimizeResolved, type PostedComment } from './minimize-comments.js';
import { findHunk, type Hunk, parseHunks } from './patch.js';

/** What became of the review: how many comments it has, or why there is none. */
export type ReviewOutcome = number | 'nothing-to-say' | 'outdated' | 'refused';

export interface ReviewRequest {
  readonly client: GitHubClient;
  readonly host: GitHubLogger;
  readonly owner: string;
  readonly repo: string;
  readonly pullRequest: number;
  readonly headSha: string;
  /** Whether that still is the pull request's head. */
  readonly isCurrent: () => Promise<boolean>;
}

/** Comments of one review: a reader has timeout for no more. */
const COMMENTS = 10;
/** Findings that one comment names. */
const NAMED = 5;
/** Findings that one comment remembers, and characters of its suggestion: a comment may have 65,536 in all. */
const MARKED = 200;
const SUGGESTED = 20_000;
const PAGE = 100;
/** Pages of files and of comments that are read: GitHub lists 3,000 files at most. */
const PAGES = 30;

/**
 * Comments on the changed lines that new findings stand on, in one review, with a suggestion where the fix is known;
 * never the same finding twice. Comments whose findings are gone are folded away. Never throws.
 */
export async function postReview(
  report: Report,
  context: ReportContext,
  request: ReviewRequest,
): Promise<ReviewOutcome> {
  return tryPublishing(() => remarkOn(report, context, request), {
    host: request.host,
    failed: 'The changed lines were not commented on',
    permission: 'pull-requests: write',
  });
}

async function remarkOn(
  report: Report,
  context: ReportContext,
  request: ReviewRequest,
): Promise<ReviewOutcome> {
  const posted = await postedComments(request);
  if (posted.some(({ ours }) => ours) && !(await request.isCurrent())) return 'outdated';
  await minimizeResolved(posted, report, request);
  // Whoever else copies a marker only keeps us from saying it on the line again: the report has it still.
  const said = new Set(posted.flatMap((c) => c.fingerprints));
  const fresh = report.findings.filter(
    (f) => f.status === 'new' && f.location && !said.has(f.fingerprint),
  );
  if (fresh.length === 0) return 'nothing-to-say';
  const wanted = new Set(fresh.map((f) => f.location?.path ?? ''));
  const hunks = await changedLines(wanted, request);
  const comments = createReviewComments(fresh, hunks, context).slice(0, COMMENTS);
  if (comments.length === 0) return 'nothing-to-say';
  if (!(await request.isCurrent())) return 'outdated';
  return post(comments, request);
}

/** The hunks of each changed file that is wanted; the list is read no further than the last of them. */
async function changedLines(
  wanted: ReadonlySet<string>,
  request: ReviewRequest,
): Promise<Map<string, readonly Hunk[]>> {
  const files = new Map<string, readonly Hunk[]>();
  let found = 0;
  for await (const file of pages('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', request)) {
    const [name, patch] = [field(file, 'filename'), field(file, 'patch')];
    if (typeof name !== 'string' || !wanted.has(name)) continue;
    // Large and binary files have no patch: nothing can be said on their lines.
    if (typeof patch === 'string') files.set(name, parseHunks(patch));
    if (++found === wanted.size) break;
  }
  return files;
}

/** The comments that name findings; answered, resolved or outdated ones too. */
async function postedComments(request: ReviewRequest): Promise<PostedComment[]> {
  const posted: PostedComment[] = [];
  const isOurs = createAuthorCheck(request.client);
  for await (const comment of pages(
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    request,
  )) {
    const [body, id] = [field(comment, 'body'), field(comment, 'node_id')];
    if (typeof body !== 'string' || typeof id !== 'string') continue;
    const markers = body.matchAll(/<!-- portside finding=([0-9a-f]{1,64}) -->/g);
    const fingerprints = [...markers].map(([, hex]) => hex ?? '');
    if (fingerprints.length > 0) posted.push({ id, fingerprints, ours: await isOurs(comment) });
  }
  return posted;
}

async function* pages(route: string, request: ReviewRequest): AsyncGenerator<unknown> {
  const { owner, repo, pullRequest } = request;
  for (let page = 1; page <= PAGES; page++) {
    const items = await request.client.request(route, {
      owner,
      repo,
      pull_number: pullRequest,
      per_page: PAGE,
      page,
    });
    if (!Array.isArray(items)) return;
    yield* items;
    if (items.length < PAGE) return;
  }
}

/** A comment of a review, on the new side of the diff. */
interface ReviewComment {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly side: 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'RIGHT';
}

/** One remark a line, the most urgent first; only where the change itself touches the lines. */
export function createReviewComments(
  findings: readonly Finding[],
  files: ReadonlyMap<string, readonly Hunk[]>,
  context: ReportContext,
): ReviewComment[] {
  const lines = groupBy(
    [...findings].sort(compareByUrgency),
    (f) => `${f.location?.path}\n${f.location?.startLine}`,
  );
  return [...lines.values()].flatMap((group) => {
    const path = group[0]?.location?.path ?? '';
    return remark(group, path, files.get(path) ?? [], context) ?? [];
  });
}

function remark(
  findings: readonly Finding[],
  path: string,
  hunks: readonly Hunk[],
  context: ReportContext,
): ReviewComment | undefined {
  const at = findings[0]?.location;
  if (!at) return undefined;
  const suggestion = suggest(findings, hunks, context.source?.(path));
  const [start, end] = suggestion ? [suggestion.start, suggestion.end] : [at.startLine, at.endLine];
  const hunk = findHunk(hunks, start, end) ?? findHunk(hunks, start, start);
  const last = hunk && end > hunk.last ? start : end;
  if (!hunk || !touched(hunk, start, last)) return undefined;
  const named = findings.slice(0, NAMED).map((f) => `- ${sentence(f)}`);
  const more = findings.length - named.length;
  const body = [
    ...(findings.length === 1 && findings[0] ? [sentence(findings[0])] : named),
    ...(more > 0 ? [`- … and ${pluralize(more, 'more finding')} on this line`] : []),
    ...(suggestion ? ['', suggestion.block] : []),
    ...(suggestion ? warning(findings, suggestion) : []),
    '',
    ...findings
      .slice(0, MARKED)
      .map((f) => `<!-- portside finding=${f.fingerprint.replace(/[^0-9a-f]/g, '')} -->`),
  ].join('\n');
  return {
    path,
    body,
    line: last,
    side: 'RIGHT',
    ...(last > start ? { start_line: start, start_side: 'RIGHT' as const } : {}),
  };
}

/** What one must know before taking a suggestion. */
function warning(findings: readonly Finding[], { fixedRules }: Suggestion): string[] {
  const partial = findings.some(({ rule }) => !fixedRules.has(rule));
  const names = [...fixedRules].slice(0, NAMED).map((rule) => markdownCode(shorten(rule, 80)));
  const sentences = [
    ...(partial ? [`The suggestion fixes ${names.join(', ')}.`] : []),
    ...(findings.some(isOfManifest) ? [TRY_FIRST] : []),
  ];
  return sentences.length > 0 ? ['', sentences.join(' ')] : [];
}

const TRY_FIRST =
  'Start it once with this before you merge: a program may need what is taken away.';

function isOfManifest({ check, fix }: Finding): boolean {
  return check === 'manifest' && fix !== undefined;
}

function touched(hunk: Hunk, start: number, end: number): boolean {
  for (let line = start; line <= end; line++) if (hunk.added.has(line)) return true;
  return false;
}

function sentence(finding: Finding): string {
  return `**${finding.severity}** ${markdownCode(shorten(finding.rule, 80))} ${prose(shorten(finding.message, 500))}`;
}

interface Suggestion {
  /** The rules whose findings it fixes. */
  readonly fixedRules: ReadonlySet<string>;
  /** The whole lines that it replaces. */
  readonly start: number;
  readonly end: number;
  readonly block: string;
}

/**
 * All fixes of one line as one suggestion. None when the lines are not in the diff as we know them (the checkout is the
 * merge commit, a comment stands on the head), or when the new text holds characters that a reader could not see.
 */
function suggest(
  findings: readonly Finding[],
  hunks: readonly Hunk[],
  source: string | undefined,
): Suggestion | undefined {
  const fixes = findings.flatMap((f): Fix[] => (f.fix && f.fix.edits.length > 0 ? [f.fix] : []));
  if (source === undefined || fixes.length === 0) return undefined;
  const { text, applied } = applyFixes(source, fixes);
  const edits = applied.flatMap((f) => f.edits);
  const start = Math.min(...edits.map((e) => e.startLine));
  const end = Math.max(...edits.map((e) => e.endLine));
  const hunk = findHunk(hunks, start, end);
  if (!hunk) return undefined;
  const [before, after] = [source.split('\n'), text.split('\n')];
  const old = before.slice(start - 1, end).map(withoutReturn);
  const shown = hunk.lines.slice(start - hunk.first, end - hunk.first + 1).map(withoutReturn);
  if (old.join('\n') !== shown.join('\n')) return undefined;
  const fresh = after.slice(start - 1, end + after.length - before.length).map(withoutReturn);
  if (fresh.join('\n') === old.join('\n') || fresh.some(isOpaque)) return undefined;
  const block = markdownCodeBlock('suggestion', fresh);
  const fixed = findings.filter(({ fix }) => fix && applied.includes(fix));
  const fixedRules = new Set(fixed.map(({ rule }) => rule));
  return block.length > SUGGESTED ? undefined : { start, end, block, fixedRules };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function isOpaque(line: string): boolean {
  const visible = line.replaceAll('\t', ' ');
  return sanitize(visible) !== visible;
}

/** How many of the comments GitHub took. */
async function post(comments: readonly ReviewComment[], request: ReviewRequest): Promise<number> {
  const { owner, repo, pullRequest, headSha } = request;
  const send = (some: readonly ReviewComment[]) =>
    request.client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      owner,
      repo,
      pull_number: pullRequest,
      commit_id: headSha,
      event: 'COMMENT',
      body: `Portside has ${pluralize(some.length, 'remark')} on the lines of this change.`,
      comments: some,
    });
  try {
    await send(comments);
    return comments.length;
  } catch (error) {
    // One comment that GitHub does not take refuses them all: those on one line are the safest.
    const single = comments.filter((c) => c.start_line === undefined);
    const other = single.length > 0 && single.length < comments.length;
    if (!(error instanceof GitHubError) || error.status !== 422 || !other) throw error;
    await send(single);
    return single.length;
  }
}
