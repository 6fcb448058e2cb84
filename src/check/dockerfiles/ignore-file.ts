import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { readInputText, STANDARD_INPUT } from '../discover/input-text.js';
import { ancestorFolders } from './build-context.js';

/**
 * The ignore file of a Dockerfile's build context, as far as the repository tells: `<Dockerfile>.dockerignore`, or the
 * `.dockerignore` of the context, `null` when there is none. Where the context is not known, it is the one beside the
 * Dockerfile; undefined when there is one in a folder above, which may be the context or not, and for standard input.
 * Throws PortsideError (incomplete) when the file cannot be read.
 */
export async function readIgnoreFile(
  root: string,
  dockerfile: string,
  context?: string,
): Promise<string | null | undefined> {
  if (dockerfile === STANDARD_INPUT) return undefined;
  const folder = context ?? posix.dirname(dockerfile);
  for (const path of [`${dockerfile}.dockerignore`, posix.join(folder, '.dockerignore')]) {
    if (await exists(root, path)) return readInputText(root, path);
  }
  if (context !== undefined) return null;
  for (const above of ancestorFolders(folder).slice(1)) {
    if (await exists(root, posix.join(above, '.dockerignore'))) return undefined;
  }
  return null;
}

async function exists(root: string, path: string): Promise<boolean> {
  return stat(resolve(root, path)).then(
    (file) => file.isFile(),
    () => false,
  );
}
