import type { Check, Finding, Status } from '../../core/finding.js';
import type { Report, Target } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import { checkedSummary, coverageLines, coverageSummary } from '../coverage-table.js';
import { escapeMarkdown, markdownCode, markdownLink, shorten } from '../escape.js';
import { compareByUrgency, formatSeverityCounts, withStatus } from '../finding-lists.js';
import { findingPlaces, platformsOf } from '../finding-places.js';
import type { Format, ReportContext } from '../format.js';
import { allowAdvice, countGaps, gapsOf } from '../gaps.js';
import { headline, reasonSentence } from '../headline.js';
import { NOT_AFFECTED, splitSuppressed } from '../not-affected.js';
import {
  type BaseImageGroup,
  formatOrigins,
  imageOrigins,
  splitBaseImages,
} from '../origin-groups.js';
import { describeSuppression, suppressedFindings } from '../suppressed-findings.js';
import { formatResolved, topRemediation } from '../top-remediation.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { codeName, findingTable, linkToLine, type TableContext } from './markdown/finding-table.js';
import { renderLayerCharts } from './markdown/layer-chart.js';

/** GitHub Flavored Markdown: the job summary, and in a shorter form the comment on a pull request. */
export const markdown: Format = {
  id: 'markdown',
  description: 'GitHub Flavored Markdown, as in the job summary',
  render: (report, context) => renderMarkdown(report, context, SUMMARY_SIZE),
};

export interface MarkdownSize {
  /** Maximum of UTF-8 bytes. A longer document loses table rows, the least urgent first, and counts them. */
  readonly bytes: number;
  /** Table rows of new findings. */
  readonly rows: number;
  /** Table rows in each collapsed section. */
  readonly collapsedRows: number;
  /** Whether to draw the findings of each image by layer. */
  readonly chart?: boolean;
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
 * The verdict in the first line, then new findings, then the rest in collapsed sections. Ends in a line break and fits
 * into `size.bytes`.
 */
export function renderMarkdown(report: Report, context: ReportContext, size: MarkdownSize): string {
  for (let part = 1; ; part /= 2) {
    const text = renderDocument(report, context, {
      rows: Math.floor(size.rows * part),
      collapsedRows: Math.floor(size.collapsedRows * part),
      chart: size.chart,
    });
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

type RowLimits = Omit<MarkdownSize, 'bytes'>;

function renderDocument(report: Report, context: ReportContext, limits: RowLimits): string {
  const table: TableContext = {
    context,
    packages: packagesByPurl(report),
    places: findingPlaces(report),
    severalImages: imagesOf(report).length > 1,
  };
  const added = withStatus(report.findings, 'new').sort(compareByUrgency);
  const { own, bases } = splitBaseImages(added);
  const parts = [
    `### ${escapeMarkdown(headline(report, context))}`,
    context.untrusted ? UNTRUSTED : '',
    context.about ? `This is about ${escapeMarkdown(shorten(context.about, 200))}.` : '',
    context.untrusted ? '' : escapeMarkdown(shorten(reasonSentence(report), 1_000)),
    subtitle(report, context),
    policyChange(report.policyChange ?? []),
    addedSuppressions(report.addedSuppressions ?? [], limits.rows),
    countsTable(report, context),
    originLines(report, context),
    limits.chart ? renderLayerCharts(report) : '',
    fixFirst(added, context),
    findingTable(own, limits.rows, table),
    baseImageSections(bases, limits.collapsedRows, table),
    suppressedSections(report, limits, context),
    openGaps(report, limits.collapsedRows, context),
    collapsedSections(report, limits.collapsedRows, table),
    notes(report, limits.collapsedRows),
    coverageTable(report, limits.collapsedRows),
    footer(report, context),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const UNTRUSTED =
  'The token of that run could not write, so this workflow posts its report. Code of the pull request may have changed the report: look at the run and at the files before you rely on it.';

function imagesOf(report: Report): Target[] {
  return report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
}

function subtitle(report: Report, context: ReportContext): string {
  const { baseline, noBaseline, advisories, repository } = context;
  const images = imagesOf(report);
  const names = images
    .slice(0, 3)
    .map((t) => `${codeName(t.name)}${escapeMarkdown(shorten(platformsOf(t), 100))}`);
  const more = images.length - names.length;
  const parts = [
    ...(names.length > 0 ? [`${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
    ...(baseline ? [`compared with ${codeName(baseline)}`] : []),
    ...(noBaseline
      ? [
          `${baseline ? 'no baseline for some images, so their findings' : 'no baseline, so all findings'} count as new (${escapeMarkdown(shorten(noBaseline, 200))})`,
        ]
      : []),
    ...(advisories ? [`advisories ${escapeMarkdown(shorten(advisories, 60))}`] : []),
    ...(repository?.run ? [markdownLink('workflow run', repository.run)] : []),
  ];
  return parts.join(' · ');
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

function addedSuppressions(phrases: readonly string[], rows: number): string {
  if (phrases.length === 0) return '';
  const shown = phrases
    .slice(0, Math.max(rows, 3))
    .map((phrase) => `- ${escapeMarkdown(shorten(phrase, 300))}`);
  const more = phrases.length - shown.length;
  return [
    '**Suppressions that this pull request adds**',
    '',
    ...shown,
    ...(more > 0 ? [`- … and ${more} more`] : []),
  ].join('\n');
}

function fixFirst(findings: readonly Finding[], context: ReportContext): string {
  const top = topRemediation(findings, context.rules);
  if (!top) return '';
  const place = top.location ? ` (${linkToLine(top.location, context)})` : '';
  return `**Fix first:** ${escapeMarkdown(shorten(top.title, 200))}${place}; resolves ${formatResolved(top.resolves)}`;
}

/** A row for each target with findings and a column for each check with findings. */
function countsTable(report: Report, { baseline }: ReportContext): string {
  const counted = report.findings.filter((f) => f.status !== 'excepted');
  const checks = COLUMNS.filter(([check]) => counted.some((f) => f.check === check));
  if (checks.length === 0) return '';
  const byTarget = groupBy(counted, (f) => targetOf(f, report));
  const rows = [...byTarget].slice(0, 20).map(([target, findings]) => {
    const cells = checks.map(([check]) =>
      countsCell(
        findings.filter((f) => f.check === check),
        baseline !== undefined,
      ),
    );
    return `| ${codeName(target)} | ${cells.join(' | ')} |`;
  });
  return [
    `| Target | ${checks.map(([, title]) => title).join(' | ')} |`,
    `|---|${'---|'.repeat(checks.length)}`,
    ...rows,
  ].join('\n');
}

const COLUMNS: readonly (readonly [Check, string])[] = [
  ['lint', 'Dockerfile lint'],
  ['manifest', 'Manifests'],
  ['vulnerability', 'Vulnerabilities'],
  ['malware', 'Malware'],
  ['secret', 'Secrets'],
  ['hardening', 'Hardening'],
  ['trust', 'Signatures'],
  ['policy', 'Policy'],
];

/** `4 new, 2 existing`; without a comparison only `4`. */
function countsCell(findings: readonly Finding[], isCompared: boolean): string {
  const [added, existing, fixed] = (['new', 'existing', 'fixed'] as const).map(
    (status) => withStatus(findings, status).length,
  );
  const parts = [
    ...(added ? [`**${added}${isCompared || existing || fixed ? ' new' : ''}**`] : []),
    ...(existing ? [`${existing} existing`] : []),
    ...(fixed ? [`${fixed} fixed`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : '0';
}

function targetOf(finding: Finding, report: Report): string {
  const { image } = finding.subject ?? {};
  return image ?? finding.location?.path ?? report.targets[0]?.name ?? 'repository';
}

/** Images with a line about the origin of their findings, and base images with a section. */
const MAX_IMAGES = 20;

/** `app:1`: 2 from your lines (1 new, 1 existing), 12 from node:24-slim (existing) */
function originLines(report: Report, { baseline }: ReportContext): string {
  return imageOrigins(report)
    .slice(0, MAX_IMAGES)
    .map((origins) => {
      const counts = formatOrigins(origins, baseline !== undefined, codeName);
      return `${codeName(origins.image)}: ${counts}`;
    })
    .join('<br>\n');
}

/** What a newer base image resolves is collapsed: it would hide what the owner of the Dockerfile can change. */
function baseImageSections(
  bases: readonly BaseImageGroup[],
  rows: number,
  table: TableContext,
): string {
  const sections = bases.slice(0, MAX_IMAGES).map(({ findings, name, summary }) => {
    const base = name === undefined ? '' : ` ${escapeMarkdown(shorten(name, 120))}`;
    return collapse(
      `${findings.length} from the base image${base}: ${summary}`,
      findingTable(findings, rows, table),
    );
  });
  const left = bases.slice(MAX_IMAGES).flatMap(({ findings }) => findings);
  if (left.length > 0)
    sections.push(`… and ${pluralize(left.length, 'more finding')} from other base images`);
  return sections.join('\n');
}

/** Suppressions are always visible: in the open when they are new, collapsed when the base branch has them too. */
function suppressedSections(
  report: Report,
  { rows, collapsedRows }: RowLimits,
  context: ReportContext,
): string {
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
      suppressedList(added, rows, context),
    );
  }
  if (existing.length > 0) {
    const where = base === '' || isListed ? '' : ` that are in ${base}`;
    const body = suppressedList(existing, collapsedRows, context);
    parts.push(collapse(`${existing.length} suppressed by comments${where}`, body));
  }
  return parts.join('\n\n');
}

function suppressedList(
  findings: readonly Finding[],
  rows: number,
  context: ReportContext,
): string {
  const lines = findings.slice(0, rows).map((finding) => {
    const place = finding.location ? ` at ${linkToLine(finding.location, context)}` : '';
    return `- ${finding.severity} ${markdownCode(shorten(finding.rule, 80))}${place}, suppressed in ${escapeMarkdown(describeSuppression(finding))}`;
  });
  const more = findings.length - lines.length;
  return [...lines, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n');
}

function openGaps(report: Report, rows: number, context: ReportContext): string {
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

function collapsedSections(report: Report, rows: number, table: TableContext): string {
  const { baseline } = table.context;
  const base = baseline ? escapeMarkdown(shorten(baseline, 80)) : undefined;
  const sorted = (status: Status) => withStatus(report.findings, status).sort(compareByUrgency);
  const [existing, fixed] = [sorted('existing'), sorted('fixed')];
  const { notAffected, suppressed } = splitSuppressed(sorted('excepted'));
  // Locations of fixed findings are lines of the base branch: no links into the head commit.
  const unlinked = { ...table, context: { ...table.context, repository: undefined } };
  const sections: readonly (readonly [string, readonly Finding[], TableContext])[] = [
    [`existing${base ? ` in ${base}` : ''}: ${formatSeverityCounts(existing)}`, existing, table],
    [`fixed${base ? ` since ${base}` : ''}`, fixed, unlinked],
    ['suppressed by policy exceptions or VEX', suppressed, table],
  ];
  const proved =
    notAffected.length > 0
      ? [collapse(`${notAffected.length} ${NOT_AFFECTED}`, messageList(notAffected, rows))]
      : [];
  return sections
    .filter(([, findings]) => findings.length > 0)
    .map(([title, findings, around]) =>
      collapse(`${findings.length} ${title}`, findingTable(findings, rows, around)),
    )
    .concat(proved)
    .join('\n');
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
function collapse(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function notes(report: Report, rows: number): string {
  if (report.notes.length === 0) return '';
  const lines = report.notes
    .slice(0, Math.min(rows, 50))
    .map(
      (n) =>
        `- ${n.target ? `${codeName(n.target)}: ` : ''}${escapeMarkdown(shorten(n.message, 500))}`,
    );
  return collapse(pluralize(report.notes.length, 'note'), lines.join('\n'));
}

function coverageTable(report: Report, rows: number): string {
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
      `Checked: ${escapeMarkdown(checkedSummary(report))}`,
      '',
      '| Target | Checks | Coverage |',
      '|---|---|---|',
      ...shown,
      ...(more > 0 ? [`| … and ${more} more | | |`] : []),
    ].join('\n'),
  );
}

function footer(report: Report, { repository, policy }: ReportContext): string {
  const parts = [
    ...(repository?.commit ? [`commit ${markdownCode(repository.commit.slice(0, 8))}`] : []),
    ...(policy ? [`policy ${markdownCode(shorten(policy, 120))}`] : []),
    `portside ${escapeMarkdown(shorten(report.tool.version, 40))}`,
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}
