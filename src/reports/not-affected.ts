import type { Finding } from '../core/finding.js';
import { compareByUrgency } from '../core/urgency.js';

/** Vulnerabilities whose code is in no program of the image, apart from the other suppressed findings. */
export function splitSuppressed(excepted: readonly Finding[]): {
  readonly notAffected: readonly Finding[];
  readonly suppressed: readonly Finding[];
} {
  return {
    notAffected: excepted.filter(isNotAffected).sort(compareByUrgency),
    suppressed: excepted.filter((finding) => !isNotAffected(finding)),
  };
}

export function isNotAffected({ exception }: Finding): boolean {
  return exception?.source === 'evidence';
}

export const NOT_AFFECTED = 'not affected: the vulnerable Go code is not in the programs';
