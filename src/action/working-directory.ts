import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { aboutCommit, type CheckedFolder, type Workspace } from '../github/checkout.js';
import { isOwnCommit } from '../github/event.js';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import { type Checkout, readCheckout } from '../repository/checkouts.js';
import { trackedFiles } from '../repository/tracked.js';

/** The folder to check. */
export interface WorkingDirectory extends CheckedFolder {
  /** The folder below the root of its repository, with forward slashes; empty for the root. */
  readonly folder: string;
  /** The absolute path of the workspace. */
  readonly workspace: string;
  /** The absolute path of the root of its repository. */
  readonly top: string;
  /** The submodule of the repository that has the folder, as a path from the root; absent if none has. */
  readonly submodule?: string;
}

/**
 * The folder that the input working-directory names, as the root of what is checked; without the input the checkout. Paths
 * of other inputs are relative to it, so the process works there from now on. Throws PortsideError (usage) for a folder
 * that does not exist or is outside of the workspace, also through a link.
 */
export async function enterWorkingDirectory(
  checkout: CheckedFolder,
  input: string | undefined,
  run: Pick<Workspace, 'github' | 'host'>,
): Promise<WorkingDirectory> {
  const workspace = await realpath('.');
  if (input === undefined)
    return { ...checkout, folder: '', workspace, top: await realpath(checkout.root) };
  const path = await realpath(resolve(input)).catch(() => undefined);
  const about = path === undefined ? undefined : await stat(path);
  if (path === undefined || !about?.isDirectory())
    throw invalid(input, path === undefined ? 'there is no such folder' : 'it is a file');
  if (!isInside(workspace, path)) throw invalid(input, 'it is outside of the workspace');
  const below = pathBelow(workspace, path);
  const repository = await repositoryOf(below, { ...run, folder: workspace, program: '' });
  if (repository && repository.folder !== '' && repository.commit === undefined)
    throw invalid(input, `the commit of the checkout ${repository.folder} is not known`);
  const top = join(workspace, repository?.folder ?? '');
  const submodule = await submoduleAbove(below, workspace, repository);
  process.chdir(path);
  return {
    root: '.',
    commits: repository?.commit && run.github ? [repository.commit] : checkout.commits,
    folder: pathBelow(top, path),
    workspace,
    top,
    ...(submodule !== undefined && { submodule: pathBelow(top, join(workspace, submodule)) }),
  };
}

/**
 * The checkout that a folder of the workspace belongs to: the outermost one above it. A nearer one is another repository if
 * the outer one tracks none of its files, or a second checkout of the run's own commit.
 */
async function repositoryOf(path: string, workspace: Workspace): Promise<Checkout | undefined> {
  const { folder, github, host } = workspace;
  const checkouts: Checkout[] = [];
  for (const place of foldersAbove(path)) {
    const checkout = await readCheckout(folder, place);
    const commit = checkout && github && (await aboutCommit(checkout, workspace, github));
    if (checkout) checkouts.push(github ? { ...checkout, commit } : checkout);
  }
  const [outer, ...inner] = checkouts;
  const nearest = inner.at(-1);
  const own = github && inner.findLast(({ commit }) => commit && isOwnCommit(commit, github));
  if (!outer || !nearest || own) return own ?? outer;
  const repository = join(folder, outer.folder);
  const tracked = await trackedFiles(join(folder, path), { ...host, repository });
  return tracked && tracked.files.length > 0 ? outer : nearest;
}

/** The outermost submodule of a checkout that has a folder, relative to the workspace. */
async function submoduleAbove(
  path: string,
  workspace: string,
  repository: Checkout | undefined,
): Promise<string | undefined> {
  for (const place of foldersAbove(path)) {
    const isBelow = repository && isInside(repository.folder, place);
    if (!isBelow || !existsSync(join(workspace, place, '.git'))) continue;
    if (!(await readCheckout(workspace, place))) return place;
  }
  return undefined;
}

/** The folder and those above it, the workspace first. */
function foldersAbove(path: string): string[] {
  const parts = path === '' ? [] : path.split('/');
  return ['', ...parts.map((_, depth) => parts.slice(0, depth + 1).join('/'))];
}

function pathBelow(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

function invalid(input: string, why: string): PortsideError {
  return new PortsideError(
    'PSE1403',
    `Cannot check working-directory ${input}: ${why}`,
    'Name a folder of the workspace',
  );
}
