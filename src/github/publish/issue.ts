import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.js';
import type { ReportContext } from '../../reports/format.js';
import { COMMENT_SIZE, renderMarkdown } from '../../reports/formats/markdown.js';
import { createAuthorCheck } from '../authorship.js';
import { field, type GitHubClient, type GitHubLogger } from '../client.js';
import { tryPublishing } from './attempt.js';

/** What became of the issue. */
export type IssueOutcome =
  | 'opened'
  | 'updated'
  | 'unchanged'
  | 'closed'
  | 'nothing-to-say'
  | 'refused';

export interface IssueRequest {
  readonly client: GitHubClient;
  readonly host: GitHubLogger;
  readonly owner: string;
  readonly repo: string;
  /** One issue a key: workflow, images and platforms. */
  readonly key: string;
}

const LABEL = 'portside';
/** Open issues that are looked through; they are ours or carry our label. */
const PAGE = 100;

/**
 * Keeps one open issue a key for a rescan that no pull request belongs to: opened when the policy fails, edited when
 * what fails changes, closed when the policy passes. An incomplete rescan changes nothing: what could not be looked
 * for is not gone. Never throws.
 */
export async function updateIssue(
  report: Report,
  context: ReportContext,
  request: IssueRequest,
): Promise<IssueOutcome> {
  return tryPublishing(() => keep(report, context, request), {
    host: request.host,
    failed: 'No issue was opened or changed',
    permission: 'issues: write',
  });
}

async function keep(
  report: Report,
  context: ReportContext,
  request: IssueRequest,
): Promise<IssueOutcome> {
  const { outcome } = report.verdict;
  const place = { owner: request.owner, repo: request.repo };
  const open = outcome === 'incomplete' ? undefined : await findOurs(request);
  if (outcome !== 'fail' && !open) return 'nothing-to-say';
  if (open && outcome === 'pass') {
    await request.client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...place,
      issue_number: open.number,
      state: 'closed',
      state_reason: 'completed',
    });
    return 'closed';
  }
  const { repository: _, advisories: __, ...lasting } = context;
  const hash = digest(renderMarkdown(report, lasting, COMMENT_SIZE));
  if (open?.hash === hash) return 'unchanged';
  const body = `${renderMarkdown(report, context, COMMENT_SIZE)}\n${markerStart(request.key)}${hash} -->`;
  if (open) {
    await request.client.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...place,
      issue_number: open.number,
      body,
    });
    return 'updated';
  }
  await request.client.request('POST /repos/{owner}/{repo}/issues', {
    ...place,
    title: title(report),
    body,
    labels: [LABEL],
  });
  return 'opened';
}

/** Names no image from outside: what is checked is written by the owner of the workflow, but may hold anything. */
function title(report: Report): string {
  const images = new Set(report.targets.filter((t) => t.kind === 'image').map((t) => t.name));
  return `Container check fails for ${images.size} published ${images.size === 1 ? 'image' : 'images'}`;
}

async function findOurs(
  request: IssueRequest,
): Promise<{ readonly number: number; readonly hash: string } | undefined> {
  const issues = await request.client.request('GET /repos/{owner}/{repo}/issues', {
    owner: request.owner,
    repo: request.repo,
    state: 'open',
    labels: LABEL,
    per_page: PAGE,
  });
  const start = markerStart(request.key);
  const isOurs = createAuthorCheck(request.client);
  for (const issue of Array.isArray(issues) ? issues : []) {
    const [body, number] = [field(issue, 'body'), field(issue, 'number')];
    if (typeof body !== 'string' || typeof number !== 'number') continue;
    const last = body.trimEnd().split('\n').at(-1) ?? '';
    if (last.startsWith(start) && (await isOurs(issue)))
      return { number, hash: last.slice(start.length).split(' ')[0] ?? '' };
  }
  return undefined;
}

/** The last line of our issues; all foreign text before it is escaped. */
function markerStart(key: string): string {
  return `<!-- portside issue=${digest(key)} v=1 hash=`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
