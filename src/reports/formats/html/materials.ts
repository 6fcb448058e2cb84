import type { Material } from '../../../core/material.js';
import { groupBy } from '../../../lib/group-by.js';
import { pluralize } from '../../../lib/text.js';
import { MATERIAL_CHANGES_TITLE } from '../../material-changes.js';
import { materialFacts, namedBuilds, sharedBuilds } from '../../material-facts.js';
import type { ReportSummary } from '../../report-summary.js';
import { escapePath, escapeText } from './labels.js';
import { GRAPH_LEGEND, GRAPH_WIDTH, materialGraph } from './material-graph.js';
import type { PageAnchors } from './page-anchors.js';

/** Files with a graph, and rows of the table; the JSON report has all. */
const MAX_GRAPHS = 10;
const MAX_ROWS = 500;

/** What enters the build: a graph of sources and stages for each file, those with changes first, and a table. */
export function materialsBody(
  materials: readonly Material[],
  { materialChanges }: ReportSummary,
  anchors: PageAnchors,
): string[] {
  if (materials.length === 0) return [];
  const files = [...groupBy(materials, ({ location }) => location.path)]
    .map(([path, group]) => ({ path, group, isChanged: group.some(isChanged) }))
    .sort((a, b) => Number(b.isChanged) - Number(a.isChanged));
  const left = files.length - MAX_GRAPHS;
  const shared = new Map(
    files.slice(0, MAX_GRAPHS).map(({ path, group }) => [path, sharedBuilds(group)]),
  );
  const shown = files.flatMap(({ group }) => group).slice(0, MAX_ROWS);
  return [
    ...(materialChanges ? [`<p>${escapeText(materialChanges.summary, 400)}</p>`] : []),
    ...files.slice(0, MAX_GRAPHS).flatMap(({ path, group }) => graph(path, group)),
    ...(left > 0 ? [`<p>${pluralize(left, 'more file')} in the table.</p>`] : []),
    `<p class="dim">${GRAPH_LEGEND}</p>`,
    `<details class="fold"><summary>${pluralize(materials.length, 'input')} in a table</summary>`,
    '<div class="entries">',
    ...table(shown, shared, anchors),
    ...(materials.length > shown.length
      ? [`<p>${materials.length - shown.length} more in the JSON report.</p>`]
      : []),
    '</div></details>',
  ];
}

function isChanged({ change }: Material): boolean {
  return change === 'new' || change === 'worse';
}

/** It scrolls sideways on a narrow screen. */
function graph(path: string, materials: readonly Material[]): string[] {
  const { content, height, label } = materialGraph(materials, path);
  const shared = namedBuilds(sharedBuilds(materials));
  return [
    `<h3>${escapePath(path)}</h3>`,
    ...(shared === '' ? [] : [`<p class="dim">In ${escapeText(shared, 400)}</p>`]),
    `<div class="graph" role="group" tabindex="0" aria-label="Graph of ${escapeText(path, 160)}">`,
    `<svg viewBox="0 0 ${GRAPH_WIDTH} ${height}" role="img" aria-label="${escapeText(label, 400)}">`,
    ...content,
    '</svg></div>',
  ];
}

/** By file: the builds that its heading names. */
type SharedBuilds = ReadonlyMap<string, readonly string[]>;

function table(
  materials: readonly Material[],
  shared: SharedBuilds,
  anchors: PageAnchors,
): string[] {
  return [
    `<table><caption class="hidden">${MATERIAL_CHANGES_TITLE}</caption>`,
    '<thead><tr><th scope="col">Change</th><th scope="col">Kind</th><th scope="col">What</th><th scope="col">How</th><th scope="col">Stage</th><th scope="col">Location</th></tr></thead>',
    '<tbody>',
    ...materials.map((material) => row(material, shared, anchors)),
    '</tbody></table>',
  ];
}

function row(material: Material, shared: SharedBuilds, anchors: PageAnchors): string {
  const { kind, what, stage = '', location } = material;
  const anchor = anchors.lineAnchor(location);
  const place = `${escapePath(location.path)}:${location.startLine}`;
  const cells = [
    isChanged(material) ? `<b>${material.change}</b>` : '',
    kind,
    escapeText(what, 300),
    escapeText(materialFacts(material, shared.get(location.path)).join(', '), 400),
    escapeText(stage, 80),
    anchor === undefined ? place : `<a href="#${anchor}">${place}</a>`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
