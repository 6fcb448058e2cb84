import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { type ChangeLine, IMAGE_CHANGES_TITLE } from '../../image-changes.js';
import type { ReportSummary } from '../../report-summary.js';
import { linkToLine } from './links.js';
import { collapse } from './sections.js';

const MAX_LINE = 300;
const MAX_TOTALS = 20;

/** What changes in the images, collapsed, the risky lines first. Empty if no image was compared, or nothing changes. */
export function imageChangesSection(
  { imageChanges }: ReportSummary,
  rows: number,
  context: ReportContext,
): string {
  if (!imageChanges) return '';
  const { totals, lines, rest, notes } = imageChanges;
  const item = ({ risk, message, location }: ChangeLine) =>
    `- **${risk}** ${text(message)}${location ? ` · ${linkToLine(location, context)}` : ''}`;
  const all = [...lines.filter(isRisky), ...lines.filter((line) => !isRisky(line)), ...rest];
  const more = all.length - rows;
  const [total = '', ...further] = totals.slice(0, MAX_TOTALS).map(text);
  const body = [
    further.join('\n\n'),
    [
      ...all.slice(0, rows).map(item),
      ...(more > 0 ? [`- … and ${more} more`] : []),
      ...notes.slice(0, Math.max(rows, 3)).map((sentence) => `- ${text(sentence)}`),
    ].join('\n'),
  ];
  const risky = all.filter(isRisky).length;
  const title = `${IMAGE_CHANGES_TITLE} (${risky > 0 ? `${risky} to look at; ` : ''}${total})`;
  return collapse(title, body.join('\n\n').trim());
}

function isRisky({ risk }: ChangeLine): boolean {
  return risk === 'high' || risk === 'medium';
}

function text(sentence: string): string {
  return escapeMarkdown(shorten(sentence, MAX_LINE));
}
