import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PortsideError, reason } from '../../lib/errors.js';
import { escapesViaSymlink } from '../../lib/paths.js';

/** A Dockerfile or manifest larger than this was not written by a person; BuildKit itself stops at 1 MiB a line. */
const MAX_BYTES = 10 * 1024 * 1024;

/** The path that means standard input. */
export const STANDARD_INPUT = '-';

/**
 * The text of a repository file. Throws PortsideError (incomplete) when it is missing, no regular file, or too large:
 * the check that wanted it could not run.
 */
export async function readText(root: string, path: string): Promise<string> {
  if (path === STANDARD_INPUT) return standardInput();
  const file = resolve(root, path);
  if (escapesViaSymlink(root, path))
    throw new PortsideError(
      'PSE2501',
      `Cannot read ${path}: it is a link that leads out of the repository`,
      'Make it a file',
    );
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      throw new PortsideError(
        'PSE2502',
        `Cannot read ${path}: it has ${size} bytes, more than the ${MAX_BYTES} of the largest file that is checked`,
        'Make it smaller or leave it out',
      );
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError(
      'PSE2502',
      `Cannot read ${path}: ${reason(error)}`,
      'Check the path and its permissions',
      error,
    );
  }
}

let input: Promise<string> | undefined;

/** Standard input, read once. */
function standardInput(): Promise<string> {
  input ??= buffer(process.stdin).then((bytes) => bytes.toString('utf8'));
  return input;
}
