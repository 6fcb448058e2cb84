import type { ManifestRule } from './rule.js';
import privileged from './rules/DEP-PRIV.js';
import engineSocket from './rules/DEP-SOCK.js';

/** Every manifest rule. */
export const manifestRules: readonly ManifestRule[] = [privileged, engineSocket];
