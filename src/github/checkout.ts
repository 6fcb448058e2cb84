import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import { type Checkout, findCheckouts, readCheckout } from '../repository/checkouts.js';
import { containsCommit } from '../repository/parent-commits.js';
import { type GitHubContext, isOwnCommit, privilegedEvent } from './event.js';

/** The files that a step checks. */
export interface CheckedFolder {
  /** The folder with the checkout, relative to the working folder. */
  readonly root: string;
  /** The commits that the result is about; empty without a checkout, when the result is about the commit of the run. */
  readonly commits: readonly string[];
}

/** Where a step looks for its checkout. */
export interface Workspace {
  /** The working folder of the step. */
  readonly folder: string;
  /** The file that runs: its own checkout is not the one to check. */
  readonly program: string;
  /** Undefined outside a workflow run. */
  readonly github: GitHubContext | undefined;
  readonly host: Host;
}

/**
 * The checkout of the workspace: the working folder, or the only folder below it that is one, which actions/checkout
 * makes with `path`. HEAD decides which commits the result is about. Throws PortsideError (usage) for an empty workspace
 * that `needed` says is an error, and for an untrusted checkout.
 */
export async function selectCheckout(
  workspace: Workspace,
  { needed }: { readonly needed: boolean },
): Promise<CheckedFolder> {
  const { folder, github } = workspace;
  const isEmpty = (await readdir(folder)).length === 0;
  if (isEmpty && needed)
    throw new PortsideError(
      'PSE1402',
      'Cannot check the workspace: it is empty',
      'Put actions/checkout before this step, or name an image',
    );
  if (isEmpty) return { root: folder, commits: [] };
  if (github) await rejectUntrusted(workspace, github);
  const top = await readCheckout(folder, '');
  const found = top ? [top] : await otherCheckouts(workspace);
  const [only, ...more] = found;
  const root = only && more.length === 0 ? join(folder, only.folder) : folder;
  if (!github) return { root, commits: [] };
  const commits = await Promise.all(found.map((one) => aboutCommit(one, workspace, github)));
  const known = commits.flatMap((commit) => commit ?? []);
  const own = known.filter((commit) => isOwnCommit(commit, github));
  // Another repository in the workspace, such as one with shared files, changes nothing.
  return { root, commits: [...new Set(own.length > 0 ? own : known)].sort() };
}

/** The checkouts in and below the working folder, without the one of Portside itself. */
async function otherCheckouts({ folder, program }: Workspace): Promise<Checkout[]> {
  const inside = relative(resolve(folder), resolve(program)).split('\\').join('/');
  return (await findCheckouts(folder)).filter(
    (checkout) => checkout.folder === '' || !isInside(checkout.folder, inside),
  );
}

/**
 * Rejects a checkout that an attacker may have written while the token can write: on pull_request_target, workflow_run
 * and events of issues and discussions, each checkout must be the workflow's own commit. Throws PortsideError (usage).
 */
async function rejectUntrusted(workspace: Workspace, github: GitHubContext): Promise<void> {
  const event = privilegedEvent(github);
  if (event === undefined) return;
  const checkouts = await otherCheckouts(workspace);
  const untrusted =
    checkouts.length === 0
      ? { folder: '', commit: undefined }
      : checkouts.find(({ commit }) => commit !== github.sha);
  if (!untrusted) return;
  const { commit, folder } = untrusted;
  const files = commit ? `commit ${commit.slice(0, 8)}` : 'files of an unknown commit';
  const place = folder === '' ? '' : ` in ${folder}`;
  throw new PortsideError(
    'PSE9005',
    `Cannot check ${files}${place} on ${event}: the files may be untrusted, and the token can write`,
    'Check pull requests on pull_request, and publish the results with the publish workflow',
  );
}

/**
 * The commit that the files of a checkout are about: the head or merge commit of the pull request if HEAD contains it, as
 * after a merge or a commit by an earlier step, else HEAD.
 */
export async function aboutCommit(
  { folder, commit }: Checkout,
  { folder: top, host }: Workspace,
  github: GitHubContext,
): Promise<string | undefined> {
  const { event, sha } = github;
  if (commit === undefined || isOwnCommit(commit, github)) return commit;
  if (event.kind !== 'pull_request' || event.target) return commit;
  // In a checkout of depth 1, a commit of an earlier step is on the merge commit, and the head is not there.
  for (const own of [event.headSha, sha])
    if (await containsCommit(join(top, folder), own, host)) return own;
  return commit;
}
