import type { Finding } from './finding.js';
import type { RuleBook } from './report.js';

/** Whether a build or a program may break with the fix of a finding, so that a person has to decide about it. */
export function fixMayBreak({ rule, fix }: Finding, rules: RuleBook): boolean {
  return fix !== undefined && (fix.mayBreak === true || rules.get(rule)?.fixMayBreak === true);
}

/** The version of the package that fixes the finding; undefined when none is known. */
export function fixedVersion({ details }: Finding): string | undefined {
  return details && 'fixed' in details && typeof details.fixed === 'string'
    ? details.fixed
    : undefined;
}

/** Whether an edit, a newer version of the package or a supported release of the distribution clears the finding. */
export function isFixable(finding: Finding): boolean {
  const { fix, details } = finding;
  const isEndOfLife = details !== undefined && 'endOfLife' in details;
  return fix !== undefined || fixedVersion(finding) !== undefined || isEndOfLife;
}
