import type { Finding } from '../../../core/finding.js';
import { isExploited } from '../../../core/urgency.js';
import { groupBy } from '../../../lib/group-by.js';
import { pluralize } from '../../../lib/text.js';
import { sanitize, shorten } from '../../escape.js';
import type { BaseImageGroup } from '../../origin-groups.js';
import { isAboutPackage } from '../../vulnerability-facts.js';
import { excerpt } from './excerpt.js';
import type { Layout } from './layout.js';
import type { Row } from './rows.js';
import { wrap } from './wrap.js';

/** The file of a finding, or the image when it has no location in the repository. */
export function blockTitle({ location, subject }: Finding): string {
  return sanitize(location?.path ?? subject?.image ?? subject?.path ?? 'policy');
}

/** The findings of one file or image, below their source lines. */
export function block(title: string, rows: readonly Row[], layout: Layout): string[] {
  const lines = groupBy(rows, ({ finding }) => String(finding.location?.startLine ?? 0));
  const gutter = Math.max(...[...lines.keys()].map((n) => n.length));
  const path = rows[0]?.finding.location?.path;
  const source = path === undefined ? undefined : layout.source?.(path)?.split('\n');
  return [
    layout.paint('bold', title),
    ...[...lines].flatMap(([number, group]) => {
      if (number === '0') return group.flatMap((row) => rowLines(row, 2, layout));
      return [
        ...sourceLine(source?.[Number(number) - 1], number.padStart(gutter), group, layout),
        ...group.flatMap((row) => rowLines(row, gutter + 5, layout)),
      ];
    }),
    ...loweredLines(rows, layout),
  ];
}

/** The findings that a newer base image resolves, below the image instead of its FROM line. */
export function baseImageBlock(
  base: BaseImageGroup,
  rows: readonly Row[],
  layout: Layout,
): string[] {
  const { findings, name, summary } = base;
  const { location, subject } = findings[0];
  const place = location ? `${location.path}:${location.startLine}` : (subject?.image ?? '');
  const title = `Base image ${name === undefined ? 'of' : `${shorten(name, 120)},`} ${shorten(place, 120)}`;
  const counts = `  ${pluralize(findings.length, 'finding')}: ${sanitize(summary)}`;
  const isOneLine = title.length + counts.length <= layout.width;
  return [
    ...(isOneLine
      ? [`${layout.paint('bold', sanitize(title))}:${counts.slice(1)}`]
      : [layout.paint('bold', sanitize(title)), ...wrap(counts, layout.width)]),
    ...rows.flatMap((row) => rowLines(row, 2, layout)),
  ];
}

/** Columns of the severity and the space after it. */
const SEVERITY_COLUMNS = 9;

/**
 * A row as a line of a table, with its texts below each other in the last column. Where the other columns leave less than
 * half of the width, the texts are a list below them.
 */
function rowLines(row: Row, indent: number, layout: Layout): string[] {
  const { severity, columns, texts, isCount } = row;
  const [name = '', ...more] = columns;
  const columnWidth = columns.reduce((sum, column) => sum + column.length + 1, 0);
  const at = indent + SEVERITY_COLUMNS + columnWidth;
  const isList = columns.length > 0 && at > layout.width / 2;
  const head = [
    layout.paint(severity, severity.padEnd(SEVERITY_COLUMNS - 1)),
    ...(name === '' ? [] : [layout.paint('bold', name)]),
    ...(isList ? [] : more.map((column) => layout.paint('dim', column))),
  ].join(' ');
  const style = isCount ? 'dim' : isExploited(row.finding) ? 'critical' : undefined;
  const paint = (line: string) => (style ? layout.paint(style, line) : line);
  const left = isList ? indent + 2 : at;
  const listed = isList && more.length > 0 ? [more.map((word) => word.trim()).join(', ')] : [];
  const lines = [...listed, ...texts].flatMap((text) => wrap(text, layout.width - left).map(paint));
  const [first = '', ...others] = lines;
  const start = ' '.repeat(indent) + head;
  const below = (line: string) => ' '.repeat(left) + line;
  return isList ? [start, ...lines.map(below)] : [`${start} ${first}`, ...others.map(below)];
}

/** The source line with carets, or only its number when the source is not available. */
function sourceLine(
  source: string | undefined,
  number: string,
  rows: readonly Row[],
  layout: Layout,
): string[] {
  if (source === undefined) return [`  ${layout.paint('dim', `line ${number.trim()}`)}`];
  const ranges = rows
    .filter(({ finding }) => !isAboutPackage(finding))
    .flatMap(({ finding }) => finding.location ?? []);
  const bar = layout.paint('dim', '│');
  const width = Number.isFinite(layout.width) ? layout.width : DEFAULT_WIDTH;
  const { line, carets } = excerpt(source, ranges, width - number.length - 5);
  return [
    `  ${layout.paint('dim', number)} ${bar} ${line}`,
    ...(carets === ''
      ? []
      : [`  ${' '.repeat(number.length)} ${bar} ${layout.paint('caret', carets)}`]),
  ];
}

/** Columns of a source line where the width is unknown. */
const DEFAULT_WIDTH = 100;

/** Why the policy lowered findings of the file, one line for all that it lowered for the same reason. */
function loweredLines(rows: readonly Row[], layout: Layout): string[] {
  const shared = rows.filter(({ finding }) => layout.sharedNotes.has(finding));
  const reasons = groupBy(shared, ({ finding }) => finding.lowered?.reason ?? '');
  return [...reasons].flatMap(([reason, group]) => {
    const rules = groupBy(group, ({ finding }) => `${finding.lowered?.from} ${finding.rule}`);
    const named = [...rules.values()].map((same) => {
      const lines = [...new Set(same.map(({ finding }) => finding.location?.startLine))];
      return `${sanitize(same[0]?.finding.rule ?? '')} (${lines.join(', ')})`;
    });
    const sentence = `Lowered by one severity, because ${sanitize(reason)}: ${named.join(', ')}`;
    const [first = '', ...others] = wrap(sentence, layout.width - 4);
    return [`  ${first}`, ...others.map((line) => `    ${line}`)].map((line) =>
      layout.paint('dim', line),
    );
  });
}

/** The findings whose lowered severity is explained at the end of their file: two or more for the same reason. */
export function sharedNotes(findings: readonly Finding[]): Set<Finding> {
  const lowered = findings.filter((finding) => finding.lowered);
  const groups = groupBy(lowered, (finding) =>
    JSON.stringify([blockTitle(finding), finding.lowered?.reason]),
  );
  return new Set([...groups.values()].filter((group) => group.length > 1).flat());
}
