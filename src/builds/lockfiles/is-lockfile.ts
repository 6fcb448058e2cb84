import { LOCKFILES } from './index.js';

/** Whether a file of the repository fixes the versions of packages. */
export function isLockfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return LOCKFILES.some(({ wants }) => wants(name));
}
