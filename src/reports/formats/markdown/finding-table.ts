import type { Finding } from '../../../core/finding.js';
import type { Location } from '../../../core/location.js';
import { pluralize } from '../../../lib/text.js';
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
import { groupByPackage, type PackageGroup } from '../../package-groups.js';
import { isAboutPackage, type PackagesByPurl } from '../../vulnerability-facts.js';

export interface TableContext {
  readonly context: ReportContext;
  readonly packages: PackagesByPurl;
  readonly places: FindingPlaces;
  /** Whether the report is about several images: then each row names its image. */
  readonly severalImages: boolean;
}

/**
 * A row for each finding, one for each package with vulnerabilities (one upgrade fixes them together), and one for the minor
 * findings of each file.
 */
export function findingTable(
  findings: readonly Finding[],
  maxRows: number,
  table: TableContext,
): string {
  if (findings.length === 0) return '';
  const rows = tableRows(findings, table);
  const shown = rows.slice(0, maxRows);
  const hidden = rows.slice(maxRows).flatMap((row) => row.findings);
  return [
    ...(shown.length > 0 ? [HEAD, ...shown.map(({ render }) => render())] : []),
    ...(hidden.length > 0
      ? [
          '',
          `… and ${pluralize(hidden.length, 'more finding')} (${formatSeverityCounts(hidden)})${linkToReport(table.context)}`,
        ]
      : []),
  ].join('\n');
}

const HEAD = '| Severity | ID | Description | Fix | Location |\n|---|---|---|---|---|';

interface Row {
  readonly findings: readonly [Finding, ...Finding[]];
  readonly render: () => string;
}

function tableRows(findings: readonly Finding[], table: TableContext): Row[] {
  const packages = groupByPackage(findings.filter(isAboutPackage), table.packages);
  const others = findings.filter((finding) => !isAboutPackage(finding));
  return [
    ...packages.map(
      (group): Row => ({ findings: group.findings, render: () => packageRow(group, table) }),
    ),
    ...foldMinor(others).map(
      (group): Row => ({
        findings: group,
        render: () => (group.length > 1 ? minorRow(group) : findingRow(group[0], table)),
      }),
    ),
  ].sort((a, b) => compareByUrgency(a.findings[0], b.findings[0]));
}

function linkToReport(context: ReportContext): string {
  return context.repository?.run
    ? ` in ${markdownLink('the job summary and the report', context.repository.run)}`
    : ' in the JSON report';
}

function findingRow(finding: Finding, table: TableContext): string {
  const description = `${escapeMarkdown(shorten(`${finding.message}${loweredNote(finding)}`, 300))}${inImage(finding, table)}`;
  const place = finding.location
    ? linkToLine(finding.location, table.context)
    : codeName(finding.subject?.path ?? '');
  return `| ${finding.severity} | ${escapeMarkdown(shorten(finding.rule, 80))} | ${description} | ${finding.fix ? 'available' : ''} | ${place} |`;
}

/** Rules that a row of several minor findings names. */
const MAX_MINOR_RULES = 6;

/** `| low | 4 rules | 9 minor findings: DL3059 ×3, … | available for 5 | Dockerfile |` */
function minorRow(findings: Group): string {
  const [worst] = findings;
  const rules = pluralize(new Set(findings.map(({ rule }) => rule)).size, 'rule');
  const names = escapeMarkdown(shorten(countRules(findings, MAX_MINOR_RULES), 300));
  const fixable = findings.filter(({ fix }) => fix).length;
  const fix = fixable > 0 ? `available for ${fixable}` : '';
  const place = codeName(worst.location?.path ?? '');
  return `| ${worst.severity} | ${rules} | ${pluralize(findings.length, 'minor finding')}: ${names} | ${fix} | ${place} |`;
}

/** Vulnerability ids and versions that one row shows. */
const MAX_NAMED = 3;

function packageRow(group: PackageGroup, table: TableContext): string {
  const { findings, facts, exploited, rules } = group;
  const [worst] = findings;
  const severity = `${worst.severity}${exploited ? ', exploited' : ''}`;
  const ids = rules
    .slice(0, MAX_NAMED)
    .map((rule) => markdownLink(escapeMarkdown(shorten(rule, 80)), advisoryPage(rule)))
    .join(', ');
  const more = rules.length > MAX_NAMED ? ` and ${rules.length - MAX_NAMED} more` : '';
  const installed = escapeMarkdown(shorten(facts.installed ?? '', 80));
  const description = `${codeName(facts.package)} ${installed}${escapeMarkdown(shorten(table.places(worst), 200))}${inImage(worst, table)}`;
  const place = worst.location ? linkToLine(worst.location, table.context) : '';
  return `| ${severity} | ${ids}${more} | ${description} | ${fixCell(group)} | ${place} |`;
}

function fixCell({
  findings,
  remediation: { versions, unfixed, willNotFix, baseImage },
}: PackageGroup): string {
  if (findings[0].check === 'malware') return 'remove it';
  if (versions.length === 0) return willNotFix ? 'will not be fixed' : 'none yet';
  const shown = versions.slice(0, MAX_NAMED).map((version) => escapeMarkdown(shorten(version, 80)));
  const more = versions.length > MAX_NAMED ? ' …' : '';
  const part = unfixed > 0 ? ` (fixes ${findings.length - unfixed} of ${findings.length})` : '';
  const base = baseImage === undefined ? '' : 'newer base image: ';
  return `${base}${shown.join(', ')}${more}${part}`;
}

function inImage({ subject }: Finding, table: TableContext): string {
  return table.severalImages && subject?.image ? ` in ${codeName(subject.image)}` : '';
}

/** The public page of an advisory, built from its id: addresses inside advisories are untrusted. */
function advisoryPage(id: string): string | undefined {
  return /^[A-Z][A-Z0-9]*-[A-Za-z0-9:-]{4,60}$/.test(id) && !id.startsWith('PS')
    ? `https://osv.dev/vulnerability/${id}`
    : undefined;
}

/** `Dockerfile:3`, linked to the line at the commit that was checked. */
export function linkToLine(at: Location, { repository }: ReportContext): string {
  const label = `${escapeMarkdown(shorten(at.path, 120))}:${at.startLine}`;
  const path = toRelativeUri(at.path);
  if (!repository?.commit || path === undefined) return label;
  const lines =
    at.endLine > at.startLine ? `#L${at.startLine}-L${at.endLine}` : `#L${at.startLine}`;
  return markdownLink(
    label,
    `${repository.server}/${repository.name}/blob/${repository.commit}/${path}${lines}`,
  );
}

/** A name as a code span of bounded length. */
export function codeName(text: string): string {
  return markdownCode(shorten(text, 120));
}
