import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { groupBy } from '../../../lib/group-by.js';
import { markdownCode, shorten } from '../../escape.js';
import { openFindings } from '../../finding-lists.js';

const MAX_BARS = 20;
const MAX_CHARTS = 5;

/**
 * A Mermaid bar chart for each image: its open findings by layer, the bottom layer first. Empty when no image has
 * findings in two layers. Labels hold only numbers, so that untrusted text cannot break out of the diagram.
 */
export function renderLayerCharts(report: Report): string {
  const layered = openFindings(report.findings).filter((f) => f.subject?.layer !== undefined);
  const charts = [...groupBy(layered, (f) => f.subject?.image ?? '')].flatMap(
    ([image, findings]) => chart(image, findings) ?? [],
  );
  return charts.slice(0, MAX_CHARTS).join('\n\n');
}

function chart(image: string, findings: readonly Finding[]): string | undefined {
  const layers = [...groupBy(findings, (f) => String(f.subject?.layer))]
    .map(([layer, found]) => ({ layer: Number(layer), found }))
    .sort((a, b) => a.layer - b.layer);
  if (layers.length < 2) return undefined;
  const bars = layers.slice(0, MAX_BARS);
  const labels = bars.map(({ layer, found }) => `"${label(layer, found)}"`);
  return [
    `Findings in ${markdownCode(shorten(image, 120))} by layer${layers.length > MAX_BARS ? ` (lowest ${MAX_BARS} layers)` : ''}`,
    '',
    '```mermaid',
    'xychart-beta horizontal',
    `  x-axis [${labels.join(', ')}]`,
    '  y-axis "findings"',
    `  bar [${bars.map(({ found }) => found.length).join(', ')}]`,
    '```',
  ].join('\n');
}

/** `layer 3, line 12`: the Dockerfile line is shown when all findings of the layer have the same one. */
function label(layer: number, findings: readonly Finding[]): string {
  const lines = new Set(findings.map((f) => f.location?.startLine));
  const [line] = lines;
  return lines.size === 1 && line !== undefined ? `layer ${layer}, line ${line}` : `layer ${layer}`;
}
