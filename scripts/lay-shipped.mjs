/** What ships, laid where it ships: outside of the checkout, with no npm package in a folder above. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The bundles: the committed ones, or those of `npm run build -- FOLDER`. */
const DIST = resolve(process.env.PORTSIDE_DIST ?? 'dist');

/**
 * Lays the Action below `folder` as the runner of GitHub does: the files that Git tracks, read-only, and nothing else.
 * Returns its program.
 */
export function layAction(folder) {
  const home = join(folder, '_actions/OWNER/portside/v1');
  mkdirSync(home, { recursive: true });
  const files = execFileSync('git', ['ls-files', '-z', '--', ':(exclude)__tests__']);
  const archive = execFileSync('tar', ['--create', '--null', '--files-from=-'], {
    input: files,
    maxBuffer: 2 ** 28,
  });
  execFileSync('tar', ['--extract', '--directory', home], { input: archive });
  if (process.env.PORTSIDE_DIST !== undefined) {
    rmSync(join(home, 'dist'), { recursive: true });
    cpSync(DIST, join(home, 'dist'), { recursive: true });
  }
  execFileSync('chmod', ['-R', 'a-w', home]);
  return join(home, 'dist/action/index.js');
}

/** Lays a copy of dist/cli alone below `folder`. Returns its program. */
export function layCli(folder) {
  cpSync(join(DIST, 'cli'), join(folder, 'cli'), { recursive: true });
  return join(folder, 'cli/index.js');
}

/** Removes `folder` with what was laid below it, which only root can remove while it is read-only. */
export function removeLaid(folder) {
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true });
}
