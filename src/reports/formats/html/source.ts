import type { Finding } from '../../../core/finding.js';
import { escapeHtml as escaped, sanitize, shorten } from '../../escape.js';
import { byUrgency, formatSeverityCounts, groupBy, pluralize } from '../../order.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';
import { escapeText, severityBadge } from './labels.js';
import { findingsByLine, type PageAnchors } from './places.js';

/** Lines of a file that are shown; of longer files those around findings are. */
const LINES = 400;
/** Around a finding. */
const CONTEXT = 3;
/** Characters of a line. */
const COLUMNS = 400;
/** Remarks beside one line, packages in one remark. */
const REMARKS = 12;
const NAMED = 6;

/** Each file with its findings in the margin. */
export function sourceSection(
  findings: readonly Finding[],
  packages: PackagesByPurl,
  places: PageAnchors,
): string[] {
  if (places.files.size === 0) return [];
  return [
    '<section aria-labelledby="files">',
    '<h2 id="files">Files</h2>',
    ...[...places.files].flatMap(([path, { id, text: source }]) => {
      const lines = findingsByLine(findings, path);
      const standing = [...lines.values()].flat();
      return [
        `<details${places.files.size <= 4 ? ' open' : ''}><summary><b>${escapeText(path, 200)}</b> <span class="dim">${pluralize(standing.length, 'finding')}${standing.length > 0 ? `: ${formatSeverityCounts(standing)}` : ''}</span></summary>`,
        // A region that scrolls must be reachable by keyboard.
        `<div class="source" role="region" aria-label="${escapeText(path, 200)}" tabindex="0">`,
        ...rows(source, lines, id, packages),
        '</div></details>',
      ];
    }),
    '</section>',
  ];
}

function rows(
  source: string,
  findings: ReadonlyMap<number, readonly Finding[]>,
  id: string,
  packages: PackagesByPurl,
): string[] {
  const lines = source.replace(/\n$/, '').split('\n');
  const numbers = lines.length <= LINES ? undefined : around([...findings.keys()], lines.length);
  let before = 0;
  return lines.flatMap((line, index) => {
    const number = index + 1;
    if (numbers && !numbers.has(number)) return [];
    const gap = number > before + 1 ? ['<div class="gap">⋯</div>'] : [];
    before = number;
    const own = findings.get(number) ?? [];
    const notes = own.length > 0 ? `<ul class="notes">${remarks(own, packages).join('')}</ul>` : '';
    return [
      ...gap,
      `<div class="line${own.length > 0 ? ' marked' : ''}" id="${id}-${number}"><span class="number">${number}</span><code>${marked(line, own)}</code>${notes}</div>`,
    ];
  });
}

/** The lines near a finding; at most as many as a whole file may have. */
function around(marked: readonly number[], last: number): Set<number> {
  const near = new Set<number>();
  for (const line of [...marked].sort((a, b) => a - b)) {
    for (let n = Math.max(1, line - CONTEXT); n <= Math.min(last, line + CONTEXT); n++) near.add(n);
    if (near.size >= LINES) break;
  }
  return near;
}

/** The line with the words that findings are about marked. */
function marked(line: string, findings: readonly Finding[]): string {
  const shown = shorten(line.replace(/\r$/, ''), COLUMNS);
  const inside = new Array<boolean>(shown.length).fill(false);
  for (const finding of findings.filter((f) => !isAboutPackage(f))) {
    const { startLine, startColumn, endLine, endColumn } = finding.location ?? NOWHERE;
    const end = endLine === startLine ? endColumn - 1 : shown.length;
    for (let i = Math.max(0, startColumn - 1); i < Math.min(end, shown.length); i++)
      inside[i] = true;
  }
  let out = '';
  for (let from = 0; from < shown.length; ) {
    let to = from + 1;
    while (to < shown.length && inside[to] === inside[from]) to++;
    const part = escaped(sanitize(shown.slice(from, to).replaceAll('\t', '    ')));
    out += inside[from] ? `<mark>${part}</mark>` : part;
    from = to;
  }
  return out;
}

const NOWHERE = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

function remarks(findings: readonly Finding[], packages: PackagesByPurl): string[] {
  const sorted = [...findings].sort(byUrgency);
  const own = sorted.filter((f) => !isAboutPackage(f));
  const vulnerabilities = sorted.filter(isAboutPackage);
  const shown = own
    .slice(0, REMARKS)
    .map(
      (f) =>
        `<li>${severityBadge(f.severity)} <span class="rule">${escapeText(f.rule, 80)}</span> ${escapeText(f.message, 300)}</li>`,
    );
  const more = own.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`<li class="dim">and ${more} more</li>`] : []),
    ...(vulnerabilities[0] ? [packagesRemark(vulnerabilities[0], vulnerabilities, packages)] : []),
  ];
}

/** All packages of a line in one remark. */
function packagesRemark(
  worst: Finding,
  vulnerabilities: readonly Finding[],
  packages: PackagesByPurl,
): string {
  const groups = groupBy(vulnerabilities, (f) => {
    const { package: name, installed } = vulnerabilityFacts(f, packages);
    return `${name} ${installed ?? ''}`.trim();
  });
  const names = [...groups.keys()].slice(0, NAMED).map((name) => escapeText(name, 80));
  const more = groups.size > NAMED ? ` and ${groups.size - NAMED} more` : '';
  return `<li>${severityBadge(worst.severity)} ${pluralize(vulnerabilities.length, 'vulnerability', 'vulnerabilities')} in ${names.join(', ')}${more}</li>`;
}
