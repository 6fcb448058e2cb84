import type { Finding, Status } from '../../../core/finding.js';
import { SEVERITIES } from '../../../core/severity.js';
import { escapeHtml as escaped, toWebUrl } from '../../escape.js';
import { byUrgency, pluralize } from '../../order.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';
import { escapePath, escapeText, severityBadge } from './labels.js';
import type { PageAnchors } from './places.js';

/** Rows that are laid out at first: the rest come with a button, so that a page of thousands opens at once. */
export const FIRST_ROWS = 200;
/** Rows that the page has: more are no reading. */
const ROWS = 10_000;

/** Every finding in one table, the most urgent first, with what to search and filter it by. */
export function findingsSection(
  findings: readonly Finding[],
  packages: PackagesByPurl,
  places: PageAnchors,
): string[] {
  if (findings.length === 0)
    return ['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];
  const sorted = [...findings].sort((a, b) => byStatus(a) - byStatus(b) || byUrgency(a, b));
  const shown = sorted.slice(0, ROWS);
  const left = sorted.length - shown.length;
  const rows = shown.map((f, i) => row(f, packages, places, i >= FIRST_ROWS || !isOpen(f.status)));
  return [
    '<section aria-labelledby="findings">',
    '<h2 id="findings">Findings</h2>',
    ...filters(findings),
    '<p id="count" role="status"></p>',
    '<table id="rows">',
    `<thead><tr>${HEADS.map(([label]) => `<th scope="col">${label}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody></table>',
    '<p><button type="button" id="more" hidden>Show all</button></p>',
    ...(left > 0 ? [`<p>${pluralize(left, 'less urgent finding')} in the JSON report.</p>`] : []),
    '</section>',
  ];
}

const HEADS = [['Severity'], ['Rule'], ['What'], ['Fix'], ['Where']] as const;

function isOpen(status: Status): boolean {
  return status === 'new' || status === 'existing';
}

function byStatus({ status }: Finding): number {
  return isOpen(status) ? 0 : status === 'excepted' ? 1 : 2;
}

/** Hidden where there is no script to make them work. */
function filters(findings: readonly Finding[]): string[] {
  const severities = SEVERITIES.map((severity) => {
    const n = findings.filter((f) => f.severity === severity && isOpen(f.status)).length;
    return `<label class="chip ${severity}"><input type="checkbox" name="severity" value="${severity}" checked> ${severity} <b>${n}</b></label>`;
  });
  const checks = [...new Set(findings.map(({ check }) => check))].sort();
  const statuses = [...new Set(findings.map(({ status }) => status))];
  return [
    '<form id="filters" role="search" aria-label="Findings" hidden>',
    '<label class="search">Search <input type="search" id="search" placeholder="rule, package, path …" autocomplete="off" spellcheck="false"></label>',
    select('check', 'Check', [['', 'all checks'], ...checks.map((c) => [c, c] as const)]),
    select('status', 'Status', [
      ['open', 'open'],
      ['', 'all'],
      ...statuses.map((s) => [s, s] as const),
    ]),
    '<label class="chip"><input type="checkbox" id="fixable"> has a fix</label>',
    '<button type="reset">Reset</button>',
    `<fieldset><legend>Severity</legend>${severities.join('')}</fieldset>`,
    '<button type="button" id="layer" class="chip" hidden></button>',
    '</form>',
  ];
}

function select(
  id: string,
  label: string,
  options: readonly (readonly [string, string])[],
): string {
  const items = options.map(([value, words]) => `<option value="${value}">${words}</option>`);
  return `<label>${label} <select id="${id}">${items.join('')}</select></label>`;
}

function row(
  finding: Finding,
  packages: PackagesByPurl,
  places: PageAnchors,
  hidden: boolean,
): string {
  const facts = isAboutPackage(finding) ? vulnerabilityFacts(finding, packages) : undefined;
  const fix = facts ? facts.fixed : finding.fix?.description;
  const layer = places.layer(finding.subject?.image, finding.subject?.layer);
  const data = [
    finding.severity,
    finding.check,
    finding.status,
    fix === undefined ? '' : 'fix',
    layer ?? '',
  ].join(' ');
  const what = facts
    ? `<b>${escapeText(facts.package, 120)}</b> ${escapeText(facts.installed ?? '', 80)}${facts.summary ? `<br>${escapeText(facts.summary, 160)}` : ''}`
    : escapeText(finding.message, 500);
  const status = finding.status === 'new' ? '' : `<br><span class="dim">${finding.status}</span>`;
  const exploited = facts?.exploited ? '<br><strong class="critical">exploited</strong>' : '';
  const cells = [
    `${severityBadge(finding.severity)}${status}`,
    `${rule(finding, facts?.references)}${exploited}`,
    what,
    fix === undefined ? (facts ? '<span class="dim">none yet</span>' : '') : escapeText(fix, 120),
    where(finding, places),
  ];
  return `<tr data-f="${data}"${hidden ? ' hidden' : ''}>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
}

function rule(finding: Finding, references: readonly string[] | undefined): string {
  const id = escapeText(finding.rule, 80);
  const page = references?.map(toWebUrl).find((address) => address !== undefined);
  return page === undefined ? id : `<a rel="noreferrer" href="${escaped(page)}">${id}</a>`;
}

function where(finding: Finding, places: PageAnchors): string {
  const { location, subject } = finding;
  const within =
    subject?.path === undefined ? '' : `<br><span class="dim">${escapePath(subject.path)}</span>`;
  if (!location) return escapePath(subject?.path ?? subject?.image ?? '');
  const words = `${escapePath(location.path)}:${location.startLine}`;
  const anchor = places.anchor(location);
  return `${anchor === undefined ? words : `<a href="#${anchor}">${words}</a>`}${within}`;
}
