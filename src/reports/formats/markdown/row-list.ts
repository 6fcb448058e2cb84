import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { capitalize, listFirst, pluralize } from '../../../lib/text.js';
import { escapeMarkdown, markdownLink, markdownWithCode, shorten } from '../../escape.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import type { FindingPlaces } from '../../finding-places.js';
import type { ReportContext } from '../../format.js';
import { type ProblemRow, problemRows, rowsWithBaseImages } from '../../rows/problem-rows.js';
import { describeRows, type RowText } from '../../rows/row-text.js';
import type { PackagesByPurl } from '../../vulnerability-facts.js';
import { codeName, linkToLine, linkToRun, ruleAddress, ruleLink } from './links.js';
import { rowMark } from './severity-mark.js';

/** What the lists of a document are made with. */
export interface ListContext {
  readonly context: ReportContext;
  readonly packages: PackagesByPurl;
  readonly places: FindingPlaces;
  /** Whether the report is about several images: then each row about one names it. */
  readonly severalImages: boolean;
  readonly report: Report;
}

/** The list items that are in the open, and all others. */
export interface RowList {
  readonly open: string;
  /** `12 more: 9 low, 3 info`; empty if there are none. */
  readonly title: string;
  readonly rest: string;
}

/** An item for each problem, the most urgent first: `open` has at most `open` of them, `rest` at most `rest`. */
export function rowList(
  findings: readonly Finding[],
  limits: { readonly open: number; readonly rest: number },
  list: ListContext,
): RowList {
  return listRows(rowsWithBaseImages(findings, factsOf(list)), limits, list);
}

/** The list without a part in the open, in which the findings of base images have rows, too. */
export function foldedRows(findings: readonly Finding[], rows: number, list: ListContext): string {
  return listRows(problemRows(findings, factsOf(list)), { open: 0, rest: rows }, list).rest;
}

function factsOf({ context, packages }: ListContext) {
  return { packages, rules: context.rules, fails: context.fails };
}

function listRows(
  rows: readonly ProblemRow[],
  { open, rest }: { readonly open: number; readonly rest: number },
  list: ListContext,
): RowList {
  const { context, places, report } = list;
  const texts = describeRows(rows, { ...factsOf(list), places, report });
  // One row more than fits is shown: a line that counts it would take as much space.
  const shown = open > 0 && rows.length === open + 1 ? rows.length : Math.min(open, rows.length);
  const items = (from: number, to: number) =>
    texts.slice(from, to).map((text, i) => item(rows[from + i] as ProblemRow, text, list));
  const left = rows.slice(shown).flatMap((row) => row.findings);
  const cut = rows.slice(shown + rest).flatMap((row) => row.findings);
  const more =
    cut.length === 0
      ? []
      : [
          `- … and ${pluralize(cut.length, 'more finding')} (${formatSeverityCounts(cut)}) in ${linkToRun(reportName(context), context)}`,
        ];
  return {
    open: items(0, shown).join('\n'),
    title: left.length === 0 ? '' : `${rows.length - shown} more: ${formatSeverityCounts(left)}`,
    rest: [...items(shown, shown + rest), ...more].join('\n'),
  };
}

function reportName({ repository }: ReportContext): string {
  if (!repository?.run) return 'the JSON report';
  return repository.isGitLab ? 'the reports of the job' : 'the job summary and the report';
}

/** Lines and ids that an item names. */
const MAX_PLACES = 2;
const MAX_IDS = 3;
/** Objects that an item names. */
const MAX_NAMES = 3;

/**
 * `- 🔴 **critical** Service "web" runs privileged · compose.yaml:5 · DEP-PRIV`, and below it what to do.
 */
function item(row: ProblemRow, text: RowText, list: ListContext): string {
  const { context } = list;
  const [sign = '', ...words] = rowMark(row, text).split(' ');
  const ids = listFirst(text.ids, MAX_IDS, (finding) => ruleLink(finding, context));
  const where = placesOf(text, list);
  const first = [
    `${sign} **${words.join(' ')}** ${whatOf(text, list)}${inImages(row, text, list)}`,
    ...(where === '' ? [] : [where]),
    ...(ids === '' ? [] : [ids]),
  ].join(' · ');
  const advice = markdownWithCode(capitalize(text.advice));
  return advice === '' ? `- ${first}` : `- ${first}<br>\n  ${advice}`;
}

/** Settings that an item names. */
const MAX_SETTINGS = 4;

/** `14 services: web, api, db and 11 more: no memory limit, no process limit and 3 more` */
function whatOf({ what, names, settings }: RowText, { context }: ListContext): string {
  const link = ({ title, finding }: (typeof settings)[number]) =>
    markdownLink(escapeMarkdown(title), ruleAddress(finding, context));
  return [
    escapeMarkdown(shorten(what, 300)),
    listFirst(names, MAX_NAMES, (name) => escapeMarkdown(shorten(name, 80))),
    listFirst(settings, MAX_SETTINGS, link),
  ]
    .filter((part) => part !== '')
    .join(': ');
}

function placesOf({ places, images }: RowText, { context }: ListContext): string {
  if (places.length > 0)
    return listFirst(places, MAX_PLACES, (place) => linkToLine(place, context));
  const names = listFirst(images, MAX_PLACES, codeName);
  return images.length > MAX_PLACES + 1 ? `${images.length} images: ${names}` : names;
}

/** ` in app:1`, for what has lines. */
function inImages({ findings }: ProblemRow, { places }: RowText, list: ListContext): string {
  if (!list.severalImages || places.length === 0) return '';
  const images = [...new Set(findings.flatMap(({ subject }) => subject?.image ?? []))];
  return images.length === 0 ? '' : ` in ${listFirst(images, MAX_PLACES, codeName)}`;
}
