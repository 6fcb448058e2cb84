import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { capitalize, listFirst, pluralize } from '../../../lib/text.js';
import { sanitize, shorten } from '../../escape.js';
import { formatSeverityCounts } from '../../finding-lists.js';
import { findingNote } from '../../finding-note.js';
import type { ReportContext } from '../../format.js';
import { withoutCodeMarks } from '../../plan-text.js';
import { type ProblemRow, rowsWithBaseImages } from '../../rows/problem-rows.js';
import { describeRows, type RowText } from '../../rows/row-text.js';
import { useText } from '../../use-text.js';
import { isAboutPackage, vulnerabilityFacts } from '../../vulnerability-facts.js';
import type { Layout } from './layout.js';
import { wrap } from './wrap.js';

/** Columns of the severity and the space after it. */
const INDENT = 9;

export interface ShownReport {
  readonly report: Report;
  readonly context: ReportContext;
  readonly layout: Layout;
}

/** Lines that are not escaped yet; `isCut` if they do not list every finding. */
interface ProblemLines {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

/**
 * A row for each problem, the most urgent first, in at most `room` lines. The last line counts what is left out. In a complete
 * report all of them, each with a line for every finding.
 */
export function problemLines(
  findings: readonly Finding[],
  room: number,
  facts: ShownReport,
): ProblemLines {
  const { report, layout } = facts;
  const { rules, fails } = facts.context;
  const { packages, places, complete } = layout;
  const rows = rowsWithBaseImages(findings, { packages, rules, fails });
  const texts = describeRows(rows, { report, packages, rules, fails, places });
  const lines: string[] = [];
  let shown = 0;
  for (const [at, row] of rows.entries()) {
    const next = rowLines(texts[at] as RowText, layout);
    if (complete) next.push(...row.findings.flatMap((one) => findingLines(one, row, layout)));
    else if (lines.length + next.length > room - 1) break;
    lines.push(...next);
    shown++;
  }
  const left = rows.slice(shown).flatMap((row) => row.findings);
  if (left.length === 0) return { lines, isCut: !complete && rows.length < findings.length };
  const what = `${pluralize(left.length, 'more finding')}: ${formatSeverityCounts(left)}`;
  return { lines: [...lines, `… and ${what}`], isCut: true };
}

/** How many names, settings, places and ids a row has. */
const MOST_NAMES = 3;
const MOST_SETTINGS = 4;
const MOST_PLACES = 2;
const MOST_IDS = 3;

/** `critical Service "web" runs privileged · compose.yaml:5 · DEP-PRIV`, and below it what to do. */
function rowLines(text: RowText, layout: Layout): string[] {
  const { severity, marks, what, names, settings, ids, advice } = text;
  const show = (name: string) => shorten(name, 120);
  const about = [
    `${shorten(what, 300)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`,
    listFirst(names, MOST_NAMES, show),
    listFirst(settings, MOST_SETTINGS, ({ title }) => show(title)),
  ];
  const sentence = [
    about.filter((part) => part !== '').join(': '),
    placesOf(text),
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

function placesOf({ places, images }: RowText): string {
  const show = (name: string) => shorten(name, 120);
  if (places.length > 0)
    return listFirst(places, MOST_PLACES, ({ path, startLine }) => show(`${path}:${startLine}`));
  const names = listFirst(images, MOST_PLACES, show);
  return images.length > MOST_PLACES + 1 ? `${images.length} images: ${names}` : names;
}

/** `- high CVE-2024-0002 A short story · Dockerfile:1`: what the row does not say of the finding. */
function findingLines(finding: Finding, { findings }: ProblemRow, layout: Layout): string[] {
  const { severity, rule, location, subject } = finding;
  const details = [
    findings.length === 1 ? '' : `${severity} ${rule} ${ownWords(finding, layout)}`,
    findings.length === 1 || !location ? '' : `${location.path}:${location.startLine}`,
    location && findings.length === 1 ? '' : (subject?.path ?? ''),
    useText(finding, true) ?? '',
    ...unlicensedPackages(finding),
  ].filter((part) => part !== '');
  if (details.length === 0) return [];
  const lines = wrap(sanitize(details.join(' · ')), layout.width - INDENT - 2);
  return lines.map((line, at) => `${' '.repeat(INDENT)}${at === 0 ? '- ' : '  '}${line}`);
}

function ownWords(finding: Finding, { packages, places }: Layout): string {
  if (!isAboutPackage(finding)) return `${finding.message}${findingNote(finding)}`;
  const {
    package: name,
    installed = '',
    summary,
    exploited,
    fixed,
  } = vulnerabilityFacts(finding, packages);
  const said = summary === undefined || summary === '' ? '' : `: ${summary}`;
  const fix = fixed === undefined ? 'no fix' : `fixed in ${fixed}`;
  return `${name} ${installed}${places(finding)}${said} (${exploited ? 'exploited, ' : ''}${fix})`;
}

/** The packages of a finding about several unknown licenses: its message names the first ones. */
function unlicensedPackages(finding: Finding): string[] {
  const packages = (finding.check === 'policy' && finding.details?.packages) || [];
  if (packages.length < 2) return [];
  return packages.map(
    ({ name, version, licenses }) => `${name} ${version}: ${licenses.join(', ') || 'no license'}`,
  );
}
