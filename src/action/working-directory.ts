import { realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { CheckedFolder } from '../github/checkout.js';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import { readCheckout } from '../repository/checkouts.js';

/** The folder to check. */
export interface WorkingDirectory extends CheckedFolder {
  /** The folder below the root of its repository, with forward slashes; empty for the root. */
  readonly folder: string;
  /** The absolute path of the workspace. */
  readonly workspace: string;
}

/**
 * The folder that the input working-directory names, as the root of what is checked; without the input the checkout. Paths
 * of other inputs are relative to it, so the process works there from now on. Throws PortsideError (usage) for a folder
 * that does not exist or is outside of the workspace, also through a link.
 */
export async function enterWorkingDirectory(
  checkout: CheckedFolder,
  input: string | undefined,
): Promise<WorkingDirectory> {
  const workspace = await realpath('.');
  if (input === undefined) return { ...checkout, folder: '', workspace };
  const path = await realpath(resolve(input)).catch(() => undefined);
  const about = path === undefined ? undefined : await stat(path);
  if (path === undefined || !about?.isDirectory())
    throw invalid(input, path === undefined ? 'there is no such folder' : 'it is a file');
  if (!isInside(workspace, path)) throw invalid(input, 'it is outside of the workspace');
  const root = await repositoryAbove(path, workspace);
  process.chdir(path);
  const folder = relative(root, path).split(sep).join('/');
  return { ...checkout, root: '.', folder, workspace };
}

/** The nearest folder that is a checkout, from `path` up to the workspace; the workspace if there is none. */
async function repositoryAbove(path: string, workspace: string): Promise<string> {
  for (let folder = path; folder !== workspace; folder = join(folder, '..'))
    if (await readCheckout(workspace, relative(workspace, folder))) return folder;
  return workspace;
}

function invalid(input: string, why: string): PortsideError {
  return new PortsideError(
    'PSE1403',
    `Cannot check working-directory ${input}: ${why}`,
    'Name a folder of the workspace',
  );
}
