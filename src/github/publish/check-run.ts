import type { Finding } from '../../core/finding.js';
import type { Outcome, Report } from '../../core/report.js';
import { compareByUrgency } from '../../core/urgency.js';
import { reason } from '../../lib/errors.js';
import { object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import { sanitize, shorten, toRepositoryPath } from '../../reports/escape.js';
import { isCompared } from '../../reports/finding-lists.js';
import type { ReportContext } from '../../reports/format.js';
import { ANNOTATION_LEVELS } from '../../reports/formats/github-annotations.js';
import { headline } from '../../reports/headline.js';
import { hiddenNote, withHidden } from '../../reports/hidden-findings.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import { annotatedFindings, isAnnotated } from './annotations.js';

export interface CheckRunRequest extends RepositoryClient {
  /** The head of the pull request: GitHub does not show annotations of another commit there. */
  readonly headSha: string;
}

/** GitHub accepts 50 annotations in a request. Three requests are enough for a reader. */
const PAGE_SIZE = 50;
const MAX_PAGES = 3;

/**
 * Creates a check run with more annotations than a step can show. It needs `checks: write`. Returns the number of
 * annotations; undefined when the token lacks the permission: then the step writes what it can. Never throws.
 */
export async function createCheckRun(
  report: Report,
  context: ReportContext,
  { client, log, owner, repo, headSha }: CheckRunRequest,
): Promise<number | undefined> {
  const findings = annotatedFindings(report).sort(compareByUrgency);
  const annotations = findings
    .flatMap((f) => toAnnotation(f) ?? [])
    .slice(0, PAGE_SIZE * MAX_PAGES);
  const title = shorten(headline(report, context), 255);
  const limit =
    findings.length > annotations.length ? `; the ${annotations.length} most urgent are shown` : '';
  const all = withHidden(report, context).findings.filter(isAnnotated).length;
  const noun = isCompared(report, context) ? 'new finding' : 'finding';
  const summary = `${pluralize(all, noun)} with a location${limit}. ${hiddenNote(context) || 'The job summary lists all findings'}.`;
  const output = (page: number) => ({
    title,
    summary,
    annotations: annotations.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE),
  });
  let shown = 0;
  try {
    const created = await client.request('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: 'Portside',
      head_sha: headSha,
      status: 'completed',
      conclusion: CONCLUSIONS[report.verdict.outcome],
      output: output(0),
    });
    shown = output(0).annotations.length;
    const { id } = object(created);
    for (let page = 1; page * PAGE_SIZE < annotations.length && typeof id === 'number'; page++) {
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
    // Not a warning: the check run is an extra that most jobs do not allow.
    log.info(
      error instanceof GitHubError && error.isPermissionError
        ? 'A step shows ten annotations of each level; with "permissions: checks: write" there are more'
        : `Not every line was annotated: ${error instanceof GitHubError ? error.summary : reason(error)}`,
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

function toAnnotation({ severity, rule, message, location }: Finding) {
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
