import type { Finding } from '../../../core/finding.js';
import { compareByUrgency } from '../../../core/urgency.js';
import { groupBy } from '../../../lib/group-by.js';
import { pluralize } from '../../../lib/text.js';
import { escapeHtml, sanitize, shorten } from '../../escape.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';
import { escapeText, severityBadge } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

/** Lines of one file. Of longer files only the lines around findings are shown. */
const MAX_LINES = 400;
const CONTEXT_LINES = 3;
const MAX_COLUMNS = 400;
/** Notes next to one line, and packages in one note. */
const MAX_NOTES = 12;
const MAX_NAMED = 6;

/** Each file, with links to the findings in the margin. */
export function filesBody(
  findings: readonly Finding[],
  packages: PackagesByPurl,
  anchors: PageAnchors,
): string[] {
  if (anchors.files.size === 0) return [];
  const byPath = groupBy(findings, ({ location }) => location?.path ?? '');
  return [
    ...[...anchors.files].flatMap(([path, { id, text }]) => {
      const own = byPath.get(path) ?? [];
      const counts = own.length > 0 ? `: ${formatSeverityCounts(own)}` : '';
      return [
        `<details${anchors.files.size <= 4 ? ' open' : ''}><summary><b>${escapeText(path, 200)}</b> <span class="dim">${pluralize(own.length, 'finding')}${counts}</span></summary>`,
        // A region that scrolls must be reachable by keyboard.
        `<div class="source" role="region" aria-label="${escapeText(path, 200)}" tabindex="0">`,
        ...lines(text, own, { id, packages, anchors }),
        '</div></details>',
      ];
    }),
  ];
}

interface FileContext {
  /** Starts the anchors of the file's lines. */
  readonly id: string;
  readonly packages: PackagesByPurl;
  readonly anchors: PageAnchors;
}

function lines(
  source: string,
  findings: readonly Finding[],
  { id, packages, anchors }: FileContext,
): string[] {
  const all = source.replace(/\n$/, '').split('\n');
  const byLine = groupBy(findings, ({ location }) => String(location?.startLine));
  const marked = findings.flatMap(({ location }) => location?.startLine ?? []);
  const shown = all.length <= MAX_LINES ? undefined : linesAround(marked, all.length);
  let previous = 0;
  return all.flatMap((line, index) => {
    const number = index + 1;
    if (shown && !shown.has(number)) return [];
    const gap = number > previous + 1 ? ['<div class="gap">⋯</div>'] : [];
    previous = number;
    const own = byLine.get(String(number)) ?? [];
    const notes =
      own.length > 0 ? `<ul class="notes">${lineNotes(own, packages, anchors).join('')}</ul>` : '';
    return [
      ...gap,
      `<div class="line${own.length > 0 ? ' marked' : ''}" id="${id}-${number}"><span class="number">${number}</span><code>${markRanges(line, own)}</code>${notes}</div>`,
    ];
  });
}

/** The lines near findings, limited to about as many lines as a file may show. */
function linesAround(marked: readonly number[], last: number): Set<number> {
  const near = new Set<number>();
  for (const line of [...new Set(marked)].sort((a, b) => a - b)) {
    const from = Math.max(1, line - CONTEXT_LINES);
    for (let n = from; n <= Math.min(last, line + CONTEXT_LINES); n++) near.add(n);
    if (near.size >= MAX_LINES) break;
  }
  return near;
}

/** The line, with the ranges that findings are about marked. */
function markRanges(line: string, findings: readonly Finding[]): string {
  const shown = shorten(line.replace(/\r$/, ''), MAX_COLUMNS);
  const marked = new Array<boolean>(shown.length).fill(false);
  for (const { location } of findings.filter((f) => !isAboutPackage(f))) {
    if (!location) continue;
    const { startLine, startColumn, endLine, endColumn } = location;
    const end = endLine === startLine ? endColumn - 1 : shown.length;
    for (let i = Math.max(0, startColumn - 1); i < Math.min(end, shown.length); i++)
      marked[i] = true;
  }
  let out = '';
  for (let from = 0; from < shown.length; ) {
    let to = from + 1;
    while (to < shown.length && marked[to] === marked[from]) to++;
    const part = escapeHtml(sanitize(shown.slice(from, to).replaceAll('\t', '    ')));
    out += marked[from] ? `<mark>${part}</mark>` : part;
    from = to;
  }
  return out;
}

/** Links to the findings of a line: one for each rule, and one for all vulnerabilities. */
function lineNotes(
  findings: readonly Finding[],
  packages: PackagesByPurl,
  anchors: PageAnchors,
): string[] {
  const sorted = [...findings].sort(compareByUrgency);
  const byRule = groupBy(
    sorted.filter((f) => !isAboutPackage(f)),
    ({ rule }) => rule,
  );
  const vulnerabilities = sorted.filter(isAboutPackage);
  const notes = [...byRule.values()].slice(0, MAX_NOTES).flatMap(([first, ...others]) => {
    if (!first) return [];
    const times = others.length > 0 ? ` ×${others.length + 1}` : '';
    return [note(first, `${escapeText(first.rule, 80)}${times}`, anchors)];
  });
  const more = byRule.size - notes.length;
  const [worst] = vulnerabilities;
  return [
    ...notes,
    ...(more > 0 ? [`<li class="dim">and ${more} more</li>`] : []),
    ...(worst ? [note(worst, packagesLabel(vulnerabilities, packages), anchors)] : []),
  ];
}

function note(finding: Finding, label: string, anchors: PageAnchors): string {
  const anchor = anchors.findingAnchor(finding);
  const text = anchor === undefined ? label : `<a href="#${anchor}">${label}</a>`;
  return `<li>${severityBadge(finding.severity)} ${text}</li>`;
}

/** `6 vulnerabilities in lodash 4.17.15, minimist 0.0.8`; `6 findings` if one is a malicious package. */
function packagesLabel(vulnerabilities: readonly Finding[], packages: PackagesByPurl): string {
  const named = groupBy(vulnerabilities, (f) => {
    const { package: name, installed } = vulnerabilityFacts(f, packages);
    return `${name} ${installed ?? ''}`.trim();
  });
  const names = [...named.keys()].slice(0, MAX_NAMED).map((name) => escapeText(name, 80));
  const more = named.size > MAX_NAMED ? ` and ${named.size - MAX_NAMED} more` : '';
  const count = vulnerabilities.some(({ check }) => check === 'malware')
    ? pluralize(vulnerabilities.length, 'finding')
    : pluralize(vulnerabilities.length, 'vulnerability', 'vulnerabilities');
  return `${count} in ${names.join(', ')}${more}`;
}
