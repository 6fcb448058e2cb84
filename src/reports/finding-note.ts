import type { Finding } from '../core/finding.js';

/** What follows the message of a finding: why its severity was lowered, and what it replaces. Not escaped. */
export function findingNote({ lowered, replaces }: Finding): string {
  return [
    lowered ? ` (lowered from ${lowered.from}: ${lowered.reason})` : '',
    replaces === undefined ? '' : ', in place of another one',
  ].join('');
}
