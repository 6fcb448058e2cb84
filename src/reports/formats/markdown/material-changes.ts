import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { MATERIAL_CHANGES_TITLE, type MaterialLine } from '../../material-changes.js';
import type { ReportSummary } from '../../report-summary.js';
import { codeName, linkToLine } from './links.js';
import { collapse } from './sections.js';

/** What is new or worse among what enters the build, collapsed. Empty if nothing was compared, or nothing is. */
export function materialChangesSection(
  { materialChanges }: ReportSummary,
  rows: number,
  context: ReportContext,
): string {
  if (!materialChanges) return '';
  const { summary, lines, rest } = materialChanges;
  const more = rest.length - rows;
  const items = [...lines, ...rest.slice(0, rows)].map((line) => item(line, context));
  const body = [...items, ...(more > 0 ? [`- … and ${more} more in the JSON report`] : [])];
  const total = escapeMarkdown(shorten(summary, 300));
  return collapse(`${MATERIAL_CHANGES_TITLE}: ${total}`, body.join('\n'));
}

/** `- **new** download `https://…`: curl from …, not pinned (Dockerfile:18)`. */
function item(
  { change, kind, what, facts, location }: MaterialLine,
  context: ReportContext,
): string {
  const how = escapeMarkdown(shorten(facts, 300));
  return `- **${change}** ${kind} ${codeName(what)}: ${how} (${linkToLine(location, context)})`;
}
