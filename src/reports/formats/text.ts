import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { compareSeverity, type Severity } from '../../core/severity.js';
import { escapeLogLine, sanitize, shorten } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { describeTopRemediation, verdictReasons } from '../headline.js';
import {
  byPlace,
  byUrgency,
  formatSeverityCounts,
  groupBy,
  openFindings,
  pluralize,
  withStatus,
} from '../order.js';
import { groupByPackage, type PackageGroup } from '../package-groups.js';
import { describeSuppression, suppressedFindings } from '../suppressed-findings.js';
import { BASE_IMAGE } from '../top-remediation.js';
import { isAboutPackage, type PackagesByPurl, packagesByPurl } from '../vulnerability-facts.js';
import { excerpt } from './text/excerpt.js';

/** For people at a terminal: every finding under the line that causes it, the verdict last. */
export const text: Format = {
  id: 'text',
  description: 'for people: findings under their source lines, the verdict last',
  render,
};

/** Rows of findings that are printed at most; the most urgent ones are. */
const ROWS = 200;
/** Packages under one line. */
const PACKAGES = 8;
/** Notes and reasons for incompleteness. */
const REMARKS = 10;

function render(report: Report, context: ReportContext): string {
  const page: Page = {
    width: Math.max(40, context.width ?? 100),
    paint: context.color ? ansi : (_style, words) => words,
    packages: packagesByPurl(report),
    ...(context.source ? { source: context.source } : {}),
  };
  const shown = findingsShown(report, context);
  const rows = pick(shown, page);
  const blocks = groupBy(rows, (row) => place(row.finding));
  const lines = [...blocks].flatMap(([title, group]) => [...block(title, group, page), '']);
  const hidden = rows.reduce((sum, row) => sum - row.size, shown.length);
  if (hidden > 0) {
    lines.push(
      `… and ${pluralize(hidden, 'less urgent finding')}: --format json has all of them`,
      '',
    );
  }
  lines.push(...remarks(report, page), ...advice(shown, page), ...verdict(report, context, page));
  return `${lines.map((line) => escapeLogLine(line.trimEnd())).join('\n')}\n`;
}

interface Page {
  readonly width: number;
  readonly paint: (style: Style, words: string) => string;
  readonly packages: PackagesByPurl;
  readonly source?: (path: string) => string | undefined;
}

/** One line of output about one or several findings. */
interface Row {
  readonly finding: Finding;
  readonly words: string;
  /** How many findings the row stands for. */
  readonly size: number;
}

/** With something to compare with, only what is new: the rest is counted. */
function findingsShown(report: Report, context: ReportContext): Finding[] {
  return context.baseline === undefined
    ? openFindings(report.findings)
    : withStatus(report.findings, 'new');
}

/** The rows worth printing, in the order of the files. */
function pick(findings: readonly Finding[], page: Page): Row[] {
  const places = groupBy([...findings].sort(byPlace), lineKey);
  const rows = [...places.values()].flatMap((group) => [
    ...findingRows(
      group.filter((f) => !isAboutPackage(f)),
      page,
    ),
    ...packageRows(group.filter(isAboutPackage), page),
  ]);
  if (rows.length <= ROWS) return rows;
  const kept = new Set([...rows].sort((a, b) => byUrgency(a.finding, b.finding)).slice(0, ROWS));
  return rows.filter((r) => kept.has(r));
}

/** Minor findings on one line that are shown one by one; more are named in one row. */
const MINOR = 2;
/** Rules that such a row names. */
const NAMED = 12;

/** One row a finding, the worst first; many minor ones on the same line are one row of rules. */
function findingRows(findings: readonly Finding[], page: Page): Row[] {
  const sorted = [...findings].sort(
    (a, b) => compareSeverity(a.severity, b.severity) || byPlace(a, b),
  );
  // Advice is in the sentence, not in the rule's name.
  const isMinor = ({ severity, rule }: Finding) =>
    (severity === 'low' || severity === 'info') && rule !== BASE_IMAGE;
  const minor = sorted.filter(isMinor);
  const [first] = minor;
  if (!first || minor.length <= MINOR) return singleRows(sorted, page);
  const rules = [...new Set(minor.map(({ rule }) => sanitize(rule)))];
  const more = rules.length > NAMED ? [`… and ${rules.length - NAMED} more`] : [];
  const ids = [...rules.slice(0, NAMED), ...more].join(' ');
  const folded = {
    finding: first,
    size: minor.length,
    words: `${badge(first.severity, page)} ${ids}`,
  };
  return [
    ...singleRows(
      sorted.filter((f) => !isMinor(f)),
      page,
    ),
    folded,
  ];
}

function singleRows(findings: readonly Finding[], page: Page): Row[] {
  const rules = column(findings.map((f) => f.rule));
  return findings.map((finding) => ({
    finding,
    size: 1,
    words: [
      badge(finding.severity, page),
      page.paint('bold', rules(finding.rule)),
      `${sanitize(finding.message)}${subjectPath(finding)}`,
    ].join(' '),
  }));
}

/** Pads plain words to the longest of them, so that the next ones stand in a column. */
function column(words: readonly string[]): (word: string) => string {
  const width = words.reduce(
    (longest, w) => Math.max(longest, Math.min(30, sanitize(w).length)),
    0,
  );
  return (word) => sanitize(word).padEnd(width);
}

function subjectPath(finding: Finding): string {
  const path = finding.subject?.path;
  return finding.location || path === undefined || finding.message.includes(path)
    ? ''
    : ` (${sanitize(path)})`;
}

/** One row a package: what it is, what fixes it, which vulnerabilities it has. */
function packageRows(findings: readonly Finding[], page: Page): Row[] {
  const groups = groupByPackage(findings, page.packages);
  // One more row costs no more than saying that it is left out.
  const shown = groups.length > PACKAGES + 1 ? groups.slice(0, PACKAGES) : groups;
  const names = column(shown.map(({ facts }) => facts.package));
  const versions = column(shown.map(({ facts }) => facts.installed ?? ''));
  const remedies = column(shown.map(remedy));
  const rows = shown.map(
    (group): Row => ({
      finding: group.findings[0],
      size: group.findings.length,
      words: [
        badge(group.findings[0].severity, page),
        page.paint('bold', names(group.facts.package)),
        versions(group.facts.installed ?? ''),
        page.paint('dim', remedies(remedy(group))),
        few(group.rules.map(sanitize), 2).join(' '),
        ...(group.exploited ? [page.paint('critical', 'exploited')] : []),
      ].join(' '),
    }),
  );
  return [...rows, ...restOf(groups.slice(shown.length), page)];
}

function remedy({ findings, remediation: { versions, unfixed, baseImage } }: PackageGroup): string {
  if (findings[0].check === 'malware') return 'remove it';
  if (versions.length === 0) return 'no fix yet';
  const to = few(versions.map(sanitize), 2).join(', ');
  const part = unfixed > 0 ? ` (${findings.length - unfixed} of ${findings.length})` : '';
  return `${baseImage === undefined ? 'fixed in' : 'newer base:'} ${to}${part}`;
}

/** The first words, and how many more there are. */
function few(words: readonly string[], most: number): readonly string[] {
  return words.length > most ? [...words.slice(0, most), `+${words.length - most}`] : words;
}

function restOf(groups: readonly PackageGroup[], page: Page): Row[] {
  const [first] = groups;
  if (!first) return [];
  const [worst] = first.findings;
  const size = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const words = `… ${pluralize(groups.length, 'more package')} with ${pluralize(size, 'vulnerability', 'vulnerabilities')}, ${worst.severity} and below`;
  return [{ finding: worst, size, words: page.paint('dim', words) }];
}

/** `Dockerfile`, or the image for what has no line in the repository. */
function place(finding: Finding): string {
  if (finding.location) return sanitize(finding.location.path);
  return sanitize(finding.subject?.image ?? finding.subject?.path ?? 'policy');
}

function lineKey(finding: Finding): string {
  return finding.location
    ? `${finding.location.path}\n${finding.location.startLine}`
    : place(finding);
}

/** The findings of one file or image, under their source lines. */
function block(title: string, rows: readonly Row[], page: Page): string[] {
  const lines = groupBy(rows, (r) => String(r.finding.location?.startLine ?? 0));
  const gutter = Math.max(...[...lines.keys()].map((n) => n.length));
  const path = rows[0]?.finding.location?.path;
  const source = path === undefined ? undefined : page.source?.(path)?.split('\n');
  return [
    page.paint('bold', title),
    ...[...lines].flatMap(([number, group]) => {
      if (number === '0') return group.map((r) => `  ${r.words}`);
      const indent = `  ${' '.repeat(gutter)}   `;
      return [
        ...excerptOf(source?.[Number(number) - 1], number.padStart(gutter), group, page),
        ...group.map((r) => `${indent}${r.words}`),
      ];
    }),
  ];
}

/** The source line with carets, or only its number when there is no source. */
function excerptOf(
  source: string | undefined,
  number: string,
  rows: readonly Row[],
  page: Page,
): string[] {
  if (source === undefined) return [`  ${page.paint('dim', `line ${number.trim()}`)}`];
  const places = rows
    .filter((r) => !isAboutPackage(r.finding))
    .flatMap((r) => r.finding.location ?? []);
  const bar = page.paint('dim', '│');
  const { line, carets } = excerpt(source, places, page.width - number.length - 5);
  return [
    `  ${page.paint('dim', number)} ${bar} ${line}`,
    ...(carets === ''
      ? []
      : [`  ${' '.repeat(number.length)} ${bar} ${page.paint('caret', carets)}`]),
  ];
}

function remarks(report: Report, page: Page): string[] {
  const incomplete = report.incomplete.map(
    (i) =>
      `  ${page.paint('medium', '!')} ${i.check} of ${sanitize(i.target)}: ${sanitize(i.reason)}`,
  );
  const notes = report.notes.map((n) =>
    page.paint('dim', `  ${n.target ? `${sanitize(n.target)}: ` : ''}${sanitize(n.message)}`),
  );
  const change = (report.policyChange ?? []).map((sentence) => `  ${sanitize(sentence)}`);
  const { fresh, old } = suppressedFindings(report);
  const suppressed = [...fresh, ...old].map((finding) =>
    sanitize(
      `  ${finding.rule} ${whereOf(finding)}by the comment in ${describeSuppression(finding)}`,
    ),
  );
  return [
    ...section('The policy of this change', change, page),
    ...section('Suppressed by comments', suppressed, page),
    ...section('Could not be checked', incomplete, page),
    ...section('Notes', notes, page),
  ];
}

function whereOf({ location }: Finding): string {
  return location ? `${shorten(location.path, 120)}:${location.startLine} ` : '';
}

function section(title: string, lines: readonly string[], page: Page): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > REMARKS ? [`  … and ${lines.length - REMARKS} more`] : [];
  return [page.paint('bold', title), ...lines.slice(0, REMARKS), ...more, ''];
}

function advice(findings: readonly Finding[], page: Page): string[] {
  const first = describeTopRemediation(findings);
  if (!first) return [];
  const place = first.at ? ` in ${sanitize(first.at.path)}:${first.at.startLine}` : '';
  const words = `${sanitize(shorten(first.words, 200))}${place}`;
  return [`${page.paint('bold', 'Do this:')} ${words} and remove ${first.removes}`, ''];
}

function verdict(report: Report, context: ReportContext, page: Page): string[] {
  const standing = openFindings(report.findings);
  const known = withStatus(report.findings, 'existing').length;
  const fixed = withStatus(report.findings, 'fixed').length;
  const excepted = withStatus(report.findings, 'excepted').length;
  const fixable = standing.filter((f) => f.fix && f.check === 'lint');
  const counts = [
    standing.length === 0
      ? 'no findings'
      : `${pluralize(standing.length, 'finding')}: ${formatSeverityCounts(standing)}`,
    ...(context.baseline === undefined
      ? []
      : [`${known} known in ${sanitize(context.baseline)}`, `${fixed} fixed`]),
    ...(excepted > 0 ? [`${excepted} excepted`] : []),
    ...(report.suppressed ? [`${report.suppressed.length} suppressed by comments`] : []),
    ...(fixable.length > 0 ? [`${fixable.length} fixed by lint --fix`] : []),
  ].join(' · ');
  const reasons = verdictReasons(report).map(sanitize);
  const outcome = page.paint(
    OUTCOME_STYLE[report.verdict.outcome],
    report.verdict.outcome.toUpperCase(),
  );
  return [counts, `${outcome}${reasons.length > 0 ? `  ${reasons.join('; ')}` : ''}`];
}

const OUTCOME_STYLE = { pass: 'pass', fail: 'critical', incomplete: 'medium' } as const;

function badge(severity: Severity, page: Page): string {
  return page.paint(severity, severity.padEnd(8));
}

type Style = Severity | 'bold' | 'dim' | 'caret' | 'pass';

const CODES: Readonly<Record<Style, string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
  bold: '1',
  dim: '2',
  caret: '33',
  pass: '32',
};

function ansi(style: Style, words: string): string {
  return `\u001b[${CODES[style]}m${words}\u001b[0m`;
}
