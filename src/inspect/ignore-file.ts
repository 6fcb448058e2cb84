import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { readText, STANDARD_INPUT } from './files.js';

/**
 * The ignore file of a Dockerfile's build context, as far as the repository tells: `<Dockerfile>.dockerignore` or
 * `.dockerignore` beside it, `null` when there is none from its folder up to the root. Undefined when the context is
 * not known: standard input, or an ignore file only in a folder above, which may be the context or not.
 * Throws PortsideError (incomplete) when the file cannot be read.
 */
export async function ignoreFileOf(
  root: string,
  dockerfile: string,
): Promise<string | null | undefined> {
  if (dockerfile === STANDARD_INPUT) return undefined;
  const folder = posix.dirname(dockerfile);
  for (const path of [`${dockerfile}.dockerignore`, posix.join(folder, '.dockerignore')]) {
    if (await exists(root, path)) return readText(root, path);
  }
  for (let above = folder; above !== '.' && above !== '/' && !above.startsWith('..'); ) {
    above = posix.dirname(above);
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
