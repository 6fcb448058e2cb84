import type { Finding } from '../../../core/finding.js';
import type { LayerSummary, Target } from '../../../core/report.js';
import { SEVERITIES, type Severity } from '../../../core/severity.js';
import { formatBytes } from '../../../lib/format-bytes.js';
import { groupBy } from '../../../lib/group-by.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import { escapeText } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

const MAX_LAYERS = 128;
/** The longest bar, in units of the view box. */
const BAR_LENGTH = 100;

/** The layers of each image with their sizes and findings, the top layer first. */
export function layersBody(findings: readonly Finding[], anchors: PageAnchors): string[] {
  if (anchors.images.length === 0) return [];
  const byLayer = groupBy(
    findings,
    ({ subject }) =>
      anchors.layerKey(subject?.image, subject?.layer) ?? wholeImage(subject?.image ?? ''),
  );
  return [...anchors.images.flatMap((image) => layerTable(image, byLayer, anchors))];
}

function layerTable(
  image: Target,
  byLayer: ReadonlyMap<string, readonly Finding[]>,
  anchors: PageAnchors,
): string[] {
  const layers = (image.layers ?? []).map((layer): LayerRow => {
    const key = anchors.layerKey(image.name, layer.index) ?? '';
    return { ...layer, key, findings: byLayer.get(key) ?? [] };
  });
  const whole = byLayer.get(wholeImage(image.name)) ?? [];
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const scale = {
    size: layers.reduce((most, { size }) => Math.max(most, size), 1),
    findings: layers.reduce(
      (most, { findings }) => Math.max(most, findings.length),
      Math.max(1, whole.length),
    ),
  };
  const rows = layers.slice(0, MAX_LAYERS).map((layer) => row(layer, scale, anchors));
  const cut = layers.length > MAX_LAYERS ? ` (lowest ${MAX_LAYERS} shown)` : '';
  return [
    '<table class="layers">',
    `<caption>${escapeText(image.name, 200)} <span class="dim">${layers.length} layers${cut}, ${formatBytes(total)}</span></caption>`,
    '<thead><tr><th scope="col">Layer</th><th scope="col">Instruction</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',
    '<tbody>',
    ...(whole.length > 0 ? [wholeRow(whole, scale)] : []),
    ...rows.reverse(),
    '</tbody></table>',
  ];
}

interface LayerRow extends LayerSummary {
  /** The layer's key for the filter. */
  readonly key: string;
  readonly findings: readonly Finding[];
}

/** The value of the longest bar in each column. */
interface Scale {
  readonly size: number;
  readonly findings: number;
}

/** The key of findings that are about an image, but about no layer of it. */
function wholeImage(name: string): string {
  return `image ${name}`;
}

function wholeRow(findings: readonly Finding[], scale: Scale): string {
  return cells([
    '',
    'configuration and whole image',
    '',
    `${findingsBar(findings, scale.findings)}<span>${formatSeverityCounts(findings)}</span>`,
  ]);
}

function row(layer: LayerRow, scale: Scale, anchors: PageAnchors): string {
  const { index, size, key, findings } = layer;
  const counts = formatSeverityCounts(findings);
  // Without the script, the link leads to all findings.
  const link = counts
    ? `<a href="#findings" data-layer="${key}" aria-label="${counts}: show the findings in layer ${index}">${counts}</a>`
    : '<span class="dim">none</span>';
  return cells([
    String(index),
    instructionOf(layer, anchors),
    `${sizeBar(size, scale.size)}<span>${formatBytes(size)}</span>`,
    `${findings.length > 0 ? findingsBar(findings, scale.findings) : ''}${link}`,
  ]);
}

/** Characters of an instruction. */
const MAX_INSTRUCTION = 50;

/** The line of the Dockerfile if the page shows it, else the keyword, and a link to the line. */
function instructionOf({ index, location, instruction }: LayerRow, anchors: PageAnchors): string {
  const keyword = instruction ?? (index === 0 ? 'base image' : '');
  if (!location) return escapeText(keyword, MAX_INSTRUCTION);
  const anchor = anchors.lineAnchor(location);
  const line = `${escapeText(location.path, 80)}:${location.startLine}`;
  const text = anchors.files
    .get(location.path)
    ?.text.split('\n', location.startLine)
    .at(-1)
    ?.trim();
  const code = text ? `<code>${escapeText(text, MAX_INSTRUCTION)}</code>` : escapeText(keyword);
  return `${anchor === undefined ? line : `<a href="#${anchor}">${line}</a>`} ${code}`;
}

function cells(contents: readonly string[]): string {
  return `<tr>${contents.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** Readers compare lengths better than areas. A layer of one byte is still visible. */
function sizeBar(size: number, largest: number): string {
  const length = size === 0 ? 0 : Math.max(0.7, (size / largest) * BAR_LENGTH);
  return svg(`<rect class="size" width="${length.toFixed(1)}" height="10"/>`);
}

function findingsBar(findings: readonly Finding[], most: number): string {
  let from = 0;
  const parts = SEVERITIES.flatMap((severity: Severity) => {
    const count = findings.filter((f) => f.severity === severity).length;
    if (count === 0) return [];
    const length = Math.max(0.7, (count / most) * BAR_LENGTH);
    const part = `<rect class="${severity}" x="${from.toFixed(1)}" width="${length.toFixed(1)}" height="10"/>`;
    from += length;
    return [part];
  });
  return svg(parts.join(''));
}

/** Hidden from screen readers, since the text in the cell says the same. */
function svg(shapes: string): string {
  return `<svg viewBox="0 0 ${BAR_LENGTH} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shapes}</svg>`;
}
