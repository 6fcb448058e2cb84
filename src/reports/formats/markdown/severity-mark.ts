import type { Finding } from '../../../core/finding.js';
import { SEVERITIES, type Severity } from '../../../core/severity.js';
import { isExploited, isMalicious } from '../../../core/urgency.js';
import { formatSeverityCounts } from '../../finding-lists.js';

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

/** The worst severity of the findings of a row, or with several severities, the number of each: `🔵 8 low, 5 info`. */
export function severitiesMark(findings: readonly [Finding, ...Finding[]]): string {
  const present = SEVERITIES.filter((one) => findings.some(({ severity }) => severity === one));
  const [worst = findings[0].severity] = present;
  return present.length > 1
    ? `${MARKS[worst]} ${formatSeverityCounts(findings)}`
    : severityMark(worst);
}
