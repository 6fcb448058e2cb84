import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { type ChangeLine, IMAGE_CHANGES_TITLE } from '../../image-changes.js';
import type { ReportSummary } from '../../report-summary.js';
import { linkToLine } from './finding-table.js';
import { collapse } from './sections.js';

const MAX_LINE = 300;
const MAX_TOTALS = 20;

/** What changes in the image: the riskiest lines in the open, the rest collapsed. */
export function imageChangesSection(
  { imageChanges }: ReportSummary,
  rows: number,
  context: ReportContext,
): string {
  if (!imageChanges) return '';
  const { totals, lines, rest, notes } = imageChanges;
  const item = ({ risk, message, location }: ChangeLine) =>
    `- **${risk}** ${text(message)}${location ? ` (${linkToLine(location, context)})` : ''}`;
  const more = rest.length - rows;
  const folded = [
    ...rest.slice(0, rows).map(item),
    ...(more > 0 ? [`- … and ${more} more`] : []),
    ...notes.slice(0, Math.max(rows, 3)).map((sentence) => `- ${text(sentence)}`),
  ];
  const title =
    rest.length > 0 ? `${rest.length} more, and what was compared` : 'What was compared';
  return [
    `**${IMAGE_CHANGES_TITLE}**`,
    totals.slice(0, MAX_TOTALS).map(text).join('<br>'),
    lines.map(item).join('\n'),
    folded.length === 0 ? '' : collapse(title, folded.join('\n')),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function text(sentence: string): string {
  return escapeMarkdown(shorten(sentence, MAX_LINE));
}
