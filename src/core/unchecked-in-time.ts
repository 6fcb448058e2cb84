import type { Check } from './finding.js';
import { EMPTY_INSPECTION, type Inspection } from './report.js';

/** The result of a check that did not end in time: the targets that it did not check, and the reason. */
export function uncheckedInTime(
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
