import { CHECK_NAMES } from '../../../core/check-names.js';
import { CHECKS, type Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { groupBy } from '../../../lib/group-by.js';
import { withStatus } from '../../finding-lists.js';
import { formatOrigins, imageOrigins } from '../../origin-groups.js';
import type { List, ReportSummary } from '../../report-summary.js';
import { formatCounts } from '../../severity-counts.js';
import { codeName } from './links.js';

/** Targets with a row, and images with a line about the origin of their findings. */
const MAX_TARGETS = 20;

/** `New: 6 critical, 35 less severe · existing: 84 · fixed: 2 · suppressed: 3`, in one line. Empty if there is nothing. */
export function totalsLine(summary: ReportSummary): string {
  const { counts, isCompared, onlyChanges } = summary;
  const lists: readonly List[] = isCompared
    ? ['new', ...(onlyChanges ? [] : (['existing'] as const)), 'fixed', 'suppressed']
    : ['new', 'suppressed'];
  const parts = lists.flatMap((list) => {
    const { total } = counts[list];
    if (total === 0) return [];
    if (list !== 'new') return [`${total} ${list}`];
    return [`${isCompared ? 'New' : 'Findings'}: ${formatCounts(counts.new)}`];
  });
  return parts.join(' · ');
}

/** The findings of each file and image by check, and the origins of those in images. Empty without findings. */
export function countsByTarget(report: Report, isCompared: boolean): string {
  const counted = report.findings.filter((f) => f.status !== 'excepted');
  const byTarget = [...groupBy(counted, (f) => targetOf(f, report))];
  if (byTarget.length === 0) return '';
  const rows = byTarget.slice(0, MAX_TARGETS).map(([target, findings]) => {
    const counts = CHECKS.flatMap((check) => {
      const own = findings.filter((f) => f.check === check);
      return own.length > 0 ? [`${CHECK_NAMES[check]}: ${formatStatuses(own, isCompared)}`] : [];
    });
    return `| ${codeName(target)} | ${counts.join('; ')} |`;
  });
  const more = byTarget.length - rows.length;
  const origins = imageOrigins(report)
    .slice(0, MAX_TARGETS)
    .map((one) => `${codeName(one.image)}: ${formatOrigins(one, isCompared, codeName)}`);
  return [
    '| file or image | findings |',
    '|---|---|',
    ...rows,
    ...(more > 0 ? [`| … and ${more} more | |`] : []),
    ...(origins.length > 0 ? ['', origins.join('<br>\n')] : []),
  ].join('\n');
}

/** `4 new, 2 existing`; without a comparison only `4`. */
function formatStatuses(findings: readonly Finding[], isCompared: boolean): string {
  if (!isCompared) return String(findings.length);
  return (['new', 'existing', 'fixed'] as const)
    .map((status) => [withStatus(findings, status).length, status] as const)
    .flatMap(([count, status]) => (count > 0 ? [`${count} ${status}`] : []))
    .join(', ');
}

function targetOf(finding: Finding, report: Report): string {
  const { image } = finding.subject ?? {};
  return image ?? finding.location?.path ?? report.targets[0]?.name ?? 'repository';
}
