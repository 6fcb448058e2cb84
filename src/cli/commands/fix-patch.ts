import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import { unifiedDiff } from '../../lib/unified-diff.js';
import type { EditedFile } from '../../remedy/fix/apply-plan.js';
import { gitIn } from '../../repository/git.js';
import { writeDocument } from './deliver.js';
import { requireOwnPlace } from './own-place.js';

/**
 * Writes the edits as a patch for `git apply` at the top of the repository: to a file, or to standard output for `-`. Throws
 * PortsideError (usage) for a file that Git tracks, which may be a source, for one in the data of Git or behind a link of the
 * repository, and for one that cannot be written.
 */
export async function writePatch(
  patch: string,
  files: readonly EditedFile[],
  { root, host }: { readonly root: string; readonly host: Host },
): Promise<void> {
  if (patch !== '-') await requireUntracked(patch, host);
  const git = await gitIn(root, host);
  const shown = await git?.(['rev-parse', '--show-prefix']);
  const prefix = shown?.toString('utf8').replace(/\n$/, '') ?? '';
  const document = files
    .map(({ path, before, after }) => unifiedDiff(`${prefix}${path}`, before, after))
    .join('');
  const verb = existsSync(patch) ? 'replaced' : 'wrote';
  await writeDocument({ format: 'patch', ...(patch !== '-' && { file: patch }) }, document, host);
  const where = prefix === '' ? '' : ' at the top of the repository';
  if (patch !== '-') host.info(`${verb} ${patch}: apply it with git apply${where}`);
}

async function requireUntracked(patch: string, host: Host): Promise<void> {
  await requireOwnPlace(patch, host);
  const file = await realPlace(patch);
  if (file.split(sep).some((part) => part.toLowerCase() === '.git'))
    throw new PortsideError(
      'PSE1010',
      `Cannot write the patch ${patch}: it would be in the data of Git`,
      'Name a file in another folder',
    );
  const git = await gitIn(dirname(file), host);
  const listed = await git?.(['--literal-pathspecs', 'ls-files', '-z', '--', basename(file)]);
  if (listed && listed.length > 0)
    throw new PortsideError(
      'PSE1010',
      `Cannot write the patch ${patch}: Git tracks this file`,
      'Name a new file',
    );
}

/** The path without links, also of a file that does not exist yet. */
async function realPlace(file: string): Promise<string> {
  const path = resolve(file);
  const isTop = dirname(path) === path;
  return realpath(path).catch(async () =>
    isTop ? path : join(await realPlace(dirname(path)), basename(path)),
  );
}
