import { CHECK_NAMES } from '../../../core/check-names.js';
import type { Finding, Status } from '../../../core/finding.js';
import { SEVERITIES } from '../../../core/severity.js';
import { pluralize } from '../../../lib/text.js';
import { escapeHtml, toWebUrl } from '../../escape.js';
import { compareByUrgency } from '../../finding-lists.js';
import {
  isAboutPackage,
  type PackagesByPurl,
  type VulnerabilityFacts,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';
import { escapePath, escapeText, severityBadge } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

/** Rows that are visible at first. A button shows the rest, so that a page with thousands of rows opens at once. */
const INITIAL_ROWS = 200;
const MAX_ROWS = 10_000;

/** Every finding in one table with search and filters, the most urgent first. */
export function findingsSection(
  findings: readonly Finding[],
  packages: PackagesByPurl,
  anchors: PageAnchors,
): string[] {
  if (findings.length === 0)
    return ['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];
  const sorted = [...findings].sort(
    (a, b) => statusRank(a) - statusRank(b) || compareByUrgency(a, b),
  );
  const shown = sorted.slice(0, MAX_ROWS);
  const left = sorted.length - shown.length;
  const rows = shown.map((finding, i) => {
    const hidden = i >= INITIAL_ROWS || !isOpen(finding.status);
    return row(finding, packages, anchors, hidden);
  });
  return [
    '<section aria-labelledby="findings">',
    '<h2 id="findings">Findings</h2>',
    ...filters(findings),
    '<p id="count" role="status"></p>',
    '<table id="rows">',
    `<thead><tr>${HEADS.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows,
    '</tbody></table>',
    '<p><button type="button" id="more" hidden>Show all</button></p>',
    ...(left > 0 ? [`<p>${pluralize(left, 'less urgent finding')} in the JSON report.</p>`] : []),
    '</section>',
  ];
}

const HEADS = ['Severity', 'ID', 'Description', 'Fix', 'Location'] as const;

function isOpen(status: Status): boolean {
  return status === 'new' || status === 'existing';
}

function statusRank({ status }: Finding): number {
  if (isOpen(status)) return 0;
  return status === 'excepted' ? 1 : 2;
}

/** What the page calls each status. */
const STATUS_LABELS: Readonly<Record<Status, string>> = {
  new: 'new',
  existing: 'existing',
  fixed: 'fixed',
  excepted: 'suppressed',
};

/** Hidden until the script runs, since they do nothing without it. */
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
    select('check', 'Check', [
      ['', 'all checks'],
      ...checks.map((check) => [check, CHECK_NAMES[check]] as const),
    ]),
    select('status', 'Status', [
      ['open', 'open'],
      ['', 'all'],
      ...statuses.map((status) => [status, STATUS_LABELS[status]] as const),
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
  const items = options.map(([value, title]) => `<option value="${value}">${title}</option>`);
  return `<label>${label} <select id="${id}">${items.join('')}</select></label>`;
}

function row(
  finding: Finding,
  packages: PackagesByPurl,
  anchors: PageAnchors,
  hidden: boolean,
): string {
  const { severity, check, status, subject } = finding;
  const facts = isAboutPackage(finding) ? vulnerabilityFacts(finding, packages) : undefined;
  const fix = facts ? facts.fixed : finding.fix?.description;
  // The script filters by these.
  const layer = anchors.layerKey(subject?.image, subject?.layer) ?? '';
  const keys = [severity, check, status, fix === undefined ? '' : 'fix', layer].join(' ');
  const noFix = facts
    ? `<span class="dim">${check === 'malware' ? 'remove it' : 'none yet'}</span>`
    : '';
  const statusLabel =
    status === 'new' ? '' : `<br><span class="dim">${STATUS_LABELS[status]}</span>`;
  const exploited = facts?.exploited ? '<br><strong class="critical">exploited</strong>' : '';
  const cells = [
    `${severityBadge(severity)}${statusLabel}`,
    `${ruleCell(finding, facts?.references)}${exploited}`,
    facts ? packageCell(facts, anchors.places(finding)) : escapeText(finding.message, 500),
    fix === undefined ? noFix : escapeText(fix, 120),
    locationCell(finding, anchors),
  ];
  return `<tr data-f="${keys}"${hidden ? ' hidden' : ''}>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
}

function packageCell(facts: VulnerabilityFacts, places: string): string {
  const summary = facts.summary ? `<br>${escapeText(facts.summary, 160)}` : '';
  return `<b>${escapeText(facts.package, 120)}</b> ${escapeText(facts.installed ?? '', 80)}${escapeText(places, 200)}${summary}`;
}

function ruleCell(finding: Finding, references: readonly string[] | undefined): string {
  const id = escapeText(finding.rule, 80);
  const page = references?.map(toWebUrl).find((address) => address !== undefined);
  return page === undefined ? id : `<a rel="noreferrer" href="${escapeHtml(page)}">${id}</a>`;
}

function locationCell({ location, subject }: Finding, anchors: PageAnchors): string {
  if (!location) return escapePath(subject?.path ?? subject?.image ?? '');
  const pathInImage =
    subject?.path === undefined ? '' : `<br><span class="dim">${escapePath(subject.path)}</span>`;
  const line = `${escapePath(location.path)}:${location.startLine}`;
  const anchor = anchors.lineAnchor(location);
  return `${anchor === undefined ? line : `<a href="#${anchor}">${line}</a>`}${pathInImage}`;
}
