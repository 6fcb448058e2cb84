import { setTimeout as wait } from 'node:timers/promises';
import type { Report } from '../../core/report.js';
import type { CommentMode } from '../../core/surfaces.js';
import { sha256 } from '../../lib/hash.js';
import { isCommentWanted } from '../../reports/comment.js';
import type { ReportContext } from '../../reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../../reports/formats/markdown.js';
import { joinResults } from '../../reports/joined-report.js';
import { createJobResult, type JobResult, readJobResult } from '../../reports/stored/job-result.js';
import type { RepositoryClient } from '../client.js';

import { type CommentState, decodeState } from './comment-state.js';
import { type JoinOutcome, joinComment } from './join-comment.js';
import { fitState } from './state-size.js';
import { tryPublishing } from './try-publishing.js';

/** What happened to the pull request's comment. */
export type CommentOutcome = JoinOutcome | 'failed';

/** The step that comments. */
export interface CommentingJob {
  /** Identifies the comment: the jobs with the same key share it. */
  readonly key: string;
  /** Identifies the step among those with the key, over re-runs of the workflow run. */
  readonly step: readonly string[];
  /** The position of the job in its matrix, and the number of jobs of the matrix. */
  readonly index: number;
  readonly total: number;
  /** The id of the workflow run; a later run has a higher one. */
  readonly run: number;
}

export interface CommentRequest extends RepositoryClient, CommentingJob {
  readonly pullRequest: number;
  /** When a comment is created. One that exists is edited in each mode. */
  readonly mode: Exclude<CommentMode, 'never'>;
  /** Whether the checked commit is still the head: a slow run must not replace the comment of a newer one. */
  readonly isCurrent: () => Promise<boolean>;
}

/**
 * Keeps one comment for each key on the pull request, in which all jobs with the key show their results. It is created when
 * the mode says so, edited when the result changes, and left alone otherwise. Never throws.
 */
export async function updateComment(
  report: Report,
  context: ReportContext,
  request: CommentRequest,
): Promise<CommentOutcome> {
  return tryPublishing(() => joinComment(joinRequest(report, context, request)), {
    log: request.log,
    failed: 'The pull request was not commented on',
    permission: 'pull-requests: write',
  });
}

function joinRequest(report: Report, context: ReportContext, request: CommentRequest) {
  const { key, index, total, step } = request;
  const hash = contentHash(report, context);
  const content = createJobResult(report, context, { index, total });
  const part = { id: digest(JSON.stringify(step)), at: context.ended.getTime(), content };
  const isAlone = ({ parts }: CommentState<JobResult>) =>
    total <= 1 && parts.size === 1 && parts.has(part.id);
  /** Whether the only part is that of this run, whose report is at hand. */
  const isOwn = (state: CommentState<JobResult>) =>
    isAlone(state) && state.parts.get(part.id)?.content === content;
  return {
    ...request,
    part,
    shared: total > 1,
    isWanted: isWanted(report, request),
    read: (body: string) => readBody(body, key),
    write(state: CommentState<JobResult>, bytes: number) {
      const stored = fitState(state);
      const size = { ...COMMENT_SIZE, bytes: bytes - stored.length };
      const text = isOwn(state)
        ? renderMarkdown(report, context, size)
        : renderJoined(state, context, size);
      const last = `${markerStart(key)}${isOwn(state) ? hash : '0'} -->`;
      return `${text}\n${STATE_START}${stored} -->\n${last}`;
    },
    isUnchanged: ({ body, state }: { body: string; state?: CommentState<JobResult> | undefined }) =>
      state !== undefined && isAlone(state) && body.endsWith(`${markerStart(key)}${hash} -->`),
    pause: (atMost: number) => wait(Math.random() * atMost),
  };
}

/** The results of all jobs as one comment. The links of the context are those of the run. */
function renderJoined(
  { parts }: CommentState<JobResult>,
  context: ReportContext,
  size: typeof COMMENT_SIZE,
): string {
  const { report, context: joined } = joinResults(
    [...parts.values()].map(({ content }) => content),
  );
  const { rules, started, ended, repository, about, untrusted } = context;
  const shared = { rules, started, ended, repository, about };
  return renderMarkdown(report, { ...shared, ...(untrusted && { untrusted }), ...joined }, size);
}

/**
 * Whether a comment is created about the report. In a matrix, a job with nothing to report creates it too: otherwise the
 * comment of a later job would call it not reported.
 */
function isWanted(report: Report, { mode, total }: CommentRequest): boolean {
  return isCommentWanted(report, mode === 'auto' && total > 1 ? 'always' : mode);
}

/** A hash of the content without commits and run: the same result of the next push changes nothing. */
function contentHash(report: Report, context: ReportContext): string {
  const { repository: _, advisories: __, baseline, ...rest } = context;
  const stable = baseline === undefined ? rest : { ...rest, baseline: 'base' };
  return digest(renderMarkdown(report, stable, COMMENT_SIZE));
}

function digest(text: string): string {
  return sha256(text).slice(0, 32);
}

/** The line before the last one of our comments. */
const STATE_START = '<!-- portside state=';

/**
 * The start of the last line of our comments. Untrusted text before it is escaped, so that it cannot contain a marker.
 */
function markerStart(key: string): string {
  // `--` would end the HTML comment.
  return `<!-- portside key=${encodeURIComponent(key.replace(/\p{Cs}/gu, '')).replaceAll('-', '%2D')} v=2 hash=`;
}

/** The state in a comment with the key; `broken` if only the key can be read. */
function readBody(body: string, key: string): CommentState<JobResult> | 'broken' | undefined {
  const lines = body.trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  if (!last.startsWith(markerStart(key))) return undefined;
  const line = lines.at(-2)?.trimEnd() ?? '';
  const text = line.startsWith(STATE_START) ? line.slice(STATE_START.length).split(' ')[0] : '';
  return decodeState(text ?? '', readJobResult) ?? 'broken';
}
