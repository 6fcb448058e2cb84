import type { Finding, Status } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { SEVERITIES } from '../core/severity.js';
import type { ReportContext } from './format.js';

/** The findings that are still there and that the policy does not suppress. */
export function openFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter((f) => f.status === 'new' || f.status === 'existing');
}

export function withStatus(findings: readonly Finding[], status: Status): Finding[] {
  return findings.filter((f) => f.status === status);
}

/**
 * Whether the findings were compared with a baseline. If not, all open findings are `new`, and no format calls them so. A
 * stored report may have other statuses without naming its baseline.
 */
export function isCompared(
  { findings }: Pick<Report, 'findings'>,
  { baseline, hidden }: Pick<ReportContext, 'baseline' | 'hidden'>,
): boolean {
  const isOld = ({ status }: Finding) => status === 'existing' || status === 'fixed';
  return baseline !== undefined || findings.some(isOld) || hidden?.findings.some(isOld) === true;
}

/** `2 critical, 5 high`; empty for no findings. */
export function formatSeverityCounts(findings: readonly Finding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((f) => f.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  }).join(', ');
}
