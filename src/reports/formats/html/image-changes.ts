import type { ImageDifference } from '../../../core/image-difference.js';
import type { ChangeLine } from '../../image-changes.js';
import type { ReportSummary } from '../../report-summary.js';
import { folderTrees } from './folder-tree.js';
import { escapeText, severityBadge } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

/** Lines of the page; the JSON report has all. */
const MAX_ROWS = 500;

/** What changes in the image: the riskiest changes in a table, the others folded, and the folders as a tree. */
export function imageChangesBody(
  { imageChanges }: ReportSummary,
  differences: readonly ImageDifference[],
  anchors: PageAnchors,
): string[] {
  if (!imageChanges) return [];
  const { totals, lines, rest, notes } = imageChanges;
  const shown = rest.slice(0, MAX_ROWS);
  const left = rest.length - shown.length;
  return [
    ...totals.slice(0, MAX_ROWS).map((total) => `<p>${escapeText(total, 400)}</p>`),
    ...table(lines, anchors),
    ...(shown.length === 0
      ? []
      : [
          '<details class="fold">',
          `<summary>${rest.length} more</summary>`,
          '<div class="entries">',
          ...table(shown, anchors),
          ...(left > 0 ? [`<p>${left} more in the JSON report.</p>`] : []),
          '</div></details>',
        ]),
    ...folderTrees(differences),
    ...notes.slice(0, MAX_ROWS).map((one) => `<p class="dim">${escapeText(one, 400)}</p>`),
  ];
}

function table(lines: readonly ChangeLine[], anchors: PageAnchors): string[] {
  if (lines.length === 0) return [];
  return [
    '<table>',
    '<thead><tr><th scope="col">Risk</th><th scope="col">Change</th><th scope="col">Location</th></tr></thead>',
    '<tbody>',
    ...lines.map((line) => row(line, anchors)),
    '</tbody></table>',
  ];
}

function row({ risk, message, location }: ChangeLine, anchors: PageAnchors): string {
  const anchor = anchors.lineAnchor(location);
  const place = location ? `${escapeText(location.path, 160)}:${location.startLine}` : '';
  const linked = anchor === undefined ? place : `<a href="#${anchor}">${place}</a>`;
  return `<tr><td>${severityBadge(risk)}</td><td>${escapeText(message, 400)}</td><td>${linked}</td></tr>`;
}
