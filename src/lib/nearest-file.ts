import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearestName } from './nearest-name.js';

/** Names of a folder that are compared. */
const MAX_NAMES = 10_000;

/**
 * `Did you mean app.tar?` for a missing file or folder: the one next to it whose name differs only in case, or least, by at
 * most two edits; undefined if there is none.
 */
export function didYouMean(path: string): string | undefined {
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder).slice(0, MAX_NAMES);
  } catch {
    return undefined;
  }
  const name = basename(path);
  const sameLetters = names.find((one) => one.toLowerCase() === name.toLowerCase());
  const near = sameLetters ?? nearestName(name, names);
  return near === undefined || near === name ? undefined : `Did you mean ${join(folder, near)}?`;
}
