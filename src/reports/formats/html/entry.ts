import { type Finding, originOf, vulnerabilityDetails } from '../../../core/finding.js';
import { isFixable } from '../../../core/fixable.js';
import type { Location } from '../../../core/location.js';
import type { RuleBook } from '../../../core/report.js';
import type { RuleReference } from '../../../core/rule.js';
import { escapeHtml, toWebUrl } from '../../escape.js';
import { loweredNote } from '../../lowered-note.js';
import { originName } from '../../origin-groups.js';
import type { PackageGroup } from '../../package-groups.js';
import { advisoryPage, groupTitle, packageFix, vulnerabilityTitle } from '../../package-texts.js';
import { describeSuppression } from '../../suppressed-findings.js';
import { useText } from '../../use-text.js';
import {
  type PackagesByPurl,
  type VulnerabilityFacts,
  vulnerabilityFacts,
} from '../../vulnerability-facts.js';
import type { HtmlEntry } from './entries.js';
import { escapePath, escapeText, ruleText, severityBadge } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

/** What the findings of a page are rendered with. */
export interface FindingsContext {
  readonly rules: RuleBook;
  readonly packages: PackagesByPurl;
  readonly anchors: PageAnchors;
}

/** Ids that the line of an entry names. */
const MAX_IDS = 3;

/**
 * A line with severity, title, fix and place, which opens to the explanation and to a list of the findings. Each list item has
 * the anchor of its finding.
 */
export function renderEntry(entry: HtmlEntry, context: FindingsContext, isOpen: boolean): string {
  const { findings } = entry;
  const [first] = findings;
  const rule = entry.group ? undefined : context.rules.get(first.rule);
  return [
    `<details class="entry"${isOpen ? ' open' : ''}><summary>`,
    severityBadge(first.severity),
    `<span class="title">${entryTitle(entry, rule, context)}</span>`,
    `<span class="fix">${entryFix(entry)}</span>`,
    `<span class="at">${entryPlace(findings)}</span>`,
    '</summary><div class="body">',
    ...explanation(entry, rule, context),
    `<ul>${findings.map((finding) => item(finding, entry, context)).join('')}</ul>`,
    '</div></details>',
  ].join('');
}

function entryTitle(
  { findings, group }: HtmlEntry,
  rule: RuleReference | undefined,
  { anchors }: FindingsContext,
): string {
  const [first] = findings;
  if (group) {
    const { facts, rules, exploited } = group;
    const ids = rules.slice(0, MAX_IDS).map((id) => escapeText(id, 80));
    const more = rules.length > MAX_IDS ? ` and ${rules.length - MAX_IDS} more` : '';
    const mark = exploited ? ' <strong class="critical">exploited</strong>' : '';
    const malicious =
      first.check === 'malware' ? ' <strong class="critical">malicious</strong>' : '';
    const summary = escapeText(groupTitle(group), 200);
    return `<b>${escapeText(facts.package, 120)}</b> ${escapeText(facts.installed ?? '', 80)}${escapeText(anchors.places(first), 200)}${mark}${malicious}${summary === '' ? '' : `: ${summary}`} <span class="id">${ids.join(', ')}${more}</span>`;
  }
  const title =
    findings.length > 1 ? escapeText(rule?.title ?? first.message, 300) : message(first);
  return `${title} <span class="id">${escapeText(first.rule, 80)}</span>`;
}

function message(finding: Finding): string {
  return escapeText(`${finding.message}${loweredNote(finding)}`, 500);
}

/** What to do, in a few words. */
function entryFix({ findings, group }: HtmlEntry): string {
  if (group) return escapeText(packageFix(group), 160);
  const fixable = findings.filter(({ fix }) => fix).length;
  if (fixable === 0) return '';
  return fixable === findings.length ? 'Edit known' : `Edit known for ${fixable}`;
}

function entryPlace(findings: HtmlEntry['findings']): string {
  const places = [...new Set(findings.map(placeOf))];
  return places.length === 1 ? escapePath(places[0] ?? '') : `${places.length} places`;
}

function placeOf({ location, subject }: Finding): string {
  return location
    ? `${location.path}:${location.startLine}`
    : (subject?.path ?? subject?.image ?? '');
}

/** Why the findings matter and how to fix them: the texts of `portside explain` for a rule. */
function explanation(
  { findings, group }: HtmlEntry,
  rule: RuleReference | undefined,
  context: FindingsContext,
): string[] {
  if (group)
    return definitions([
      ['How to fix', escapeText(packageAdvice(group), 400)],
      ['Where', place(findings[0], context)],
    ]);
  if (!rule) return [];
  const more = (rule.references ?? []).flatMap((address) => {
    const url = toWebUrl(address);
    return url === undefined ? [] : [link(url, escapeText(url.replace(/^https?:\/\//, ''), 120))];
  });
  const descriptions = [...new Set(findings.flatMap(({ fix }) => fix?.description ?? []))];
  const edit = descriptions.length === 1 ? `. Edit: ${escapeText(descriptions[0] ?? '', 200)}` : '';
  const advice = [...new Set(findings.flatMap((finding) => finding.advice ?? []))];
  const own = advice.length === 1 ? `. ${escapeText(advice[0] ?? '', 400)}` : '';
  return definitions([
    ['Why it matters', ruleText(rule.why)],
    ['How to fix', `${ruleText(rule.remediation)}${edit}${own}`],
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
function item(finding: Finding, entry: HtmlEntry, context: FindingsContext): string {
  const { severity, check, subject } = finding;
  const { anchors } = context;
  const layer = anchors.layerKey(subject?.image, subject?.layer) ?? '';
  const fix = isFixable(finding) ? 'fix' : '';
  const keys = [severity, check, fix, layer, originOf(finding)?.kind ?? ''].join(' ');
  const anchor = anchors.findingAnchor(finding);
  const facts = entry.group && vulnerabilityFacts(finding, context.packages);
  const parts = [
    ...(facts
      ? vulnerability(finding, facts, entry.findings.length === 1)
      : [entry.findings.length === 1 ? '' : message(finding), place(finding, context)]),
    suppressedBy(finding),
    anchor === undefined
      ? ''
      : `<a class="dim" href="#${anchor}" aria-label="Link to this finding">#</a>`,
  ].filter((part) => part !== '');
  return `<li${anchor === undefined ? '' : ` id="${anchor}"`} data-f="${keys}">${parts.join(' · ')}</li>`;
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
    escapeText(loweredNote(finding).trim(), 200),
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
