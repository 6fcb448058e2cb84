import type { Finding } from '../../core/finding.js';
import type { Outcome, Report } from '../../core/report.js';
import { reason } from '../../lib/errors.js';
import { pluralize } from '../../lib/text.js';
import { sanitize, shorten, toRepositoryPath } from '../../reports/escape.js';
import { compareByUrgency } from '../../reports/finding-lists.js';
import type { ReportContext } from '../../reports/format.js';
import { ANNOTATION_LEVELS } from '../../reports/formats/github-annotations.js';
import { headline } from '../../reports/headline.js';
import { field, type GitHubClient, GitHubError, type GitHubLogger } from '../client.js';

export interface CheckRunRequest {
  readonly client: GitHubClient;
  readonly host: GitHubLogger;
  readonly owner: string;
  readonly repo: string;
  /** The head of a pull request: annotations of another commit are not shown. */
  readonly headSha: string;
}

/** Annotations that one request takes, and requests that are worth it. */
const PAGE = 50;
const PAGES = 3;

/**
 * A check run with more annotations than a step may write (ten a level), where the token has `checks: write`. Returns
 * how many there are; undefined when the token may not, so that the step writes what it can. Never throws.
 */
export async function createCheckRun(
  report: Report,
  context: ReportContext,
  request: CheckRunRequest,
): Promise<number | undefined> {
  const { client, host, owner, repo, headSha } = request;
  const placed = report.findings
    .filter((f) => f.status === 'new' && f.location)
    .sort(compareByUrgency);
  const annotations = placed.flatMap((f) => annotation(f) ?? []).slice(0, PAGE * PAGES);
  const title = shorten(headline(report, context), 255);
  const left = placed.length - annotations.length;
  const summary = `${pluralize(placed.length, 'new finding')} on lines${left > 0 ? `, the ${annotations.length} most urgent of them shown` : ''}. The job’s summary has all.`;
  const output = (page: number) => ({
    title,
    summary,
    annotations: annotations.slice(page * PAGE, (page + 1) * PAGE),
  });
  let shown = 0;
  try {
    const made = await client.request('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: 'Portside',
      head_sha: headSha,
      status: 'completed',
      conclusion: CONCLUSIONS[report.verdict.outcome],
      output: output(0),
    });
    shown = output(0).annotations.length;
    const id = field(made, 'id');
    for (let page = 1; page * PAGE < annotations.length && typeof id === 'number'; page++) {
      await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        owner,
        repo,
        check_run_id: id,
        output: output(page),
      });
      shown += output(page).annotations.length;
    }
    return shown;
  } catch (error) {
    const why = error instanceof GitHubError ? error.answer : reason(error);
    // A check run is not promised to anybody: no warning.
    host.info(
      error instanceof GitHubError && error.isRefusal
        ? 'A step shows ten annotations a level; with "permissions: checks: write" there would be more'
        : `Not every line was annotated: ${why}`,
    );
    return shown > 0 ? shown : undefined;
  }
}

const CONCLUSIONS: Readonly<Record<Outcome, string>> = {
  pass: 'success',
  fail: 'failure',
  incomplete: 'failure',
};

const LEVELS = { error: 'failure', warning: 'warning', notice: 'notice' } as const;

function annotation({ severity, rule, message, location }: Finding) {
  const path = location && toRepositoryPath(sanitize(location.path));
  if (!location || path === undefined) return undefined;
  return {
    path,
    start_line: location.startLine,
    end_line: location.endLine,
    annotation_level: LEVELS[ANNOTATION_LEVELS[severity]],
    title: shorten(`${severity}: ${sanitize(rule)}`, 255),
    message: shorten(sanitize(message), 4_000),
  };
}
