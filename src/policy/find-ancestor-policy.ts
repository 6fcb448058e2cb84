import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * The path of the policy of the Git repository that contains `root`, relative to `root`: `../../.github/portside.yml`.
 * Undefined if `root` is the top of the repository, or in no repository.
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
