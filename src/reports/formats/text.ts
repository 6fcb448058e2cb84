import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Report, RuleBook } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import {
  type CoverageLine,
  checkedSummary,
  coverageLines,
  sharedCoverageLines,
} from '../coverage-table.js';
import { escapeLogLine, sanitize, shorten } from '../escape.js';
import { formatSeverityCounts, openFindings, withStatus } from '../finding-lists.js';
import { findingPlaces } from '../finding-places.js';
import type { Format, ReportContext } from '../format.js';
import { allowAdvice, countGaps, gapsOf } from '../gaps.js';
import { verdictSentence } from '../headline.js';
import { splitSuppressed } from '../not-affected.js';
import {
  type BaseImageGroup,
  formatOrigins,
  imageOrigins,
  splitBaseImages,
} from '../origin-groups.js';
import { describeSuppression, suppressedFindings } from '../suppressed-findings.js';
import { formatResolved, topRemediation } from '../top-remediation.js';
import { isAboutPackage, packagesByPurl } from '../vulnerability-facts.js';
import { excerpt } from './text/excerpt.js';
import { ansi, type Layout } from './text/layout.js';
import { baseImageRows, mostUrgentRows, type Row } from './text/rows.js';

/** Findings for a terminal, each below its source line; the verdict is last. */
export const text: Format = {
  id: 'text',
  description: 'for a terminal: findings below their source lines, verdict last',
  render,
};

/** Lines in each section below the findings. */
const MAX_LISTED = 10;

function render(report: Report, context: ReportContext): string {
  const layout: Layout = {
    width: Math.max(40, context.width ?? 100),
    paint: context.color ? ansi : (_style, text) => text,
    packages: packagesByPurl(report),
    places: findingPlaces(report),
    source: context.source,
  };
  const shown = shownFindings(report, context);
  const { own, bases } = splitBaseImages(shown);
  const rows = mostUrgentRows(own, layout);
  const blocks = groupBy(rows, ({ finding }) => blockTitle(finding));
  const lines = [
    ...[...blocks].flatMap(([title, group]) => [...block(title, group, layout), '']),
    ...bases.slice(0, MAX_LISTED).flatMap((base) => [...baseImageBlock(base, layout), '']),
  ];
  const listed = bases.slice(0, MAX_LISTED).flatMap(({ findings }) => findings).length;
  const hidden = rows.reduce((left, { findings }) => left - findings, shown.length - listed);
  if (hidden > 0)
    lines.push(
      `… and ${pluralize(hidden, 'less urgent finding')} (use --format json to list all)`,
      '',
    );
  lines.push(
    ...sections(report, context, layout),
    ...fixFirst(shown, context.rules, layout),
    ...verdict(report, context, layout),
  );
  return `${lines.map((line) => escapeLogLine(line.trimEnd())).join('\n')}\n`;
}

/** With a baseline only new findings are shown; existing ones are counted. */
function shownFindings(report: Report, context: ReportContext): Finding[] {
  return context.baseline === undefined
    ? openFindings(report.findings)
    : withStatus(report.findings, 'new');
}

/** The file of a finding, or the image when it has no location in the repository. */
function blockTitle({ location, subject }: Finding): string {
  return sanitize(location?.path ?? subject?.image ?? subject?.path ?? 'policy');
}

/** The findings of one file or image, below their source lines. */
function block(title: string, rows: readonly Row[], layout: Layout): string[] {
  const lines = groupBy(rows, ({ finding }) => String(finding.location?.startLine ?? 0));
  const gutter = Math.max(...[...lines.keys()].map((n) => n.length));
  const path = rows[0]?.finding.location?.path;
  const source = path === undefined ? undefined : layout.source?.(path)?.split('\n');
  return [
    layout.paint('bold', title),
    ...[...lines].flatMap(([number, group]) => {
      if (number === '0') return group.map((row) => `  ${row.text}`);
      const indent = `  ${' '.repeat(gutter)}   `;
      return [
        ...sourceLine(source?.[Number(number) - 1], number.padStart(gutter), group, layout),
        ...group.map((row) => `${indent}${row.text}`),
      ];
    }),
  ];
}

/** The findings that a newer base image resolves, below the image instead of its FROM line. */
function baseImageBlock(base: BaseImageGroup, layout: Layout): string[] {
  const { findings, name, summary } = base;
  const { location, subject } = findings[0];
  const place = location ? `${location.path}:${location.startLine}` : (subject?.image ?? '');
  const title = `Base image ${name === undefined ? 'of' : `${shorten(name, 120)},`} ${shorten(place, 120)}`;
  return [
    `${layout.paint('bold', sanitize(title))}: ${pluralize(findings.length, 'finding')}: ${summary}`,
    ...baseImageRows(findings, layout).map(({ text }) => `  ${text}`),
  ];
}

/** The source line with carets, or only its number when the source is not available. */
function sourceLine(
  source: string | undefined,
  number: string,
  rows: readonly Row[],
  layout: Layout,
): string[] {
  if (source === undefined) return [`  ${layout.paint('dim', `line ${number.trim()}`)}`];
  const ranges = rows
    .filter(({ finding }) => !isAboutPackage(finding))
    .flatMap(({ finding }) => finding.location ?? []);
  const bar = layout.paint('dim', '│');
  const { line, carets } = excerpt(source, ranges, layout.width - number.length - 5);
  return [
    `  ${layout.paint('dim', number)} ${bar} ${line}`,
    ...(carets === ''
      ? []
      : [`  ${' '.repeat(number.length)} ${bar} ${layout.paint('caret', carets)}`]),
  ];
}

function sections(report: Report, context: ReportContext, layout: Layout): string[] {
  const notes = report.notes.map((n) =>
    layout.paint('dim', `  ${n.target ? `${sanitize(n.target)}: ` : ''}${sanitize(n.message)}`),
  );
  const policy = (report.policyChange ?? []).map((sentence) => `  ${sanitize(sentence)}`);
  const merged = (report.addedSuppressions ?? []).map((phrase) => `  ${sanitize(phrase)}`);
  const { notAffected } = splitSuppressed(withStatus(report.findings, 'excepted'));
  const unlinked = notAffected.map(({ message }) => layout.paint('dim', sanitize(`  ${message}`)));
  const { added, existing } = suppressedFindings(report);
  const suppressed = [...added, ...existing].map((finding) =>
    sanitize(`  ${finding.rule}${atLine(finding)}, suppressed in ${describeSuppression(finding)}`),
  );
  return [
    ...section('Policy changes', policy, layout),
    ...section('Suppressions that the pull request adds', merged, layout),
    ...section('Suppressed by comments', suppressed, layout),
    ...section('Not affected', unlinked, layout),
    ...section('Notes', notes, layout),
    ...gapSections(report, context, layout),
  ];
}

/** The gaps of the coverage; the JSON and HTML reports have all of it. */
function gapSections(report: Report, context: ReportContext, layout: Layout): string[] {
  const { open, allowed, informational } = gapsOf(report);
  const lineOf = ({ target, checks, state }: CoverageLine) =>
    sanitize(`${target}: ${checks}: ${state}`);
  const marked = coverageLines(open).map(
    (line) => `  ${layout.paint('medium', '!')} ${lineOf(line)}`,
  );
  const dimmed = (gaps: readonly Coverage[]) =>
    sharedCoverageLines(gaps).map((line) => layout.paint('dim', `  ${lineOf(line)}`));
  return [
    ...section(`Not checked (${countGaps(open)})`, marked, layout).slice(0, -1),
    ...allowAdvice(open, context).map((advice) => `  ${advice}`),
    ...(open.length > 0 ? [''] : []),
    ...section(`Not checked, allowed (${countGaps(allowed)})`, dimmed(allowed), layout),
    ...section(`Informational (${countGaps(informational)})`, dimmed(informational), layout),
  ];
}

function atLine({ location }: Finding): string {
  return location ? ` at ${shorten(location.path, 120)}:${location.startLine}` : '';
}

function section(title: string, lines: readonly string[], layout: Layout): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MAX_LISTED ? [`  … and ${lines.length - MAX_LISTED} more`] : [];
  return [layout.paint('bold', title), ...lines.slice(0, MAX_LISTED), ...more, ''];
}

function fixFirst(findings: readonly Finding[], rules: RuleBook, layout: Layout): string[] {
  const top = topRemediation(findings, rules);
  if (!top) return [];
  const { location, resolves } = top;
  const place = location ? ` (${sanitize(location.path)}:${location.startLine})` : '';
  const title = sanitize(shorten(top.title, 200));
  return [
    `${layout.paint('bold', 'Fix first:')} ${title}${place}; resolves ${formatResolved(resolves)}`,
    '',
  ];
}

function verdict(report: Report, context: ReportContext, layout: Layout): string[] {
  const open = openFindings(report.findings);
  const [existing, fixed] = (['existing', 'fixed'] as const).map(
    (status) => withStatus(report.findings, status).length,
  );
  const { notAffected, suppressed } = splitSuppressed(withStatus(report.findings, 'excepted'));
  const fixable = open.filter((f) => f.fix && f.check === 'lint').length;
  const isCompared = context.baseline !== undefined;
  const counted = isCompared ? withStatus(open, 'new') : open;
  const noun = isCompared ? 'new finding' : 'finding';
  const counts = [
    counted.length === 0
      ? `no ${noun}s`
      : `${pluralize(counted.length, noun)}: ${formatSeverityCounts(counted)}`,
    ...(context.baseline === undefined
      ? []
      : [`${existing} existing in ${sanitize(context.baseline)}`, `${fixed} fixed`]),
    ...(suppressed.length > 0
      ? [`${suppressed.length} suppressed by policy exceptions or VEX`]
      : []),
    ...(notAffected.length > 0 ? [`${notAffected.length} not affected`] : []),
    ...(report.suppressed ? [`${report.suppressed.length} suppressed by comments`] : []),
    ...(fixable > 0 ? [`${fixable} fixable with lint --fix`] : []),
  ].join(' · ');
  const { outcome } = report.verdict;
  const painted = layout.paint(OUTCOME_STYLES[outcome], outcome.toUpperCase());
  return [
    ...(report.coverage.length > 0 ? [`Checked: ${sanitize(checkedSummary(report))}`] : []),
    ...originLines(report, context),
    counts,
    `${painted}${sanitize(verdictSentence(report, '', ['  ', '']))}`,
  ];
}

/** `app:1: 2 from your lines (1 new), 12 from node:24-slim (existing)` */
function originLines(report: Report, { baseline }: ReportContext): string[] {
  return imageOrigins(report)
    .slice(0, MAX_LISTED)
    .map((origins) =>
      sanitize(
        `${shorten(origins.image, 120)}${origins.builtBy}: ${formatOrigins(origins, baseline !== undefined, (name) => shorten(name, 120))}`,
      ),
    );
}

const OUTCOME_STYLES = { pass: 'pass', fail: 'critical', incomplete: 'medium' } as const;
