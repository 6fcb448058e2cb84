import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Finding } from '../../core/finding.js';
import type { Report, RuleBook } from '../../core/report.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { baselineContext } from '../../reports/format.js';
import { MAX_REPORT_BYTES, readReport } from '../../reports/stored/read-report.js';
import { connect, field, type GitHubClient, GitHubError } from '../client.js';
import type { GitHubContext, WorkflowRunEvent } from '../event.js';
import { type Published, type PublishOptions, publish } from './publish.js';

/** Of a stranger's report; that of the largest image that was seen has 10 MB. */
const MOST_FOREIGN = 30_000_000;

/**
 * Posts a report that a run without rights stored: on workflow_run, to the pull request whose head that run was on.
 * The file is a stranger's: it is no link, of bounded size, valid against the schema, and its texts are only ever
 * shown as text; which pull request it belongs to is asked of GitHub and not of the file, and no path in it is
 * followed. Throws PortsideError when nothing can be posted.
 */
export async function publishStored(
  file: string,
  rules: RuleBook,
  github: Omit<PublishOptions, 'context'> & { readonly context: GitHubContext | undefined },
): Promise<Published | undefined> {
  const { context, token, host } = github;
  // The merged report of many own images is as large as all of them.
  const most = context?.event.kind === 'workflow_run' ? MOST_FOREIGN : MAX_REPORT_BYTES;
  const report = readReport(await readBounded(file, most), file);
  if (!context) throw usage('This is no workflow run of GitHub', 'Run it in a workflow');
  if (!token) throw usage('No token was given', 'Set GITHUB_TOKEN');
  const { event } = context;
  // Such as of a fork that its owner has deleted meanwhile: here the run's own commit is the default branch's.
  if (event.kind === 'other' && event.name === 'workflow_run') {
    host.info('The event does not say whose commit was checked: nothing is posted');
    return undefined;
  }
  const now = new Date();
  const shown = { rules, started: now, ended: now, ...baselineContext(report) };
  // A workflow that already knows its pull request or branch, such as the job that merges a matrix.
  if (event.kind !== 'workflow_run') return publish(report, shown, { ...github, context });
  const client = connect({ api: context.api, token, host });
  const target = await pullRequestOf(event, context, client);
  if (!target) {
    host.info(
      `No open pull request has ${event.headSha.slice(0, 8)} as its head: nothing is posted`,
    );
    return undefined;
  }
  const run = `${context.server}/${context.repository.owner}/${context.repository.name}/actions/runs/${event.id}`;
  return publish(foreign(report), shown, {
    ...github,
    untrusted: true,
    // The summary is of this workflow's run, which nobody looks at.
    annotations: false,
    context: {
      ...context,
      event: target,
      sha: event.headSha,
      ref: `refs/pull/${target.number}/head`,
      run,
    },
  });
}

/** Locations leave the repository in no link, and nothing that a stranger wrote is offered to be committed. */
function foreign(report: Report): Report {
  return {
    ...report,
    notes: [
      ...report.notes,
      { message: 'This was found by a run on the code of the pull request, which may alter it.' },
    ],
    findings: report.findings.map(withoutEdits),
    ...(report.suppressed && { suppressed: report.suppressed.map(withoutEdits) }),
  };
}

function withoutEdits({ fix, ...finding }: Finding): Finding {
  return fix ? { ...finding, fix: { description: fix.description, edits: [] } } : finding;
}

/** The open pull request whose head is still the commit that was checked. */
async function pullRequestOf(
  event: WorkflowRunEvent,
  { repository }: GitHubContext,
  client: GitHubClient,
) {
  const found = await client
    .request('GET /repos/{owner}/{repo}/pulls', {
      owner: repository.owner,
      repo: repository.name,
      state: 'open',
      head: `${event.headOwner}:${event.headBranch}`,
      per_page: 100,
    })
    .catch((error: unknown) => {
      const why = error instanceof GitHubError ? error.answer : reason(error);
      throw new PortsideError('PSE9500', `Cannot find the pull request: ${why}`);
    });
  const list = Array.isArray(found) ? found : [];
  const pull = list.find((p) => field(field(p, 'head'), 'sha') === event.headSha);
  const number = field(pull, 'number');
  const [baseRef, baseSha] = ['ref', 'sha'].map((key) => field(field(pull, 'base'), key));
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
    // The token is the base repository's own, whatever the pull request is from.
    target: true,
  } as const;
}

/** The bytes of a regular file of bounded size. Throws PortsideError (usage). */
async function readBounded(file: string, most: number): Promise<Buffer> {
  try {
    const handle = await open(
      file,
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw new Error('it is no regular file');
      if (found.size > most) throw new Error(`it has more than ${most} bytes`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw usage(`Cannot read the report ${file}: ${reason(error)}`, 'Name a file that is there');
  }
}

function usage(what: string, advice: string): PortsideError {
  return new PortsideError('PSE9000', what, advice);
}
