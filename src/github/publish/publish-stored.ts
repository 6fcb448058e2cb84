import type { Finding } from '../../core/finding.js';
import type { Report, RuleBook } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { list, object } from '../../lib/json.js';
import { shorten } from '../../reports/escape.js';
import { baselineContext } from '../../reports/format.js';
import { MAX_REPORT_BYTES } from '../../reports/stored/read-report.js';
import { readReportFile } from '../../reports/stored/report-file.js';
import { connectToGitHub, type GitHubClient, GitHubError } from '../client.js';
import type { GitHubContext, WorkflowRunEvent } from '../event.js';
import { type Published, type PublishOptions, publish } from './publish.js';

export interface StoredPublishOptions extends Omit<PublishOptions, 'github'> {
  readonly github: GitHubContext | undefined;
  readonly now: Date;
}

/** The report of the largest image measured has 10 MB. */
const MAX_UNTRUSTED_BYTES = 30_000_000;

/**
 * Publishes a report that another run stored. On workflow_run it goes to the pull request whose head that run checked,
 * and it is untrusted, since it may come from a fork: the file must be a regular file of bounded size and valid against
 * the schema, its texts are escaped and its paths are not followed. The pull request is looked up on GitHub, not read from
 * the file. Returns undefined when there is no such pull request. Throws PortsideError.
 */
export async function publishStored(
  file: string,
  rules: RuleBook,
  options: StoredPublishOptions,
): Promise<Published | undefined> {
  const { github, token, log, now } = options;
  const isUntrusted = github?.event.kind === 'workflow_run';
  // A merged report of the repository's own images has the size of all of them.
  const maxBytes = isUntrusted ? MAX_UNTRUSTED_BYTES : MAX_REPORT_BYTES;
  const report = await readReportFile(file, maxBytes);
  if (!github)
    throw new PortsideError(
      'PSE9003',
      `Cannot publish ${file}: this is not a GitHub Actions job`,
      'Run the command in a workflow',
    );
  if (!token)
    throw new PortsideError(
      'PSE9004',
      `Cannot publish ${file}: there is no token`,
      'Set GITHUB_TOKEN',
    );
  const { event } = github;
  // The repository of a deleted fork, for example. The commit of this run is that of the default branch.
  if (event.kind === 'other' && event.name === 'workflow_run') {
    log.info('The event does not contain the checked commit: nothing is published');
    return undefined;
  }
  const context = { rules, started: now, ended: now, ...baselineContext(report) };
  // The run has its own pull request or branch, such as the job that merges the reports of a matrix.
  if (event.kind !== 'workflow_run')
    return publish(report, { ...context, ...ofFork(github) }, { ...options, github });
  const client = connectToGitHub({ ...github, token, log });
  const pullRequest = await findPullRequest(event, github, client);
  if (!pullRequest) {
    log.info(
      `No open pull request has the head ${event.headSha.slice(0, 8)}: nothing is published`,
    );
    return undefined;
  }
  return publish(
    asUntrusted(report),
    { ...context, untrusted: true },
    {
      ...options,
      untrusted: true,
      // They would appear in this run, which nobody opens.
      annotations: false,
      github: {
        ...github,
        event: pullRequest,
        sha: event.headSha,
        ref: `refs/pull/${pullRequest.number}/head`,
        runId: event.id,
        run: `${github.server}/${github.repository.owner}/${github.repository.name}/actions/runs/${event.id}`,
      },
    },
  );
}

/** In a privileged job of a fork's pull request, it is not known what made the file. */
function ofFork({ event }: GitHubContext): { readonly untrusted?: true } {
  return event.kind === 'pull_request' && event.fork ? { untrusted: true } : {};
}

/** Of each list of texts, and characters of each text: the rest is in the report of the run. */
const MAX_TEXTS = 10;
const MAX_LENGTH = 200;

/** Without edits, so that nothing untrusted is suggested as a change, and with short texts. */
function asUntrusted(report: Report): Report {
  const { suppressed, policyChange, addedSuppressions, baseline } = report;
  return {
    ...report,
    notes: report.notes
      .slice(0, MAX_TEXTS)
      .map(({ message, ...note }) => ({ ...note, message: cut(message) })),
    incomplete: report.incomplete.map(({ reason: why, ...item }) => ({
      ...item,
      reason: cut(why),
    })),
    verdict: { ...report.verdict, reasons: report.verdict.reasons.map(cut) },
    findings: report.findings.map(asPlain),
    ...(suppressed && { suppressed: suppressed.map(asPlain) }),
    ...(policyChange && { policyChange: policyChange.slice(0, MAX_TEXTS).map(cut) }),
    ...(addedSuppressions && { addedSuppressions: addedSuppressions.map(cut) }),
    ...(baseline && {
      baseline: {
        with: baseline.with.slice(0, MAX_TEXTS).map(cut),
        missing: baseline.missing.slice(0, MAX_TEXTS).map(cut),
      },
    }),
  };
}

function cut(text: string): string {
  return shorten(text, MAX_LENGTH);
}

function asPlain({ message, advice, ...finding }: Finding): Finding {
  return {
    ...withoutEdits(finding as Finding),
    message: cut(message),
    ...(advice !== undefined && { advice: cut(advice) }),
  };
}

function withoutEdits(finding: Finding): Finding {
  const { fix } = finding;
  return fix ? { ...finding, fix: { ...fix, edits: [] } } : finding;
}

/** The open pull request whose head is still the checked commit. */
async function findPullRequest(
  event: WorkflowRunEvent,
  { repository }: GitHubContext,
  client: GitHubClient,
) {
  const pulls = await client
    .request('GET /repos/{owner}/{repo}/pulls', {
      owner: repository.owner,
      repo: repository.name,
      state: 'open',
      head: `${event.headOwner}:${event.headBranch}`,
      per_page: 100,
    })
    .catch((error: unknown) => {
      const why = error instanceof GitHubError ? error.summary : reason(error);
      throw new PortsideError('PSE9505', `Cannot find the pull request: ${why}`, undefined, error);
    });
  const pull = list(pulls).find((p) => object(object(p).head).sha === event.headSha);
  const { number, base } = object(pull);
  const { ref: baseRef, sha: baseSha } = object(base);
  if (
    typeof number !== 'number' ||
    typeof baseRef !== 'string' ||
    typeof baseSha !== 'string' ||
    !Number.isSafeInteger(number)
  )
    return undefined;
  return {
    kind: 'pull_request',
    number,
    headSha: event.headSha,
    baseRef,
    baseSha,
    fork: true,
    // The token belongs to the base repository, so it can write.
    target: true,
  } as const;
}
