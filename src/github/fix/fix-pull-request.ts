import type { PlanStep } from '../../core/plan.js';
import { PortsideError } from '../../lib/errors.js';
import { sha256 } from '../../lib/hash.js';
import { list, object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import { createAuthorCheck } from '../authorship.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import { checkedBranch, type GitHubContext, readOnlyReason } from '../event.js';
import { type ChangedFile, commitFiles, headOf, isFixCommit, moveBranch } from './commit-files.js';
import { pullRequestBody } from './pull-request-body.js';

/** What happened to the pull request. */
export type FixOutcome =
  | { readonly kind: 'opened' | 'updated' | 'unchanged' | 'closed'; readonly number: number }
  /** The check was not complete: the pull request stays open as it is. */
  | { readonly kind: 'kept'; readonly number: number }
  /** A person closed it: the same edits are not proposed again. */
  | { readonly kind: 'declined'; readonly number: number }
  /** The branch has commits, or a pull request, of somebody else. */
  | { readonly kind: 'taken-over'; readonly branch: string }
  /** There are no edits, or the run is for the branch of the pull request itself. */
  | { readonly kind: 'nothing-to-do' };

export interface FixRequest extends RepositoryClient {
  readonly github: GitHubContext;
  /** The files with paths from the root of the repository. */
  readonly files: readonly ChangedFile[];
  /** The steps that the edits do, and those that a person has to do. */
  readonly steps: readonly PlanStep[];
  readonly byHand: readonly PlanStep[];
  /** Names the plan: what was checked. */
  readonly key: string;
  /** The published images that the steps are for; absent for all findings of the repository. */
  readonly published?: readonly string[];
  /** Whether everything was checked and asked: otherwise edits may be missing, and no open pull request is changed. */
  readonly isComplete: boolean;
}

const BRANCHES = 'portside/fix-';

/**
 * The branch that a run may propose fixes for. Throws PortsideError (usage) on events whose files may come from anybody:
 * only a push to a branch, a schedule and a manual start are trusted.
 */
export function requireFixableBranch(github: GitHubContext): string {
  const branch = checkedBranch(github);
  const readOnly = readOnlyReason(github);
  if (branch !== undefined && readOnly === undefined) return branch;
  const { event } = github;
  const name = event.kind === 'other' ? event.name : event.kind;
  throw new PortsideError(
    'PSE9006',
    `Cannot open a pull request in this run: ${readOnly ?? `the event is ${name}`}`,
    'Use --pull-request on push to a branch, schedule or workflow_dispatch',
  );
}

/**
 * Keeps one pull request for each plan: opens it, brings it up to date, or closes it if there are no edits any more. The
 * commit is made with GitHub's API and without an author, so that GitHub signs it. Neither a branch with commits of others
 * nor a pull request of another author is changed. Throws PortsideError.
 */
export async function proposeFix(request: FixRequest): Promise<FixOutcome> {
  const base = requireFixableBranch(request.github);
  if (base.startsWith(BRANCHES)) return { kind: 'nothing-to-do' };
  try {
    return await openOrUpdate(request, base);
  } catch (error) {
    throw error instanceof GitHubError ? rejected(error) : error;
  }
}

function rejected(error: GitHubError): PortsideError {
  const isForbidden = /not permitted to create or approve pull requests/i.test(error.message);
  const advice = isForbidden
    ? 'Allow GitHub Actions to create pull requests in the settings of the repository, or use the token of an app'
    : error.isPermissionError
      ? 'Add the lines "contents: write" and "pull-requests: write" below "permissions:" of the job'
      : undefined;
  return new PortsideError('PSE9507', `Cannot propose the edits: ${error.summary}`, advice, error);
}

async function openOrUpdate(request: FixRequest, base: string): Promise<FixOutcome> {
  const { files, key, isComplete } = request;
  const id = digest(key).slice(0, 12);
  const branch = `${BRANCHES}${id}`;
  const { own: pulls, isTaken } = await findPulls(request, branch, id);
  if (isTaken) return { kind: 'taken-over', branch };
  const open = pulls.find(({ isOpen }) => isOpen);
  if (files.length === 0) {
    if (!open) return { kind: 'nothing-to-do' };
    if (!isComplete) return { kind: 'kept', number: open.number };
    await edit(request, open, { state: 'closed', body: open.body + CLOSED });
    return { kind: 'closed', number: open.number };
  }
  const content = contentHash(base, files);
  if (open?.content === content) {
    const body = bodyOf(request, { id, content, commit: open.commit });
    if (body === open.body || !isComplete) return { kind: 'unchanged', number: open.number };
    await edit(request, open, { title: titleOf(request), body });
    return { kind: 'updated', number: open.number };
  }
  if (open && !isComplete) return { kind: 'kept', number: open.number };
  const declined = pulls.find((pull) => pull.isDeclined && pull.content === content);
  if (declined && !open) return { kind: 'declined', number: declined.number };
  const head = await headOf(request, branch);
  const isOurs =
    head === undefined ||
    pulls.some(({ commit }) => commit === head) ||
    (await isFixCommit(request, head, id));
  if (!isOurs) return { kind: 'taken-over', branch };
  const commit = await commitFiles(request, { base, files, message: messageOf(request, id) });
  await moveBranch(request, { branch, commit, exists: head !== undefined });
  const text = { title: titleOf(request), body: bodyOf(request, { id, content, commit }) };
  if (open) {
    await edit(request, open, text);
    return { kind: 'updated', number: open.number };
  }
  return { kind: 'opened', number: await openPull(request, { ...text, head: branch, base }) };
}

/** A pull request that we made. */
interface OwnPull {
  readonly number: number;
  readonly isOpen: boolean;
  /** Closed by a person and not merged. */
  readonly isDeclined: boolean;
  readonly body: string;
  readonly content: string;
  readonly commit: string;
}

/** Our pull requests, the newest first. A marker counts only if our token's user wrote it. */
async function findPulls(
  { client, owner, repo }: FixRequest,
  branch: string,
  id: string,
): Promise<{ readonly own: readonly OwnPull[]; readonly isTaken: boolean }> {
  const pulls = await client.request('GET /repos/{owner}/{repo}/pulls', {
    ...{ owner, repo, state: 'all', head: `${owner}:${branch}`, per_page: 20 },
  });
  const isOwn = createAuthorCheck(client);
  const own: OwnPull[] = [];
  let isTaken = false;
  for (const pull of list(pulls)) {
    const { number, state, body, merged_at: merged } = object(pull);
    const isOpen = state === 'open';
    const text = typeof body === 'string' ? body.trimEnd() : '';
    const closed = text.endsWith(CLOSED);
    const last =
      text
        .slice(0, closed ? -CLOSED.length : undefined)
        .split('\n')
        .at(-1) ?? '';
    const [, of, content = '', commit = ''] = MARKER.exec(last) ?? [];
    if (typeof number === 'number' && of === id && (await isOwn(pull))) {
      const isDeclined = !isOpen && !merged && !closed;
      own.push({ number, isOpen, isDeclined, body: String(body), content, commit });
    } else if (isOpen) isTaken = true;
  }
  return { own, isTaken };
}

/** The last line of our bodies. Untrusted text before it is escaped, so that it cannot contain a marker. */
const MARKER =
  /^<!-- portside fix=([0-9a-f]{12}) v=1 content=([0-9a-f]{32}) commit=([0-9a-f]{40,64}) -->$/;

/** Follows the marker of a pull request that we closed. It goes when a person opens that again. */
const CLOSED = '\n<!-- portside closed -->';

interface Marker {
  readonly id: string;
  readonly content: string;
  readonly commit: string;
}

function bodyOf(request: FixRequest, { id, content, commit }: Marker): string {
  return `${pullRequestBody(request)}\n<!-- portside fix=${id} v=1 content=${content} commit=${commit} -->`;
}

/** Without names from the repository: a title and a message can control the workflows that they start. */
function titleOf({ steps }: FixRequest): string {
  const findings = new Set(steps.flatMap((step) => step.findings));
  return `Portside: clear ${pluralize(findings.size, 'finding')}`;
}

function messageOf(request: FixRequest, id: string): string {
  const steps = pluralize(request.steps.length, 'step');
  return `${titleOf(request)}\n\nThe edits of ${steps} of the plan.\n\nPortside-Fix: ${id}`;
}

function contentHash(base: string, files: readonly ChangedFile[]): string {
  return digest(JSON.stringify([base, files.map(({ path, after }) => [path, after])]));
}

function digest(text: string): string {
  return sha256(text).slice(0, 32);
}

async function edit(
  { client, owner, repo }: FixRequest,
  { number }: OwnPull,
  changes: object,
): Promise<void> {
  await client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...{ owner, repo, pull_number: number },
    ...changes,
  });
}

async function openPull(
  { client, owner, repo }: FixRequest,
  pull: Readonly<Record<'title' | 'body' | 'head' | 'base', string>>,
): Promise<number> {
  const opened = await client.request('POST /repos/{owner}/{repo}/pulls', {
    ...{ owner, repo },
    ...pull,
  });
  return Number(object(opened).number);
}
