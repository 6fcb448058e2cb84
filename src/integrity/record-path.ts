import { normalize } from '../image/paths.js';

/** The paths of packages have less than half of this. */
const MAX_PATH = 1024;

/** A path of a record, without a leading slash; undefined for one that no package manager writes. */
export function recordPath(written: string): string | undefined {
  if (written.length > MAX_PATH || written.includes('\0')) return undefined;
  const path = written.replace(/^\.?\/+/, '');
  return path !== '' && normalize(path) === path ? path : undefined;
}
