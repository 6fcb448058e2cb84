import type { Finding } from '../../../core/finding.js';
import { isFixable } from '../../../core/fixable.js';
import type { Report } from '../../../core/report.js';
import { SEVERITIES } from '../../../core/severity.js';
import { pluralize } from '../../../lib/text.js';
import { checkedSummary, coverageLines, coverageSummary } from '../../coverage-table.js';
import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { allowAdvice, countGaps, gapsOf } from '../../gaps.js';
import { NOT_AFFECTED, splitSuppressed } from '../../not-affected.js';
import type { BaseImageGroup } from '../../origin-groups.js';
import type { ReportSummary, SeverityCounts } from '../../report-summary.js';
import { describeSuppression, suppressedFindings } from '../../suppressed-findings.js';
import {
  codeName,
  findingTable,
  linkToLine,
  ruleLink,
  type TableContext,
} from './finding-table.js';
import { checkedByJob } from './job-table.js';

/** How much a document shows. */
export interface RowLimits {
  /** Table rows of new findings. */
  readonly rows: number;
  /** Table rows in each collapsed section. */
  readonly collapsedRows: number;
  /** Whether to draw the findings of each image by layer. */
  readonly chart?: boolean | undefined;
}

/** Base images with a section. */
const MAX_IMAGES = 20;

/** What a newer base image resolves is collapsed: it would hide what the owner of the Dockerfile can change. */
export function baseImageSections(
  bases: readonly BaseImageGroup[],
  rows: number,
  table: TableContext,
): string {
  const sections = bases.slice(0, MAX_IMAGES).map(({ findings, name, summary }) => {
    const base = name === undefined ? '' : ` ${escapeMarkdown(shorten(name, 120))}`;
    return collapse(
      `${pluralize(findings.length, 'finding')} from the base image${base}: ${summary}`,
      findingTable({ findings }, rows, table),
    );
  });
  const left = bases.slice(MAX_IMAGES).flatMap(({ findings }) => findings);
  if (left.length > 0)
    sections.push(`… and ${pluralize(left.length, 'more finding')} from other base images`);
  return sections.join('\n');
}

/** Suppressions are always visible: in the open when they are new, collapsed when the base branch has them too. */
export function suppressedSections(
  report: Report,
  { rows, collapsedRows }: RowLimits,
  table: TableContext,
): string {
  const { context } = table;
  const { added: own, existing: old } = suppressedFindings(report);
  // Those that the pull request adds are listed with its other suppressions.
  const isListed = report.addedSuppressions !== undefined;
  const [added, existing] = isListed ? [[], [...own, ...old]] : [own, old];
  const base = escapeMarkdown(shorten(context.baseline ?? '', 80));
  const parts: string[] = [];
  if (added.length > 0) {
    const which = base === '' ? '' : ` that are not in ${base}`;
    parts.push(
      `**${pluralize(added.length, 'finding')} suppressed by comments${which}**`,
      suppressedList(added, rows, table),
    );
  }
  if (existing.length > 0) {
    const where = base === '' || isListed ? '' : ` that are in ${base}`;
    const body = suppressedList(existing, collapsedRows, table);
    parts.push(collapse(`${existing.length} suppressed by comments${where}`, body));
  }
  return parts.join('\n\n');
}

function suppressedList(findings: readonly Finding[], rows: number, table: TableContext): string {
  const all = findings.map((finding) => {
    const place = finding.location ? ` at ${linkToLine(finding.location, table.context)}` : '';
    return `- ${finding.severity} ${ruleLink(finding, table.context)}${place}, suppressed in ${escapeMarkdown(describeSuppression(finding))}`;
  });
  // The same line of a file that several services extend.
  const unique = [...new Set(all)];
  const more = unique.length - rows;
  return [...unique.slice(0, rows), ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n');
}

export function openGaps(report: Report, rows: number, context: ReportContext): string {
  const { open } = gapsOf(report);
  if (open.length === 0) return '';
  const all = coverageLines(open);
  const lines = all
    .slice(0, Math.max(rows, 3))
    .map(
      ({ target, checks, state }) =>
        `- ${codeName(target)}: ${checks}: ${escapeMarkdown(shorten(state, 500))}`,
    );
  const more = all.length - lines.length;
  return [
    `**Not checked (${countGaps(open)})**`,
    '',
    ...lines,
    ...(more > 0 ? [`- … and ${more} more`] : []),
    '',
    ...allowAdvice(open, context).map((advice) => `${advice}.`),
  ].join('\n');
}

/** Existing, fixed and suppressed findings. */
export function collapsedSections(
  { findings: { existing, fixed, suppressed: all }, counts }: ReportSummary,
  rows: number,
  table: TableContext,
): string {
  const { baseline } = table.context;
  const base = baseline ? escapeMarkdown(shorten(baseline, 80)) : undefined;
  // Those that comments suppress have a list of their own.
  const excepted = all.filter(({ status }) => status === 'excepted');
  const { notAffected, suppressed } = splitSuppressed(excepted);
  // Locations of fixed findings are lines of the base branch: no links into the head commit.
  const unlinked = { ...table, context: { ...table.context, repository: undefined } };
  const sections: readonly (readonly [string, readonly Finding[], TableContext])[] = [
    [existingTitle(existing, counts.existing, base), existing, table],
    [
      `${pluralize(counts.fixed.total, 'finding')} fixed${base ? ` since ${base}` : ''}`,
      fixed,
      unlinked,
    ],
    [`${suppressed.length} suppressed by policy exceptions or VEX`, suppressed, table],
  ];
  const proved =
    notAffected.length > 0
      ? [collapse(`${notAffected.length} ${NOT_AFFECTED}`, messageList(notAffected, rows))]
      : [];
  return sections
    .filter(([, findings]) => findings.length > 0)
    .map(([title, findings, around]) => collapse(title, findingTable({ findings }, rows, around)))
    .concat(proved)
    .join('\n');
}

/** `84 existing findings in main (12 with a known fix): 2 critical, 82 low` */
function existingTitle(
  existing: readonly Finding[],
  counts: SeverityCounts,
  base: string | undefined,
): string {
  const fixable = existing.filter(isFixable).length;
  const isComplete = existing.length === counts.total;
  const now = fixable > 0 && isComplete ? ` (${fixable} with a known fix)` : '';
  const severities = SEVERITIES.flatMap((severity) =>
    counts[severity] > 0 ? [`${counts[severity]} ${severity}`] : [],
  );
  return `${pluralize(counts.total, 'existing finding')}${base ? ` in ${base}` : ''}${now}: ${severities.join(', ')}`;
}

/** The messages of findings, which name the functions and the programs. */
function messageList(findings: readonly Finding[], rows: number): string {
  const lines = findings
    .slice(0, rows)
    .map(({ message }) => `- ${escapeMarkdown(shorten(message, 400))}`);
  const more = findings.length - rows;
  return [...lines, ...(more > 0 ? [`- … and ${more} more in the JSON report`] : [])].join('\n');
}

/** `summary` is escaped already. The empty lines make GitHub render the body as Markdown. */
export function collapse(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export function notes(report: Report, rows: number): string {
  if (report.notes.length === 0) return '';
  const lines = report.notes
    .slice(0, Math.min(rows, 50))
    .map(
      (n) =>
        `- ${n.target ? `${codeName(n.target)}: ` : ''}${escapeMarkdown(shorten(n.message, 500))}`,
    );
  return collapse(pluralize(report.notes.length, 'note'), lines.join('\n'));
}

export function coverageTable(
  report: Report,
  rows: number,
  { joined }: Pick<ReportContext, 'joined'>,
): string {
  const { coverage } = report;
  if (coverage.length === 0) return '';
  const lines = coverageLines(coverage);
  const shown = lines
    .slice(0, Math.min(rows, 50))
    .map(
      ({ target, checks, state }) =>
        `| ${codeName(target)} | ${checks} | ${escapeMarkdown(shorten(state, 300))} |`,
    );
  const more = lines.length - shown.length;
  return collapse(
    `Coverage: ${coverageSummary(report)}`,
    [
      joined ? checkedByJob(joined) : `Checked: ${escapeMarkdown(checkedSummary(report))}`,
      '',
      '| Target | Checks | Coverage |',
      '|---|---|---|',
      ...shown,
      ...(more > 0 ? [`| … and ${more} more | | |`] : []),
    ].join('\n'),
  );
}
