import { type Finding, originOf, vulnerabilityDetails } from '../../../core/finding.js';
import { isFixable } from '../../../core/fixable.js';
import type { Location } from '../../../core/location.js';
import type { RuleReference } from '../../../core/rule.js';
import { groupBy } from '../../../lib/group-by.js';
import { capitalize, listFirst } from '../../../lib/text.js';
import { escapeHtml, shorten, toWebUrl } from '../../escape.js';
import { findingNote } from '../../finding-note.js';
import { originName } from '../../origin-groups.js';
import { groupByPackage, type PackageGroup } from '../../package-groups.js';
import { advisoryPage, vulnerabilityTitle } from '../../package-texts.js';
import type { ProblemRow } from '../../rows/problem-rows.js';
import type { RowContext, RowText } from '../../rows/row-text.js';
import { describeSuppression } from '../../suppressed-findings.js';
import { useText } from '../../use-text.js';
import { type VulnerabilityFacts, vulnerabilityFacts } from '../../vulnerability-facts.js';
import { escapePath, escapeText, ruleText, severityBadge } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

/** What the findings of a page are rendered with. */
export interface FindingsContext extends RowContext {
  readonly anchors: PageAnchors;
}

/** A row of the page: what the other reports say in one line, and its findings. */
interface Entry {
  readonly row: ProblemRow;
  readonly text: RowText;
}

/** Names, settings and ids that the line of an entry has. */
const MAX_NAMES = 8;
const MAX_IDS = 3;

/**
 * A line with severity, title, fix and place, which opens to the explanation and to a list of the findings. Each list item has
 * the anchor of its finding. `explained` has the rules that an earlier entry explains; those of this one are added.
 */
export function renderEntry(
  entry: Entry,
  context: FindingsContext,
  explained: Set<string>,
  isOpen: boolean,
): string {
  const { row, text } = entry;
  return [
    `<details class="entry"${isOpen ? ' open' : ''}><summary>`,
    severityBadge(text.severity),
    `<span class="title">${entryTitle(entry)}</span>`,
    `<span class="fix">${ruleText(capitalize(shorten(text.advice, 400)))}</span>`,
    `<span class="at">${entryPlace(text)}</span>`,
    '</summary><div class="body">',
    ...explanation(row, context, explained),
    `<ul>${row.findings.map((finding) => item(finding, row, context)).join('')}</ul>`,
    '</div></details>',
  ].join('');
}

function entryTitle({ text: { marks, what, names, settings, ids } }: Entry): string {
  const said = marks.map((mark) => ` <strong class="critical">${mark}</strong>`);
  const about = [
    `${escapeText(what, 500)}${said.join('')}`,
    listFirst(names, MAX_NAMES, (name) => escapeText(name, 80)),
    listFirst(settings, MAX_NAMES, ({ title }) => escapeText(title, 120)),
  ].filter((part) => part !== '');
  const named = listFirst(
    [...ids, ...settings.map(({ finding }) => finding)],
    MAX_IDS,
    ({ rule }) => escapeText(rule, 80),
  );
  return `${about.join(': ')} <span class="id">${named}</span>`;
}

function entryPlace({ places, images }: RowText): string {
  const all =
    places.length > 0 ? places.map(({ path, startLine }) => `${path}:${startLine}`) : images;
  return all.length > 1 ? `${all.length} places` : escapePath(all[0] ?? '');
}

function message(finding: Finding): string {
  return escapeText(`${finding.message}${findingNote(finding)}`, 500);
}

/** Why the findings matter and how to fix them: of each rule, the texts of `portside explain`, where it first appears. */
function explanation(
  { kind, findings }: ProblemRow,
  context: FindingsContext,
  explained: Set<string>,
): string[] {
  if (kind === 'package') {
    const groups = groupByPackage(findings, context.packages);
    const advice = [...new Set(groups.map(packageAdvice))].slice(0, MAX_NAMES);
    return definitions([
      ['How to fix', advice.map((one) => escapeText(one, 400)).join('<br>')],
      ['Where', groups.length === 1 ? place(findings[0], context) : ''],
    ]);
  }
  const rules = [...groupBy(findings, ({ rule }) => rule)];
  return rules.flatMap(([id, some]) => {
    const rule = context.rules.get(id);
    if (!rule || explained.has(id)) return [];
    explained.add(id);
    const named = rules.length > 1 ? `${id}: ${rule.title}` : '';
    return ruleExplanation(rule, some, named);
  });
}

function ruleExplanation(
  rule: RuleReference,
  findings: readonly Finding[],
  name: string,
): string[] {
  const more = (rule.references ?? []).flatMap((address) => {
    const url = toWebUrl(address);
    return url === undefined ? [] : [link(url, escapeText(url.replace(/^https?:\/\//, ''), 120))];
  });
  const descriptions = [...new Set(findings.flatMap(({ fix }) => fix?.description ?? []))];
  const edit = descriptions.length === 1 ? `. Edit: ${escapeText(descriptions[0] ?? '', 200)}` : '';
  const advice = [...new Set(findings.flatMap((finding) => finding.advice ?? []))];
  const own = advice.length === 1 ? `. ${escapeText(advice[0] ?? '', 400)}` : '';
  return definitions([
    ['Rule', escapeText(name, 400)],
    ['Why it matters', ruleText(rule.why)],
    ['How to fix', `${ruleText(rule.remediation.replace(/\.$/, ''))}${edit}${own}`],
    ['References', more.join('<br>')],
  ]);
}

function packageAdvice(group: PackageGroup): string {
  const { findings, facts, remediation } = group;
  const name = [facts.package, facts.installed].filter(Boolean).join(' ');
  if (findings[0].check === 'malware')
    return `Remove ${name}: it is malicious, and no other version is known to be safe`;
  if (remediation.versions.length === 0)
    return remediation.willNotFix
      ? `${facts.package} will not be fixed by the distribution`
      : `No version of ${facts.package} fixes it yet`;
  const to = remediation.versions.join(', ');
  const rest =
    remediation.unfixed > 0
      ? `. It fixes ${findings.length - remediation.unfixed} of ${findings.length}`
      : '';
  return remediation.baseImage === undefined
    ? `Update ${facts.package} to ${to} or later${rest}`
    : `Use a newer base image, with ${facts.package} ${to} or later${rest}`;
}

function definitions(items: readonly (readonly [string, string])[]): string[] {
  const shown = items.filter(([, text]) => text !== '');
  return [`<dl>${shown.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`];
}

/** One finding, with the keys that the script filters by. */
function item(finding: Finding, { kind, findings }: ProblemRow, context: FindingsContext): string {
  const { severity, check, subject } = finding;
  const { anchors } = context;
  const layer = anchors.layerKey(subject?.image, subject?.layer) ?? '';
  const fix = isFixable(finding) ? 'fix' : '';
  const keys = [severity, check, fix, layer, originOf(finding)?.kind ?? ''].join(' ');
  const anchor = anchors.findingAnchor(finding);
  const isOnly = findings.length === 1;
  const facts = kind === 'package' ? vulnerabilityFacts(finding, context.packages) : undefined;
  const parts = [
    ...(facts
      ? [...vulnerability(finding, facts, isOnly), isOneOf(findings) ? '' : place(finding, context)]
      : [isOnly ? '' : message(finding), place(finding, context)]),
    suppressedBy(finding),
    anchor === undefined
      ? ''
      : `<a class="dim" href="#${anchor}" aria-label="Link to this finding">#</a>`,
  ].filter((part) => part !== '');
  return `<li${anchor === undefined ? '' : ` id="${anchor}"`} data-f="${keys}">${parts.join(' · ')}</li>`;
}

/** Whether all vulnerabilities are of one package at one place, which the entry says. */
function isOneOf(findings: ProblemRow['findings']): boolean {
  return (
    new Set(findings.map(({ subject, location }) => JSON.stringify([subject, location]))).size === 1
  );
}

/** `high CVE-2020-8203 exploited · prototype pollution by deep paths · CVSS 7.4` */
function vulnerability(finding: Finding, facts: VulnerabilityFacts, isOnly: boolean): string[] {
  const { check, rule, severity } = finding;
  const page =
    advisoryPage(rule) ?? facts.references.map(toWebUrl).find((address) => address !== undefined);
  const id = escapeText(rule, 80);
  const epss = vulnerabilityDetails(finding)?.epss;
  const mark = facts.exploited ? ' <strong class="critical">exploited</strong>' : '';
  return [
    `${severityBadge(severity)} ${page === undefined ? id : link(page, id)}${mark}`,
    // The line of the entry has the title of its only vulnerability, but cut.
    isOnly && !vulnerabilityTitle(facts).endsWith('…') ? '' : escapeText(facts.summary ?? '', 500),
    escapeText(findingNote(finding).trim(), 200),
    isOnly || check === 'malware' || facts.fixed !== undefined ? '' : 'no fix',
    facts.score === undefined ? '' : `CVSS ${facts.score}`,
    typeof epss === 'number' ? `EPSS ${(epss * 100).toFixed(1)} %` : '',
    escapeText(useText(finding, true) ?? '', 500),
  ];
}

/** Other lines that one finding names. */
const MAX_RELATED = 3;

/** The line with a link if the page shows it, the lines that explain it, the origin and the path in the image. */
function place(finding: Finding, { anchors }: FindingsContext): string {
  const { location, subject } = finding;
  const origin = originOf(finding);
  const line = location && lineLink(location, anchors);
  const name = (text: string) => escapeText(text, 160);
  const parts = [
    line,
    ...(finding.related ?? [])
      .slice(0, MAX_RELATED)
      .map((one) => `${escapeText(one.message, 200)}: ${lineLink(one.location, anchors)}`),
    origin && origin.kind !== 'own-layer' ? `from ${originName(origin, '', name)}` : '',
    subject?.path === undefined ? '' : escapePath(subject.path),
    line || subject?.path !== undefined ? '' : escapePath(subject?.image ?? ''),
  ];
  return parts.filter((part) => part).join(' · ');
}

function lineLink(at: Location, anchors: PageAnchors): string {
  const line = `${escapePath(at.path)}:${at.startLine}`;
  const anchor = anchors.lineAnchor(at);
  return anchor === undefined ? line : `<a href="#${anchor}">${line}</a>`;
}

function suppressedBy(finding: Finding): string {
  const { exception, suppression } = finding;
  if (suppression) return `suppressed in ${escapeText(describeSuppression(finding), 400)}`;
  if (!exception) return '';
  const until = 'until' in exception && exception.until ? ` until ${exception.until}` : '';
  return escapeText(`${EXCEPTED[exception.source]}${until}: ${exception.reason}`, 400);
}

const EXCEPTED = {
  policy: 'suppressed by the policy',
  vex: 'suppressed by VEX',
  evidence: 'not affected',
} as const;

function link(url: string, label: string): string {
  return `<a rel="noreferrer" href="${escapeHtml(url)}">${label}</a>`;
}
