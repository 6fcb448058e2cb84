import { baseName } from '../../lib/paths.js';
import { LOCKFILES } from './index.js';

/** Whether a file of the repository fixes the versions of packages. */
export function isLockfile(path: string): boolean {
  const name = baseName(path);
  return LOCKFILES.some(({ wants }) => wants(name));
}
