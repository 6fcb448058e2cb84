import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a folder and its missing parents. Throws the error of the system. Node's recursive mkdir is not used because it
 * never ends below folders such as /proc, which exist but cannot contain new ones.
 */
export async function makeFolder(path: string): Promise<void> {
  // Mostly it is there. The other threads, which make it, take longer to ask.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const failed = await tryToMake(path);
  if (failed?.code !== 'ENOENT' || dirname(path) === path) {
    if (failed) throw failed;
    return;
  }
  await makeFolder(dirname(path));
  const again = await tryToMake(path);
  if (again) throw again;
}

/** The error, unless the folder already exists. */
async function tryToMake(path: string): Promise<NodeJS.ErrnoException | undefined> {
  return mkdir(path).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? undefined : error),
  );
}
