import type { Finding } from '../../../core/finding.js';
import type { Location } from '../../../core/location.js';
import type { Report } from '../../../core/report.js';
import { compareUrgency } from '../../../core/urgency.js';
import { capitalize, pluralize } from '../../../lib/text.js';
import {
  escapeMarkdown,
  markdownCode,
  markdownLink,
  shorten,
  toRelativeUri,
} from '../../escape.js';
import { compareByUrgency, formatSeverityCounts } from '../../finding-lists.js';
import type { FindingPlaces } from '../../finding-places.js';
import type { ReportContext } from '../../format.js';
import { loweredNote } from '../../lowered-note.js';
import { countRules, foldMinor, type Group } from '../../minor-groups.js';
import type { BaseImageGroup } from '../../origin-groups.js';
import { groupByPackage, type PackageGroup } from '../../package-groups.js';
import { advisoryPage, groupTitle, packageFix } from '../../package-texts.js';
import { rulePageAddress } from '../../rule-page.js';
import {
  imagePhrase,
  type SharedFinding,
  splitShared,
  versionPhrase,
} from '../../shared-findings.js';
import { useText } from '../../use-text.js';
import { isAboutPackage, type PackagesByPurl } from '../../vulnerability-facts.js';
import { cellCode, cellText, cellTextWithCode } from './cell-text.js';
import { severitiesMark, urgencyMark } from './severity-mark.js';

export interface TableContext {
  readonly context: ReportContext;
  readonly packages: PackagesByPurl;
  readonly places: FindingPlaces;
  /** Whether the report is about several images: then each row names its image. */
  readonly severalImages: boolean;
  readonly report: Report;
}

/** What a table shows. */
export interface TableContent {
  readonly findings: readonly Finding[];
  /** Groups with a row each. Their findings are listed elsewhere. */
  readonly bases?: readonly BaseImageGroup[];
}

/**
 * A row for each finding, one for each package with vulnerabilities (one upgrade fixes them together), one for the minor
 * findings of each file, and one for each base image; the most urgent first.
 */
export function findingTable(content: TableContent, maxRows: number, table: TableContext): string {
  const rows = tableRows(content, table);
  if (rows.length === 0) return '';
  const shown = rows.slice(0, maxRows);
  const hidden = rows.slice(maxRows).flatMap((row) => row.listed);
  return [
    ...(shown.length > 0 ? [HEAD, ...shown.map(({ render }) => render())] : []),
    ...(hidden.length > 0
      ? [
          ...(shown.length > 0 ? [''] : []),
          `… and ${pluralize(hidden.length, 'more finding')} (${formatSeverityCounts(hidden)})${linkToReport(table.context)}`,
        ]
      : []),
  ].join('\n');
}

const HEAD = '| severity | finding | where |\n|---|---|---|';

interface Row {
  readonly findings: readonly [Finding, ...Finding[]];
  /** The findings that no other part of the report lists. */
  readonly listed: readonly Finding[];
  readonly render: () => string;
}

function tableRows(content: TableContent, table: TableContext): Row[] {
  const { bases = [] } = content;
  const { own, shared } = splitShared(table.report, content.findings);
  const packages = groupByPackage(own.filter(isAboutPackage), table.packages);
  const others = own.filter((finding) => !isAboutPackage(finding));
  return [
    ...shared.map((one): Row => row(one.findings, () => sharedRow(one, table))),
    ...packages.map((group): Row => row(group.findings, () => packageRow(group, table))),
    ...foldMinor(others).map((group): Row => {
      const [finding] = group;
      return row(group, () =>
        group.length > 1 ? minorRow(group, table) : findingRow(finding, table),
      );
    }),
    ...bases.map((base): Row => {
      const sorted = sortByUrgency(base.findings);
      return { ...row(sorted, () => baseImageRow(base, sorted, table)), listed: [] };
    }),
  ].sort((a, b) => compareByUrgency(a.findings[0], b.findings[0]));
}

function row(findings: Row['findings'], render: Row['render']): Row {
  return { findings, listed: findings, render };
}

function sortByUrgency([first, ...others]: Row['findings']): Row['findings'] {
  const [worst = first, ...rest] = [first, ...others].sort(compareUrgency);
  return [worst, ...rest];
}

function linkToReport(context: ReportContext): string {
  const { run, isGitLab } = context.repository ?? {};
  if (!run) return ' in the JSON report';
  return ` in ${markdownLink(isGitLab ? 'the reports of the job' : 'the job summary and the report', run)}`;
}

/** Characters of a remediation that a row shows in full. A longer one is on the page of the rule. */
const MAX_REMEDIATION = 140;

/** `| 🔴 critical | DEP-PRIV: Service "web" runs privileged. Disable privileged mode | compose.yaml:5 |` */
function findingRow(finding: Finding, table: TableContext): string {
  const { rule, message, fix, advice: own } = finding;
  const what = cellText(shorten(`${message}${loweredNote(finding)}`, 300));
  const advice =
    (own && shorten(own, 300)) ??
    fix?.description ??
    table.context.rules.get(rule)?.remediation ??
    '';
  const text = sentences(
    `${ruleLink(finding, table.context)}: ${what}${inImage(finding, table)}`,
    own === undefined && advice.length > MAX_REMEDIATION ? '' : cellTextWithCode(advice),
  );
  return cells([finding], text, placeOf(finding, table));
}

/** Sentences, the last without a full stop. */
function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (/[.…!?]$/.test(part) ? part : `${part}.`))
    .join(' ')
    .replace(/\.$/, '');
}

/** Rules that a row of several minor findings names. */
const MAX_MINOR_RULES = 6;

/** `| 🔵 8 low, 1 info | 9 minor findings: DL3059 ×3, SC2086. An edit is known for 5 | Dockerfile |` */
function minorRow(findings: Group, table: TableContext): string {
  const names = countRules(findings, MAX_MINOR_RULES, (finding) =>
    ruleLink(finding, table.context),
  );
  const fixable = findings.filter(({ fix }) => fix).length;
  const fix = fixable > 0 ? `. An edit is known for ${fixable}` : '';
  const place = cellCode(findings[0].location?.path ?? '');
  const text = `${pluralize(findings.length, 'minor finding')}: ${names}${fix}`;
  return `| ${severitiesMark(findings)} | ${text} | ${place} |`;
}

function baseImageRow(
  { findings, name, summary }: BaseImageGroup,
  sorted: Row['findings'],
  table: TableContext,
): string {
  const base = name === undefined ? 'the base image' : `base image ${cellCode(name)}`;
  const [first] = findings;
  const text = `${pluralize(findings.length, 'finding')} from ${base}: ${summary}${inImage(first, table)}`;
  return cells(sorted, text, placeOf(first, table));
}

/** Vulnerability ids that one row shows. */
const MAX_NAMED = 3;

/** `| 🟠 high | CVE-2024-1 in qs 6.5.2: prototype poisoning. Update to 6.5.3 | package.json:14 |` */
function packageRow(group: PackageGroup, table: TableContext): string {
  const { findings, facts, rules } = group;
  const [worst] = findings;
  const ids = rules.slice(0, MAX_NAMED).map((rule) => ruleLink({ ...worst, rule }, table.context));
  const more = rules.length > MAX_NAMED ? ` and ${rules.length - MAX_NAMED} more` : '';
  const installed = escapeMarkdown(shorten(facts.installed ?? '', 80));
  const places = escapeMarkdown(shorten(table.places(worst), 200));
  const title = groupTitle(group);
  const where = `${cellCode(facts.package)} ${installed}`.trim();
  const what = `${ids.join(', ')}${more} in ${where}${places}${inImage(worst, table)}`;
  return cells(
    findings,
    sentences(
      title === '' ? what : `${what}: ${cellText(title)}`,
      escapeMarkdown(packageFix(group)),
      cellText(shorten(capitalize(useText(worst) ?? ''), 160)),
    ),
    placeOf(worst, table),
  );
}

/** `| 🟠 high | CVE-2024-1 in qs 6.5.2: prototype poisoning. Update to 6.5.3 | 200 images: a, b, c and 197 more |` */
function sharedRow({ findings, images, versions }: SharedFinding, table: TableContext): string {
  const place = imagePhrase(images, cellCode);
  const [worst] = findings;
  const [group] = groupByPackage(isAboutPackage(worst) ? [worst] : [], table.packages);
  if (!group) {
    const message = cellText(shorten(worst.message, 300));
    return cells(findings, `${ruleLink(worst, table.context)}: ${message}`, place);
  }
  const title = groupTitle(group);
  const installed = escapeMarkdown(shorten(versionPhrase(versions), 120));
  const what = `${ruleLink(worst, table.context)} in ${cellCode(group.facts.package)} ${installed}`;
  const fixes = new Set(groupByPackage(findings, table.packages).map(packageFix));
  const fix = fixes.size > 1 ? 'The fix depends on the installed version' : packageFix(group);
  return cells(
    findings,
    sentences(title === '' ? what : `${what}: ${cellText(title)}`, escapeMarkdown(fix)),
    place,
  );
}

function cells(findings: Row['findings'], text: string, place: string): string {
  return `| ${urgencyMark(findings)} | ${text} | ${place} |`;
}

function inImage({ subject }: Finding, table: TableContext): string {
  return table.severalImages && subject?.image ? ` in ${cellCode(subject.image)}` : '';
}

function placeOf({ location, subject }: Finding, table: TableContext): string {
  if (location) {
    const name = `${location.path.split('/').at(-1)}:${location.startLine}`;
    const label = `${cellText(shorten(location.path, 120))}${name.length > 14 ? '<wbr>' : ''}:${location.startLine}`;
    return linkTo(location, label, table.context);
  }
  return cellCode(subject?.path ?? subject?.image ?? '');
}

/** A rule, linked to its page; a vulnerability, linked to its advisory; the id of any other rule. */
export function ruleLink(
  { rule, check }: Pick<Finding, 'rule' | 'check'>,
  { rules }: Pick<ReportContext, 'rules'>,
): string {
  const isAdvisory = check === 'vulnerability' || check === 'malware';
  const address = rules.has(rule)
    ? rulePageAddress(rule)
    : isAdvisory
      ? advisoryPage(rule)
      : undefined;
  return markdownLink(escapeMarkdown(shorten(rule, 80)), address);
}

/** `Dockerfile:3`, linked to the line at the commit that was checked. */
export function linkToLine(at: Location, context: ReportContext): string {
  return linkTo(at, `${escapeMarkdown(shorten(at.path, 120))}:${at.startLine}`, context);
}

function linkTo(at: Location, label: string, { repository }: ReportContext): string {
  const path = toRelativeUri(at.path);
  if (!repository?.commit || path === undefined) return label;
  const { server, name, commit, isGitLab } = repository;
  const [folder, last] = isGitLab ? ['/-/blob', '-'] : ['/blob', '-L'];
  const end = at.endLine > at.startLine ? `${last}${at.endLine}` : '';
  return markdownLink(label, `${server}/${name}${folder}/${commit}/${path}#L${at.startLine}${end}`);
}

/** A name as a code span of bounded length. */
export function codeName(text: string): string {
  return markdownCode(shorten(text, 120));
}
