import type { Finding } from '../../../core/finding.js';
import { compareSeverity, type Severity } from '../../../core/severity.js';
import { compareByPlace, compareByUrgency } from '../../../core/urgency.js';
import { groupBy } from '../../../lib/group-by.js';
import { pluralize } from '../../../lib/text.js';
import { sanitize, shorten } from '../../escape.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import { findingNote } from '../../finding-note.js';
import { groupByPackage, type PackageGroup } from '../../package-groups.js';
import { imagePhrase, type SharedFinding, versionPhrase } from '../../shared-findings.js';
import { useText } from '../../use-text.js';
import { isAboutPackage, vulnerabilityFacts } from '../../vulnerability-facts.js';
import type { Layout } from './layout.js';

/** What is printed about one finding, or about the vulnerabilities of one package. */
export interface Row {
  readonly finding: Finding;
  /** How many findings the row is about. */
  readonly findings: number;
  readonly severity: Severity;
  /** The columns after the severity: a rule, or a package with its version and what fixes it. Padded, not painted. */
  readonly columns: readonly string[];
  /** One item for each thing to say, which starts a new line. Sanitized. */
  readonly texts: readonly string[];
  /** A row that counts packages instead of naming them. */
  readonly isCount?: boolean;
  /** Whether it counts vulnerabilities that it does not name. */
  readonly isCut?: boolean;
}

/**
 * The rows about each line. In a complete report in the order of the files; else the most urgent line of the most urgent file
 * is first.
 */
export function rowsByLine(findings: readonly Finding[], layout: Layout): Row[] {
  const lines = groupBy([...findings].sort(compareByPlace), lineKey);
  const groups = [...lines.values()].map((group) => [
    ...findingRows(
      group.filter((f) => !isAboutPackage(f)),
      layout,
    ),
    ...rowsOfGroups(groupByPackage(group.filter(isAboutPackage), layout.packages), layout),
  ]);
  if (layout.complete) return groups.flat();
  const worst = (rows: readonly Row[]) => rows.map(({ finding }) => finding).sort(compareByUrgency);
  return groups
    .map((rows) => ({ rows, worst: worst(rows)[0] }))
    .sort((a, b) => (a.worst && b.worst ? compareByUrgency(a.worst, b.worst) : 0))
    .flatMap(({ rows }) => rows);
}

/** A row for each vulnerability that several images share, the most urgent first. */
export function sharedRows(shared: readonly SharedFinding[], layout: Layout): Row[] {
  const sorted = shared.toSorted((a, b) => compareByUrgency(a.findings[0], b.findings[0]));
  const padRule = padTo(sorted.map(({ findings: [worst] }) => worst.rule));
  return sorted.map(({ findings, images, versions }): Row => {
    const [worst] = findings;
    const groups = groupByPackage(findings.filter(isAboutPackage), layout.packages);
    const [group] = groups;
    const fixes = new Set(groups.map(fixText));
    const fix = fixes.size > 1 ? 'the fix depends on the version' : [...fixes].join('');
    const about = group
      ? `${group.facts.package} ${versionPhrase(versions)}, ${fix}`
      : shorten(worst.message, 300);
    return {
      finding: worst,
      findings: findings.length,
      severity: worst.severity,
      columns: [padRule(worst.rule)],
      texts: [sanitize(about), sanitize(imagePhrase(images, (image) => image))],
    };
  });
}

function lineKey({ location, subject }: Finding): string {
  return location
    ? `${location.path}\n${location.startLine}`
    : sanitize(subject?.image ?? subject?.path ?? 'policy');
}

/** A row for each finding, the worst first. */
function findingRows(findings: readonly Finding[], layout: Layout): Row[] {
  const sorted = [...findings].sort(
    (a, b) => compareSeverity(a.severity, b.severity) || compareByPlace(a, b),
  );
  const padRule = padTo(findings.map((f) => f.rule));
  return sorted.map((finding) => {
    const note = layout.sharedNotes.has(finding) ? '' : findingNote(finding);
    return {
      finding,
      findings: 1,
      severity: finding.severity,
      columns: [padRule(finding.rule)],
      texts: [
        `${sanitize(`${finding.message}${note}`)}${pathInImage(finding)}`,
        ...(layout.complete ? unlicensedPackages(finding) : []),
      ],
    };
  });
}

/** The packages of a finding about several unknown licenses: its message names the first ones. */
function unlicensedPackages(finding: Finding): string[] {
  const packages = (finding.check === 'policy' && finding.details?.packages) || [];
  if (packages.length < 2) return [];
  return packages.map(({ name, version, licenses }) =>
    sanitize(`${name} ${version}: ${licenses.join(', ') || 'no license'}`),
  );
}

/** Pads a value to the longest of a column, up to a limit. */
function padTo(column: readonly string[]): (value: string) => string {
  const width = column.reduce((most, v) => Math.max(most, Math.min(30, sanitize(v).length)), 0);
  return (value) => sanitize(value).padEnd(width);
}

function pathInImage({ location, subject, message }: Finding): string {
  const path = subject?.path;
  return location || path === undefined || message.includes(path) ? '' : ` (${sanitize(path)})`;
}

/** Packages below one source line. */
const MAX_PACKAGES = 8;

/** The rows of a base image: packages that a newer one fixes, one row for those without a fix, and the minor findings. */
export function baseImageRows(findings: readonly Finding[], layout: Layout): Row[] {
  const groups = groupByPackage(findings.filter(isAboutPackage), layout.packages);
  const isFixed = ({ remediation }: PackageGroup) => remediation.versions.length > 0;
  const unfixed = groups.filter((group) => !isFixed(group));
  const areCounted = !layout.complete && unfixed.length > MAX_UNFIXED_ROWS;
  return [
    ...rowsOfGroups(groups.filter(isFixed), layout),
    ...(areCounted ? unfixedRow(unfixed) : rowsOfGroups(unfixed, layout)),
    ...findingRows(
      findings.filter((f) => !isAboutPackage(f)),
      layout,
    ),
  ];
}

/** Packages of a base image without a fix that have a row each. */
const MAX_UNFIXED_ROWS = 2;

function unfixedRow(groups: readonly PackageGroup[]): Row[] {
  return countRow(
    groups,
    (counts) => `${counts} without a fix in ${pluralize(groups.length, 'package')}`,
  );
}

/** A row for each package: its version, what fixes it, and its vulnerabilities. */
function rowsOfGroups(groups: readonly PackageGroup[], layout: Layout): Row[] {
  // One package more than the limit is shown: the row that counts the rest would take as much space.
  const isCut = !layout.complete && groups.length > MAX_PACKAGES + 1;
  const shown = isCut ? groups.slice(0, MAX_PACKAGES) : groups;
  const padName = padTo(shown.map(({ facts }) => facts.package));
  const padVersion = padTo(shown.map(({ facts }) => facts.installed ?? ''));
  const padFix = padTo(shown.map(fixText));
  const rows = shown.map((group): Row => {
    const severity = worstSeverity(group.findings);
    return {
      finding: group.findings[0],
      findings: group.findings.length,
      severity,
      columns: [
        padName(group.facts.package),
        padVersion(group.facts.installed ?? ''),
        padFix(fixText(group)),
      ],
      texts: vulnerabilityTexts(group, severity, layout),
      isCut: !layout.complete && group.findings.length > MAX_NAMED,
    };
  });
  const rest = groups.slice(shown.length);
  return [
    ...rows,
    ...countRow(rest, (counts) => `${pluralize(rest.length, 'more package')} with ${counts}`),
  ];
}

function worstSeverity(findings: PackageGroup['findings']): Severity {
  return findings.reduce(
    (worst, { severity }) => (compareSeverity(severity, worst) < 0 ? severity : worst),
    findings[0].severity,
  );
}

function fixText({ findings, remediation }: PackageGroup): string {
  const { versions, unfixed, willNotFix, baseImage } = remediation;
  if (findings[0].check === 'malware') return 'remove it';
  if (versions.length === 0) return willNotFix ? 'will not be fixed' : 'no fix yet';
  const to = firstOf(versions.map(sanitize), 2).join(', ');
  const part = unfixed > 0 ? ` (${findings.length - unfixed} of ${findings.length})` : '';
  return `${baseImage === undefined ? 'fixed in' : 'newer base image:'} ${to}${part}`;
}

/** The first values, and how many more there are. */
function firstOf(values: readonly string[], most: number): readonly string[] {
  return values.length > most
    ? [...values.slice(0, most), `and ${values.length - most} more`]
    : values;
}

/** Vulnerabilities of one package that are named. */
const MAX_NAMED = 3;

/**
 * The vulnerabilities of one package with their summaries, the most urgent first, and how many more there are. A severity
 * that is not the one of the row is named. Packages of a base image have ids only: a newer base image fixes them together.
 */
function vulnerabilityTexts(group: PackageGroup, worst: Severity, layout: Layout): string[] {
  const { findings, remediation } = group;
  const named = layout.complete ? findings : findings.slice(0, MAX_NAMED);
  const rest = findings.slice(named.length);
  const texts = named.map((finding) => {
    const { summary, exploited } = vulnerabilityFacts(finding, layout.packages);
    const marks = [
      ...(finding.severity === worst ? [] : [finding.severity]),
      ...(exploited ? ['exploited'] : []),
    ];
    const id = `${sanitize(finding.rule)}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
    const isBrief = summary === undefined || remediation.baseImage !== undefined;
    return { id, text: isBrief ? undefined : `${id} ${sanitize(withoutName(summary, group))}` };
  });
  const brief = texts.flatMap(({ id, text }) => (text === undefined ? [id] : []));
  const more = rest.length > 0 ? [`and ${rest.length} more: ${formatSeverityCounts(rest)}`] : [];
  const lines = [
    ...texts.flatMap(({ text }) => text ?? []),
    ...(brief.length > 0 ? [[brief.join(', '), ...more].join(', ')] : more),
  ];
  const [first = '', ...others] = lines;
  const use = useText(findings[0], layout.complete);
  return [
    `${first}${sanitize(layout.places(findings[0]))}`,
    ...others,
    ...(use === undefined ? [] : [sanitize(use)]),
  ];
}

/** A summary without the package's name at its start, which is in the row already: `ms: regular expression …`. */
function withoutName(summary: string, { facts }: PackageGroup): string {
  const start = `${facts.package}: `;
  return summary.startsWith(start) ? summary.slice(start.length) : summary;
}

/** One row that counts the vulnerabilities of several packages: `12 vulnerabilities (2 high, 10 low)`. */
function countRow(groups: readonly PackageGroup[], sentence: (counts: string) => string): Row[] {
  const findings = groups.flatMap((group) => group.findings);
  const [first, ...others] = findings.sort(compareByUrgency);
  if (!first) return [];
  const all = pluralize(findings.length, 'vulnerability', 'vulnerabilities');
  const areEqual = others.every(({ severity }) => severity === first.severity);
  return [
    {
      finding: first,
      findings: findings.length,
      severity: worstSeverity([first, ...others]),
      columns: [],
      texts: [sentence(areEqual ? all : `${all} (${formatSeverityCounts(findings)})`)],
      isCount: true,
      isCut: true,
    },
  ];
}
