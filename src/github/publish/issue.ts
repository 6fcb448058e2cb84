import type { Report } from '../../core/report.js';
import { sha256 } from '../../lib/hash.js';
import { list, object } from '../../lib/json.js';
import type { ReportContext } from '../../reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../../reports/formats/markdown.js';
import { gapsOf } from '../../reports/gaps.js';
import { createAuthorCheck } from '../authorship.js';
import type { RepositoryClient } from '../client.js';
import { tryPublishing } from './try-publishing.js';

/** What happened to the issue. */
export type IssueOutcome =
  | 'opened'
  | 'updated'
  | 'unchanged'
  | 'closed'
  | 'nothing-to-report'
  | 'failed';

export interface IssueRequest extends RepositoryClient {
  /** Identifies the issue: workflow, job, images and platforms. */
  readonly key: string;
}

const LABEL = 'portside';
/** Our issue is searched among the first 100 open issues with our label. */
const PAGE_SIZE = 100;

/**
 * Keeps one open issue for each key on runs without a pull request, such as a rescan. It is opened when the policy fails,
 * edited when the result changes, and closed when the policy passes. A run with a failed check closes nothing, also if the
 * policy allows the failure, since a finding that was not looked for is not fixed. Never throws.
 */
export async function updateIssue(
  report: Report,
  context: ReportContext,
  request: IssueRequest,
): Promise<IssueOutcome> {
  return tryPublishing(() => openEditOrClose(report, context, request), {
    log: request.log,
    failed: 'No issue was opened or changed',
    permission: 'issues: write',
  });
}

async function openEditOrClose(
  report: Report,
  context: ReportContext,
  request: IssueRequest,
): Promise<IssueOutcome> {
  const { client, owner, repo, key } = request;
  const { outcome } = report.verdict;
  const open = outcome === 'incomplete' ? undefined : await findOwnIssue(request);
  if (outcome !== 'fail' && !open) return 'nothing-to-report';
  const edit = (changes: object) =>
    client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      owner,
      repo,
      issue_number: open?.number,
      ...changes,
    });
  if (open && outcome === 'pass') {
    if (gapsOf(report).allowed.some(({ state }) => state === 'failed')) return 'unchanged';
    await edit({ state: 'closed', state_reason: 'completed' });
    return 'closed';
  }
  const { repository: _, advisories: __, ...stable } = context;
  const hash = digest(renderMarkdown(report, stable, COMMENT_SIZE));
  if (open?.hash === hash) return 'unchanged';
  const body = `${renderMarkdown(report, context, COMMENT_SIZE)}\n${markerStart(key)}${hash} -->`;
  if (open) {
    await edit({ body });
    return 'updated';
  }
  await client.request('POST /repos/{owner}/{repo}/issues', {
    owner,
    repo,
    title: issueTitle(report),
    body,
    labels: [LABEL],
  });
  return 'opened';
}

/** Contains no image name, which may be untrusted. */
function issueTitle(report: Report): string {
  const images = new Set(report.targets.filter((t) => t.kind === 'image').map((t) => t.name));
  return `Portside: ${images.size} published ${images.size === 1 ? 'image fails' : 'images fail'} the policy`;
}

async function findOwnIssue({
  client,
  owner,
  repo,
  key,
}: IssueRequest): Promise<{ readonly number: number; readonly hash: string } | undefined> {
  const issues = await client.request('GET /repos/{owner}/{repo}/issues', {
    owner,
    repo,
    state: 'open',
    labels: LABEL,
    per_page: PAGE_SIZE,
  });
  const start = markerStart(key);
  const isOwn = createAuthorCheck(client);
  for (const issue of list(issues)) {
    const { body, number } = object(issue);
    if (typeof body !== 'string' || typeof number !== 'number') continue;
    const last = body.trimEnd().split('\n').at(-1) ?? '';
    if (last.startsWith(start) && (await isOwn(issue)))
      return { number, hash: last.slice(start.length).split(' ')[0] ?? '' };
  }
  return undefined;
}

/** The last line of our issues. Untrusted text before it is escaped, so that it cannot contain a marker. */
function markerStart(key: string): string {
  return `<!-- portside issue=${digest(key)} v=1 hash=`;
}

function digest(text: string): string {
  return sha256(text).slice(0, 32);
}
