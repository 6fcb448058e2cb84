import type { Finding } from '../core/finding.js';

/** Why the policy lowered the severity of a finding, to follow its message; empty if it did not. Not escaped. */
export function loweredNote({ lowered }: Finding): string {
  return lowered ? ` (lowered from ${lowered.from}: ${lowered.reason})` : '';
}
