import { compareText } from '../lib/text.js';
import { isExampleFile } from './example-paths.js';
import type { Finding } from './finding.js';
import { isFixable } from './fixable.js';
import { compareRanges } from './location.js';
import { compareSeverity } from './severity.js';

/**
 * The order in which to work on findings: malicious, exploited in the wild, severity, secrets, in use, fixable, probability
 * of exploitation, new before existing. Zero for findings that are equally urgent: each caller has its own tie-break.
 */
export function compareUrgency(a: Finding, b: Finding): number {
  return (
    Number(isMalicious(b)) - Number(isMalicious(a)) ||
    Number(isExploited(b)) - Number(isExploited(a)) ||
    compareSeverity(a.severity, b.severity) ||
    Number(b.check === 'secret') - Number(a.check === 'secret') ||
    useRank(a) - useRank(b) ||
    Number(isFixable(b)) - Number(isFixable(a)) ||
    epss(b) - epss(a) ||
    Number(a.status !== 'new') - Number(b.status !== 'new')
  );
}

/** What fails the policy first, then the most urgent; equally urgent findings by place. */
export function sortByUrgency(
  findings: readonly Finding[],
  fails: (finding: Finding) => boolean = () => false,
): Finding[] {
  const failing = new Set(findings.filter(fails));
  return findings.toSorted(
    (a, b) => Number(failing.has(b)) - Number(failing.has(a)) || compareByUrgency(a, b),
  );
}

/** The most urgent first; equally urgent findings by place, what is in tests, examples and documentation last. */
export function compareByUrgency(a: Finding, b: Finding): number {
  return (
    compareUrgency(a, b) || Number(isInExample(a)) - Number(isInExample(b)) || compareByPlace(a, b)
  );
}

function isInExample({ location }: Finding): boolean {
  return location !== undefined && isExampleFile(location.path);
}

/** By file and range; findings without a location come last. */
export function compareByPlace(a: Finding, b: Finding): number {
  if (a.location && b.location) {
    return (
      compareText(a.location.path, b.location.path) ||
      compareRanges(a.location, b.location) ||
      compareText(a.rule, b.rule)
    );
  }
  return Number(!a.location) - Number(!b.location) || compareText(a.rule, b.rule);
}

/** Whether the finding is a malicious package or file. */
export function isMalicious({ check }: Finding): boolean {
  return check === 'malware';
}

/** Whether the vulnerability is known to be exploited in the wild. */
export function isExploited({ details }: Finding): boolean {
  return details !== undefined && 'exploited' in details && details.exploited === true;
}

/** What is in use comes first, what nothing shows to be in use last. */
function useRank({ details }: Finding): number {
  const evidence = details && 'evidence' in details ? details.evidence : undefined;
  const result = (evidence as { readonly result?: unknown } | null | undefined)?.result;
  if (result === 'loaded' || result === 'linked') return 0;
  return result === 'no-evidence' ? 2 : 1;
}

function epss({ details }: Finding): number {
  const score = details && 'epss' in details ? details.epss : undefined;
  return typeof score === 'number' && Number.isFinite(score) ? score : 0;
}
