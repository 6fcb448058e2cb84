import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import { fixMayBreak } from '../../core/fixable.js';
import type { Report } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import {
  advisorySources,
  type CoverageLine,
  checkedSummary,
  sharedCoverageLines,
} from '../coverage-table.js';
import { escapeLogLine, sanitize, shorten } from '../escape.js';
import { openFindings, withStatus } from '../finding-lists.js';
import { findingPlaces } from '../finding-places.js';
import type { Format, ReportContext } from '../format.js';
import { allowAdvice, countGaps, gapsOf } from '../gaps.js';
import { reasonSentence, verdictPhrase, verdictReasons } from '../headline.js';
import { hiddenNote, withHidden } from '../hidden-findings.js';
import { type ChangeLine, formatPlace, IMAGE_CHANGES_TITLE } from '../image-changes.js';
import { MATERIAL_CHANGES_TITLE, type MaterialLine } from '../material-changes.js';
import { splitSuppressed } from '../not-affected.js';
import { formatOrigins, imageOrigins, splitBaseImages } from '../origin-groups.js';
import {
  PLAN_TITLE,
  placeOfStep,
  placesOfStep,
  type StepText,
  stepPlace,
  withoutCodeMarks,
} from '../plan-text.js';
import { type ReportSummary, summarizeReport } from '../report-summary.js';
import { RUNTIME_TITLE, runtimeSentences } from '../runtime-text.js';
import { formatCounts } from '../severity-counts.js';
import { splitShared } from '../shared-findings.js';
import { describeSuppression, suppressedFindings } from '../suppressed-findings.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { baseImageBlock, block, blockTitle, sharedNotes } from './text/blocks.js';
import { ansi, type Layout, type Style } from './text/layout.js';
import { baseImageRows, rowsByLine, sharedRows } from './text/rows.js';
import { type ShownReport, shortRows } from './text/short-rows.js';
import { wrap } from './text/wrap.js';

/** Findings for a terminal, each below its source line; the verdict is last. */
export const textFormat: Format = {
  id: 'text',
  description: 'for a terminal: findings below their source lines, verdict last',
  render,
};

/** Lines of a report that is not complete. */
const MOST_LINES = 60;
/** Findings have at least so many of them. */
const FEWEST_FINDING_LINES = 12;
/** Lines in each section below the findings. */
const LISTED: Readonly<Record<Layout['form'], number>> = { lines: 10, rows: 3 };

/** The findings below their source lines if that fits, else a row for each problem. */
function render(report: Report, context: ReportContext): string {
  const { complete = false, fails } = context;
  const below = renderAs('lines', report, context);
  // What fails is named before anything else is.
  const hidesFailure = below.isCut && report.findings.some((finding) => fails?.(finding));
  const fits = below.lines.length <= MOST_LINES && !hidesFailure;
  const { lines } = complete || fits ? below : renderAs('rows', report, context);
  return `${lines.map((line) => escapeLogLine(line.trimEnd())).join('\n')}\n`;
}

/** Lines that are not escaped yet; `isCut` if some findings are only counted. */
interface Rendered {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

function renderAs(form: Layout['form'], report: Report, context: ReportContext): Rendered {
  const summary = summarizeReport(report, context);
  // Other existing findings are only counted.
  const { fails = () => false } = context;
  const failing = summary.findings.existing.filter(fails);
  const added = summary.findings.new;
  const layout: Layout = {
    form,
    width: context.width === undefined ? Number.POSITIVE_INFINITY : Math.max(40, context.width),
    complete: context.complete ?? false,
    listed: LISTED[form],
    paint: context.color ? ansi : (_style, text) => text,
    packages: packagesByPurl(report),
    places: findingPlaces(report),
    sharedNotes: sharedNotes([...added, ...failing]),
    source: context.source,
  };
  const sectionLines = [
    ...materialChangesSection(summary, layout),
    ...imageChangesSection(summary, layout),
    ...sections(report, context, layout),
    ...planSection(summary, layout),
    ...runtimeSection(report, layout),
  ];
  const rest = [
    ...(form === 'rows' ? sectionLines.filter((line) => line !== '') : sectionLines),
    ...verdict(report, summary, { context, layout }),
  ];
  const shown = { added, failing, facts: { report, context, layout } };
  const { lines, isCut } =
    form === 'rows' ? findingRows(shown, MOST_LINES - rest.length) : findingLines(shown);
  return { lines: [...lines, ...rest], isCut };
}

/** The new findings, and the existing ones that fail. */
interface Shown {
  readonly added: readonly Finding[];
  readonly failing: readonly Finding[];
  readonly facts: ShownReport;
}

/** All findings below their source lines. */
function findingLines({ added, failing, facts: { report, layout } }: Shown): Rendered {
  const [fresh, existing] = [added, failing].map((some) => findingBlocks(some, layout, report));
  const blocks = (some: typeof fresh) => some?.blocks.flatMap((block) => [...block, '']) ?? [];
  const isCut = fresh?.isCut === true || existing?.isCut === true;
  return {
    lines: [
      ...blocks(fresh),
      ...(failing.length > 0 ? [existingTitle(layout), ''] : []),
      ...blocks(existing),
      ...(isCut ? [...hint(layout), ''] : []),
    ],
    isCut,
  };
}

/** A row for each problem, as many as there is room for. */
function findingRows({ added, failing, facts }: Shown, lines: number): Rendered {
  const end = [...hint(facts.layout), ''];
  const room = Math.max(FEWEST_FINDING_LINES, lines - end.length);
  const old = failing.length > 0 ? shortRows(failing, Math.ceil(room / 2) - 1, facts) : [];
  const title = old.length > 0 ? [existingTitle(facts.layout)] : [];
  const rows = shortRows(added, room - old.length - title.length, facts);
  return { lines: [...rows, ...title, ...old, ...end], isCut: true };
}

function existingTitle({ paint }: Layout): string {
  return paint('bold', 'Existing findings that fail the policy');
}

/** How to see the others. */
function hint(layout: Layout): string[] {
  return paragraph(`${ALL_FINDINGS}. ${ABOUT_RULE}`, 0, layout);
}

const ALL_FINDINGS = 'To list every finding: --verbose, or --format json';
const ABOUT_RULE = 'About a rule: portside explain ID';

/** The lines about each file, image and base image; `isCut` if some findings are only counted. */
function findingBlocks(shown: readonly Finding[], layout: Layout, report: Report) {
  const { own: unshared, shared } = splitShared(report, shown);
  const { own, bases } = splitBaseImages(unshared);
  const sharedByImages = sharedRows(shared, layout);
  const listed = layout.complete ? bases : bases.slice(0, layout.listed);
  const rows = rowsByLine(own, layout);
  const baseRows = listed.map((base) => ({ base, rows: baseImageRows(base.findings, layout) }));
  const all = [...sharedByImages, ...rows, ...baseRows.flatMap((one) => one.rows)];
  const hidden = all.reduce((left, { findings }) => left - findings, shown.length);
  return {
    blocks: [
      ...(shared.length > 0 ? [block('In several images', sharedByImages, layout)] : []),
      ...[...groupBy(rows, ({ finding }) => blockTitle(finding))].map(([title, group]) =>
        block(title, group, layout),
      ),
      ...baseRows.map((one) => baseImageBlock(one.base, one.rows, layout)),
      ...(hidden > 0 ? [[`… and ${pluralize(hidden, 'less urgent finding')}`]] : []),
    ],
    isCut: hidden > 0 || all.some((row) => row.isCut),
  };
}

/** The inputs of the build to look at first; all new and worse ones in a complete report. */
function materialChangesSection({ materialChanges }: ReportSummary, layout: Layout): string[] {
  if (!materialChanges) return [];
  const { summary, lines, rest } = materialChanges;
  const shown = layout.complete ? [...lines, ...rest] : lines.slice(0, layout.listed);
  const left = lines.length + rest.length - shown.length;
  const item = ({ change, kind, what, facts, location }: MaterialLine) =>
    `${change.padEnd(7)} ${kind} ${shorten(what, 120)}: ${shorten(facts, 200)} (${formatPlace(location)})`;
  return [
    ...emphasize(
      MATERIAL_CHANGES_TITLE,
      'bold',
      paragraph(`${MATERIAL_CHANGES_TITLE}: ${shorten(summary, 300)}`, 0, layout),
      layout,
    ),
    ...shown.flatMap((line) => paragraph(shorten(item(line), 400), 2, layout)),
    ...(left > 0 ? [moreLine(left)] : []),
    '',
  ];
}

function moreLine(count: number): string {
  return `  … and ${count} more: add --verbose`;
}

/** The riskiest changes; all of them in a complete report. */
function imageChangesSection({ imageChanges }: ReportSummary, layout: Layout): string[] {
  if (!imageChanges) return [];
  const { totals, lines, rest, notes } = imageChanges;
  const shown = layout.complete ? [...lines, ...rest] : lines.slice(0, layout.listed);
  const left = lines.length + rest.length - shown.length;
  const item = ({ risk, message, location }: ChangeLine) =>
    `${risk.padEnd(7)} ${message}${location ? ` (${formatPlace(location)})` : ''}`;
  return [
    layout.paint('bold', IMAGE_CHANGES_TITLE),
    ...shown.map(item).flatMap((sentence) => paragraph(shorten(sentence, 300), 2, layout)),
    ...(left > 0 ? [moreLine(left)] : []),
    ...notes
      .slice(0, layout.listed)
      .flatMap((sentence) =>
        paragraph(shorten(sentence, 300), 2, layout).map((line) => layout.paint('dim', line)),
      ),
    ...totals
      .slice(0, layout.listed)
      .flatMap((sentence) => paragraph(shorten(sentence, 300), 2, layout)),
    '',
  ];
}

function sections(report: Report, context: ReportContext, layout: Layout): string[] {
  const notes = report.notes.map((n) => `${n.target ? `${n.target}: ` : ''}${n.message}`);
  const { notAffected } = splitSuppressed(withStatus(report.findings, 'excepted'));
  const unlinked = notAffected.map(({ message }) => message);
  const { added, existing } = suppressedFindings(report);
  const suppressed = [...added, ...existing].map(
    (finding) => `${finding.rule}${atLine(finding)}, suppressed in ${describeSuppression(finding)}`,
  );
  const fixed = withStatus(report.findings, 'fixed').map(
    (finding) => `${finding.rule}${atLine(finding)}: ${finding.message}`,
  );
  return [
    ...section('Fixed', fixed, layout, 'dim'),
    ...section('Policy changes', report.policyChange ?? [], layout),
    ...section('Suppressions that the pull request adds', report.addedSuppressions ?? [], layout),
    // The same line of a file that several services extend.
    ...section('Suppressed by comments', [...new Set(suppressed)], layout),
    ...section('Not affected', unlinked, layout, 'dim'),
    ...section('Notes', notes, layout, 'dim'),
    ...gapSections(report, context, layout),
  ];
}

/** The gaps of the coverage; the JSON and HTML reports have all of it. */
function gapSections(report: Report, context: ReportContext, layout: Layout): string[] {
  const { open, allowed, informational } = gapsOf(report);
  const lineOf = ({ target, checks, state }: CoverageLine) => `${target}: ${checks}: ${state}`;
  const shared = (gaps: readonly Coverage[]) => sharedCoverageLines(gaps).map(lineOf);
  const marked = shared(open).map((line) => `! ${line}`);
  return [
    ...section(`Not checked (${countGaps(open)})`, marked, layout).slice(0, -1),
    ...allowAdvice(open, context).flatMap((advice) => paragraph(advice, 2, layout)),
    ...(open.length > 0 ? [''] : []),
    ...section(`Not checked, allowed (${countGaps(allowed)})`, shared(allowed), layout, 'dim'),
    ...section(`Informational (${countGaps(informational)})`, shared(informational), layout, 'dim'),
  ];
}

function atLine({ location }: Finding): string {
  return location ? ` at ${shorten(location.path, 120)}:${location.startLine}` : '';
}

/** A title and an item a line, which may be wrapped; empty without items. The items are not escaped yet. */
function section(title: string, items: readonly string[], layout: Layout, style?: Style): string[] {
  if (items.length === 0) return [];
  const listed = layout.complete ? items : items.slice(0, layout.listed);
  const more = items.length - listed.length;
  return [
    layout.paint('bold', title),
    ...listed.flatMap((item) =>
      paragraph(item, 2, layout).map((line) => (style ? layout.paint(style, line) : line)),
    ),
    ...(more > 0 ? [moreLine(more)] : []),
    '',
  ];
}

/** The escaped sentence, wrapped; the lines after the first are indented by two more. */
function paragraph(sentence: string, indent: number, layout: Layout): string[] {
  const lines = wrap(sanitize(sentence), layout.width - indent - 2);
  return lines.map((line, at) => ' '.repeat(at === 0 ? indent : indent + 2) + line);
}

/** The steps with their ids; in a complete report all of them, with what they rest on, else the others in a few lines. */
function planSection({ plan, isCompared }: ReportSummary, layout: Layout): string[] {
  if (!plan) return [];
  const { steps, summaries, passive, summary, proof } = plan;
  const rest = [...plan.rest, ...plan.later];
  if (layout.form === 'rows')
    return paragraph(`${PLAN_TITLE}: ${summary}. For the steps: portside fix`, 0, layout);
  const shown = layout.complete ? [...steps, ...rest] : steps;
  const left = steps.length + rest.length - shown.length;
  const others = shown.length > 0 || layout.complete || !isCompared ? passive : [];
  if (shown.length + others.length === 0 && proof === undefined) return [];
  const sentences = (text: string, indent = 2) => paragraph(shorten(text, 400), indent, layout);
  const dim = (lines: readonly string[]) => lines.map((line) => layout.paint('dim', line));
  return [
    ...emphasize(PLAN_TITLE, 'bold', paragraph(`${PLAN_TITLE}: ${summary}`, 0, layout), layout),
    ...(proof === undefined ? [] : sentences(proof)),
    ...shown.flatMap((step) => [
      ...sentences(`${shorten(step.id, 64)} ${stepSentence(step)}`),
      ...(layout.complete ? step.notes.flatMap((note) => dim(sentences(note, 5))) : []),
    ]),
    ...(left > 0
      ? [
          ...sentences(
            shown.length === 0
              ? `For the steps, ${ALL_STEPS}`
              : `… and ${pluralize(left, 'more step')}: ${ALL_STEPS}`,
          ),
          ...summaries.flatMap((line) => dim(sentences(line, 4))),
        ]
      : []),
    ...others.flatMap((step) => dim(sentences(`- ${stepSentence(step)}`))),
    '',
  ];
}

/** What the images need when they run, in a complete report. */
function runtimeSection(report: Report, layout: Layout): string[] {
  const sentences = layout.complete ? runtimeSentences(report) : [];
  if (sentences.length === 0) return [];
  return [
    layout.paint('bold', RUNTIME_TITLE),
    ...sentences.flatMap((one) => paragraph(one, 2, layout)),
    '',
  ];
}

/** A report of files that were named has another plan than the repository. */
const ALL_STEPS = 'add --verbose, or run portside fix for the repository';

function stepSentence(step: StepText): string {
  const place = stepPlace(step.rule, placesOfStep(step, placeOfStep));
  const facts = step.facts.map((fact) => `; ${fact}`).join('');
  return `${withoutCodeMarks(shorten(step.title, 200))}${shorten(place, 150)}: ${step.effect}${facts}`;
}

/** Paints the word that the lines begin with. */
function emphasize(word: string, style: Style, lines: readonly string[], layout: Layout): string[] {
  const [first = '', ...others] = lines;
  return [`${layout.paint(style, word)}${first.slice(word.length)}`, ...others];
}

function verdict(
  report: Report,
  summary: ReportSummary,
  { context, layout }: { readonly context: ReportContext; readonly layout: Layout },
): string[] {
  const counts = countsLine(summary, context);
  const { outcome } = report.verdict;
  const word = outcome.toUpperCase();
  const passes = outcome === 'pass' ? verdictReasons(report) : [];
  const sentence = `${word}  ${[verdictPhrase(report, context), ...passes].join('; ')}`;
  // Without open gaps, the headline does not say why the result is incomplete.
  const isExplained = outcome === 'fail' || gapsOf(report).open.length === 0;
  const reasons = outcome !== 'pass' && isExplained ? reasonSentence(report) : '';
  const checked = report.coverage.length > 0 ? [`Checked: ${checkedSummary(report)}`] : [];
  const sources = advisorySources(report);
  if (sources !== undefined) checked.push(`Advisories: ${sources}`);
  return [
    ...[
      ...checked,
      ...originLines(withHidden(report, context), summary.isCompared, layout.listed),
      counts,
      hiddenNote(context),
      reasons,
    ].flatMap((line) => (line === '' ? [] : paragraph(line, 0, layout))),
    ...emphasize(word, OUTCOME_STYLES[outcome], paragraph(sentence, 0, layout), layout),
  ];
}

/** `8 new findings: 4 critical, 4 high · 40 existing in main · 0 fixed · 2 suppressed by policy exceptions or VEX` */
function countsLine(
  { findings, counts, isCompared, onlyChanges }: ReportSummary,
  context: ReportContext,
) {
  const hidden = context.hidden?.findings ?? [];
  const { notAffected, suppressed } = splitSuppressed(
    withStatus([...findings.suppressed, ...hidden], 'excepted'),
  );
  const byComments = counts.suppressed.total - notAffected.length - suppressed.length;
  const open = openFindings([...findings.new, ...findings.existing, ...hidden]);
  const fixable = open.filter(
    (finding) =>
      finding.fix &&
      finding.check === 'lint' &&
      // Of a Dockerfile in a Compose file, only `fix` makes the edit.
      !/\.ya?ml$/i.test(finding.location?.path ?? '') &&
      !fixMayBreak(finding, context.rules),
  ).length;
  const base = context.baseline === undefined ? '' : ` in ${context.baseline}`;
  const noun = isCompared ? 'new finding' : 'finding';
  return [
    ...(counts.new.total === 0
      ? []
      : [`${pluralize(counts.new.total, noun)}: ${formatCounts(counts.new)}`]),
    ...(isCompared
      ? [
          ...(onlyChanges ? [] : [`${counts.existing.total} existing${base}`]),
          `${counts.fixed.total} fixed`,
        ]
      : []),
    ...(suppressed.length > 0
      ? [`${suppressed.length} suppressed by policy exceptions or VEX`]
      : []),
    ...(notAffected.length > 0 ? [`${notAffected.length} not affected`] : []),
    ...(byComments > 0 ? [`${byComments} suppressed by comments`] : []),
    ...(fixable > 0 ? [`${fixable} can be fixed with portside lint --fix`] : []),
  ].join(' · ');
}

/** `app:1: 2 from your lines (1 new), 12 from node:24-slim (existing)` */
function originLines(report: Report, isCompared: boolean, most: number): string[] {
  return imageOrigins(report)
    .slice(0, most)
    .map(
      (origins) =>
        `${shorten(origins.image, 120)}${origins.builtBy}: ${formatOrigins(origins, isCompared, (name) => shorten(name, 120))}`,
    );
}

const OUTCOME_STYLES = { pass: 'pass', fail: 'critical', incomplete: 'medium' } as const;
