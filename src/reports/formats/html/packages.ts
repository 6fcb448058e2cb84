import { affectedPurls } from '../../../core/affected-packages.js';
import type { Finding } from '../../../core/finding.js';
import type { Package } from '../../../core/package.js';
import { compareSeverity } from '../../../core/severity.js';
import { groupBy } from '../../../lib/group-by.js';
import { compareText, pluralize } from '../../../lib/text.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import { escapeText } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

const MAX_ROWS = 3_000;
/** Rows that are visible at first. */
const INITIAL_ROWS = 50;

/** The installed packages with a search; packages with findings come first. */
export function packagesBody(
  packages: readonly Package[],
  findings: readonly Finding[],
  anchors: PageAnchors,
): string[] {
  if (packages.length === 0) return [];
  const byPurl = groupBy(
    findings.flatMap((finding) => affectedPurls(finding).map((purl) => ({ purl, finding }))),
    ({ purl }) => purl,
  );
  const findingsOf = ({ purl }: Package) => (byPurl.get(purl) ?? []).map(({ finding }) => finding);
  const sorted = [...packages].sort(
    (a, b) => compareWorst(findingsOf(a), findingsOf(b)) || compareText(a.name, b.name),
  );
  const shown = sorted.slice(0, MAX_ROWS);
  const left = sorted.length - shown.length;
  return [
    `<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type …" autocomplete="off" spellcheck="false"></label></form>`,
    '<p id="package-count" role="status"></p>',
    '<table id="package-rows">',
    '<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Location</th></tr></thead>',
    '<tbody>',
    ...shown.map((entry, i) => row(entry, findingsOf(entry), anchors, i >= INITIAL_ROWS)),
    '</tbody></table>',
    '<p><button type="button" id="package-more" hidden>Show all</button></p>',
    ...(left > 0 ? [`<p>${pluralize(left, 'more package')} in the JSON report.</p>`] : []),
  ];
}

/** Negative when `a` has the worse finding, or more findings of the same worst severity. */
function compareWorst(a: readonly Finding[], b: readonly Finding[]): number {
  const worst = (findings: readonly Finding[]) =>
    findings.map(({ severity }) => severity).sort(compareSeverity)[0];
  const [x, y] = [worst(a), worst(b)];
  if (x && y) return compareSeverity(x, y) || b.length - a.length;
  return Number(!x) - Number(!y);
}

function row(
  { name, version, type, location }: Package,
  findings: readonly Finding[],
  anchors: PageAnchors,
  hidden: boolean,
): string {
  const line = location ? `${escapeText(location.path, 80)}:${location.startLine}` : '';
  const anchor = anchors.lineAnchor(location);
  const cells = [
    escapeText(name, 120),
    escapeText(version, 80),
    escapeText(type, 20),
    formatSeverityCounts(findings),
    anchor === undefined ? line : `<a href="#${anchor}">${line}</a>`,
  ];
  return `<tr${hidden ? ' hidden' : ''}>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
}
