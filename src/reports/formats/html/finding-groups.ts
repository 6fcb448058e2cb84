import type { Finding } from '../../../core/finding.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import { isNotAffected, NOT_AFFECTED } from '../../not-affected.js';
import type { ReportSummary } from '../../report-summary.js';

/** Findings that the page shows at most. */
const MAX_FINDINGS = 10_000;

/** Findings that the page lists together under one heading. */
interface FindingGroup {
  readonly id: string;
  /** HTML; undefined for the findings that are visible at once, the others are folded. */
  readonly label: string | undefined;
  readonly findings: readonly Finding[];
}

/** The findings that the page shows, as groups, and how many less urgent ones it leaves out. */
export interface ShownFindings {
  readonly groups: readonly FindingGroup[];
  readonly omitted: number;
}

/**
 * The groups in order: new with the existing ones that fail, which come first and are the last to be left out; other
 * existing, not affected, suppressed, fixed.
 */
export function shownFindings({ first, findings }: ReportSummary): ShownFindings {
  const { suppressed, fixed } = findings;
  const isFirst = new Set(first);
  const existing = findings.existing.filter((finding) => !isFirst.has(finding));
  const other = existing.length < findings.existing.length ? 'other existing' : 'existing';
  const notAffected = suppressed.filter(isNotAffected);
  const rest = suppressed.filter((finding) => !isNotAffected(finding));
  const all: readonly FindingGroup[] = [
    { id: 'new', label: undefined, findings: first },
    {
      id: 'existing',
      label: `${existing.length} ${other}: ${formatSeverityCounts(existing)}`,
      findings: existing,
    },
    { id: 'not-affected', label: `${notAffected.length} ${NOT_AFFECTED}`, findings: notAffected },
    { id: 'suppressed', label: `${rest.length} suppressed`, findings: rest },
    { id: 'fixed', label: `${fixed.length} fixed`, findings: fixed },
  ];
  let left = MAX_FINDINGS;
  const groups = all.flatMap((group) => {
    const shown = group.findings.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [{ ...group, findings: shown }];
  });
  const total = all.reduce((sum, group) => sum + group.findings.length, 0);
  return { groups, omitted: total - MAX_FINDINGS + left };
}
