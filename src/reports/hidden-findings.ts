import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { pluralize } from '../lib/text.js';

/** What people do not want to see of a report. It is counted in all totals. */
export interface HiddenFindings {
  readonly findings: readonly Finding[];
  readonly reasons: readonly HiddenReason[];
}

export interface HiddenReason {
  /** Why findings are not shown, as the end of a sentence: `below high`. */
  readonly reason: string;
  /** How many, without suppressed ones. Absent for several jobs, which may have found the same. */
  readonly count?: number;
}

/** The part of a context that may have such findings. */
interface MayHide {
  readonly hidden?: HiddenFindings;
}

/** `Not shown, as requested: 9 findings below high`; empty if every finding is shown. Not escaped. */
export function hiddenNote({ hidden }: MayHide): string {
  if (!hidden || hidden.reasons.length === 0) return '';
  const parts = hidden.reasons.map(({ reason, count }) =>
    count === undefined ? `findings ${reason}` : `${pluralize(count, 'finding')} ${reason}`,
  );
  return `Not shown, as requested: ${parts.join(', ')}`;
}

/** The report with the findings that are not shown, for counts. */
export function withHidden(report: Report, { hidden }: MayHide): Report {
  return hidden ? { ...report, findings: [...report.findings, ...hidden.findings] } : report;
}
