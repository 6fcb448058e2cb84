import type { Finding } from '../../../core/finding.js';
import type { Package } from '../../../core/package.js';
import { compareSeverity } from '../../../core/severity.js';
import { compareText } from '../../../lib/text.js';
import { formatSeverityCounts, groupBy, pluralize } from '../../order.js';
import { escapeText } from './labels.js';
import type { PageAnchors } from './places.js';

/** Rows that the page has; what has findings comes first. */
const ROWS = 3_000;
/** Rows that are laid out at first. */
const FIRST_ROWS = 50;

/** What is installed, what is wrong with it first, with a search. */
export function packagesSection(
  packages: readonly Package[],
  findings: readonly Finding[],
  places: PageAnchors,
): string[] {
  if (packages.length === 0) return [];
  const byPurl = groupBy(findings, ({ subject }) => subject?.purl ?? '');
  const of = (one: Package) => byPurl.get(one.purl) ?? [];
  const sorted = [...packages].sort(
    (a, b) => compareWorst(of(a), of(b)) || compareText(a.name, b.name),
  );
  const shown = sorted.slice(0, ROWS);
  const left = sorted.length - shown.length;
  return [
    '<section aria-labelledby="packages">',
    '<h2 id="packages">Packages</h2>',
    `<form id="package-filter" role="search" aria-label="Packages" hidden><label class="search">Search <input type="search" id="package-search" placeholder="name, version, type …" autocomplete="off" spellcheck="false"></label></form>`,
    '<p id="package-count" role="status"></p>',
    '<table id="package-rows">',
    '<thead><tr><th scope="col">Package</th><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Findings</th><th scope="col">Brought by</th></tr></thead>',
    '<tbody>',
    ...shown.map((one, i) => row(one, of(one), places, i >= FIRST_ROWS)),
    '</tbody></table>',
    '<p><button type="button" id="package-more" hidden>Show all</button></p>',
    ...(left > 0 ? [`<p>${pluralize(left, 'more package')} in the JSON report.</p>`] : []),
    '</section>',
  ];
}

/** Negative when the first has the worse finding, or more of them. */
function compareWorst(a: readonly Finding[], b: readonly Finding[]): number {
  const worst = (findings: readonly Finding[]) =>
    findings.map(({ severity }) => severity).sort(compareSeverity)[0];
  const [x, y] = [worst(a), worst(b)];
  if (x && y) return compareSeverity(x, y) || b.length - a.length;
  return Number(!x) - Number(!y);
}

function row(
  one: Package,
  findings: readonly Finding[],
  places: PageAnchors,
  hidden: boolean,
): string {
  const { location } = one;
  const words = location ? `${escapeText(location.path, 80)}:${location.startLine}` : '';
  const anchor = places.anchor(location);
  const cells = [
    escapeText(one.name, 120),
    escapeText(one.version, 80),
    escapeText(one.type, 20),
    findings.length > 0 ? formatSeverityCounts(findings) : '',
    anchor === undefined ? words : `<a href="#${anchor}">${words}</a>`,
  ];
  return `<tr${hidden ? ' hidden' : ''}>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
}
