import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { isFull, replaceFile } from '../../lib/replace-file.js';
import { readEditable } from './safe-file.js';

/** A file before and after the steps; its path is relative to the folder that was checked. */
export interface EditedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes all files or none: a file that changed since it was read, and a folder in which no file can be replaced, stop
 * everything, with the `advice`. After a failure, the files that were written get their old text back, and the one that failed too.
 * Throws PortsideError.
 */
export async function writeFiles(
  root: string,
  changes: readonly EditedFile[],
  write: typeof replaceFile = replaceFile,
  advice = 'Run portside fix again',
): Promise<void> {
  for (const change of changes) {
    const problem = readProblem(root, change);
    if (problem !== undefined) throw changedMeanwhile(change, problem, NONE, advice);
    await requireReplaceable(root, change);
  }
  const written: EditedFile[] = [];
  for (const change of changes) {
    const problem = readProblem(root, change);
    if (problem !== undefined)
      throw changedMeanwhile(change, problem, await putBack(root, written, write), advice);
    written.push(change);
    try {
      await write(join(root, change.path), change.after);
    } catch (error) {
      throw failure(change, error, await putBack(root, written, write));
    }
  }
}

const NONE: readonly string[] = [];

/** Why a file does not have the text that was read; undefined if it has. */
function readProblem(root: string, { path, before }: EditedFile): string | undefined {
  try {
    return readEditable(root, path) === before ? undefined : 'it changed since it was read';
  } catch (error) {
    return reason(error);
  }
}

/** A file whose folder takes no new file would be overwritten in place, and could be left half written. */
async function requireReplaceable(root: string, change: EditedFile): Promise<void> {
  const folder = dirname(join(root, change.path));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw failure(change, `no file can be replaced in its folder (${reason(error)})`, NONE);
  }
}

/** Returns the files that could not be put back. */
async function putBack(
  root: string,
  written: readonly EditedFile[],
  write: typeof replaceFile,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const change of written) {
    if (readProblem(root, change) === undefined) continue;
    await write(join(root, change.path), change.before).catch(() => left.push(change.path));
  }
  return left;
}

function stateOf(left: readonly string[]): string {
  return left.length === 0 ? 'No file was changed' : `${left.join(', ')} stays changed`;
}

function changedMeanwhile(
  { path }: EditedFile,
  why: string,
  left: readonly string[],
  advice: string,
): PortsideError {
  return new PortsideError('PSE2010', `Cannot change ${path}: ${why}. ${stateOf(left)}`, advice);
}

function failure({ path }: EditedFile, error: unknown, left: readonly string[]): PortsideError {
  const isFullDisk = error instanceof Error && isFull(error);
  return new PortsideError(
    isFullDisk ? 'PSE1011' : 'PSE1010',
    `Cannot write ${path}: ${typeof error === 'string' ? error : reason(error)}. ${stateOf(left)}`,
    isFullDisk ? 'Free some space' : 'Check its permissions',
    error,
  );
}
