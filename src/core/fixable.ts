import type { Finding } from './finding.js';

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
