import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { type ChangeLine, IMAGE_CHANGES_TITLE } from '../../image-changes.js';
import type { ReportSummary } from '../../report-summary.js';
import { linkToLine } from './finding-table.js';
import { collapse } from './sections.js';

const MAX_LINE = 300;
const MAX_TOTALS = 20;

/** What changes in the image. */
export interface ImageChangesSection {
  /** The risky lines, with the others collapsed. */
  readonly open: string;
  /** All of it, if nothing is risky. */
  readonly collapsed: string;
}

/** Both are empty if no image was compared, or nothing changes. */
export function imageChangesSection(
  { imageChanges }: ReportSummary,
  rows: number,
  context: ReportContext,
): ImageChangesSection {
  if (!imageChanges) return { open: '', collapsed: '' };
  const { totals, lines, rest, notes } = imageChanges;
  const item = ({ risk, message, location }: ChangeLine) =>
    `- **${risk}** ${text(message)}${location ? ` (${linkToLine(location, context)})` : ''}`;
  const risky = lines.filter(isRisky);
  const others = [...lines.filter((line) => !isRisky(line)), ...rest];
  const more = others.length - rows;
  const folded = [
    ...others.slice(0, rows).map(item),
    ...(more > 0 ? [`- … and ${more} more`] : []),
    ...notes.slice(0, Math.max(rows, 3)).map((sentence) => `- ${text(sentence)}`),
  ].join('\n');
  const [total = '', ...further] = totals.slice(0, MAX_TOTALS).map(text);
  if (risky.length === 0)
    return {
      open: '',
      collapsed: collapse(
        `${IMAGE_CHANGES_TITLE} (${total})`,
        [further.join('\n\n'), folded].join('\n\n').trim(),
      ),
    };
  const title = others.length > 0 ? `${others.length} more` : 'What was compared';
  const open = [
    `**${IMAGE_CHANGES_TITLE}:** ${[total, ...further].join('<br>')}`,
    risky.map(item).join('\n'),
    folded === '' ? '' : collapse(title, folded),
  ].filter((part) => part !== '');
  return { open: open.join('\n\n'), collapsed: '' };
}

function isRisky({ risk }: ChangeLine): boolean {
  return risk === 'high' || risk === 'medium';
}

function text(sentence: string): string {
  return escapeMarkdown(shorten(sentence, MAX_LINE));
}
