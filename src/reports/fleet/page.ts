import type { Outcome } from '../../core/report.js';
import { DAY } from '../../lib/dates.js';
import { capitalize, pluralize } from '../../lib/text.js';
import { escapePath, escapeText, severityBadge } from '../formats/html/labels.js';
import { pageHead } from '../formats/html/page-head.js';
import { type PageSection, renderSections } from '../formats/html/page-section.js';
import { STYLE } from '../formats/html/style.js';
import type { Fleet, FleetMember } from './fleet.js';
import { FLEET_SCRIPT } from './script.js';
import { searchIndex } from './search-index.js';
import { newVulnerabilities, type Touched, touchedByVulnerability } from './touched.js';
import { fleetTrend, memberTrend } from './trend.js';
import { lastPoint, WORST_FIRST_SENTENCE } from './worst-first.js';

const WORST = 10;
const MAX_NEW = 50;
const MAX_UNREAD = 500;
/** Older reports are counted at the top. */
const OLD_DAYS = 7;

/** One page about all members, which loads nothing from the network. Without its script it shows the same, without search. */
export function* fleetPage(fleet: Fleet, now: Date, version: string): Generator<string> {
  const touched = touchedByVulnerability(fleet);
  const index = searchIndex(fleet, touched);
  const title = headline(fleet);
  const lines = [
    ...pageHead(title, STYLE + FLEET_STYLE, FLEET_SCRIPT),
    '<body>',
    '<a class="skip" href="#all">Skip to all images and repositories</a>',
    ...header(fleet, title, now),
    ...renderSections(
      sections(fleet, touched, { now, left: index.left }).map((one) => ({ ...one, isOpen: true })),
    ),
    `<footer>portside ${escapeText(version, 40)} · ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC</footer>`,
  ];
  for (const line of lines) yield `${line}\n`;
  yield `<script type="application/json" id="index">${index.text}</script>\n`;
  yield `<script>${FLEET_SCRIPT}</script>\n</body>\n</html>\n`;
}

const FLEET_STYLE =
  'header{display:grid;grid-template-columns:minmax(0,3fr) minmax(18rem,2fr);gap:1rem 2.5rem;align-items:start}@media screen and (max-width:50rem){header{grid-template-columns:minmax(0,1fr)}}.spark{width:3rem;height:1rem;vertical-align:middle;overflow:visible}.spark.wide{width:100%;max-width:40rem;height:5.6rem;display:block;margin:.6rem 0}.spark polyline{fill:none;stroke:currentColor;stroke-width:1.5;vector-effect:non-scaling-stroke}.trend summary{padding:0;white-space:nowrap}.trend table{margin-top:.3rem}#found details{border-top:1px solid var(--line)}#found ul{margin:0 0 .6rem;overflow-wrap:anywhere}.pass{color:var(--pass)}.fail{color:var(--critical)}.incomplete{color:var(--medium)}header.pass,header.fail,header.incomplete{color:inherit}.wide-table{overflow-x:auto}#member-more{font:inherit;color:inherit;background:var(--page);border:1px solid var(--size);border-radius:5px;padding:.25rem .5rem;margin-top:.6rem}.wide-table td:first-child{min-width:11rem}.search input{margin-left:.3rem}.n,th.n{text-align:right;font-variant-numeric:tabular-nums}';

function headline({ members }: Fleet): string {
  const failed = members.filter((member) => lastPoint(member).outcome === 'fail').length;
  const all = pluralize(members.length, 'image or repository', 'images and repositories');
  return failed === 0 ? `None of ${all} fails` : `${failed} of ${all} fail`;
}

const OUTCOMES = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete' } as const;

function header({ members, unread }: Fleet, title: string, now: Date): string[] {
  const count = (outcome: Outcome) =>
    members.filter((member) => lastPoint(member).outcome === outcome).length;
  const worst = (['fail', 'incomplete'] as const).find((outcome) => count(outcome) > 0) ?? 'pass';
  const old = members.filter((member) => isOld(lastPoint(member).time, now)).length;
  const rows = (['fail', 'incomplete', 'pass'] as const).map(
    (outcome) =>
      `<tr><th scope="row"><span class="s ${outcome}">${OUTCOMES[outcome]}</span></th><td aria-hidden="true"><span class="bar ${outcome}"><i style="width:${((count(outcome) / Math.max(1, members.length)) * 100).toFixed(1)}%"></i></span></td><td>${count(outcome)}</td></tr>`,
  );
  return [
    `<header class="${unread.length > 0 && worst === 'pass' ? 'incomplete' : worst}">`,
    '<div>',
    `<h1>${title}</h1>`,
    `<p class="facts"><span>${now.toISOString().slice(0, 10)}</span>${[
      ...(old > 0 ? [`${pluralize(old, 'report')} older than ${OLD_DAYS} days`] : []),
      ...(unread.length > 0
        ? [`<a href="#unread">${pluralize(unread.length, 'report')} not read</a>`]
        : []),
    ]
      .map((fact) => `<span>${fact}</span>`)
      .join('')}</p>`,
    '</div>',
    '<table class="totals"><caption>Verdicts</caption>',
    '<thead><tr><th scope="col">Verdict</th><td aria-hidden="true"></td><th scope="col">number</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table>`,
    '</header>',
  ];
}

function isOld(time: string, now: Date): boolean {
  return time === '' || now.getTime() - Date.parse(time) > OLD_DAYS * DAY;
}

function sections(
  fleet: Fleet,
  touched: readonly Touched[],
  { now, left }: { readonly now: Date; readonly left: number },
): PageSection[] {
  const { members, unread } = fleet;
  return [
    { id: 'touches', title: 'What a vulnerability or package touches', body: searchBody(left) },
    {
      id: 'new',
      title: 'New vulnerabilities',
      body: newBody(touched, fleet),
    },
    {
      id: 'worst',
      title: 'Ten worst',
      body:
        members.length === 0
          ? []
          : [
              `<p>${WORST_FIRST_SENTENCE}</p>`,
              ...memberTable(members.slice(0, WORST), now, 'worst-rows'),
            ],
    },
    { id: 'trend', title: 'Trend', body: fleetTrend(fleet) },
    {
      id: 'all',
      title: 'All images and repositories',
      body: [...memberForm(), ...memberTable(members, now, 'member-rows'), MORE],
    },
    {
      id: 'unread',
      title: `Reports that cannot be read (${unread.length})`,
      body:
        unread.length === 0
          ? []
          : [
              '<ul>',
              ...unread
                .slice(0, MAX_UNREAD)
                .map(
                  ({ name, reason }) => `<li>${escapeText(name)}: ${escapeText(reason, 500)}</li>`,
                ),
              '</ul>',
            ],
    },
  ];
}

const MORE = '<button type="button" id="member-more" hidden></button>';

function searchBody(left: number): string[] {
  return [
    '<form id="touch" role="search" aria-label="Vulnerabilities and packages" hidden>',
    '<label class="search">CVE or package <input type="search" id="search" placeholder="CVE-2026-1234, or openssl 3.0" autocomplete="off" spellcheck="false"></label>',
    '<button type="reset">Reset</button>',
    '</form>',
    '<p role="status" id="count"></p>',
    '<div id="found"></div>',
    '<noscript><p>The search needs JavaScript. Nothing is loaded from the network.</p></noscript>',
    ...(left > 0
      ? [
          `<p>The packages of ${pluralize(left, 'image')} are left out of the search, because there are too many.</p>`,
        ]
      : []),
  ];
}

/** Empty if there is nothing to compare with. */
function newBody(touched: readonly Touched[], fleet: Fleet): string[] {
  const { vulnerabilities, since } = newVulnerabilities(touched, fleet);
  if (since === undefined) return [];
  if (vulnerabilities.length === 0)
    return [`<p>No vulnerability was first reported after ${escapeText(since)}.</p>`];
  const rows = vulnerabilities
    .slice(0, MAX_NEW)
    .map(
      ({ id, severity, package: name, members }) =>
        `<tr><td>${escapeText(id, 80)}</td><td>${severityBadge(severity)}</td><td>${escapeText(name, 120)}</td><td>${members.length}</td><td>${namesOf(members, fleet)}</td></tr>`,
    );
  const more = vulnerabilities.length - MAX_NEW;
  return [
    `<p>First reported after ${escapeText(since)}, the most severe first${more > 0 ? `; ${more} more are in the search` : ''}.</p>`,
    ...wideTable('Table of new vulnerabilities', [
      '<table><thead><tr><th scope="col">ID</th><th scope="col">Severity</th><th scope="col">Package</th><th scope="col">Touches</th><th scope="col">Which</th></tr></thead>',
      '<tbody>',
      ...rows,
      '</tbody></table>',
    ]),
  ];
}

const MOST_NAMED = 3;

function namesOf(places: readonly number[], { members }: Fleet): string {
  const names = places.slice(0, MOST_NAMED).map((at) => escapePath(labelOf(members[at])));
  const more = places.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function labelOf(member: FleetMember | undefined): string {
  return member?.label ?? member?.name ?? '';
}

function memberForm(): string[] {
  return [
    '<form id="member-filter" role="search" aria-label="Images and repositories" hidden>',
    '<label class="search">Name <input type="search" id="member-search" autocomplete="off" spellcheck="false"></label>',
    '<label>Verdict <select id="outcome"><option value="">all</option><option value="fail">failed</option><option value="incomplete">incomplete</option><option value="pass">passed</option></select></label>',
    '<button type="reset">Reset</button>',
    '</form>',
    '<p role="status" id="member-count"></p>',
  ];
}

const COUNTED = ['critical', 'high', 'medium', 'low'] as const;
const HEADS = [
  '<th scope="col">Name</th><th scope="col">Verdict</th>',
  ...COUNTED.map((severity) => `<th scope="col" class="n">${capitalize(severity)}</th>`),
  '<th scope="col">Report age</th><th scope="col">Image age</th><th scope="col">Critical and high</th>',
].join('');

function memberTable(members: readonly FleetMember[], now: Date, id: string): string[] {
  const label = id === 'worst-rows' ? 'Table of the worst' : 'Table of all';
  return wideTable(label, [
    `<table id="${id}"><thead><tr>${HEADS}</tr></thead>`,
    '<tbody>',
    ...members.map((member, place) => memberRow(member, place, now)),
    '</tbody></table>',
  ]);
}

/** A table that scrolls on narrow screens, also by keyboard. */
function wideTable(label: string, table: readonly string[]): string[] {
  return [
    `<div class="wide-table" tabindex="0" role="region" aria-label="${label}">`,
    ...table,
    '</div>',
  ];
}

function memberRow(member: FleetMember, place: number, now: Date): string {
  const { time, outcome, counts } = lastPoint(member);
  const numbers = COUNTED.map((severity) => `<td class="n">${counts[severity]}</td>`).join('');
  return `<tr data-n="${place}" data-o="${outcome}"><td>${escapePath(labelOf(member))}</td><td><span class="s ${outcome}">${outcome}</span></td>${numbers}<td>${age(time, now)}</td><td>${age(member.newest?.built ?? '', now)}</td><td>${memberTrend(member.points) || '–'}</td></tr>`;
}

/** `3 days`; a dash if the time is not known. */
function age(time: string, now: Date): string {
  if (time === '') return '–';
  return pluralize(Math.max(0, Math.floor((now.getTime() - Date.parse(time)) / DAY)), 'day');
}
