import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import type { Report, Target } from '../../core/report.js';
import {
  markdownCode,
  markdownLink,
  escapeMarkdown as prose,
  shorten,
  toRelativeUri,
} from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { describeTopRemediation, headline } from '../headline.js';
import { byUrgency, formatSeverityCounts, groupBy, pluralize, withStatus } from '../order.js';
import { groupByPackage, type PackageGroup, type PackageRemediation } from '../package-groups.js';
import { describeSuppression, suppressedFindings } from '../suppressed-findings.js';
import { isAboutPackage, type PackagesByPurl, packagesByPurl } from '../vulnerability-facts.js';
import { renderLayerCharts } from './markdown/layer-chart.js';

/** GitHub-flavoured Markdown: the job summary, and shorter, the pull request's comment. */
export const markdown: Format = {
  id: 'markdown',
  description: 'GitHub-flavoured Markdown, as in the job summary',
  render: (report, context) => renderMarkdown(report, context, SUMMARY_SIZE),
};

export interface MarkdownSize {
  /** UTF-8 bytes that the whole may have; rows are dropped, the least urgent first, and said so. */
  readonly bytes: number;
  /** Rows of new findings that are open. */
  readonly rows: number;
  /** Rows inside each folded part. */
  readonly folded: number;
  /** A chart of where the findings of each image come from. */
  readonly chart?: boolean;
}

/** A step's summary may have 1 MiB. */
export const SUMMARY_SIZE: MarkdownSize = {
  bytes: 1_000_000,
  rows: 500,
  folded: 2_000,
  chart: true,
};
/** A comment may have 65,536 characters; a reader has less timeout. */
export const COMMENT_SIZE: MarkdownSize = { bytes: 60_000, rows: 10, folded: 100 };

/** The verdict in the first line, what is new next, the rest folded. Ends in a line break and fits `size.bytes`. */
export function renderMarkdown(report: Report, context: ReportContext, size: MarkdownSize): string {
  for (let part = 1; ; part /= 2) {
    const text = document(report, context, {
      rows: Math.floor(size.rows * part),
      folded: Math.floor(size.folded * part),
      ...(size.chart ? { chart: true } : {}),
    });
    if (part < 1 / 4096 || Buffer.byteLength(text) <= size.bytes) return cut(text, size.bytes);
  }
}

/** The last resort, for a report whose every line is huge: whole lines only, so that no markup is left open. */
function cut(text: string, bytes: number): string {
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

function document(
  report: Report,
  context: ReportContext,
  rows: Omit<MarkdownSize, 'bytes'>,
): string {
  const page: Page = { context, packages: packagesByPurl(report), many: images(report).length > 1 };
  const fresh = withStatus(report.findings, 'new').sort(byUrgency);
  const parts = [
    `### ${prose(headline(report, context))}`,
    subtitle(report, context),
    ...(report.policyChange ? [policyChange(report.policyChange)] : []),
    counts(report),
    ...(rows.chart ? [renderLayerCharts(report)] : []),
    advice(fresh, context),
    table(fresh, rows.rows, page),
    suppressed(report, rows, context),
    incomplete(report, rows.folded),
    known(report, context, rows.folded, page),
    notes(report, rows.folded),
    footer(report, context),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What is said of a change of the policy: ours says five. */
const SENTENCES = 20;

function policyChange(sentences: readonly string[]): string {
  const told = sentences.slice(0, SENTENCES).map((sentence) => prose(shorten(sentence, 500)));
  return `⚠️ ${told.join(' ')}${sentences.length > SENTENCES ? ' …' : ''}`;
}

interface Page {
  readonly context: ReportContext;
  readonly packages: PackagesByPurl;
  /** Several images were checked: each row says which it is about. */
  readonly many: boolean;
}

function images(report: Report): Target[] {
  return report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
}

function subtitle(report: Report, context: ReportContext): string {
  const named = images(report)
    .slice(0, 3)
    .map((t) => `${name(t.name)}${t.platform ? ` (${prose(shorten(t.platform, 40))})` : ''}`);
  const more = images(report).length - named.length;
  const parts = [
    ...(named.length > 0 ? [`${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
    ...(context.baseline ? [`against ${name(context.baseline)}`] : []),
    ...(context.noBaseline
      ? [
          `no baseline${context.baseline ? ' for the rest' : ''}, so all counts as new (${prose(shorten(context.noBaseline, 200))})`,
        ]
      : []),
    ...(context.advisories ? [`advisories ${prose(shorten(context.advisories, 60))}`] : []),
    ...(context.repository?.run ? [markdownLink('run', context.repository.run)] : []),
  ];
  return parts.join(' · ');
}

function advice(findings: readonly Finding[], context: ReportContext): string {
  const first = describeTopRemediation(findings);
  if (!first) return '';
  const place = first.at ? ` in ${lineLink(first.at, context)}` : '';
  return `**Do this:** ${prose(shorten(first.words, 200))}${place} and remove ${first.removes}`;
}

/** A row for each thing inspected that has findings, a column for each family that has any. */
function counts(report: Report): string {
  const standing = report.findings.filter((f) => f.status !== 'excepted');
  const families = FAMILIES.filter((family) =>
    standing.some((f) => family.checks.includes(f.check)),
  );
  if (families.length === 0) return '';
  const byTarget = groupBy(standing, (f) => targetOf(f, report));
  const rows = [...byTarget].slice(0, 20).map(([target, findings]) => {
    const cells = families.map((family) =>
      cell(findings.filter((f) => family.checks.includes(f.check))),
    );
    return `| ${name(target)} | ${cells.join(' | ')} |`;
  });
  return [
    `| | ${families.map((f) => f.title).join(' | ')} |`,
    `|---|${'---|'.repeat(families.length)}`,
    ...rows,
  ].join('\n');
}

const FAMILIES: readonly { readonly title: string; readonly checks: readonly string[] }[] = [
  { title: 'lint', checks: ['lint', 'manifest'] },
  { title: 'vulnerabilities', checks: ['vulnerability', 'malware'] },
  { title: 'secrets', checks: ['secret'] },
  { title: 'hardening', checks: ['hardening'] },
  { title: 'trust', checks: ['trust'] },
  { title: 'policy', checks: ['policy'] },
];

function cell(findings: readonly Finding[]): string {
  const [fresh, known, fixed] = (['new', 'existing', 'fixed'] as const).map(
    (status) => withStatus(findings, status).length,
  );
  const parts = [
    ...(fresh ? [`**${fresh} new**`] : []),
    ...(known ? [`${known} known`] : []),
    ...(fixed ? [`${fixed} fixed`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : '0';
}

function targetOf(finding: Finding, report: Report): string {
  const { image } = finding.subject ?? {};
  if (image !== undefined) return image;
  return finding.location?.path ?? report.targets[0]?.name ?? 'repository';
}

/** A row for each finding, for vulnerabilities one a package: it is fixed at once. */
function table(findings: readonly Finding[], rows: number, page: Page): string {
  if (findings.length === 0) return '';
  const entries = entriesOf(findings, page);
  const shown = entries.slice(0, rows);
  const rest = entries.slice(rows).flatMap((entry) => entry.findings);
  return [
    ...(shown.length > 0 ? [HEAD, ...shown.map(({ words }) => words())] : []),
    ...(rest.length > 0
      ? [
          '',
          `… and ${pluralize(rest.length, 'more finding')} (${formatSeverityCounts(rest)})${elsewhere(page.context)}`,
        ]
      : []),
  ].join('\n');
}

interface Entry {
  readonly findings: readonly [Finding, ...Finding[]];
  readonly words: () => string;
}

function entriesOf(findings: readonly Finding[], page: Page): Entry[] {
  const packages = groupByPackage(findings.filter(isAboutPackage), page.packages);
  const others = findings.filter((finding) => !isAboutPackage(finding));
  return [
    ...packages.map((group): Entry => {
      return { findings: group.findings, words: () => packageRow(group, page) };
    }),
    ...others.map((finding): Entry => {
      return { findings: [finding], words: () => row(finding, page) };
    }),
  ].sort((a, b) => byUrgency(a.findings[0], b.findings[0]));
}

const HEAD = '| severity | finding | about | fix | line |\n|---|---|---|---|---|';

function elsewhere(context: ReportContext): string {
  return context.repository?.run
    ? ` in ${markdownLink('the job’s summary and report', context.repository.run)}`
    : ' in the JSON report';
}

function row(finding: Finding, page: Page): string {
  const place = finding.location ? lineLink(finding.location, page.context) : '';
  const about = `${prose(shorten(finding.message, 300))}${imageOf(finding, page)}`;
  const path = finding.subject?.path ? name(finding.subject.path) : '';
  return `| ${finding.severity} | ${prose(shorten(finding.rule, 80))} | ${about} | ${finding.fix ? 'suggested' : ''} | ${place || path} |`;
}

/** Ids that a package's row names. */
const NAMED = 3;

function packageRow({ findings, facts, exploited, rules, remediation }: PackageGroup, page: Page) {
  const [worst] = findings;
  const severity = `${worst.severity}${exploited ? ', exploited' : ''}`;
  const ids = rules
    .slice(0, NAMED)
    .map((rule) => markdownLink(prose(shorten(rule, 80)), advisory(rule)))
    .join(', ');
  const more = rules.length > NAMED ? ` and ${rules.length - NAMED} more` : '';
  const about = `${name(facts.package)} ${prose(shorten(facts.installed ?? '', 80))}${imageOf(worst, page)}`;
  const place = worst.location ? lineLink(worst.location, page.context) : '';
  return `| ${severity} | ${ids}${more} | ${about} | ${fixCell(worst, findings.length, remediation)} | ${place} |`;
}

function fixCell(
  worst: Finding,
  size: number,
  { versions, unfixed, baseImage }: PackageRemediation,
): string {
  if (worst.check === 'malware') return 'remove it';
  if (versions.length === 0) return 'none yet';
  const to = versions.slice(0, NAMED).map((version) => prose(shorten(version, 80)));
  const part = unfixed > 0 ? ` (${size - unfixed} of ${size})` : '';
  const base = baseImage === undefined ? '' : 'newer base image: ';
  return `${base}${to.join(', ')}${versions.length > NAMED ? ' …' : ''}${part}`;
}

function imageOf({ subject }: Finding, page: Page): string {
  return page.many && subject?.image ? ` in ${name(subject.image)}` : '';
}

/** The public page of an advisory, from its id alone: addresses inside records are others' words. */
function advisory(id: string): string | undefined {
  return /^[A-Z][A-Z0-9]*-[A-Za-z0-9:-]{4,60}$/.test(id) && !id.startsWith('PS')
    ? `https://osv.dev/vulnerability/${id}`
    : undefined;
}

function lineLink(at: Location, context: ReportContext): string {
  const { repository } = context;
  const label = `${prose(shorten(at.path, 120))}:${at.startLine}`;
  const path = toRelativeUri(at.path);
  if (!repository?.commit || path === undefined) return label;
  const lines =
    at.endLine > at.startLine ? `#L${at.startLine}-L${at.endLine}` : `#L${at.startLine}`;
  return markdownLink(
    label,
    `${repository.server}/${repository.name}/blob/${repository.commit}/${path}${lines}`,
  );
}

/** What comments suppress is no secret: open where it is new, folded where the base branch suppresses it too. */
function suppressed(
  report: Report,
  { rows, folded }: Omit<MarkdownSize, 'bytes'>,
  context: ReportContext,
): string {
  const { fresh, old } = suppressedFindings(report);
  const base = prose(shorten(context.baseline ?? '', 80));
  const which = base === '' ? '' : ` that ${base} does not have`;
  const are = fresh.length === 1 ? 'is' : 'are';
  return [
    ...(fresh.length > 0
      ? [
          `**${pluralize(fresh.length, 'finding')} ${are} suppressed by comments${which}**\n\n${suppressedList(fresh, rows, context)}`,
        ]
      : []),
    ...(old.length > 0
      ? [
          `<details><summary>${old.length} suppressed by comments${base === '' ? '' : ` in ${base} too`}</summary>\n\n${suppressedList(old, folded, context)}\n\n</details>`,
        ]
      : []),
  ].join('\n\n');
}

function suppressedList(
  findings: readonly Finding[],
  rows: number,
  context: ReportContext,
): string {
  const lines = findings.slice(0, rows).map((finding) => {
    const place = finding.location ? `${lineLink(finding.location, context)} ` : '';
    return `- ${finding.severity} ${markdownCode(shorten(finding.rule, 80))} ${place}by the comment in ${prose(describeSuppression(finding))}`;
  });
  const more = findings.length - lines.length;
  return [...lines, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n');
}

function incomplete(report: Report, rows: number): string {
  if (report.incomplete.length === 0) return '';
  const lines = report.incomplete
    .slice(0, Math.max(rows, 3))
    .map((i) => `- ${i.check} of ${name(i.target)}: ${prose(shorten(i.reason, 500))}`);
  const more = report.incomplete.length - lines.length;
  return [
    '**Could not be checked**',
    '',
    ...lines,
    ...(more > 0 ? [`- … and ${more} more`] : []),
  ].join('\n');
}

function known(report: Report, context: ReportContext, rows: number, page: Page): string {
  const old = withStatus(report.findings, 'existing').sort(byUrgency);
  const excepted = withStatus(report.findings, 'excepted').sort(byUrgency);
  const fixed = withStatus(report.findings, 'fixed').sort(byUrgency);
  const base = context.baseline ? ` in ${prose(shorten(context.baseline, 80))}` : '';
  return [
    folded(
      `${old.length} known${base}${old.length > 0 ? `: ${formatSeverityCounts(old)}` : ''}`,
      old,
      rows,
      page,
    ),
    // Their lines are those of the base branch: no links into the head.
    folded(`${fixed.length} fixed by this change`, fixed, rows, {
      ...page,
      context: { ...context, repository: undefined },
    }),
    folded(`${excepted.length} excepted by the policy`, excepted, rows, page),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** `summary` is Markdown already escaped. The empty lines make GitHub read the inside as Markdown. */
function folded(summary: string, findings: readonly Finding[], rows: number, page: Page): string {
  if (findings.length === 0) return '';
  const body = table(findings, rows, page);
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function notes(report: Report, rows: number): string {
  if (report.notes.length === 0) return '';
  const lines = report.notes
    .slice(0, Math.min(rows, 50))
    .map((n) => `- ${n.target ? `${name(n.target)}: ` : ''}${prose(shorten(n.message, 500))}`);
  return `<details><summary>${pluralize(report.notes.length, 'note')}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function footer(report: Report, context: ReportContext): string {
  const parts = [
    ...(context.repository?.commit
      ? [`commit ${markdownCode(context.repository.commit.slice(0, 8))}`]
      : []),
    ...(context.policy ? [`policy ${markdownCode(shorten(context.policy, 120))}`] : []),
    `portside ${prose(shorten(report.tool.version, 40))}`,
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}

function name(text: string): string {
  return markdownCode(shorten(text, 120));
}
