import type { Report } from '../../core/report.js';
import { pluralize } from '../../lib/text.js';
import type { ReportContext } from '../../reports/format.js';
import { sarifCategory } from '../../reports/formats/sarif.js';
import { connect, field, type GitHubClient, type GitHubLogger } from '../client.js';
import { analyzedCommit, type GitHubContext, linkedCommit, readOnlyReason } from '../event.js';
import { needsCheckRun, writeAnnotations } from './annotations.js';
import { createCheckRun } from './check-run.js';
import { type UploadOutcome, uploadSarif } from './code-scanning.js';
import { type CommentOutcome, updateComment } from './comment.js';
import { type SnapshotOutcome, submitSnapshot } from './dependency-snapshot.js';
import { type IssueOutcome, updateIssue } from './issue.js';
import { writeSummary } from './job-summary.js';
import { postReview, type ReviewOutcome } from './review.js';

/** Where and how a result is shown on GitHub. */
export interface PublishOptions {
  readonly context: GitHubContext;
  /** Absent: nothing that needs the API is done. */
  readonly token?: string;
  readonly host: GitHubLogger;
  /** Absent, like the four that follow: shown wherever the event has a place for it. */
  readonly comment?: boolean;
  readonly codeScanning?: boolean;
  /** Comments on changed lines, with suggestions. */
  readonly review?: boolean;
  readonly annotations?: boolean;
  readonly summary?: boolean;
  /** Tell the dependency graph what the images hold. */
  readonly dependencySnapshot?: boolean;
  /** Keep an issue while the policy fails, on runs that no pull request belongs to. */
  readonly issue?: boolean;
  /** The report is a stranger's, and that its head is the pull request's was asked already. */
  readonly untrusted?: boolean;
}

/** What was shown where; `off` was not wished or is not possible for this event. */
export interface Published {
  readonly summary: boolean;
  readonly comment: CommentOutcome | 'off';
  readonly codeScanning: UploadOutcome | 'off';
  readonly review: ReviewOutcome | 'off';
  readonly dependencySnapshot: SnapshotOutcome | 'off';
  readonly issue: IssueOutcome | 'off';
  readonly annotations: number;
  /** Requests made to GitHub. */
  readonly requests: number;
}

/**
 * Shows the report on GitHub: summary, comment, code scanning, annotations. Never throws and never fails the job:
 * what GitHub refuses is a warning that names the missing permission. Called before the gate.
 */
export async function publish(
  report: Report,
  context: ReportContext,
  github: PublishOptions,
): Promise<Published> {
  const linked = withLinks(context, github.context);
  const log = countWarnings(github.host);
  const summary =
    github.summary !== false &&
    (await writeSummary(report, linked, github.context.summaryFile, log));
  const client = await clientFor(github, log);
  const isCurrent = createHeadCheck(github, client, log);
  const comment = client ? await commentOn(report, linked, github, client, log, isCurrent) : 'off';
  const codeScanning =
    client && github.codeScanning !== false
      ? await upload(report, linked, github, client, log)
      : 'off';
  const reviewed = client
    ? await reviewLines(report, linked, github, client, log, isCurrent)
    : 'off';
  const issue = client ? await issueFor(report, linked, github, client, log) : 'off';
  // What another run left may be a fork's, and this run's commit is the default branch's.
  const snapshot =
    client && github.dependencySnapshot && isOwnRun(github.context.event)
      ? await submitSnapshot(report, {
          client,
          host: log,
          context: github.context,
          scanned: context.ended,
        })
      : 'off';
  // Last: what went wrong above takes some of the ten warnings that GitHub shows.
  const written =
    github.annotations !== false ? await annotations(report, linked, github, client, log) : 0;
  return {
    summary,
    comment,
    codeScanning,
    review: reviewed,
    dependencySnapshot: snapshot,
    issue,
    annotations: written,
    requests: client?.requests ?? 0,
  };
}

/** What was shown where, for a log: `published: summary, comment created, 3 remarks, 9 requests`. */
export function formatPublished(published: Published): string {
  const {
    summary,
    comment,
    codeScanning,
    review: remarks,
    issue,
    annotations,
    requests,
  } = published;
  const said: readonly (readonly [string, string | number])[] = [
    ['comment', comment],
    ['code scanning', codeScanning],
    ['review', remarks],
    ['dependency snapshot', published.dependencySnapshot],
    ['issue', issue],
  ];
  const parts = [
    ...(summary ? ['summary'] : []),
    ...said.flatMap(([name, outcome]) => {
      if (outcome === 'off') return [];
      const what = typeof outcome === 'number' ? pluralize(outcome, 'remark') : outcome;
      return [`${name} ${what.replaceAll('-', ' ')}`];
    }),
    ...(annotations > 0 ? [pluralize(annotations, 'annotation')] : []),
    pluralize(requests, 'request'),
  ];
  return `published: ${parts.join(', ')}`;
}

function isOwnRun(event: GitHubContext['event']): boolean {
  return (
    event.kind !== 'workflow_run' && !(event.kind === 'other' && event.name === 'workflow_run')
  );
}

/** By a check run when a step may not write them all, else by the step. Returns how many lines are annotated. */
async function annotations(
  report: Report,
  context: ReportContext,
  github: PublishOptions,
  client: GitHubClient | undefined,
  log: GitHubLogger & { count(): number },
): Promise<number> {
  const { event, repository } = github.context;
  if (client && event.kind === 'pull_request' && needsCheckRun(report)) {
    const shown = await createCheckRun(report, context, {
      client,
      host: github.host,
      owner: repository.owner,
      repo: repository.name,
      headSha: event.headSha,
    });
    if (shown !== undefined) return shown;
  }
  const { written, left } = writeAnnotations(report, log.count());
  if (left > 0)
    github.host.info(`${pluralize(left, 'more finding')} on lines: see the job's summary`);
  return written;
}

function withLinks(context: ReportContext, github: GitHubContext): ReportContext {
  const commit = linkedCommit(github);
  return {
    ...context,
    repository: {
      name: `${github.repository.owner}/${github.repository.name}`,
      server: github.server,
      ...(commit ? { commit } : {}),
      ...(github.run ? { run: github.run } : {}),
    },
  };
}

function countWarnings(host: GitHubLogger): GitHubLogger & { count(): number } {
  let count = 0;
  return {
    info: (message) => host.info(message),
    warning(message) {
      count++;
      host.warning(message);
    },
    count: () => count,
  };
}

/** A client, when there is anything that it may do. */
async function clientFor(
  github: PublishOptions,
  host: GitHubLogger,
): Promise<GitHubClient | undefined> {
  const wanted =
    github.codeScanning !== false ||
    github.dependencySnapshot ||
    (github.comment !== false && github.context.event.kind === 'pull_request');
  if (!wanted) return undefined;
  if (!github.token) {
    host.info('No token was given: nothing is commented or uploaded');
    return undefined;
  }
  const why = readOnlyReason(github.context);
  if (why !== undefined) {
    host.info(
      `The token is read-only because ${why}: the findings are in the job's summary, the annotations and the reports`,
    );
    return undefined;
  }
  return connect({ api: github.context.api, token: github.token, host });
}

async function commentOn(
  report: Report,
  context: ReportContext,
  github: PublishOptions,
  client: GitHubClient,
  host: GitHubLogger,
  isCurrent: () => Promise<boolean>,
): Promise<CommentOutcome | 'off'> {
  const { event, repository } = github.context;
  if (github.comment === false || event.kind !== 'pull_request') return 'off';
  return updateComment(report, context, {
    client,
    host,
    owner: repository.owner,
    repo: repository.name,
    pullRequest: event.number,
    key: keyOf(report, context, github),
    isCurrent,
  });
}

/**
 * Jobs, and legs of a matrix that check other images, platforms or Dockerfiles, keep a comment each. By images of his
 * own a stranger would have as many as he likes.
 */
function keyOf(
  report: Report,
  { dockerfiles = [] }: ReportContext,
  { context: { workflow, job }, untrusted }: PublishOptions,
): string {
  if (untrusted) return `${workflow} of forks`;
  const images = report.targets
    .filter((t) => t.kind === 'image')
    .map((t) => sarifCategory(t.name, t.platform));
  return [workflow, job, ...dockerfiles, ...new Set(images)].join(' ').slice(0, 500);
}

/**
 * Whether the head that was checked is the pull request's still, asked once and only when there is something to write.
 * Where GitHub does not say it counts as so.
 */
function createHeadCheck(
  { context: { event, repository }, untrusted }: PublishOptions,
  client: GitHubClient | undefined,
  host: GitHubLogger,
): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  const ask = async (): Promise<boolean> => {
    if (untrusted || !client || event.kind !== 'pull_request') return true;
    const { owner, name: repo } = repository;
    const pull = await client
      .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        owner,
        repo,
        pull_number: event.number,
      })
      .catch(() => undefined);
    const head = field(field(pull, 'head'), 'sha');
    if (typeof head !== 'string' || head === event.headSha) return true;
    host.info(
      `The pull request has a newer head than ${event.headSha.slice(0, 8)}: its own run speaks`,
    );
    return false;
  };
  return () => {
    asked ??= ask();
    return asked;
  };
}

function upload(
  report: Report,
  context: ReportContext,
  github: PublishOptions,
  client: GitHubClient,
  host: GitHubLogger,
): Promise<UploadOutcome> {
  const { owner, name } = github.context.repository;
  return uploadSarif(report, context, {
    client,
    host,
    owner,
    repo: name,
    ...analyzedCommit(github.context),
    ...(github.untrusted && { foreign: true }),
  });
}

async function reviewLines(
  report: Report,
  context: ReportContext,
  github: PublishOptions,
  client: GitHubClient,
  host: GitHubLogger,
  isCurrent: () => Promise<boolean>,
): Promise<ReviewOutcome | 'off'> {
  const { event, repository } = github.context;
  if (github.review === false || event.kind !== 'pull_request') return 'off';
  return postReview(report, context, {
    client,
    host,
    owner: repository.owner,
    repo: repository.name,
    pullRequest: event.number,
    headSha: event.headSha,
    isCurrent,
  });
}

async function issueFor(
  report: Report,
  context: ReportContext,
  github: PublishOptions,
  client: GitHubClient,
  host: GitHubLogger,
): Promise<IssueOutcome | 'off'> {
  const { event, repository } = github.context;
  if (!github.issue || event.kind === 'pull_request') return 'off';
  const key = keyOf(report, context, github);
  return updateIssue(report, context, {
    client,
    host,
    owner: repository.owner,
    repo: repository.name,
    key,
  });
}
