import type { PlanStep } from '../../core/plan.js';
import { PortsideError } from '../../lib/errors.js';
import { object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import { checkedBranch, type GitHubContext, readOnlyReason } from '../event.js';
import {
  type ChangedFile,
  commitFiles,
  headOf,
  isFixCommit,
  moveBranch,
  Overtaken,
  overtakenIf,
  relationTo,
} from './commit-files.js';
import { declinedPulls, findPulls, type OwnPull } from './own-pulls.js';
import { pullRequestBody } from './pull-request-body.js';
import { closedBody, type Marker, writeBody } from './stored-body.js';
import { digest, sameUpdate, updateOf, waitingUpdates } from './updates.js';

/** What happened to the pull request. */
export type FixOutcome =
  | { readonly kind: 'opened' | 'updated' | 'unchanged' | 'closed'; readonly number: number }
  /** The pull request stays open as it is. */
  | { readonly kind: 'kept'; readonly number: number; readonly why: KeptReason }
  /** A person closed it: the same updates are not proposed again. */
  | { readonly kind: 'declined'; readonly number: number }
  /** The branch has commits, or a pull request, of somebody else. */
  | { readonly kind: 'taken-over'; readonly branch: string }
  /** There are no edits, or the run is for the branch of the pull request itself. */
  | { readonly kind: 'nothing-to-do' };

export type KeptReason =
  /** Not everything could be checked or asked. */
  | 'incomplete'
  /** One of its updates cannot be made in this run, and is still needed. */
  | 'waiting'
  /** It is for a newer commit than the one of this run. */
  | 'older-run';

/** The run, and the plan that its pull request is for. */
export interface FixTarget extends RepositoryClient {
  readonly github: GitHubContext;
  /** Names the plan: what was checked, and which steps were chosen. */
  readonly key: readonly unknown[];
}

export interface FixRequest extends FixTarget {
  /** The files with paths from the root of the repository. */
  readonly files: readonly ChangedFile[];
  /** The steps that the edits do, and those that a person has to do. */
  readonly steps: readonly PlanStep[];
  readonly byHand: readonly PlanStep[];
  /** The steps of the plan that this run does not do, without those that a person declined. */
  readonly left?: readonly PlanStep[];
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
 * The steps that a person declined, each with the pull request that did it and was closed by a person. Throws PortsideError.
 */
export async function declinedSteps(
  target: FixTarget,
  steps: readonly PlanStep[],
): Promise<ReadonlyMap<PlanStep, number>> {
  try {
    const { own } = await findPulls(target, placeOf(target));
    const declined = new Map<string, number>();
    for (const { marker, number } of await declinedPulls(target, own))
      for (const update of marker?.updates ?? []) declined.set(sameUpdate(update), number);
    const found = new Map<PlanStep, number>();
    for (const step of steps) {
      const number = declined.get(sameUpdate(updateOf(step) ?? ''));
      if (number !== undefined) found.set(step, number);
    }
    return found;
  } catch (error) {
    throw error instanceof GitHubError ? rejected(error) : error;
  }
}

/** How often all is read again after another run, or a person, was faster. */
const MAX_ATTEMPTS = 3;

/**
 * Keeps one pull request for each plan: opens it, brings it up to date, or closes it if there are no edits any more. The
 * commit is made with GitHub's API and without an author, so that GitHub signs it. Neither a branch with commits of others
 * nor a pull request of another author is changed. Throws PortsideError.
 */
export async function proposeFix(request: FixRequest): Promise<FixOutcome> {
  const place = placeOf(request);
  if (place.base.startsWith(BRANCHES)) return { kind: 'nothing-to-do' };
  for (let attempt = 1; ; attempt++)
    try {
      return await openOrUpdate(request, place);
    } catch (error) {
      if (error instanceof GitHubError) throw rejected(error);
      if (!(error instanceof Overtaken)) throw error;
      if (attempt === MAX_ATTEMPTS) throw overtaken(place.branch, error);
    }
}

/** Where the edits go. */
interface Place {
  readonly base: string;
  readonly branch: string;
  /** Names the plan. */
  readonly id: string;
}

function placeOf({ github, key }: FixTarget): Place {
  const id = digest(key, 12);
  return { base: requireFixableBranch(github), branch: `${BRANCHES}${id}`, id };
}

function overtaken(branch: string, error: Overtaken): PortsideError {
  return new PortsideError(
    'PSE9507',
    `Cannot propose the edits: other runs change ${branch} at the same time`,
    'Add "concurrency" to the job, so that one run waits for the other',
    error,
  );
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

async function openOrUpdate(request: FixRequest, place: Place): Promise<FixOutcome> {
  const { files } = request;
  const { base, branch, id } = place;
  const { own: pulls, isTaken } = await findPulls(request, place);
  const open = pulls.find(({ isOpen }) => isOpen);
  if (files.length === 0 && !open) return { kind: 'nothing-to-do' };
  const head = open ? open.head : await headOf(request, branch);
  if (isTaken || !(await isOurHead(request, id, { head, pulls })))
    return { kind: 'taken-over', branch };
  const relation = open?.marker?.base && (await relationTo(request, open.marker.base));
  const why = open && keptReason(request, open, relation);
  const content = digest([base, files.map(({ path, before, after }) => [path, before, after])]);
  if (open && files.length > 0 && why !== 'older-run') {
    const { marker } = open;
    const isSame = marker?.content === content && marker.commit === head && relation !== 'diverged';
    if (isSame)
      return why ? { kind: 'unchanged', number: open.number } : refresh(request, open, marker);
  }
  if (open && why) return { kind: 'kept', number: open.number, why };
  if (files.length === 0) return open ? close(request, open) : { kind: 'nothing-to-do' };
  const declined = open
    ? undefined
    : await declinedBefore(request, pulls, [content, oldContent(request, base)]);
  if (declined) return { kind: 'declined', number: declined.number };
  const commit = await commitFiles(request, { base, files, id, message: messageOf(request) });
  await moveBranch(request, { branch, from: head, to: commit });
  const marker = { id, content, commit, base: request.github.sha, updates: updatesOf(request) };
  if (open) return edit(request, open, { ...textOf(request, marker, open) }, 'updated');
  return openPull(request, { ...textOf(request, marker), head: branch, base });
}

/** Whether nobody else has pushed to the branch: its commit is one that we made, or was merged. */
async function isOurHead(
  request: FixRequest,
  id: string,
  { head, pulls }: { readonly head: string | undefined; readonly pulls: readonly OwnPull[] },
): Promise<boolean> {
  if (head === undefined || pulls.some(({ marker }) => marker?.commit === head)) return true;
  if (pulls.some((pull) => pull.isMerged && pull.head === head)) return true;
  return isFixCommit(request, head, id);
}

/** Why an open pull request stays as it is; undefined if it may change. */
function keptReason(
  { isComplete, steps, left = [] }: FixRequest,
  { marker }: OwnPull,
  relation: unknown,
): KeptReason | undefined {
  if (relation === 'behind') return 'older-run';
  if (!isComplete) return 'incomplete';
  const waiting = waitingUpdates(marker?.updates ?? [], { done: steps, left });
  return waiting.length > 0 ? 'waiting' : undefined;
}

async function refresh(request: FixRequest, open: OwnPull, marker: Marker): Promise<FixOutcome> {
  const text = textOf(request, { ...marker, updates: updatesOf(request) }, open);
  const isSame = text.title === open.title && text.body === open.body.replaceAll('\r\n', '\n');
  return isSame
    ? { kind: 'unchanged', number: open.number }
    : edit(request, open, { ...text }, 'updated');
}

function close(request: FixRequest, open: OwnPull): Promise<FixOutcome> {
  return edit(request, open, { state: 'closed', body: closedBody(open.body) }, 'closed');
}

/** The pull request with these edits that a person closed. Older versions recorded no updates, and another hash. */
async function declinedBefore(
  request: FixRequest,
  pulls: readonly OwnPull[],
  contents: readonly string[],
): Promise<OwnPull | undefined> {
  const same = pulls.filter(({ marker }) => marker && contents.includes(marker.content));
  return (await declinedPulls(request, same))[0];
}

function oldContent({ files }: FixRequest, base: string): string {
  return digest([base, files.map(({ path, after }) => [path, after])]);
}

function updatesOf({ steps }: FixRequest): readonly string[] {
  return steps.flatMap((step) => updateOf(step) ?? []);
}

/** The title and the text; those of people are kept. */
function textOf(
  request: FixRequest,
  marker: Marker,
  open?: OwnPull,
): Readonly<Record<'title' | 'body', string>> {
  const isTheirs = open && !OWN_TITLE.test(open.title);
  return {
    title: isTheirs ? open.title : titleOf(request),
    body: writeBody((limit) => pullRequestBody(request, limit), marker, open?.notes),
  };
}

/** Without names from the repository: a title and a message can control the workflows that they start. */
function titleOf({ steps }: FixRequest): string {
  const findings = new Set(steps.flatMap((step) => step.findings));
  return findings.size === 0
    ? CLEARS_NOTHING
    : `Portside: clear ${pluralize(findings.size, 'finding')}`;
}

/** The title of steps that only remove what an earlier one added. */
const CLEARS_NOTHING = 'Portside: remove upgrades that base images have';
const OWN_TITLE = new RegExp(`^(?:Portside: clear \\d+ findings?|${CLEARS_NOTHING})$`);

function messageOf(request: FixRequest): string {
  const steps = pluralize(request.steps.length, 'step');
  return `${titleOf(request)}\n\nThe edits of ${steps} of the plan.`;
}

async function edit(
  { client, owner, repo }: FixRequest,
  { number }: OwnPull,
  changes: object,
  kind: 'updated' | 'closed',
): Promise<FixOutcome> {
  await client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...{ owner, repo, pull_number: number },
    ...changes,
  });
  return { kind, number };
}

async function openPull(
  { client, owner, repo }: FixRequest,
  pull: Readonly<Record<'title' | 'body' | 'head' | 'base', string>>,
): Promise<FixOutcome> {
  const opened = await client
    .request('POST /repos/{owner}/{repo}/pulls', { owner, repo, ...pull })
    .catch(overtakenIf(/already exists/i));
  return { kind: 'opened', number: Number(object(opened).number) };
}
