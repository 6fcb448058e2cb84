import { SEVERITIES, type Severity } from '../../../core/severity.js';
import type { ReportSummary } from '../../report-summary.js';
import { severityBadge } from './labels.js';

/** The open findings, then the fixed ones: the columns of the table, if there was a comparison. */
const COLUMNS = ['new', 'existing', 'fixed'] as const;

/** The number of findings by severity and status, each severity with a bar. Empty without findings. */
export function htmlTotals({ counts, isCompared }: ReportSummary): string[] {
  const columns = isCompared ? COLUMNS : (['new'] as const);
  if (columns.every((column) => counts[column].total === 0)) return [];
  const openOf = (severity: Severity) => counts.new[severity] + counts.existing[severity];
  const most = Math.max(1, ...SEVERITIES.map(openOf));
  const heads = columns.map((column) => `<th scope="col">${isCompared ? column : 'findings'}</th>`);
  const cells = (row: Severity | 'total') =>
    columns.map((column) => `<td>${counts[column][row]}</td>`).join('');
  const rows = SEVERITIES.map((severity) => {
    const bar = [
      part(severity, 'new', counts.new[severity] / most),
      part(severity, 'existing', counts.existing[severity] / most),
    ].join('');
    // Hidden from screen readers, since the numbers say the same.
    return `<tr><th scope="row">${severityBadge(severity)}</th><td aria-hidden="true"><span class="bar">${bar}</span></td>${cells(severity)}</tr>`;
  });
  return [
    '<table class="totals">',
    '<caption>Findings by severity</caption>',
    `<thead><tr><th scope="col">Severity</th><td aria-hidden="true"></td>${heads.join('')}</tr></thead>`,
    '<tbody>',
    ...rows,
    `<tr><th scope="row">total</th><td aria-hidden="true"></td>${cells('total')}</tr>`,
    '</tbody></table>',
  ];
}

/** Existing findings are paler than new ones. */
function part(severity: Severity, kind: 'new' | 'existing', share: number): string {
  if (share === 0) return '';
  return `<i class="${severity} ${kind}" style="width:${(share * 100).toFixed(1)}%"></i>`;
}
