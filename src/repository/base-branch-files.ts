import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PortsideError, reason } from '../lib/errors.js';
import { escapesViaSymlink } from '../lib/paths.js';

/** The files that steer a run: policy, ignore files, keys. Paths are relative to the root, with forward slashes. */
export interface BaseBranchFiles {
  /** What they are read from instead of the checkout, for a reader: `main`. */
  readonly origin?: string;
  /** The text of a file; undefined when there is none. Throws PortsideError (incomplete) when it cannot be told. */
  read(path: string): Promise<string | undefined>;
  /**
   * Where to read a file or folder that an input or the policy names, relative to the working folder; undefined when only
   * the change has it. Throws PortsideError (incomplete) when that cannot be told.
   */
  locate(path: string): Promise<string | undefined>;
  /** Those that were asked for and that the checkout has otherwise. */
  changed(): readonly string[];
}

/** More than this nobody wrote by hand. */
export const MAX_CONFIGURATION_BYTES = 1024 * 1024;

/** The checkout's own files. */
export function checkoutFiles(root: string): BaseBranchFiles {
  return {
    read: (path) => readSmall(root, path),
    locate: async (path) => path,
    changed: () => [],
  };
}

async function readSmall(root: string, path: string): Promise<string | undefined> {
  const file = resolve(root, path);
  if (escapesViaSymlink(root, path))
    throw new PortsideError(
      'PSE2501',
      `Cannot read ${path}: it is a link that leads out of the repository`,
      'Make it a file',
    );
  try {
    const about = await stat(file);
    if (!about.isFile()) return undefined;
    if (about.size <= MAX_CONFIGURATION_BYTES) return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new PortsideError(
      'PSE2502',
      `Cannot read ${path}: ${reason(error)}`,
      'Check its permissions',
      error,
    );
  }
  throw new PortsideError('PSE2502', `Cannot read ${path}: it is larger than 1 MiB`);
}
