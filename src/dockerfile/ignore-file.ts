import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { ancestorFolders } from '../lib/paths.js';
import { readInputText, STANDARD_INPUT } from '../repository/input-text.js';

/**
 * The text of the ignore file of a Dockerfile's build context: `<Dockerfile>.dockerignore`, or the `.dockerignore` of the
 * context; `null` if there is none. If the context is not known, the folder of the Dockerfile counts as the context.
 * Undefined if only a folder above has a `.dockerignore`, because that folder may not be the context, and for standard
 * input. Throws PortsideError (incomplete) if the file cannot be read.
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
