import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { isExploited, isMalicious } from '../../../core/urgency.js';
import { capitalize, listFirst, pluralize } from '../../../lib/text.js';
import { sanitize, shorten } from '../../escape.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import type { ReportContext } from '../../format.js';
import { withoutCodeMarks } from '../../plan-text.js';
import { type ProblemRow, rowsWithBaseImages } from '../../rows/problem-rows.js';
import { describeRows, type RowText } from '../../rows/row-text.js';
import type { Layout } from './layout.js';
import { wrap } from './wrap.js';

/** Columns of the severity and the space after it. */
const INDENT = 9;

export interface ShownReport {
  readonly report: Report;
  readonly context: ReportContext;
  readonly layout: Layout;
}

/** A row for each problem, the most urgent first, in at most `room` lines. The last line counts what is left out. */
export function shortRows(
  findings: readonly Finding[],
  room: number,
  facts: ShownReport,
): string[] {
  const { report, layout } = facts;
  const { rules, fails } = facts.context;
  const { packages, places } = layout;
  const rows = rowsWithBaseImages(findings, { packages, rules, fails });
  const texts = describeRows(rows, { report, packages, rules, places });
  const lines: string[] = [];
  let shown = 0;
  for (const [at, row] of rows.entries()) {
    const next = rowLines(row, texts[at] as RowText, layout);
    if (lines.length + next.length > room - 1) break;
    lines.push(...next);
    shown++;
  }
  const left = rows.slice(shown).flatMap((row) => row.findings);
  if (left.length === 0) return lines;
  const what = `${pluralize(left.length, 'more finding')}: ${formatSeverityCounts(left)}`;
  return [...lines, `… and ${what}`];
}

/** How many names, settings, places and ids a row has. */
const MOST_NAMES = 3;
const MOST_SETTINGS = 4;
const MOST_PLACES = 2;
const MOST_IDS = 3;

/** `critical Service "web" runs privileged · compose.yaml:5 · DEP-PRIV`, and below it what to do. */
function rowLines({ findings }: ProblemRow, text: RowText, layout: Layout): string[] {
  const [{ severity }] = findings;
  const { what, names, settings, ids, advice } = text;
  const show = (name: string) => shorten(name, 120);
  const marks = [
    ...(findings.some(isMalicious) ? ['malicious'] : []),
    ...(findings.some(isExploited) ? ['exploited'] : []),
  ];
  const about = [
    `${shorten(what, 300)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`,
    listFirst(names, MOST_NAMES, show),
    listFirst(settings, MOST_SETTINGS, ({ title }) => show(title)),
  ];
  const sentence = [
    about.filter((part) => part !== '').join(': '),
    listFirst(text.places, MOST_PLACES, ({ path, startLine }) => show(`${path}:${startLine}`)) ||
      listFirst(text.images, MOST_PLACES, show),
    listFirst([...ids, ...settings.map(({ finding }) => finding)], MOST_IDS, ({ rule }) =>
      show(rule),
    ),
  ].filter((part) => part !== '');
  const width = layout.width - INDENT;
  const [first = '', ...others] = wrap(sanitize(sentence.join(' · ')), width);
  const remedy = capitalize(withoutCodeMarks(sanitize(advice)));
  const indented = (line: string) => `${' '.repeat(INDENT)}${line}`;
  return [
    `${layout.paint(severity, severity.padEnd(INDENT - 1))} ${first}`,
    ...others.map(indented),
    ...(remedy === '' ? [] : wrap(remedy, width)).map((line) =>
      layout.paint('dim', indented(line)),
    ),
  ];
}
