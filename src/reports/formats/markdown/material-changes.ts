import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { MATERIAL_CHANGES_TITLE, type MaterialLine } from '../../material-changes.js';
import type { ReportSummary } from '../../report-summary.js';
import { codeName, linkToLine } from './finding-table.js';
import { collapse } from './sections.js';

/** What is new or worse among what enters the build. */
export interface MaterialChangesSection {
  /** At most ten lines, with the others collapsed. */
  readonly open: string;
  /** All of it, if a reviewer need not look at any. */
  readonly collapsed: string;
}

/** Both are empty if nothing was compared, or nothing is new or worse. */
export function materialChangesSection(
  { materialChanges }: ReportSummary,
  rows: number,
  context: ReportContext,
): MaterialChangesSection {
  if (!materialChanges) return { open: '', collapsed: '' };
  const { summary, lines, rest, isRisky } = materialChanges;
  const total = escapeMarkdown(shorten(summary, 300));
  const items = (some: readonly MaterialLine[]) =>
    some.map((line) => item(line, context)).join('\n');
  const more = rest.length - rows;
  const others = [
    items(rest.slice(0, rows)),
    ...(more > 0 ? [`- … and ${more} more in the JSON report`] : []),
  ].join('\n');
  if (!isRisky) {
    const body = [items(lines), others].join('\n').trim();
    return { open: '', collapsed: collapse(`${MATERIAL_CHANGES_TITLE}: ${total}`, body) };
  }
  const open = [
    `**${MATERIAL_CHANGES_TITLE}:** ${total}`,
    items(lines),
    ...(rest.length > 0 ? [collapse(`${rest.length} more`, others)] : []),
  ];
  return { open: open.join('\n\n'), collapsed: '' };
}

/** `- **new** download `https://…`: curl from …, not pinned (Dockerfile:18)`. */
function item(
  { change, kind, what, facts, location }: MaterialLine,
  context: ReportContext,
): string {
  const how = escapeMarkdown(shorten(facts, 300));
  return `- **${change}** ${kind} ${codeName(what)}: ${how} (${linkToLine(location, context)})`;
}
