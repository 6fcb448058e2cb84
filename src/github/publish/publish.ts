import { appendFile } from 'node:fs/promises';
import type { Report } from '../../core/report.js';
import type { Surfaces } from '../../core/surfaces.js';
import { reason } from '../../lib/errors.js';
import { object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import type { ReportContext } from '../../reports/format.js';
import { renderMarkdown, SUMMARY_SIZE } from '../../reports/formats/markdown.js';
import { sarifCategory } from '../../reports/formats/sarif.js';
import {
  connectToGitHub,
  type GitHubClient,
  type GitHubLogger,
  type RepositoryClient,
} from '../client.js';
import {
  analyzedCommit,
  type GitHubContext,
  isEnterpriseServer,
  isOwnCommit,
  linkedCommit,
  otherSubject,
  readOnlyReason,
} from '../event.js';
import { exceedsStepLimit, writeAnnotations } from './annotations.js';
import { createCheckRun } from './check-run.js';
import { CODE_SCANNING_UNAVAILABLE, type UploadOutcome, uploadSarif } from './code-scanning.js';
import { type CommentingJob, type CommentOutcome, updateComment } from './comment.js';
import { type SnapshotOutcome, submitSnapshot } from './dependency-snapshot.js';
import { type IssueOutcome, updateIssue } from './issue.js';
import { postReview, type ReviewOutcome } from './review.js';

/** Where and how a result is shown on GitHub: by default everywhere. */
export interface PublishOptions extends Partial<Surfaces> {
  readonly github: GitHubContext;
  /** Without a token nothing is published through the API. */
  readonly token?: string | undefined;
  readonly log: GitHubLogger;
  /** Submit the packages of the images to the dependency graph. */
  readonly dependencySnapshot?: boolean;
  /** Keep an issue open while the policy fails, on runs without a pull request. */
  readonly issue?: boolean;
  /** The job in its matrix. Absent without a matrix. */
  readonly matrix?: MatrixJob | undefined;
  /** The images that the step was told to check. By default those of the report. */
  readonly images?: readonly string[];
  /** The report is untrusted. Its commit is known to be the head of the pull request. */
  readonly untrusted?: boolean;
}

/** The position of a job in its matrix, from 0, and the number of jobs of the matrix. */
export interface MatrixJob {
  readonly index: number;
  readonly total: number;
}

/** What was published; `off`: not requested, or not possible on this event. */
export interface Published {
  readonly summary: boolean;
  readonly comment: CommentOutcome | 'off';
  readonly codeScanning: UploadOutcome | 'off';
  readonly review: ReviewOutcome | 'off';
  readonly dependencySnapshot: SnapshotOutcome | 'off';
  readonly issue: IssueOutcome | 'off';
  readonly annotations: number;
  /** Requests to GitHub. */
  readonly requests: number;
}

/** A result with everything that publishing it needs. */
interface Publication {
  readonly report: Report;
  readonly context: ReportContext;
  readonly options: PublishOptions;
  readonly repository: RepositoryClient;
}

/**
 * Publishes the report on GitHub: job summary, comment, code scanning, review, issue, dependency snapshot, annotations.
 * Never throws and never fails the job: what GitHub rejects is a warning that names the missing permission.
 */
export async function publish(
  report: Report,
  reportContext: ReportContext,
  options: PublishOptions,
): Promise<Published> {
  const { github } = options;
  // Nothing in an untrusted report proves what it is about: GitHub determined its pull request.
  const about = options.untrusted ? undefined : otherSubject(report.commits ?? [], github);
  const context = { ...withLinks(reportContext, report, github), about };
  const log = countWarnings(options.log);
  const summary = options.summary !== false && (await writeSummary(report, context, github, log));
  if (about !== undefined) {
    log.warning(`The result is about ${about}: it is only in the job summary and the reports`);
    return { summary, ...NOTHING_PUBLISHED, annotations: 0, requests: 0 };
  }
  const client = connectIfAllowed(options, log);
  const publication = client && createPublication(report, context, options, { client, log });
  const published = publication
    ? {
        comment: await publishComment(publication),
        codeScanning: await publishAlerts(publication),
        review: await publishReview(publication),
        issue: await publishIssue(publication),
        dependencySnapshot: await publishSnapshot(publication),
      }
    : NOTHING_PUBLISHED;
  if (published.codeScanning === 'unavailable')
    await noteUnavailable(summary ? github.summaryFile : undefined, log);
  // Last: the warnings above use up some of the ten that GitHub shows.
  const annotations =
    options.annotations === false ? 0 : await annotate(report, context, log, publication);
  return { summary, ...published, annotations, requests: client?.requests ?? 0 };
}

const NOTHING_PUBLISHED = {
  comment: 'off',
  codeScanning: 'off',
  review: 'off',
  issue: 'off',
  dependencySnapshot: 'off',
} as const;

/** For a log: `published: summary, comment created, 3 review comments, 9 requests`. */
export function formatPublished(published: Published): string {
  const { summary, review, annotations, requests } = published;
  const outcomes = [
    ['comment', published.comment],
    ['code scanning', published.codeScanning],
    ['review', typeof review === 'number' ? pluralize(review, 'comment') : review],
    ['dependency snapshot', published.dependencySnapshot],
    ['issue', published.issue],
  ] as const;
  const parts = [
    ...(summary ? ['summary'] : []),
    ...outcomes
      .filter(([, outcome]) => outcome !== 'off')
      .map(([name, outcome]) => `${name} ${outcome.replaceAll('-', ' ')}`),
    ...(annotations > 0 ? [pluralize(annotations, 'annotation')] : []),
    pluralize(requests, 'request'),
  ];
  return `published: ${parts.join(', ')}`;
}

function createPublication(
  report: Report,
  context: ReportContext,
  options: PublishOptions,
  { client, log }: Pick<RepositoryClient, 'client' | 'log'>,
): Publication {
  const { owner, name: repo } = options.github.repository;
  return { report, context, options, repository: { client, log, owner, repo } };
}

function withLinks(
  context: ReportContext,
  { commits = [] }: Report,
  github: GitHubContext,
): ReportContext {
  const other = commits.find((commit) => !isOwnCommit(commit, github));
  return {
    ...context,
    repository: {
      name: `${github.repository.owner}/${github.repository.name}`,
      server: github.server,
      commit: other ?? (linkedCommit(github) || undefined),
      run: github.run,
    },
  };
}

interface CountingLogger extends GitHubLogger {
  /** How many warnings were logged. */
  warnings(): number;
}

function countWarnings(log: GitHubLogger): CountingLogger {
  let count = 0;
  return {
    info: (message) => log.info(message),
    warning(message) {
      count++;
      log.warning(message);
    },
    warnings: () => count,
  };
}

/** Adds the report to the job summary. Returns whether it did; a failure is a warning. */
async function writeSummary(
  report: Report,
  context: ReportContext,
  github: GitHubContext,
  log: GitHubLogger,
): Promise<boolean> {
  const { summaryFile } = github;
  if (summaryFile === undefined) return false;
  // An older server shows an error in place of a chart that its version of Mermaid does not know.
  const size = { ...SUMMARY_SIZE, chart: !isEnterpriseServer(github) };
  try {
    await appendFile(summaryFile, renderMarkdown(report, context, size));
    return true;
  } catch (error) {
    log.warning(`The job summary was not written: ${reason(error)}`);
    return false;
  }
}

/** Says once, in the job summary or else in the log, that alerts are not available in this repository. */
async function noteUnavailable(summaryFile: string | undefined, log: GitHubLogger): Promise<void> {
  const note = `\n<sub>${CODE_SCANNING_UNAVAILABLE}.</sub>\n`;
  const isWritten =
    summaryFile !== undefined &&
    (await appendFile(summaryFile, note).then(
      () => true,
      () => false,
    ));
  if (!isWritten) log.info(CODE_SCANNING_UNAVAILABLE);
}

/** A client if there is anything to publish and the token can write. */
function connectIfAllowed(options: PublishOptions, log: GitHubLogger): GitHubClient | undefined {
  const { github, token } = options;
  if (!hasWork(options)) return undefined;
  if (!token) {
    log.info('There is no token: nothing is commented or uploaded');
    return undefined;
  }
  const readOnly = readOnlyReason(github);
  if (readOnly !== undefined) {
    log.info(
      `The token is read-only because ${readOnly}: the findings are in the job summary, the annotations and the reports`,
    );
    return undefined;
  }
  return connectToGitHub({ ...github, token, log });
}

/** Whether anything is to be written through the API on this event. */
function hasWork(options: PublishOptions): boolean {
  const { codeScanning, dependencySnapshot, issue, comment, review, annotations } = options;
  if (codeScanning !== false || dependencySnapshot) return true;
  return options.github.event.kind === 'pull_request'
    ? comment !== 'never' || review !== false || annotations !== false
    : issue === true;
}

/**
 * Whether the checked commit is still the head of the pull request. Makes one request. An unknown head counts as current.
 */
async function isHeadOf({ options, repository }: Publication): Promise<boolean> {
  const { event } = options.github;
  if (options.untrusted || event.kind !== 'pull_request') return true;
  const { client, log, owner, repo } = repository;
  const pull = await client
    .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner,
      repo,
      pull_number: event.number,
    })
    .catch(() => undefined);
  const head = object(object(pull).head).sha;
  if (typeof head !== 'string' || head === event.headSha) return true;
  log.info(
    `The pull request has a newer commit than ${event.headSha.slice(0, 8)}: its own run will publish the result`,
  );
  return false;
}

async function publishComment(publication: Publication): Promise<CommentOutcome | 'off'> {
  const { report, context, options, repository } = publication;
  const { event } = options.github;
  const { comment: mode = 'auto' } = options;
  if (mode === 'never' || event.kind !== 'pull_request') return 'off';
  return updateComment(report, context, {
    ...repository,
    ...commentingJob(publication),
    pullRequest: event.number,
    mode,
    isCurrent: () => isHeadOf(publication),
  });
}

/**
 * Each job of a workflow has one comment, which the legs of its matrix share. Untrusted reports have one of their own. Legs
 * of a matrix that calls a reusable workflow are told apart by their images.
 */
function commentingJob({ report, context, options }: Publication): CommentingJob {
  const { workflow, job, runId, step } = options.github;
  const { index, total } = options.matrix ?? { index: 0, total: 1 };
  if (options.untrusted)
    return { key: `${workflow} of forks`, step: [], index: 0, total: 1, run: runId };
  const images = options.images ?? imageNames(report);
  const { dockerfiles = [], category = '' } = context;
  return {
    key: `${workflow} ${job}`.slice(0, 500),
    step: [String(index), step, category, dockerfiles.join('\n'), images.join('\n')],
    index,
    total,
    run: runId,
  };
}

/** The job of a matrix by its position: the name of its image may have the commit as its tag. */
function matrixJobName({ context, options }: Publication): string | undefined {
  const { index = 0, total = 1 } = options.matrix ?? {};
  const { workflow, job, step } = options.github;
  if (total <= 1) return undefined;
  return [workflow, job, String(index), step, context.category ?? ''].join('\n');
}

function imageNames({ targets }: Report): string[] {
  return [...new Set(targets.flatMap(({ kind, name }) => (kind === 'image' ? [name] : [])))];
}

/**
 * Identifies an issue: jobs, and jobs of a matrix that check other images, platforms or Dockerfiles, have one
 * each. Untrusted reports share one, since an attacker could name any number of images.
 */
function publicationKey({ report, context, options }: Publication): string {
  const { workflow, job } = options.github;
  if (options.untrusted) return `${workflow} of forks`;
  const images = report.targets
    .filter((t) => t.kind === 'image')
    .map((t) => sarifCategory(t.name, t.platform));
  const { dockerfiles = [], category } = context;
  const parts = [
    workflow,
    job,
    ...(category ? [category] : []),
    ...dockerfiles,
    ...new Set(images),
  ];
  return parts.join(' ').slice(0, 500);
}

async function publishAlerts(publication: Publication): Promise<UploadOutcome | 'off'> {
  const { report, context, options, repository } = publication;
  if (options.codeScanning === false) return 'off';
  return uploadSarif(report, context, {
    ...repository,
    ...analyzedCommit(options.github),
    untrusted: options.untrusted === true,
  });
}

async function publishReview(publication: Publication): Promise<ReviewOutcome | 'off'> {
  const { report, context, options, repository } = publication;
  const { event } = options.github;
  if (options.review === false || event.kind !== 'pull_request') return 'off';
  const { number: pullRequest, headSha } = event;
  const job = matrixJobName(publication);
  // Asked once more for all of it: code scanning may have taken a minute since the comment.
  let current: Promise<boolean> | undefined;
  const isCurrent = () => {
    current ??= isHeadOf(publication);
    return current;
  };
  return postReview(report, context, { ...repository, pullRequest, headSha, job, isCurrent });
}

async function publishIssue(publication: Publication): Promise<IssueOutcome | 'off'> {
  const { report, context, options, repository } = publication;
  if (!options.issue || options.github.event.kind === 'pull_request') return 'off';
  return updateIssue(report, context, { ...repository, key: publicationKey(publication) });
}

async function publishSnapshot(publication: Publication): Promise<SnapshotOutcome | 'off'> {
  const { report, context, options, repository } = publication;
  // On workflow_run the report may come from a fork, and the commit of this run is that of the default branch.
  if (!options.dependencySnapshot || isWorkflowRun(options.github)) return 'off';
  return submitSnapshot(report, {
    ...repository,
    github: options.github,
    scanned: context.ended,
  });
}

function isWorkflowRun({ event }: GitHubContext): boolean {
  return event.kind === 'workflow_run' || (event.kind === 'other' && event.name === 'workflow_run');
}

/** Annotates lines by a check run if a step cannot show all annotations, else by the step. Returns how many lines. */
async function annotate(
  report: Report,
  context: ReportContext,
  log: CountingLogger,
  publication: Publication | undefined,
): Promise<number> {
  const event = publication?.options.github.event;
  if (publication && event?.kind === 'pull_request' && exceedsStepLimit(report)) {
    const { repository } = publication;
    const shown = await createCheckRun(report, context, { ...repository, headSha: event.headSha });
    if (shown !== undefined) return shown;
  }
  const { written, left } = writeAnnotations(report, log.warnings());
  if (left > 0) log.info(`${pluralize(left, 'more finding')} on lines: see the job summary`);
  return written;
}
