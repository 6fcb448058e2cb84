import { join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { isFull, replaceFile } from '../../lib/replace-file.js';
import { readEditable } from './safe-file.js';

/** A file before and after the steps; its path is relative to the folder that was checked. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes all files or none: a file that changed since it was read stops everything, and after a failure the files that
 * were written get their old text back. Throws PortsideError.
 */
export async function writeFiles(
  root: string,
  changes: readonly FileChange[],
  write: typeof replaceFile = replaceFile,
): Promise<void> {
  for (const change of changes) requireUnchanged(root, change);
  const written: FileChange[] = [];
  for (const change of changes) {
    try {
      requireUnchanged(root, change);
      await write(join(root, change.path), change.after);
      written.push(change);
    } catch (error) {
      const left = await putBack(root, written, write);
      throw failure(change, error, left);
    }
  }
}

function requireUnchanged(root: string, { path, before }: FileChange): void {
  let now: string | undefined;
  let why = 'it changed since it was read';
  try {
    now = readEditable(root, path);
  } catch (error) {
    why = reason(error);
  }
  if (now !== before)
    throw new PortsideError(
      'PSE2010',
      `Cannot change ${path}: ${why}. No file was changed`,
      'Run portside fix again',
    );
}

/** Returns the files that could not be put back. */
async function putBack(
  root: string,
  written: readonly FileChange[],
  write: typeof replaceFile,
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { path, before } of written)
    await write(join(root, path), before).catch(() => left.push(path));
  return left;
}

function failure({ path }: FileChange, error: unknown, left: readonly string[]): PortsideError {
  const state = left.length === 0 ? 'No file was changed' : `${left.join(', ')} stays changed`;
  if (error instanceof PortsideError && left.length === 0) return error;
  return new PortsideError(
    isFull(error) ? 'PSE1011' : 'PSE1010',
    `Cannot write ${path}: ${reason(error)}. ${state}`,
    isFull(error) ? 'Free some space' : 'Check its permissions',
    error,
  );
}
