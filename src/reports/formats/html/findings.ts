import type { Report } from '../../../core/report.js';
import { pluralize } from '../../../lib/text.js';
import { shorten } from '../../escape.js';
import { type BaseImageGroup, formatOrigins, imageOrigins } from '../../origin-groups.js';
import type { ReportSummary } from '../../report-summary.js';
import { type ProblemRow, problemRows, rowsWithBaseImages } from '../../rows/problem-rows.js';
import { describeRows } from '../../rows/row-text.js';
import { type FindingsContext, renderEntry } from './entry.js';
import { filters } from './filters.js';
import type { ShownFindings } from './finding-groups.js';
import { escapeText } from './labels.js';

/** The rows of the comment, all of them, with search and filters for those of the whole page. */
export function findingsBody(
  { counts }: ReportSummary,
  { groups, omitted }: ShownFindings,
  context: FindingsContext,
): string[] {
  if (groups.length === 0)
    return counts.new.total + counts.existing.total === 0 ? ['<p>None.</p>'] : [];
  const explained = new Set<string>();
  const rows = rowsWithBaseImages(groups.find(({ id }) => id === 'new')?.findings ?? [], context);
  return [
    ...(counts.new.total === 0 ? ['<p>No new findings.</p>'] : []),
    ...filters(groups.flatMap(({ findings }) => findings)),
    '<div class="entries" id="new">',
    ...renderRows(rows, context, explained, true),
    '</div>',
    ...(omitted > 0 ? [`<p>${pluralize(omitted, 'more finding')} in the JSON report.</p>`] : []),
  ];
}

/** The folded lists: existing, not affected, suppressed and fixed findings. */
export function otherFindings({ groups }: ShownFindings, context: FindingsContext): string[] {
  const explained = new Set<string>();
  return groups.flatMap(({ id, label, findings }) =>
    label === undefined
      ? []
      : fold(id, label, renderRows(problemRows(findings, context), context, explained, false)),
  );
}

function fold(id: string, label: string, entries: readonly string[]): string[] {
  return [
    `<details class="fold" id="${id}"><summary>${label}</summary>`,
    '<div class="entries">',
    ...entries,
    '</div></details>',
  ];
}

/** The first entry is open: it shows what the others contain. What a newer base image resolves is one row, folded. */
function renderRows(
  rows: readonly ProblemRow[],
  context: FindingsContext,
  explained: Set<string>,
  isFirstOpen: boolean,
): string[] {
  const texts = describeRows(rows, context);
  let bases = 0;
  return rows.flatMap((row, i) => {
    const text = texts[i];
    if (!text) return [];
    if (row.base) {
      const inside = problemRows(row.findings, context);
      const entries = renderRows(inside, context, explained, false);
      return fold(`base-${bases++}`, baseLabel(row.base), entries);
    }
    return [renderEntry({ row, text }, context, explained, isFirstOpen && i === 0)];
  });
}

function baseLabel({ findings, name, summary }: BaseImageGroup): string {
  const base = name === undefined ? '' : ` ${escapeText(name, 120)}`;
  return `${findings.length} from the base image${base}: ${escapeText(summary, 300)}`;
}

/** Images with a line below the totals. */
const MAX_IMAGES = 20;

/** A line for each image with the origins of its findings. */
export function originLines(report: Report, isCompared: boolean): string[] {
  return imageOrigins(report)
    .slice(0, MAX_IMAGES)
    .map((origins) => {
      const counts = formatOrigins(origins, isCompared, (name) => shorten(name, 120));
      return `<p><b>${escapeText(origins.image, 120)}</b>: ${escapeText(counts, 1_500)}</p>`;
    });
}
