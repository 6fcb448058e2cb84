import type { Check } from './finding.js';
import { EMPTY_INSPECTION, type Inspection } from './report.js';

/** The result of a check that could not look at its targets, or not in time, and the reason. */
export function incompleteInspection(
  check: Check,
  targets: Iterable<string>,
  reason: string,
): Inspection {
  const names = [...new Set(targets)];
  return {
    ...EMPTY_INSPECTION,
    incomplete: names.map((target) => ({ check, target, reason })),
  };
}
