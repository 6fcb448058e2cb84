import type { Finding } from '../../../core/finding.js';
import { compareSeverity, type Severity } from '../../../core/severity.js';
import { groupBy } from '../../../lib/group-by.js';
import { pluralize } from '../../../lib/text.js';
import { sanitize } from '../../escape.js';
import { compareByPlace, compareByUrgency } from '../../finding-lists.js';
import { loweredNote } from '../../lowered-note.js';
import { groupByPackage, type PackageGroup } from '../../package-groups.js';
import { BASE_IMAGE } from '../../remediations.js';
import { isAboutPackage } from '../../vulnerability-facts.js';
import type { Layout } from './layout.js';

/** One line of output about one or several findings. */
export interface Row {
  readonly finding: Finding;
  readonly text: string;
  /** How many findings the row is about. */
  readonly findings: number;
}

const MAX_ROWS = 200;

/** The most urgent rows, in the order of the files. */
export function mostUrgentRows(findings: readonly Finding[], layout: Layout): Row[] {
  const lines = groupBy([...findings].sort(compareByPlace), lineKey);
  const rows = [...lines.values()].flatMap((group) => [
    ...findingRows(
      group.filter((f) => !isAboutPackage(f)),
      layout,
    ),
    ...packageRows(group.filter(isAboutPackage), layout),
  ]);
  if (rows.length <= MAX_ROWS) return rows;
  const byUrgency = [...rows].sort((a, b) => compareByUrgency(a.finding, b.finding));
  const kept = new Set(byUrgency.slice(0, MAX_ROWS));
  return rows.filter((row) => kept.has(row));
}

function lineKey({ location, subject }: Finding): string {
  return location
    ? `${location.path}\n${location.startLine}`
    : sanitize(subject?.image ?? subject?.path ?? 'policy');
}

/** Minor findings on one line that have a row each; more of them share one row. */
const MAX_MINOR_ROWS = 3;
/** Rules that the shared row names. */
const MAX_MINOR_RULES = 12;

/**
 * A row for each finding, the worst first. Many minor findings on the same line share a row for each severity, which names
 * the rules.
 */
function findingRows(findings: readonly Finding[], layout: Layout): Row[] {
  const sorted = [...findings].sort(
    (a, b) => compareSeverity(a.severity, b.severity) || compareByPlace(a, b),
  );
  const minor = sorted.filter(isMinor);
  if (minor.length <= MAX_MINOR_ROWS) return singleRows(sorted, layout);
  const shared = [...groupBy(minor, ({ severity }) => severity).values()];
  const others = sorted.filter((f) => !isMinor(f));
  return [
    ...singleRows(others, layout),
    ...shared.flatMap((group) => sharedRow(group, layout)),
    // A recommended base image has a row of its own, whatever its severity is.
  ].sort((a, b) => compareSeverity(a.finding.severity, b.finding.severity));
}

/** One row for findings of the same severity; a single finding keeps its message. */
function sharedRow(findings: readonly Finding[], layout: Layout): Row[] {
  const [first, second] = findings;
  if (!first || !second) return singleRows(findings, layout);
  const rules = [...new Set(findings.map(({ rule }) => sanitize(rule)))];
  const more = rules.length - MAX_MINOR_RULES;
  const ids = [...rules.slice(0, MAX_MINOR_RULES), ...(more > 0 ? [`… and ${more} more`] : [])];
  const text = `${severityLabel(first.severity, layout)} ${ids.join(' ')}`;
  return [{ finding: first, findings: findings.length, text }];
}

/** A recommended base image is never minor: its message holds the recommendation, and a rule id would not. */
function isMinor({ severity, rule }: Finding): boolean {
  return (severity === 'low' || severity === 'info') && rule !== BASE_IMAGE;
}

function singleRows(findings: readonly Finding[], layout: Layout): Row[] {
  const padRule = padTo(findings.map((f) => f.rule));
  return findings.map((finding) => ({
    finding,
    findings: 1,
    text: [
      severityLabel(finding.severity, layout),
      layout.paint('bold', padRule(finding.rule)),
      `${sanitize(`${finding.message}${loweredNote(finding)}`)}${pathInImage(finding)}`,
    ].join(' '),
  }));
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
  return [
    ...rowsOfGroups(groups.filter(isFixed), layout),
    ...(unfixed.length > MAX_UNFIXED_ROWS
      ? unfixedRow(unfixed, layout)
      : rowsOfGroups(unfixed, layout)),
    ...findingRows(
      findings.filter((f) => !isAboutPackage(f)),
      layout,
    ),
  ];
}

/** Packages of a base image without a fix that have a row each. */
const MAX_UNFIXED_ROWS = 2;

function unfixedRow(groups: readonly PackageGroup[], layout: Layout): Row[] {
  const [first] = groups;
  if (!first) return [];
  const [worst] = first.findings;
  const size = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const text = `${severityLabel(worst.severity, layout)} ${pluralize(size, 'vulnerability', 'vulnerabilities')} without a fix in ${pluralize(groups.length, 'package')}`;
  return [{ finding: worst, findings: size, text }];
}

/** A row for each package: its version, what fixes it, and its vulnerabilities. */
function packageRows(findings: readonly Finding[], layout: Layout): Row[] {
  return rowsOfGroups(groupByPackage(findings, layout.packages), layout);
}

function rowsOfGroups(groups: readonly PackageGroup[], layout: Layout): Row[] {
  // One package more than the limit is shown: the row that counts the rest would take as much space.
  const shown = groups.length > MAX_PACKAGES + 1 ? groups.slice(0, MAX_PACKAGES) : groups;
  const padName = padTo(shown.map(({ facts }) => facts.package));
  const padVersion = padTo(shown.map(({ facts }) => facts.installed ?? ''));
  const padFix = padTo(shown.map(fixText));
  const rows = shown.map(
    (group): Row => ({
      finding: group.findings[0],
      findings: group.findings.length,
      text: [
        severityLabel(group.findings[0].severity, layout),
        layout.paint('bold', padName(group.facts.package)),
        padVersion(group.facts.installed ?? ''),
        layout.paint('dim', padFix(fixText(group))),
        `${firstOf(group.rules.map(sanitize), 2).join(' ')}${sanitize(layout.places(group.findings[0]))}`,
        ...(group.exploited ? [layout.paint('critical', 'exploited')] : []),
      ].join(' '),
    }),
  );
  return [...rows, ...restRow(groups.slice(shown.length), layout)];
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
  return values.length > most ? [...values.slice(0, most), `+${values.length - most}`] : values;
}

function restRow(groups: readonly PackageGroup[], layout: Layout): Row[] {
  const [first] = groups;
  if (!first) return [];
  const [worst] = first.findings;
  const size = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const text = `… ${pluralize(groups.length, 'more package')} with ${pluralize(size, 'vulnerability', 'vulnerabilities')}, ${worst.severity} or lower`;
  return [{ finding: worst, findings: size, text: layout.paint('dim', text) }];
}

function severityLabel(severity: Severity, layout: Layout): string {
  return layout.paint(severity, severity.padEnd(8));
}
