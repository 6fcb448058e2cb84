import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { markdownCode, shorten } from '../../escape.js';
import { groupBy, openFindings } from '../../order.js';

/** Bars of one chart, and charts of one report. */
const BARS = 20;
const CHARTS = 5;

/**
 * For each image a Mermaid bar chart of its standing findings by layer, the bottom one first; empty when no image has
 * findings in two layers. Labels hold numbers only: what others wrote cannot break out of the diagram.
 */
export function renderLayerCharts(report: Report): string {
  const layered = openFindings(report.findings).filter((f) => f.subject?.layer !== undefined);
  const charts = [...groupBy(layered, (f) => f.subject?.image ?? '')].flatMap(
    ([image, findings]) => chart(image, findings) ?? [],
  );
  return charts.slice(0, CHARTS).join('\n\n');
}

function chart(image: string, findings: readonly Finding[]): string | undefined {
  const layers = [...groupBy(findings, (f) => String(f.subject?.layer))]
    .map(([layer, found]) => ({ layer: Number(layer), found }))
    .sort((a, b) => a.layer - b.layer);
  if (layers.length < 2) return undefined;
  const bars = layers.slice(0, BARS);
  const labels = bars.map(({ layer, found }) => `"${label(layer, found)}"`);
  return [
    `Findings of ${markdownCode(shorten(image, 120))} by layer${layers.length > BARS ? `, the lowest ${BARS}` : ''}`,
    '',
    '```mermaid',
    'xychart-beta horizontal',
    `  x-axis [${labels.join(', ')}]`,
    '  y-axis "findings"',
    `  bar [${bars.map(({ found }) => found.length).join(', ')}]`,
    '```',
  ].join('\n');
}

/** `layer 3, line 12`: the line of the Dockerfile that made it, where all its findings agree on one. */
function label(layer: number, findings: readonly Finding[]): string {
  const lines = new Set(findings.map((f) => f.location?.startLine));
  const [line] = lines;
  return lines.size === 1 && line !== undefined ? `layer ${layer}, line ${line}` : `layer ${layer}`;
}
