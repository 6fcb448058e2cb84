import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes an empty repository with the branch main in the folder, as `git init` does, with an author. Its files are written
 * here, and a shell runs several commands at once: to start a program from a large process takes milliseconds.
 */
export function createRepository(folder: string): void {
  const git = join(folder, '.git');
  for (const path of ['objects', 'refs/heads']) mkdirSync(join(git, path), { recursive: true });
  writeFileSync(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(
    join(git, 'config'),
    [
      ...['[core]', 'repositoryformatversion = 0', 'filemode = true', 'bare = false'],
      ...['[user]', 'name = a', 'email = a@example.com'],
      ...['[gc]', 'auto = 0', '[maintenance]', 'auto = false', ''],
    ].join('\n'),
  );
}

/** Commits all files of the folder, and starts the branch if one is named. */
export function commitAll(folder: string, branch?: string): void {
  const start = branch === undefined ? '' : ` && git checkout -qb ${branch}`;
  const commands = `git add -A && git commit -qm change --allow-empty${start}`;
  execFileSync('sh', ['-c', commands], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}
