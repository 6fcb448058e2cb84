import type { Check } from './finding.js';
import type { Incomplete } from './report.js';

/** What messages and reports call each check: the id `trust` is the check of signatures. */
export const CHECK_NAMES: Readonly<Record<Check, string>> = {
  lint: 'lint',
  manifest: 'manifest',
  vulnerability: 'vulnerability',
  malware: 'malware',
  secret: 'secret',
  hardening: 'hardening',
  trust: 'signature',
  policy: 'policy',
};

/** The verdict's reason for a check that is not complete. The headline recognizes it and counts such checks instead. */
export function incompleteReason({ check, target, reason }: Incomplete): string {
  return `the ${CHECK_NAMES[check]} check of ${target} is not complete: ${reason}`;
}
