import { bundlerLock } from './bundler.js';
import { composerLock } from './composer.js';
import { goModLock } from './go-mod.js';
import type { LockfileFormat } from './lockfile.js';
import { npmLock } from './npm.js';
import { pnpmLock } from './pnpm.js';
import { cargoLock, poetryLock, uvLock } from './toml.js';
import { yarnLock } from './yarn.js';

/** Every format of lockfiles. A new one is added here. */
export const LOCKFILES: readonly LockfileFormat[] = [
  npmLock,
  pnpmLock,
  yarnLock,
  cargoLock,
  poetryLock,
  uvLock,
  bundlerLock,
  composerLock,
  goModLock,
];
