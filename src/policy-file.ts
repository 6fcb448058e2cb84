import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { PortsideError, reason } from './findings/errors.js';
import type { Policy } from './policy/policy.js';
import { DEFAULT_POLICY } from './policy/presets.js';
import { readPolicy } from './policy/read.js';
import type { Settings } from './settings/settings.js';

/**
 * The policy in force: the file that the user named, else the repository's, else the built-in one. Throws
 * PortsideError (usage) when a named file cannot be read or says something unknown.
 */
export async function loadPolicy(
  root: string,
  found: string | undefined,
  settings: Pick<Settings, 'policy'>,
): Promise<Policy> {
  const path = settings.policy ?? (found === undefined ? undefined : join(root, found));
  if (path === undefined) return DEFAULT_POLICY;
  try {
    return readPolicy(await readFile(path, 'utf8'), settings.policy ?? found ?? path);
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError(
      'usage',
      `Cannot read the policy ${path}: ${reason(error)}`,
      'Check the path',
      error,
    );
  }
}

/**
 * The file of the repository that a policy names. Throws PortsideError (usage) when the path leaves the repository:
 * a policy speaks of its own repository only.
 */
export function insideRepository(root: string, path: string, what: string): string {
  const file = resolve(root, path);
  const below = relative(resolve(root), file);
  if (isAbsolute(path) || isAbsolute(below) || below.split(/[\\/]/)[0] === '..')
    throw new PortsideError(
      'usage',
      `The policy names ${what} outside the repository: ${path}`,
      'Write a path relative to the repository’s root',
    );
  return file;
}
