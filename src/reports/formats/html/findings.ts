import { CHECK_NAMES } from '../../../core/check-names.js';
import { type Finding, originOf, type Status } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { SEVERITIES } from '../../../core/severity.js';
import { pluralize } from '../../../lib/text.js';
import { escapeHtml, shorten, toWebUrl } from '../../escape.js';
import { compareByUrgency, openFindings } from '../../finding-lists.js';
import type { ReportContext } from '../../format.js';
import { loweredNote } from '../../lowered-note.js';
import { isNotAffected } from '../../not-affected.js';
import {
  type BaseImageGroup,
  formatOrigins,
  imageOrigins,
  originName,
  splitBaseImages,
} from '../../origin-groups.js';
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

/** Every finding in one table with search and filters: what a newer base image resolves last, else the most urgent first. */
export function findingsSection(
  report: Report,
  context: Pick<ReportContext, 'baseline'>,
  packages: PackagesByPurl,
  anchors: PageAnchors,
): string[] {
  const { findings } = report;
  if (findings.length === 0)
    return ['<section><h2 id="findings">Findings</h2><p>None.</p></section>'];
  const { bases } = splitBaseImages(openFindings(findings));
  const folded = new Set(bases.flatMap((base) => base.findings));
  const rank = (finding: Finding) => Number(folded.has(finding)) + 2 * statusRank(finding);
  const sorted = [...findings].sort((a, b) => rank(a) - rank(b) || compareByUrgency(a, b));
  const shown = sorted.slice(0, MAX_ROWS);
  const left = sorted.length - shown.length;
  const rows = shown.map((finding, i) => {
    const hidden = i >= INITIAL_ROWS || !isOpen(finding.status);
    return row(finding, packages, anchors, { hidden, folded: folded.has(finding) });
  });
  return [
    '<section aria-labelledby="findings">',
    '<h2 id="findings">Findings</h2>',
    ...originLines(report, context.baseline !== undefined, bases),
    ...filters(findings, bases.length > 0),
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

/** Images and base images with a line above the table. */
const MAX_IMAGES = 20;

/** A line for each image with the origins of its findings, and one for each base image that shows its findings. */
function originLines(
  report: Report,
  isCompared: boolean,
  bases: readonly BaseImageGroup[],
): string[] {
  const images = imageOrigins(report)
    .slice(0, MAX_IMAGES)
    .map((origins) => {
      const counts = formatOrigins(origins, isCompared, (name) => shorten(name, 120));
      return `<p class="origins"><b>${escapeText(origins.image, 120)}</b>: ${escapeText(counts, 1_500)}</p>`;
    });
  const groups = bases.slice(0, MAX_IMAGES).map(({ findings, name, summary }) => {
    const base = name === undefined ? '' : ` ${escapeText(name, 120)}`;
    const label = `${findings.length} from the base image${base}: ${escapeText(summary, 300)}`;
    return `<p class="origins"><button type="button" class="link" data-origin="base-image">${label}</button></p>`;
  });
  return [...images, ...groups];
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
function filters(findings: readonly Finding[], hasBases: boolean): string[] {
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
    select('origin', 'Origin', [
      ...(hasBases ? [['rest', 'without base images'] as const] : []),
      ['', 'all'],
      ['own-layer', 'own lines'],
      ['builder-stage', 'builder stages'],
      ['base-image', 'base images'],
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
  { hidden, folded }: { readonly hidden: boolean; readonly folded: boolean },
): string {
  const { severity, check, status, subject } = finding;
  const facts = isAboutPackage(finding) ? vulnerabilityFacts(finding, packages) : undefined;
  const fix = facts ? facts.fixed : finding.fix?.description;
  // The script filters by these.
  const layer = anchors.layerKey(subject?.image, subject?.layer) ?? '';
  const origin = folded ? 'folded' : (originOf(finding)?.kind ?? '');
  const keys = [severity, check, status, fix === undefined ? '' : 'fix', layer, origin].join(' ');
  const noFix = facts
    ? `<span class="dim">${check === 'malware' ? 'remove it' : facts.willNotFix ? 'will not be fixed' : 'none yet'}</span>`
    : '';
  const label = isNotAffected(finding) ? 'not affected' : STATUS_LABELS[status];
  const statusLabel = status === 'new' ? '' : `<br><span class="dim">${label}</span>`;
  const exploited = facts?.exploited ? '<br><strong class="critical">exploited</strong>' : '';
  const cells = [
    `${severityBadge(severity)}${statusLabel}`,
    `${ruleCell(finding, facts?.references)}${exploited}`,
    facts && !isNotAffected(finding)
      ? packageCell(facts, anchors.places(finding))
      : escapeText(`${finding.message}${loweredNote(finding)}`, 500),
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

function locationCell(finding: Finding, anchors: PageAnchors): string {
  const { location, subject } = finding;
  const origin = originOf(finding);
  const from =
    origin === undefined || origin.kind === 'own-layer'
      ? ''
      : `<br><span class="dim">from ${escapeText(
          originName(origin, '', (name) => name),
          160,
        )}</span>`;
  if (!location) return `${escapePath(subject?.path ?? subject?.image ?? '')}${from}`;
  const pathInImage =
    subject?.path === undefined ? '' : `<br><span class="dim">${escapePath(subject.path)}</span>`;
  const line = `${escapePath(location.path)}:${location.startLine}`;
  const anchor = anchors.lineAnchor(location);
  return `${anchor === undefined ? line : `<a href="#${anchor}">${line}</a>`}${from}${pathInImage}`;
}
