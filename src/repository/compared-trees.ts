import type { Host } from '../core/host.js';
import { PortsideError } from '../lib/errors.js';
import { once } from '../lib/once.js';
import { isInside } from '../lib/paths.js';
import type { Options } from '../options/options.js';
import { readBaseBranch } from './base.js';
import { type BaseBranchFiles, checkoutFiles } from './base-branch-files.js';
import { checkoutTree } from './checkout-tree.js';
import { type Git, gitIn } from './git.js';
import { asId, commitId, commitTree, shortRevision } from './git-tree.js';
import { repositoryTops } from './top.js';
import { lazyTree, type PullRequestTrees, type Tree } from './tree.js';

/** The revisions that the options name. */
type Revisions = Partial<Pick<Options, 'baseRef' | 'baselineRef'>>;

/**
 * The repository of a folder. Git is asked about a revision once, and its files are listed once: a run has one of these, and
 * all its steps see the same commit.
 */
export interface NamedCommits {
  readonly root: string;
  readonly host: Host;
  /** The files of the commit that a revision names; undefined if there is none. Throws PortsideError (usage). */
  tree(revision: string): Promise<Tree | undefined>;
  /**
   * The same of the commit at which HEAD left a revision; of the revision itself if they have no commit in common. Throws
   * PortsideError (usage), also if a shallow clone does not have that commit: the revision has changes of its own since, which
   * would count as removed.
   */
  branchPoint(revision: string): Promise<Tree | undefined>;
}

export function namedCommits(root: string, host: Host): NamedCommits {
  const ids = new Map<string, Promise<string | undefined>>();
  const commons = new Map<string, Promise<string | undefined>>();
  const trees = new Map<string, Tree>();
  const found = async (revision: string, isBranchPoint: boolean) => {
    const git = await gitIn(root, host);
    if (!git) return undefined;
    const tip = await once(ids, revision, () => commitId(git, revision));
    if (tip === undefined) return undefined;
    const common = () => once(commons, revision, () => commonCommit(git, tip, revision));
    const id = (isBranchPoint ? await common() : undefined) ?? tip;
    const name = shortRevision(revision);
    return once(trees, `${id} ${name}`, () => commitTree(git, id, name));
  };
  return {
    ...{ root, host },
    tree: (revision) => found(revision, false),
    branchPoint: (revision) => found(revision, true),
  };
}

/**
 * The files that configure a run: of the revision that `--base-ref` names, else of the base commit of the pull request, else
 * of the commit that `--baseline-ref` compares with, else of the checkout. Throws PortsideError (usage) for a revision that
 * the repository does not have.
 */
export async function baseBranchFiles(
  commits: NamedCommits,
  { baseRef, baselineRef }: Revisions,
  change?: PullRequestTrees,
): Promise<BaseBranchFiles> {
  const { root, host } = commits;
  if (baseRef === undefined && change) return readBaseBranch(root, change);
  if (baseRef === undefined && baselineRef === undefined) return checkoutFiles(root);
  const trees = await decidingTrees(commits, { baseRef, baselineRef });
  if (trees) {
    const top = [...repositoryTops(root)][0]?.top;
    const above = async () => {
      const ofTop = top && namedCommits(top, host);
      const whole = ofTop && (await decidingTrees(ofTop, { baseRef, baselineRef }));
      return whole ? { root: top, files: readBaseBranch(top, whole) } : undefined;
    };
    return { ...readBaseBranch(root, trees), ofRepository: above };
  }
  throw new PortsideError(
    'PSE2001',
    `Cannot read the policy of ${baseRef}: this folder is not in a Git repository with that revision`,
    'Fetch it, for example with git fetch origin main, and use its full name: origin/main',
  );
}

/**
 * What findings are compared with on the command line: the commit at which HEAD left the revision of `--baseline-ref` or
 * `--base-ref`, as in a pull request, or of a push the revision itself; and the checkout with its changes that are not
 * committed. Undefined without these options. Throws PortsideError (usage) if the revision of `--baseline-ref` cannot be compared with.
 */
export async function comparedTrees(
  commits: NamedCommits,
  { baseRef, baselineRef }: Revisions,
): Promise<PullRequestTrees | undefined> {
  const { root, host } = commits;
  const revision = baselineRef ?? baseRef;
  if (revision !== undefined) rejectSubmodule(root, revision);
  const find = (await isPush(commits, { baseRef, baselineRef })) ? 'tree' : 'branchPoint';
  const baseCommit = revision === undefined ? undefined : await commits[find](revision);
  if (baseCommit)
    return {
      baseCommit,
      head: lazyTree('the checkout', () => checkoutTree(root, host, 'the checkout')),
    };
  if (baselineRef !== undefined) throw await unknownRevision(root, baselineRef, host);
  return undefined;
}

/**
 * Whether the options are those of a push: its commits are on their branch already, so that `--base-ref` names HEAD, and
 * `--baseline-ref` the commit before.
 */
export async function isPush(
  commits: NamedCommits,
  { baseRef, baselineRef }: Revisions,
): Promise<boolean> {
  if (baseRef === undefined || baselineRef === undefined) return false;
  const [deciding, head] = await Promise.all(
    [baseRef, 'HEAD'].map((revision) => commits.tree(revision)),
  );
  return head?.commit !== undefined && deciding?.commit === head.commit;
}

/**
 * A change can replace a folder by a submodule, whose branches have the same names: it would be compared with itself. Who works
 * in a submodule means that. Throws PortsideError (usage).
 */
function rejectSubmodule(root: string, revision: string): void {
  const [place] = repositoryTops(root);
  if (!place || !SUBMODULE.test(place.data) || isInside(place.top, process.cwd())) return;
  throw new PortsideError(
    'PSE2008',
    `Cannot compare ${root} with ${revision}: it is in a submodule`,
    'Start portside in the submodule, to compare it with a revision of its own repository',
  );
}

/** The data of a submodule is in that of its repository. */
const SUBMODULE = /[\\/]\.git[\\/](?:.*[\\/])?modules[\\/]/;

/** The commit at which HEAD left a revision, if they have one in common. */
async function commonCommit(git: Git, tip: string, revision: string): Promise<string | undefined> {
  const answer = await git(['merge-base', '--end-of-options', tip, 'HEAD']).catch(() => undefined);
  const common = asId(answer);
  if (common === undefined && (await isShallow(git)))
    throw new PortsideError(
      'PSE2009',
      `Cannot compare with ${revision}: this shallow clone does not have the commit where the branch left it`,
      FETCH_MORE,
    );
  return common;
}

const FETCH_MORE =
  'Fetch more of the history: fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 on GitLab, or git fetch --unshallow';

/** Undefined if Git does not answer. */
async function isShallow(git: Git): Promise<boolean | undefined> {
  const answer = await git(['rev-parse', '--is-shallow-repository']).catch(() => undefined);
  return answer && answer.toString('latin1').trim() === 'true';
}

/** Why Git does not have a revision. */
async function unknownRevision(root: string, revision: string, host: Host): Promise<PortsideError> {
  const git = await gitIn(root, host);
  const shallow = git && (await isShallow(git));
  const what = `Cannot compare with ${revision}`;
  if ((await host.find('git')) === undefined)
    return new PortsideError('PSE2008', `${what}: Git is not installed`, 'Install Git');
  if (shallow === undefined)
    return new PortsideError(
      'PSE2008',
      `${what}: this folder is not in a Git repository`,
      'Run portside in the checkout. If another user owns it: git config --global --add safe.directory FOLDER',
    );
  if (shallow)
    return new PortsideError(
      'PSE2009',
      `${what}: this is a shallow clone, which does not have it`,
      FETCH_MORE,
    );
  return new PortsideError(
    'PSE2001',
    `${what}: the repository has no such revision`,
    'Fetch it, for example with git fetch origin main, and use its full name: origin/main',
  );
}

/**
 * The revision that `--base-ref` names, else the commit that `--baseline-ref` compares with, and HEAD. Undefined if there is no
 * such revision. Throws PortsideError (usage) for that of `--baseline-ref`.
 */
async function decidingTrees(
  commits: NamedCommits,
  { baseRef, baselineRef }: Revisions,
): Promise<PullRequestTrees | undefined> {
  if (baseRef !== undefined) rejectSubmodule(commits.root, baseRef);
  const baseCommit =
    baseRef === undefined
      ? (await comparedTrees(commits, { baselineRef }))?.baseCommit
      : await commits.tree(baseRef);
  const head = lazyTree('the pull request', () => commits.tree('HEAD'));
  return baseCommit && { baseCommit, head };
}
