import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * The policy of the Git repository that `root` is a folder of, as seen from `root`: `../../.github/portside.yml`.
 * Undefined where `root` is the repository's top, or in none.
 */
export function findAncestorPolicy(root: string, names: readonly string[]): string | undefined {
  const start = resolve(root);
  let found: string | undefined;
  for (let folder = start; !existsSync(join(folder, '.git')); ) {
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
    const file = names.map((name) => join(above, name)).find((path) => existsSync(path));
    found ??= file;
  }
  return found && relative(start, found).split(sep).join('/');
}
