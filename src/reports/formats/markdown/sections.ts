import type { Finding } from '../../../core/finding.js';
import { isFixable } from '../../../core/fixable.js';
import type { Report } from '../../../core/report.js';
import { pluralize } from '../../../lib/text.js';
import {
  checkedSummary,
  coverageLines,
  coverageSummary,
  sharedCoverageLines,
} from '../../coverage-table.js';
import { escapeMarkdown, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { allowAdvice, countGaps, gapsOf } from '../../gaps.js';
import { NOT_AFFECTED, splitSuppressed } from '../../not-affected.js';
import type { BaseImageGroup } from '../../origin-groups.js';
import type { ReportSummary } from '../../report-summary.js';
import { formatCounts, type SeverityCounts } from '../../severity-counts.js';
import { describeSuppression, suppressedFindings } from '../../suppressed-findings.js';
import { checkedByJob } from './job-table.js';
import { codeName, linkToLine, ruleLink } from './links.js';
import { foldedRows, type ListContext } from './row-list.js';

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
  list: ListContext,
): string {
  const sections = bases.slice(0, MAX_IMAGES).map(({ findings, name, summary }) => {
    const base = name === undefined ? '' : ` ${escapeMarkdown(shorten(name, 120))}`;
    return collapse(
      `${pluralize(findings.length, 'finding')} from the base image${base}: ${summary}`,
      foldedRows(findings, rows, list),
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
  list: ListContext,
): string {
  const { context } = list;
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
      suppressedList(added, rows, list),
    );
  }
  if (existing.length > 0) {
    const where = base === '' || isListed ? '' : ` that are in ${base}`;
    const body = suppressedList(existing, collapsedRows, list);
    parts.push(collapse(`${existing.length} suppressed by comments${where}`, body));
  }
  return parts.join('\n\n');
}

function suppressedList(findings: readonly Finding[], rows: number, list: ListContext): string {
  const all = findings.map((finding) => {
    const place = finding.location ? ` at ${linkToLine(finding.location, list.context)}` : '';
    return `- ${finding.severity} ${ruleLink(finding, list.context)}${place}, suppressed in ${escapeMarkdown(describeSuppression(finding))}`;
  });
  // The same line of a file that several services extend.
  const unique = [...new Set(all)];
  const more = unique.length - rows;
  return [...unique.slice(0, rows), ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n');
}

/** Gaps in the open. */
const MAX_OPEN_GAPS = 3;

/** What was not checked and makes the result incomplete: a few lines, the others collapsed. */
export function openGaps(
  report: Report,
  { collapsedRows }: RowLimits,
  context: ReportContext,
): string {
  const { open } = gapsOf(report);
  if (open.length === 0) return '';
  const all = sharedCoverageLines(open).map(
    ({ target, checks, state }) =>
      `- ${codeName(target)}: ${checks}: ${escapeMarkdown(shorten(state, 500))}`,
  );
  const shown = all.slice(0, all.length === MAX_OPEN_GAPS + 1 ? all.length : MAX_OPEN_GAPS);
  const rest = all.slice(shown.length, shown.length + Math.max(collapsedRows, 3));
  const more = all.length - shown.length - rest.length;
  const advice = allowAdvice(open, context).map((one) => `${one}.`);
  const folded = [
    [...rest, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n'),
    ...advice,
  ].filter((part) => part !== '');
  return [
    `**Not checked (${countGaps(open)})**`,
    shown.join('\n'),
    folded.length === 0
      ? ''
      : collapse(
          rest.length > 0 ? `${rest.length + more} more` : 'To accept this',
          folded.join('\n\n'),
        ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Existing, fixed and suppressed findings. */
export function collapsedSections(
  { findings: { existing, fixed, suppressed: all }, counts }: ReportSummary,
  rows: number,
  list: ListContext,
): string {
  const { baseline } = list.context;
  const base = baseline ? escapeMarkdown(shorten(baseline, 80)) : undefined;
  // Those that comments suppress have a list of their own.
  const excepted = all.filter(({ status }) => status === 'excepted');
  const { notAffected, suppressed } = splitSuppressed(excepted);
  // Locations of fixed findings are lines of the base branch: no links into the head commit.
  const unlinked = { ...list, context: { ...list.context, repository: undefined } };
  const sections: readonly (readonly [string, readonly Finding[], ListContext])[] = [
    [existingTitle(existing, counts.existing, base), existing, list],
    [
      `${pluralize(counts.fixed.total, 'finding')} fixed${base ? ` since ${base}` : ''}: ${formatCounts(counts.fixed)}`,
      fixed,
      unlinked,
    ],
    [`${suppressed.length} suppressed by policy exceptions or VEX`, suppressed, list],
  ];
  const proved =
    notAffected.length > 0
      ? [collapse(`${notAffected.length} ${NOT_AFFECTED}`, messageList(notAffected, rows))]
      : [];
  return sections
    .filter(([, findings]) => findings.length > 0)
    .map(([title, findings, around]) => collapse(title, foldedRows(findings, rows, around)))
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
  return `${pluralize(counts.total, 'existing finding')}${base ? ` in ${base}` : ''}${now}: ${formatCounts(counts)}`;
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
