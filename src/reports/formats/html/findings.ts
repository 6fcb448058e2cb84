import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { pluralize } from '../../../lib/text.js';
import { shorten } from '../../escape.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import { isNotAffected, NOT_AFFECTED } from '../../not-affected.js';
import {
  type BaseImageGroup,
  formatOrigins,
  imageOrigins,
  splitBaseImages,
} from '../../origin-groups.js';
import type { ReportSummary } from '../../report-summary.js';
import { problemRows } from '../../rows/problem-rows.js';
import { describeRows } from '../../rows/row-text.js';
import { type FindingsContext, renderEntry } from './entry.js';
import { filters } from './filters.js';
import { escapeText } from './labels.js';

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
 * The groups in order: new, new from base images, existing, not affected, suppressed, fixed. In each, what fails the policy is
 * the last to be left out.
 */
export function shownFindings(
  { findings }: ReportSummary,
  fails: (finding: Finding) => boolean = () => false,
): ShownFindings {
  const { own, bases } = splitBaseImages(findings.new);
  const { existing, suppressed, fixed } = findings;
  const notAffected = suppressed.filter(isNotAffected);
  const rest = suppressed.filter((finding) => !isNotAffected(finding));
  const all: readonly FindingGroup[] = [
    { id: 'new', label: undefined, findings: own },
    ...bases.map((base, i) => ({
      id: `base-${i}`,
      label: baseLabel(base),
      findings: base.findings,
    })),
    {
      id: 'existing',
      label: `${existing.length} existing: ${formatSeverityCounts(existing)}`,
      findings: existing,
    },
    { id: 'not-affected', label: `${notAffected.length} ${NOT_AFFECTED}`, findings: notAffected },
    { id: 'suppressed', label: `${rest.length} suppressed`, findings: rest },
    { id: 'fixed', label: `${fixed.length} fixed`, findings: fixed },
  ];
  let left = MAX_FINDINGS;
  const groups = all.flatMap((group) => {
    const first = [...group.findings].sort((a, b) => Number(fails(b)) - Number(fails(a)));
    const shown = first.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [{ ...group, findings: shown }];
  });
  const total = all.reduce((sum, group) => sum + group.findings.length, 0);
  return { groups, omitted: total - MAX_FINDINGS + left };
}

function baseLabel({ findings, name, summary }: BaseImageGroup): string {
  const base = name === undefined ? '' : ` ${escapeText(name, 120)}`;
  return `${findings.length} from the base image${base}: ${escapeText(summary, 300)}`;
}

/** Every finding once, the most urgent first, with search and filters. */
export function findingsBody(
  report: Report,
  { isCompared, counts }: ReportSummary,
  { groups, omitted }: ShownFindings,
  context: FindingsContext,
): string[] {
  if (groups.length === 0)
    return counts.new.total + counts.existing.total === 0 ? ['<p>None.</p>'] : [];
  const shown = groups.flatMap(({ findings }) => findings);
  const explained = new Set<string>();
  return [
    ...originLines(report, isCompared),
    ...filters(shown),
    '<p id="count" role="status"></p>',
    ...(counts.new.total === 0 ? ['<p>No new findings.</p>'] : []),
    ...groups.flatMap((group) => renderGroup(group, context, explained)),
    ...(omitted > 0 ? [`<p>${pluralize(omitted, 'more finding')} in the JSON report.</p>`] : []),
  ];
}

function renderGroup(
  { id, label, findings }: FindingGroup,
  context: FindingsContext,
  explained: Set<string>,
): string[] {
  const rows = problemRows(findings, context);
  const texts = describeRows(rows, context);
  const entries = rows.flatMap((row, i) => {
    const text = texts[i];
    // The first entry is open: it shows what the others contain.
    return text
      ? [renderEntry({ row, text }, context, explained, label === undefined && i === 0)]
      : [];
  });
  if (label === undefined) return [`<div class="entries" id="${id}">`, ...entries, '</div>'];
  return [
    `<details class="fold" id="${id}"><summary>${label}</summary>`,
    '<div class="entries">',
    ...entries,
    '</div></details>',
  ];
}

/** Images with a line above the findings. */
const MAX_IMAGES = 20;

/** A line for each image with the origins of its findings. */
function originLines(report: Report, isCompared: boolean): string[] {
  return imageOrigins(report)
    .slice(0, MAX_IMAGES)
    .map((origins) => {
      const counts = formatOrigins(origins, isCompared, (name) => shorten(name, 120));
      return `<p><b>${escapeText(origins.image, 120)}</b>: ${escapeText(counts, 1_500)}</p>`;
    });
}
