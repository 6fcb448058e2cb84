import type { Report } from '../core/report.js';
import type { CommentMode } from '../core/surfaces.js';

/** Whether a comment is created about the report of one job. One that exists is edited in each mode. */
export function isCommentWanted(report: Report, mode: Exclude<CommentMode, 'never'>): boolean {
  if (mode === 'always') return true;
  if (mode === 'on-failure') return report.verdict.outcome !== 'pass';
  return !hasNothingToReport(report);
}

function hasNothingToReport(report: Report): boolean {
  return (
    report.verdict.outcome === 'pass' &&
    report.incomplete.length === 0 &&
    report.policyChange === undefined &&
    report.addedSuppressions === undefined &&
    ![...report.findings, ...(report.suppressed ?? [])].some((f) => f.status === 'new')
  );
}
