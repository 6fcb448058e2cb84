import { isAbsolute, resolve } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';

/**
 * The absolute path of a file that a policy names. Throws PortsideError (usage) if the path leads out of the repository:
 * a policy can only name files of its own repository.
 */
export function insideRepository(root: string, path: string, what: string): string {
  if (isAbsolute(path) || !isInside(resolve(root), resolve(root, path)))
    throw new PortsideError(
      'PSE2003',
      `The policy names ${what} outside the repository: ${path}`,
      'Write a path relative to the repository’s root',
    );
  return resolve(root, path);
}
