import { pluralize } from '../lib/text.js';
import type { Check } from './finding.js';
import type { Inspection } from './report.js';

/**
 * One line about a finished step for the log: `image app:1: 231 packages, 40 vulnerabilities, 2 secrets`. The counts are
 * those before the policy is applied and before duplicates across checks are merged.
 */
export function stepLine(
  name: string,
  { packages, findings, incomplete, suppressed = [], coverage = [], targets }: Inspection,
): string {
  const counts = (Object.keys(NOUNS) as Check[]).flatMap((check) => {
    const found = findings.filter((f) => f.check === check).length;
    return found === 0 ? [] : [pluralize(found, ...NOUNS[check])];
  });
  // Of an image that is not read, nothing is known.
  const isUnread =
    targets.length + incomplete.length === 0 &&
    coverage.length > 0 &&
    coverage.every(({ state }) => state === 'not-covered');
  const parts = [
    ...(packages.length > 0 ? [pluralize(packages.length, 'package')] : []),
    ...(counts.length > 0 ? counts : [isUnread ? 'not checked' : 'no findings']),
    ...(suppressed.length > 0 ? [`${suppressed.length} suppressed by comments`] : []),
    ...(incomplete.length > 0 ? [`${pluralize(incomplete.length, 'check')} could not run`] : []),
  ];
  return `${name}: ${parts.join(', ')}`;
}

const NOUNS: Readonly<Record<Check, readonly [string, string?]>> = {
  malware: ['malicious package or file', 'malicious packages or files'],
  vulnerability: ['vulnerability', 'vulnerabilities'],
  secret: ['secret'],
  hardening: ['hardening finding'],
  lint: ['lint finding'],
  manifest: ['manifest finding'],
  trust: ['signature finding'],
  policy: ['policy finding'],
};
