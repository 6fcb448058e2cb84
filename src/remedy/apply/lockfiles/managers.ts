import { cargo } from './cargo.js';
import type { LockfileManager } from './manager.js';
import { npm } from './npm.js';

/** The package managers that raise an entry of their lockfile without running code of the project. */
export const MANAGERS: readonly LockfileManager[] = [cargo, npm];
