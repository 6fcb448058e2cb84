import type { Severity } from '../../../core/severity.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import type { ProblemRow } from '../../rows/problem-rows.js';
import type { RowText } from '../../rows/row-text.js';

const MARKS: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '🔵',
  info: '⚪',
};

/** `🔴 critical`: the word is for screen readers, and for readers who do not see the color. */
export function severityMark(severity: Severity): string {
  return `${MARKS[severity]} ${severity}`;
}

/**
 * The worst severity of a row and its marks: `🟠 high, exploited`. Of hygiene and a base image, the number of findings of
 * each severity: `🔵 8 low, 5 info`.
 */
export function rowMark({ kind, findings }: ProblemRow, { severity, marks }: RowText): string {
  const isCounted =
    (kind === 'settings' || kind === 'base-image') &&
    findings.some((finding) => finding.severity !== severity);
  const start = isCounted
    ? `${MARKS[severity]} ${formatSeverityCounts(findings)}`
    : severityMark(severity);
  return [start, ...marks].join(', ');
}
