import type { Finding } from '../../../core/finding.js';
import type { LayerSummary, Target } from '../../../core/report.js';
import { SEVERITIES, type Severity } from '../../../core/severity.js';
import { formatSeverityCounts, groupBy } from '../../order.js';
import { escapeText, formatBytes } from './labels.js';
import type { PageAnchors } from './places.js';

/** Layers that are drawn of one image. */
const LAYERS = 128;
/** Of the drawing: bars are this long at most, in units of the view box. */
const LENGTH = 100;

/** Each image as its layers, the top one first as in a stack: how large, and what is wrong in it. */
export function layersSection(findings: readonly Finding[], places: PageAnchors): string[] {
  if (places.images.length === 0) return [];
  const byLayer = groupBy(
    findings.filter(({ subject }) => subject?.layer !== undefined),
    ({ subject }) => places.layer(subject?.image, subject?.layer) ?? '',
  );
  return [
    '<section aria-labelledby="layers">',
    '<h2 id="layers">Layers</h2>',
    ...places.images.flatMap((image) => picture(image, byLayer, places)),
    '</section>',
  ];
}

function picture(
  image: Target,
  byLayer: ReadonlyMap<string, readonly Finding[]>,
  places: PageAnchors,
): string[] {
  const layers = image.layers ?? [];
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  const largest = layers.reduce((most, { size }) => Math.max(most, size), 1);
  const of = ({ index }: LayerSummary) => byLayer.get(places.layer(image.name, index) ?? '') ?? [];
  const most = layers.reduce((sum, layer) => Math.max(sum, of(layer).length), 1);
  const rows = layers
    .slice(0, LAYERS)
    .map((layer) => row(layer, of(layer), image, places, { largest, most }));
  const more = layers.length > LAYERS ? `, the lowest ${LAYERS} shown` : '';
  return [
    '<table class="layers">',
    `<caption>${escapeText(image.name, 200)} <span class="dim">${layers.length} layers${more}, ${formatBytes(total)}</span></caption>`,
    '<thead><tr><th scope="col">Layer</th><th scope="col">Made by</th><th scope="col">Size</th><th scope="col">Findings</th></tr></thead>',
    '<tbody>',
    ...rows.reverse(),
    '</tbody></table>',
  ];
}

interface Scale {
  readonly largest: number;
  readonly most: number;
}

function row(
  layer: LayerSummary,
  findings: readonly Finding[],
  image: Target,
  places: PageAnchors,
  { largest, most }: Scale,
): string {
  const { index, size, location, instruction } = layer;
  const place = location ? `${escapeText(location.path, 80)}:${location.startLine}` : '';
  const anchor = places.anchor(location);
  const made = [
    instruction ?? (index === 0 ? 'base image' : ''),
    anchor === undefined ? place : `<a href="#${anchor}">${place}</a>`,
  ].filter((part) => part !== '');
  const words = formatSeverityCounts(findings);
  const key = places.layer(image.name, index);
  const filter = words
    ? `<button type="button" class="link" data-layer="${key}" aria-label="${words}: show what is in layer ${index}">${words}</button>`
    : '<span class="dim">none</span>';
  return `<tr><td>${index}</td><td>${made.join(' ')}</td><td>${sizeBar(size, largest)}<span>${formatBytes(size)}</span></td><td>${findings.length > 0 ? findingsBar(findings, most) : ''}${filter}</td></tr>`;
}

/** Areas mislead; a length is read right. A layer of a byte is still seen. */
function sizeBar(size: number, largest: number): string {
  const length = size === 0 ? 0 : Math.max(0.7, (size / largest) * LENGTH);
  return svg(`<rect class="size" width="${length.toFixed(1)}" height="10"/>`);
}

function findingsBar(findings: readonly Finding[], most: number): string {
  let from = 0;
  const parts = SEVERITIES.flatMap((severity: Severity) => {
    const count = findings.filter((f) => f.severity === severity).length;
    if (count === 0) return [];
    const length = Math.max(0.7, (count / most) * LENGTH);
    const part = `<rect class="${severity}" x="${from.toFixed(1)}" width="${length.toFixed(1)}" height="10"/>`;
    from += length;
    return [part];
  });
  return svg(parts.join(''));
}

/** The words beside it say the same: a screen reader passes over it. */
function svg(inside: string): string {
  return `<svg viewBox="0 0 ${LENGTH} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${inside}</svg>`;
}
