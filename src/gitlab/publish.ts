import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../core/host.js';
import type { Report, RuleBook } from '../core/report.js';
import { startDeadline } from '../lib/deadline.js';
import { PortsideError } from '../lib/errors.js';
import type { HttpOptions } from '../lib/http.js';
import { isCommentWanted } from '../reports/comment.js';
import { baselineContext, type ReportContext } from '../reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../reports/formats/markdown.js';
import { MAX_REPORT_BYTES } from '../reports/stored/read-report.js';
import { readReportFile } from '../reports/stored/report-file.js';
import { connectToGitLab, GitLabError } from './client.js';
import { defuseReferences } from './defuse.js';
import { type MergeRequest, readMergeRequest } from './merge-request.js';
import { keepNote, type NoteOutcome } from './note.js';

/** The job, as its environment describes it. */
export interface GitLabPublishOptions {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** An access token of the project. */
  readonly token?: string | undefined;
  readonly log: Pick<Logger, 'info' | 'warning'>;
  readonly now: Date;
  readonly http?: Partial<HttpOptions>;
  readonly pause?: (atMost: number) => Promise<void>;
}

/** Milliseconds for all requests together, so that a job does not hang for a comment. */
const MAX_TIME_MS = 180_000;

/**
 * Writes a stored report as one note on the merge request of the pipeline. Without a merge request or a token it says so and
 * writes nothing: undefined. Throws PortsideError.
 */
export async function publishOnGitLab(
  file: string,
  rules: RuleBook,
  options: GitLabPublishOptions,
): Promise<NoteOutcome | undefined> {
  const { variables, log, now } = options;
  const report = await readReportFile(file, MAX_REPORT_BYTES);
  const mergeRequest = readMergeRequest(variables);
  if (!mergeRequest) {
    log.info('There is nothing to comment: this is not a merge request pipeline');
    return undefined;
  }
  const { iid, isFork, repository } = mergeRequest;
  const token = usableToken(options, iid);
  if (token === undefined) return undefined;
  const other = report.commits?.find((commit) => !mergeRequest.commits.includes(commit));
  if (other !== undefined) {
    log.warning(
      `The report is about commit ${other.slice(0, 8)}, not about merge request ${iid}: it is not commented`,
    );
    return undefined;
  }
  const context = {
    rules,
    started: now,
    ended: now,
    ...baselineContext(report),
    repository,
    // Code of the fork may have written the report.
    ...(isFork && { untrusted: true }),
  };
  const outcome = await comment(report, context, mergeRequest, { ...options, token });
  log.info(`Merge request ${iid}: ${DONE[outcome]}`);
  return outcome;
}

const DONE: Readonly<Record<NoteOutcome, string>> = {
  created: 'the comment was written',
  updated: 'the comment was edited',
  unchanged: 'the comment is as it was',
  'nothing-to-report': 'there is nothing to report, so no comment was written',
  outdated: 'a newer pipeline or commit has the comment, so nothing was written',
};

const TOKEN = 'project access token with the role Reporter and the scope api';

/** The token; undefined, with what to do about it, if there is none. Throws PortsideError (usage) if it cannot work. */
function usableToken({ token, log }: GitLabPublishOptions, iid: string): string | undefined {
  const value = token?.trim();
  if (!value) {
    log.warning(`Merge request ${iid} is not commented: PORTSIDE_GITLAB_TOKEN is not set`);
    log.info(`Store a ${TOKEN} in this variable, masked and not protected`);
    return undefined;
  }
  const problem = value.startsWith('glcbt-')
    ? 'is that of the job, which cannot write notes'
    : /^[\x21-\x7e]+$/.test(value)
      ? undefined
      : 'has characters that no token has';
  if (problem === undefined) return value;
  throw new PortsideError(
    'PSE9009',
    `Cannot comment on merge request ${iid}: the token in PORTSIDE_GITLAB_TOKEN ${problem}`,
    `Create a ${TOKEN}`,
  );
}

async function comment(
  report: Report,
  context: ReportContext,
  mergeRequest: MergeRequest,
  { token, http, pause }: GitLabPublishOptions & { readonly token: string },
): Promise<NoteOutcome> {
  const deadline = startDeadline(MAX_TIME_MS);
  try {
    return await deadline.within(() =>
      keepNote({
        client: connectToGitLab({ api: mergeRequest.api, token, ...(http && { http }) }),
        mergeRequest,
        // A zero-width space makes one character nine. GitLab accepts 1,000,000.
        text: defuseReferences(renderMarkdown(report, context, COMMENT_SIZE)),
        isWanted: isCommentWanted(report, 'auto'),
        pause: pause ?? ((atMost) => wait(Math.random() * atMost)),
      }),
    );
  } catch (error) {
    throw error instanceof GitLabError ? withAdvice(error, mergeRequest) : error;
  } finally {
    deadline.stop();
  }
}

/** What to do about each status of GitLab. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [
    401,
    'The token is wrong, revoked or expired: create another one, and store it in PORTSIDE_GITLAB_TOKEN',
  ],
  [
    403,
    'The token needs the role Reporter and the scope api, and the merge request must not be locked',
  ],
  [404, 'The token is not one of the project of the merge request, or its role is below Reporter'],
]);

function withAdvice(error: GitLabError, { iid }: MergeRequest): PortsideError {
  const advice = ADVICE.get(error.status);
  return new PortsideError(
    advice ? 'PSE9009' : 'PSE9508',
    `Cannot comment on merge request ${iid}: ${error.summary}`,
    advice ?? (error.status === 0 ? undefined : 'Run the job again'),
    error,
  );
}
