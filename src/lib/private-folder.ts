import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Throws what the system says: Node's own recursive mkdir never ends
 * where nothing can be made though all above is there, such as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  const failed = await tryToMake(path);
  if (failed?.code !== 'ENOENT' || dirname(path) === path) {
    if (failed) throw failed;
    return;
  }
  await makeFolder(dirname(path));
  const again = await tryToMake(path);
  if (again) throw again;
}

/** What went wrong, unless the folder is there already. */
async function tryToMake(path: string): Promise<NodeJS.ErrnoException | undefined> {
  return mkdir(path).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? undefined : error),
  );
}
