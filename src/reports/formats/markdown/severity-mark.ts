import type { Finding } from '../../../core/finding.js';
import { SEVERITIES, type Severity } from '../../../core/severity.js';
import { isExploited, isMalicious } from '../../../core/urgency.js';

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

/** The worst severity of the findings of a row, and what puts the row above more severe ones: `🟠 high, exploited`. */
export function urgencyMark(findings: readonly [Finding, ...Finding[]]): string {
  const notes = [
    ...(findings.some(isMalicious) ? ['malicious'] : []),
    ...(findings.some(isExploited) ? ['exploited'] : []),
  ];
  const worst = SEVERITIES.find((one) => findings.some(({ severity }) => severity === one));
  return [severityMark(worst ?? findings[0].severity), ...notes].join(', ');
}
