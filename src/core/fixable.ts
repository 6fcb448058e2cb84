import type { Finding } from './finding.js';

/** The version of the package that fixes the finding; undefined when none is known. */
export function fixedVersion({ details }: Finding): string | undefined {
  return details && 'fixed' in details && typeof details.fixed === 'string'
    ? details.fixed
    : undefined;
}

/** Whether an edit or a newer version of the package clears the finding. */
export function isFixable(finding: Finding): boolean {
  return finding.fix !== undefined || fixedVersion(finding) !== undefined;
}
