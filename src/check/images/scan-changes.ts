import type { Coverage } from '../../core/coverage.js';
import type { Report } from '../../core/report.js';
import { compareWithBaseline } from '../../policy/baseline.js';
import { openFindings } from '../../reports/finding-lists.js';

/** What is different from an earlier report of the same target. */
export interface ScanChanges {
  /** The report with its new and fixed findings only, without packages, and without checks that do not apply. */
  readonly report: Report;
  readonly isChanged: boolean;
}

/**
 * Compares two reports of a target. Unlike with a baseline, a vulnerability that was published in between is new. A finding
 * is fixed only if its check ran. The verdict is about all findings. Without an earlier report nothing is new.
 */
export function scanChanges(report: Report, earlier: Report | undefined): ScanChanges {
  const open = openFindings(report.findings);
  const compared = earlier
    ? compareWithBaseline(
        open,
        {
          name: 'the earlier scan',
          findings: openFindings(earlier.findings),
          checks: new Set(earlier.coverage.map(({ check }) => check)),
        },
        { targets: report.targets, incomplete: report.incomplete, wholeRepository: false },
      ).findings
    : [];
  const findings = compared.filter(({ status }) => status === 'new' || status === 'fixed');
  const { schema, tool, created, targets, incomplete, verdict } = report;
  return {
    isChanged: findings.length > 0,
    report: {
      ...{ schema, tool, targets, incomplete, verdict, findings },
      scope: 'changes',
      ...(created !== undefined && { created }),
      packages: [],
      notes: [],
      coverage: report.coverage.filter(({ state }) => state !== 'not-applicable'),
      ...(earlier && { baseline: { with: ['the earlier scan'], missing: [] } }),
    },
  };
}

/** Whether a check failed that an earlier scan of the target did: the earlier report then says more. */
export function isWorseScan(report: Report, earlier: Report): boolean {
  const did = new Set(earlier.coverage.filter(wasDone).map(({ check }) => check));
  return report.coverage.some(({ check, state }) => state === 'failed' && did.has(check));
}

function wasDone({ state }: Coverage): boolean {
  return state === 'checked' || state === 'partial';
}
