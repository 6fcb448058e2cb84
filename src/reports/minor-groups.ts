import type { Finding } from '../core/finding.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { compareByUrgency } from './finding-lists.js';

/** Findings of one row. */
export type Group = readonly [Finding, ...Finding[]];

/** Fewer minor findings of a file have a row each. */
const FEWEST = 3;

/**
 * Puts the low and info findings of the linters in one file into one group, because they are read and fixed together. Every
 * other finding is a group of its own.
 */
export function foldMinor(findings: readonly Finding[]): Group[] {
  const files = groupBy(findings, (finding) =>
    isMinor(finding) ? JSON.stringify([finding.check, finding.location?.path]) : finding,
  );
  return [...files.values()].flatMap((file): Group[] => {
    const [first, ...rest] = file.sort(compareByUrgency);
    if (!first) return [];
    return file.length >= FEWEST ? [[first, ...rest]] : file.map((finding) => [finding]);
  });
}

function isMinor({ check, severity, location }: Finding): boolean {
  const isLinted = check === 'lint' || check === 'manifest';
  return isLinted && location !== undefined && (severity === 'low' || severity === 'info');
}

/** `DL3059 ×3, SC2086, DEP-ROFS and 4 more rules`, the most frequent first. `show` names a rule by one of its findings. */
export function countRules(
  findings: readonly Finding[],
  longest: number,
  show: (finding: Finding) => string,
): string {
  const rules = [...groupBy(findings, ({ rule }) => rule)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const named = rules
    .slice(0, longest)
    .flatMap(([, [first, ...more]]) =>
      first ? [`${show(first)}${more.length > 0 ? ` ×${more.length + 1}` : ''}`] : [],
    );
  const rest = rules.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${pluralize(rest, 'more rule')}` : ''}`;
}
