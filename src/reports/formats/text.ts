import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import { fixMayBreak } from '../../core/fixable.js';
import type { Report } from '../../core/report.js';
import { compareByUrgency } from '../../core/urgency.js';
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
import { formatOrigins, imageOrigins } from '../origin-groups.js';
import {
  idsOfStep,
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
import {
  describeException,
  describeSuppression,
  suppressedFindings,
} from '../suppressed-findings.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { ansi, type Layout, type Style } from './text/layout.js';
import { problemLines, type ShownReport } from './text/problem-lines.js';
import { wrap } from './text/wrap.js';

/** Findings for a terminal, in the order of the comment: the verdict and its reason, the rows, the totals, the rest. */
export const textFormat: Format = {
  id: 'text',
  description: 'for a terminal: verdict and reason, then a row for each problem',
  render,
};

/** Lines of a report that is not complete. */
const MOST_LINES = 60;
/** Findings have at least so many of them. */
const FEWEST_FINDING_LINES = 12;
/** Lines in each section below the findings. */
const LISTED = 3;
/** Lines of a screen: of a longer report, the last line repeats the verdict. */
const SCREEN_LINES = 24;

function render(report: Report, context: ReportContext): string {
  const summary = summarizeReport(report, context);
  const { complete = false } = context;
  const layout: Layout = {
    width: context.width === undefined ? Number.POSITIVE_INFINITY : Math.max(40, context.width),
    complete,
    listed: complete ? Number.POSITIVE_INFINITY : LISTED,
    paint: context.color ? ansi : (_style, text) => text,
    packages: packagesByPurl(report),
    places: findingPlaces(report),
  };
  const verdict = verdictLines(report, context, layout);
  const start = [
    ...verdict,
    ...reasonLines(report, layout),
    ...expiredLines(report, layout),
    ...changesOfPolicy(report, layout),
  ];
  const end = [
    ...totals(report, summary, { context, layout }),
    ...gapSections(report, context, layout),
    ...planSection(summary, layout),
    ...materialChangesSection(summary, layout),
    ...imageChangesSection(summary, layout),
    ...sections(report, layout),
    ...runtimeSection(report, layout),
    ...coverageLines(report, layout),
  ];
  const room = MOST_LINES - start.length - end.length - 1;
  const rows = findingRows(summary.first, room, { report, context, layout });
  const lines = [...start, ...rows, ...end];
  const all = lines.length > SCREEN_LINES ? [...lines, ...verdict] : lines;
  return `${all.map((line) => escapeLogLine(line.trimEnd())).join('\n')}\n`;
}

/** A row for each problem between empty lines, as many as there is room for, and how to see the others. */
function findingRows(findings: readonly Finding[], lines: number, shown: ShownReport): string[] {
  if (findings.length === 0) return [];
  const { layout } = shown;
  const hint = (isCut: boolean) =>
    paragraph(isCut ? `${ALL_FINDINGS}. ${ABOUT_RULE}` : ABOUT_RULE, 0, layout);
  const room = Math.max(FEWEST_FINDING_LINES, lines - hint(true).length - 2);
  const rows = problemLines(findings, room, shown);
  return ['', ...rows.lines, ...hint(rows.isCut), ''];
}

const ALL_FINDINGS = 'To list every finding: --verbose, or --format json';
const ABOUT_RULE = 'About a rule: portside explain ID';

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
  ];
}

/** Exceptions that hold no more: each is a reason why something fails now. */
function expiredLines({ notes }: Report, layout: Layout): string[] {
  const urgent = notes.filter((note) => note.urgent).map(({ message }) => message);
  const most = layout.complete ? urgent.length : MOST_EXPIRED;
  const left = urgent.length - most;
  return [
    ...urgent.slice(0, most).flatMap((sentence) => paragraph(shorten(sentence, 400), 0, layout)),
    ...(left > 0 ? [moreLine(left)] : []),
  ];
}

const MOST_EXPIRED = 10;

/** What a pull request changes about what counts, above the findings. */
function changesOfPolicy(report: Report, layout: Layout): string[] {
  const { policyChange = [], addedSuppressions = [] } = report;
  return [
    ...section('Policy changes', policyChange, layout),
    ...section('Suppressions that the pull request adds', addedSuppressions, layout),
  ];
}

function sections(report: Report, layout: Layout): string[] {
  const notes = report.notes
    .filter((n) => !n.urgent)
    .map((n) => `${n.target ? `${n.target}: ` : ''}${n.message}`);
  const { notAffected, suppressed: excepted } = splitSuppressed(
    withStatus(report.findings, 'excepted'),
  );
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
    // The same line of a file that several services extend.
    ...section('Suppressed by comments', [...new Set(suppressed)], layout),
    // The totals count them.
    ...(layout.complete
      ? section('Suppressed by policy exceptions or VEX', exceptedLines(excepted), layout)
      : []),
    ...section('Not affected', unlinked, layout, 'dim'),
    ...section('Notes', notes, layout, 'dim'),
  ];
}

/** `DL3004 at Dockerfile:2, excepted in portside.yml:3 until 2027-01-31: the base image needs it`, each once. */
function exceptedLines(excepted: readonly Finding[]): string[] {
  const lines = excepted
    .toSorted(compareByUrgency)
    .map((finding) => `${finding.rule}${atLine(finding)}, ${describeException(finding)}`);
  return [...new Set(lines)];
}

/** The gaps of the coverage; the JSON and HTML reports have all of it. */
function gapSections(report: Report, context: ReportContext, layout: Layout): string[] {
  const { open, allowed, informational } = gapsOf(report);
  const lineOf = ({ target, checks, state }: CoverageLine) => `${target}: ${checks}: ${state}`;
  const shared = (gaps: readonly Coverage[]) => sharedCoverageLines(gaps).map(lineOf);
  const marked = shared(open).map((line) => `! ${line}`);
  return [
    ...section(`Not checked (${countGaps(open)})`, marked, layout),
    ...allowAdvice(open, context).flatMap((advice) => paragraph(advice, 2, layout)),
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
  const listed = items.slice(0, layout.listed);
  const more = items.length - listed.length;
  return [
    layout.paint('bold', title),
    ...listed.flatMap((item) =>
      paragraph(item, 2, layout).map((line) => (style ? layout.paint(style, line) : line)),
    ),
    ...(more > 0 ? [moreLine(more)] : []),
  ];
}

/** The escaped sentence, wrapped; the lines after the first are indented by two more. */
function paragraph(sentence: string, indent: number, layout: Layout): string[] {
  const lines = wrap(sanitize(sentence), layout.width - indent - 2);
  return lines.map((line, at) => ' '.repeat(at === 0 ? indent : indent + 2) + line);
}

/** How many steps there are; in a complete report the steps with their ids, and what they rest on. */
function planSection({ plan }: ReportSummary, layout: Layout): string[] {
  if (!plan) return [];
  const { steps, rest, later, passive, summary, proof } = plan;
  const sentences = (text: string, indent = 2) => paragraph(shorten(text, 400), indent, layout);
  const proofLines = proof === undefined ? [] : sentences(proof);
  if (!layout.complete)
    return [
      ...paragraph(`${PLAN_TITLE}: ${summary}. For the steps: portside fix`, 0, layout),
      ...proofLines,
    ];
  const dim = (lines: readonly string[]) => lines.map((line) => layout.paint('dim', line));
  return [
    ...emphasize(PLAN_TITLE, 'bold', paragraph(`${PLAN_TITLE}: ${summary}`, 0, layout), layout),
    ...proofLines,
    ...[...steps, ...rest, ...later].flatMap((step) => [
      ...sentences(`${idsOfStep(step, (id) => shorten(id, 64))} ${stepSentence(step)}`),
      ...step.notes.flatMap((note) => dim(sentences(note, 5))),
    ]),
    ...passive.flatMap((step) => dim(sentences(`- ${stepSentence(step)}`))),
  ];
}

/** What the images need when they run, in a complete report. */
function runtimeSection(report: Report, layout: Layout): string[] {
  const sentences = layout.complete ? runtimeSentences(report) : [];
  if (sentences.length === 0) return [];
  return [
    layout.paint('bold', RUNTIME_TITLE),
    ...sentences.flatMap((one) => paragraph(one, 2, layout)),
  ];
}

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

/** `FAIL  2 new high findings`, in one line if the terminal is wide enough. */
function verdictLines(report: Report, context: ReportContext, layout: Layout): string[] {
  const { outcome } = report.verdict;
  const word = outcome.toUpperCase();
  const passes = outcome === 'pass' ? verdictReasons(report) : [];
  const sentence = `${word}  ${[verdictPhrase(report, context), ...passes].join('; ')}`;
  return emphasize(word, OUTCOME_STYLES[outcome], paragraph(sentence, 0, layout), layout);
}

function reasonLines(report: Report, layout: Layout): string[] {
  const sentence = report.verdict.outcome === 'pass' ? '' : reasonSentence(report);
  return sentence === '' ? [] : paragraph(shorten(sentence, 400), 0, layout);
}

/** The totals in one line, those of each image, and what is not shown. */
function totals(
  report: Report,
  summary: ReportSummary,
  { context, layout }: { readonly context: ReportContext; readonly layout: Layout },
): string[] {
  return [
    countsLine(summary, context),
    ...originLines(withHidden(report, context), summary.isCompared, layout.listed),
    hiddenNote(context),
  ].flatMap((line) => (line === '' ? [] : paragraph(line, 0, layout)));
}

/** What was checked, and against which advisories. */
function coverageLines(report: Report, layout: Layout): string[] {
  const sources = advisorySources(report);
  return [
    ...(report.coverage.length > 0 ? [`Checked: ${checkedSummary(report)}`] : []),
    ...(sources === undefined ? [] : [`Advisories: ${sources}`]),
  ].flatMap((line) => paragraph(line, 0, layout));
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
