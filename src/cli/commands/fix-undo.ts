import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { isObject } from '../../lib/json.js';
import { readRegularFile } from '../../lib/regular-file.js';
import { replaceFile } from '../../lib/replace-file.js';
import { pluralize } from '../../lib/text.js';
import { type EditedFile, writeFiles } from '../../remedy/fix/apply-plan.js';
import { gitIn } from '../../repository/git.js';

/** The edits of the last `fix --write`, in the data of Git, which no commit contains. */
const RECORD = 'portside-fix.json';
const MAX_BYTES = 256 << 20;

const ADVICE = 'Compare with git diff or your backup';

interface Place {
  readonly record: string;
  readonly top: string;
  /** From the top to the folder that was checked: `services/web/`. */
  readonly prefix: string;
}

/** Keeps edits that were written, so that `--undo` can take them back. Returns false outside of a Git repository. */
export async function rememberEdits(
  files: readonly EditedFile[],
  { root, host }: { readonly root: string; readonly host: Host },
): Promise<boolean> {
  const place = await placeOf(root, host);
  if (!place) return false;
  const edits = files.map(({ path, ...texts }) => ({ path: `${place.prefix}${path}`, ...texts }));
  await rm(place.record, { force: true });
  await replaceFile(place.record, JSON.stringify(edits));
  return true;
}

/**
 * Takes back the edits of the last `fix --write` in the repository: all of them or, if a file has changed since, none.
 * Throws PortsideError.
 */
export async function undoEdits(root: string, host: Host): Promise<void> {
  const place = await placeOf(root, host);
  if (!place || !existsSync(place.record)) {
    const why = place
      ? 'none of fix --write are left'
      : 'it is in no Git repository, so none are kept';
    throw new PortsideError('PSE2013', `Cannot take back edits in ${root}: ${why}`, ADVICE);
  }
  const edits = readRecord(place.record);
  const files = edits.map(({ path, before, after }) => ({ path, before: after, after: before }));
  await writeFiles(place.top, files, replaceFile, ADVICE);
  await rm(place.record, { force: true });
  const names = files.map(({ path }) => path).join(', ');
  host.info(`${pluralize(files.length, 'file')} as before: ${names}`);
}

async function placeOf(root: string, host: Host): Promise<Place | undefined> {
  const git = await gitIn(root, host);
  const ask = async (question: string) =>
    (await git?.(['rev-parse', question]))?.toString('utf8').replace(/\n$/, '');
  const [data, top, prefix] = [
    await ask('--absolute-git-dir'),
    await ask('--show-toplevel'),
    await ask('--show-prefix'),
  ];
  if (data === undefined || top === undefined) return undefined;
  return { record: join(data, RECORD), top, prefix: prefix ?? '' };
}

function readRecord(file: string): readonly EditedFile[] {
  try {
    const edits: unknown = JSON.parse(readRegularFile(file, MAX_BYTES).toString('utf8'));
    if (Array.isArray(edits) && edits.every(isEdit)) return edits;
    throw new Error('it is not a list of edits');
  } catch (error) {
    throw new PortsideError(
      'PSE2013',
      `Cannot take back edits: ${file}: ${reason(error)}`,
      ADVICE,
      error,
    );
  }
}

function isEdit(value: unknown): value is EditedFile {
  if (!isObject(value)) return false;
  return [value.path, value.before, value.after].every((text) => typeof text === 'string');
}
