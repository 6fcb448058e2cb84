import type { Report } from '../../core/report.js';
import { isImageTarget } from '../../core/report.js';
import { pluralize } from '../../lib/text.js';
import { escapeMarkdown, markdownCode, markdownLink, shorten } from '../escape.js';
import { findingPlaces, platformsOf } from '../finding-places.js';
import { changeName, type Format, type ReportContext } from '../format.js';
import { reasonSentence } from '../headline.js';
import { hiddenNote, withHidden } from '../hidden-findings.js';
import { splitBaseImages } from '../origin-groups.js';
import { type ReportSummary, summarizeReport } from '../report-summary.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { codeName, findingTable, type TableContext } from './markdown/finding-table.js';
import { imageChangesSection } from './markdown/image-changes.js';
import { jobTable } from './markdown/job-table.js';
import { renderLayerCharts } from './markdown/layer-chart.js';
import { materialChangesSection } from './markdown/material-changes.js';
import { planSection } from './markdown/plan-section.js';
import {
  baseImageSections,
  collapse,
  collapsedSections,
  coverageTable,
  notes,
  openGaps,
  type RowLimits,
  suppressedSections,
} from './markdown/sections.js';
import { countsByTarget, markdownTotals } from './markdown/totals.js';

/** GitHub Flavored Markdown: the job summary, and in a shorter form the comment on a pull request. */
export const markdown: Format = {
  id: 'markdown',
  description: 'GitHub Flavored Markdown, as in the job summary',
  render: (report, context) => renderMarkdown(report, context, SUMMARY_SIZE),
};

export interface MarkdownSize extends RowLimits {
  /** Maximum of UTF-8 bytes. A longer document loses table rows, the least urgent first, and counts them. */
  readonly bytes: number;
}

/** GitHub accepts 1 MiB as the summary of a step. */
export const SUMMARY_SIZE: MarkdownSize = {
  bytes: 1_000_000,
  rows: 500,
  collapsedRows: 2_000,
  chart: true,
};
/** GitHub accepts 65,536 characters in a comment; a reader needs fewer. */
export const COMMENT_SIZE: MarkdownSize = { bytes: 60_000, rows: 10, collapsedRows: 100 };

/**
 * The headline, then the totals, the next step and new findings, then the rest in collapsed sections. If the report passes,
 * everything but the headline is collapsed. Ends in a line break and fits into `size.bytes`.
 */
export function renderMarkdown(report: Report, context: ReportContext, size: MarkdownSize): string {
  const table: TableContext = {
    context,
    packages: packagesByPurl(report),
    places: findingPlaces(report),
    severalImages: report.targets.filter(isImageTarget).length > 1,
    report,
  };
  const summary = summarizeReport(report, context);
  for (let part = 1; ; part /= 2) {
    const limits = {
      rows: Math.floor(size.rows * part),
      collapsedRows: Math.floor(size.collapsedRows * part),
      chart: size.chart,
    };
    const text = renderDocument({ report, context, summary, table, limits });
    if (part < 1 / 4096 || Buffer.byteLength(text) <= size.bytes) return cutLines(text, size.bytes);
  }
}

/** The last resort for a report with huge lines. Only complete lines are kept, so that no markup is left open. */
function cutLines(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const lines: string[] = [];
  let room = bytes;
  for (const line of text.split('\n')) {
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) break;
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

function renderDocument(document: Document): string {
  const { report, context, summary, table, limits } = document;
  // An untrusted report shows no mark of success, and nothing of it is hidden.
  const isPass = report.verdict.outcome === 'pass' && !context.untrusted;
  const parts = [
    `### ${escapeMarkdown(summary.headline)}`,
    context.untrusted ? untrustedNote(context) : '',
    context.about ? `This is about ${escapeMarkdown(shorten(context.about, 200))}.` : '',
    ...(isPass ? [] : [subtitle(report, context)]),
    policyChange(report.policyChange ?? []),
    addedSuppressions(report.addedSuppressions ?? [], limits.rows, context),
    ...(isPass ? passSections(document) : findingSections(document)),
    suppressedSections(report, limits, table),
    collapsedSections(summary, limits.collapsedRows, table),
    notes(report, limits.collapsedRows),
    coverageTable(report, limits.collapsedRows, context),
    footer(report, context, isPass),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What the sections of a document are made from. */
interface Document {
  readonly report: Report;
  readonly context: ReportContext;
  readonly summary: ReportSummary;
  readonly table: TableContext;
  readonly limits: RowLimits;
}

/** New findings in the open: what to do, and the most urgent ones. */
function findingSections(document: Document): string[] {
  const { report, context, summary, table, limits } = document;
  const { own, bases } = splitBaseImages(summary.findings.new);
  const { joined } = context;
  const targets = joined ? '' : countsByTarget(withHidden(report, context), summary.isCompared);
  const changes = imageChangesSection(summary, limits.collapsedRows, context);
  const inputs = materialChangesSection(summary, limits.collapsedRows, context);
  const plan = planSection(summary, limits.collapsedRows, { context, isPass: false });
  return [
    joined ? jobTable(joined) : '',
    markdownTotals(summary),
    plan.open,
    findingTable({ findings: own, bases }, limits.rows, table),
    escapeMarkdown(hiddenNote(context)),
    inputs.open,
    changes.open,
    reasons(document),
    openGaps(report, limits.collapsedRows, context),
    limits.chart ? renderLayerCharts(withHidden(report, context)) : '',
    baseImageSections(bases, limits.collapsedRows, table),
    [
      plan.collapsed,
      inputs.collapsed,
      changes.collapsed,
      targets === '' ? '' : collapse('By file and image', targets),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  ];
}

/** The same, collapsed: nothing has to be done. */
function passSections(document: Document): string[] {
  const { report, context, summary, table, limits } = document;
  const { joined } = context;
  const { counts, findings, isCompared } = summary;
  const targets = joined ? '' : countsByTarget(withHidden(report, context), summary.isCompared);
  const totals = markdownTotals(summary);
  const existing = summary.onlyChanges ? '' : `${counts.existing.total} existing, `;
  const title = isCompared
    ? `Totals: ${counts.new.total} new, ${existing}${counts.fixed.total} fixed`
    : `Totals: ${pluralize(counts.new.total, 'finding')}`;
  const added = findingTable({ findings: findings.new }, limits.collapsedRows, table);
  const shown = pluralize(counts.new.total, isCompared ? 'new finding' : 'finding');
  const changes = imageChangesSection(summary, limits.collapsedRows, context);
  const inputs = materialChangesSection(summary, limits.collapsedRows, context);
  const plan = planSection(summary, limits.collapsedRows, { context, isPass: true });
  return [
    joined && joined.missing > 0 ? jobTable(joined) : '',
    reasons(document),
    plan.open,
    plan.collapsed,
    inputs.open,
    inputs.collapsed,
    changes.open,
    changes.collapsed,
    joined && joined.missing === 0
      ? collapse(pluralize(joined.jobs.length, 'job'), jobTable(joined))
      : '',
    added === '' ? '' : collapse(shown, added),
    escapeMarkdown(hiddenNote(context)),
    totals === '' ? '' : collapse(title, `${totals}\n\n${targets}`.trimEnd()),
  ];
}

/** Why the verdict is what it is. An untrusted report may say anything. */
function reasons({ report, context }: Document): string {
  return context.untrusted ? '' : escapeMarkdown(shorten(reasonSentence(report), 1_000));
}

function untrustedNote(context: ReportContext): string {
  const why = context.repository?.isGitLab
    ? 'This merge request comes from a fork.'
    : 'The token of that run could not write, so this workflow posts its report.';
  return `${why} Code of the ${changeName(context)} may have changed the report: look at the run and at the files before you rely on it.`;
}

/** `app:pr-42` (linux/amd64) compared with `main at 3f2a1c01` · [run and full report](…) */
function subtitle(report: Report, context: ReportContext): string {
  const { baseline, noBaseline, advisories, repository } = context;
  const images = report.targets.filter(isImageTarget);
  const names = images
    .slice(0, 3)
    .map((t) => `${codeName(t.name)}${escapeMarkdown(shorten(platformsOf(t), 100))}`);
  const more = images.length - names.length;
  const about = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const comparison = baseline
    ? `${about === '' ? 'Compared' : ' compared'} with ${codeName(baseline)}`
    : '';
  const parts = [
    `${about}${comparison}`,
    ...(noBaseline
      ? [
          `${baseline ? 'no baseline for some images, so their findings' : 'no baseline, so all findings'} count as new (${escapeMarkdown(shorten(noBaseline, 200))})`,
        ]
      : []),
    ...(advisories ? [`advisories ${escapeMarkdown(shorten(advisories, 60))}`] : []),
    ...(repository?.run ? [markdownLink('run and full report', repository.run)] : []),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Portside writes at most five sentences; a stored report may hold any number. */
const MAX_POLICY_SENTENCES = 20;

function policyChange(sentences: readonly string[]): string {
  if (sentences.length === 0) return '';
  const shown = sentences
    .slice(0, MAX_POLICY_SENTENCES)
    .map((sentence) => escapeMarkdown(shorten(sentence, 500)));
  return `⚠️ ${shown.join(' ')}${sentences.length > MAX_POLICY_SENTENCES ? ' …' : ''}`;
}

function addedSuppressions(
  phrases: readonly string[],
  rows: number,
  context: ReportContext,
): string {
  if (phrases.length === 0) return '';
  const shown = phrases
    .slice(0, Math.max(rows, 3))
    .map((phrase) => `- ${escapeMarkdown(shorten(phrase, 300))}`);
  const more = phrases.length - shown.length;
  return [
    `**Suppressions that this ${changeName(context)} adds**`,
    '',
    ...shown,
    ...(more > 0 ? [`- … and ${more} more`] : []),
  ].join('\n');
}

function footer(report: Report, context: ReportContext, isPass: boolean): string {
  const { repository, policy } = context;
  const parts = [
    ...(isPass ? [subtitle(report, context)] : []),
    ...(repository?.commit ? [`commit ${markdownCode(repository.commit.slice(0, 8))}`] : []),
    ...(policy ? [`policy ${markdownCode(shorten(policy, 120))}`] : []),
    `portside ${escapeMarkdown(shorten(report.tool.version, 40))}`,
  ];
  return `<sub>${parts.filter((part) => part !== '').join(' · ')}</sub>`;
}
