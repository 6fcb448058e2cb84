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
import { formatCounts } from '../severity-counts.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { imageChangesSection } from './markdown/image-changes.js';
import { jobTable } from './markdown/job-table.js';
import { renderLayerCharts } from './markdown/layer-chart.js';
import { codeName } from './markdown/links.js';
import { materialChangesSection } from './markdown/material-changes.js';
import { planSection } from './markdown/plan-section.js';
import { type ListContext, rowList } from './markdown/row-list.js';
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
import { countsByTarget, totalsLine } from './markdown/totals.js';

/** GitHub Flavored Markdown as a file, which any step may post: it fits in a comment, and so in a job summary. */
export const markdown: Format = {
  id: 'markdown',
  description: 'GitHub Flavored Markdown, which fits in a comment of GitHub',
  render: (report, context) =>
    renderMarkdown(report, context, { ...SUMMARY_SIZE, bytes: COMMENT_SIZE.bytes }),
};

export interface MarkdownSize extends RowLimits {
  /** Maximum of UTF-8 bytes. A longer document loses table rows, the least urgent first, and counts them. */
  readonly bytes: number;
}

/** GitHub accepts 1 MiB as the summary of a step. */
export const SUMMARY_SIZE: MarkdownSize = {
  bytes: 1_000_000,
  rows: 10,
  collapsedRows: 2_000,
  chart: true,
};
/** GitHub accepts 65,536 characters in a comment; a reader needs fewer. */
export const COMMENT_SIZE: MarkdownSize = { bytes: 60_000, rows: 10, collapsedRows: 100 };

/**
 * The headline and the reason of the verdict, then the problems, the most urgent first, then the totals in one line. All
 * other sections are collapsed; if the report passes, all but the headline. Ends in a line break and fits into `size.bytes`.
 */
export function renderMarkdown(report: Report, context: ReportContext, size: MarkdownSize): string {
  const list: ListContext = {
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
    const text = renderDocument({ report, context, summary, list, limits });
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
  const { report, context, summary, list, limits } = document;
  // An untrusted report shows no mark of success, and nothing of it is hidden.
  const isPass = report.verdict.outcome === 'pass' && !context.untrusted;
  const { joined } = context;
  const rows = rowList(
    summary.first,
    { open: isPass ? 0 : limits.rows, rest: limits.collapsedRows },
    list,
  );
  const gaps = openGaps(report, limits, context);
  const { counts } = summary;
  const noun = summary.isCompared ? 'new finding' : 'finding';
  const title = isPass
    ? `${pluralize(counts.new.total, noun)}: ${formatCounts(counts.new)}`
    : rows.title;
  const folded = [
    rows.rest === '' ? '' : collapse(title, rows.rest),
    baseImageSections(splitBaseImages(summary.findings.new).bases, limits.collapsedRows, list),
    joined && joined.missing === 0
      ? collapse(pluralize(joined.jobs.length, 'job'), jobTable(joined))
      : '',
    planSection(summary, limits.collapsedRows, context),
    materialChangesSection(summary, limits.collapsedRows, context),
    imageChangesSection(summary, limits.collapsedRows, context),
    suppressedSections(report, limits, list),
    collapsedSections(summary, limits.collapsedRows, list),
    targetsSection(document),
    notes(report, limits.collapsedRows),
    coverageTable(report, limits.collapsedRows, context),
  ];
  const parts = [
    `### ${escapeMarkdown(summary.headline)}`,
    context.untrusted ? untrustedNote(context) : '',
    context.about ? `This is about ${escapeMarkdown(shorten(context.about, 200))}.` : '',
    reasons(document),
    policyChange(report.policyChange ?? []),
    addedSuppressions(report.addedSuppressions ?? [], limits.rows, context),
    joined && joined.missing > 0 ? jobTable(joined) : '',
    ...(report.verdict.outcome === 'fail' ? [rows.open, gaps] : [gaps, rows.open]),
    isPass ? '' : escapeMarkdown(totalsLine(summary)),
    escapeMarkdown(hiddenNote(context)),
    folded.filter((part) => part !== '').join('\n'),
    footer(report, context),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What the sections of a document are made from. */
interface Document {
  readonly report: Report;
  readonly context: ReportContext;
  readonly summary: ReportSummary;
  readonly list: ListContext;
  readonly limits: RowLimits;
}

/** How many findings each file and image has; in the job summary, with a chart of the layers. */
function targetsSection({ report, context, summary, limits }: Document): string {
  if (context.joined) return '';
  const all = withHidden(report, context);
  const targets = countsByTarget(all, summary.isCompared);
  const charts = limits.chart ? renderLayerCharts(all) : '';
  const body = [targets, charts].filter((part) => part !== '').join('\n\n');
  return body === '' ? '' : collapse('By file and image', body);
}

/** Characters of the reason, which a phone shows above the first problem. */
const MAX_REASON = 400;

/** Why the verdict is what it is. An untrusted report may say anything. */
function reasons({ report, context, summary }: Document): string {
  if (context.untrusted) return '';
  const sentence = reasonSentence(report);
  // The rows below name what fails.
  const isNamed = report.verdict.outcome === 'fail' && summary.first.length > 0;
  const short = isNamed
    ? sentence.replace(/ \([^()]* at [^()]*\)| \([^()]* in [^()]*\)/g, '')
    : sentence;
  return escapeMarkdown(shorten(short, MAX_REASON));
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

function footer(report: Report, context: ReportContext): string {
  const { repository, policy } = context;
  const parts = [
    subtitle(report, context),
    ...(repository?.commit ? [`commit ${markdownCode(repository.commit.slice(0, 8))}`] : []),
    ...(policy ? [`policy ${markdownCode(shorten(policy, 120))}`] : []),
    `portside ${escapeMarkdown(shorten(report.tool.version, 40))}`,
  ];
  return `<sub>${parts.filter((part) => part !== '').join(' · ')}</sub>`;
}
