import type { HardeningRule } from './rule.js';
import root from './rules/IMG-ROOT.js';
import setuid from './rules/IMG-SUID.js';

/** Every rule over a built image. */
export const hardeningRules: readonly HardeningRule[] = [root, setuid];
