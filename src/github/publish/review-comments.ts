import type { Finding } from '../../core/finding.js';
import { fingerprint } from '../../core/fingerprint.js';
import { applyFixes } from '../../core/fix.js';
import { compareByUrgency } from '../../core/urgency.js';
import { groupBy } from '../../lib/group-by.js';
import { capitalize, pluralize } from '../../lib/text.js';
import {
  escapeMarkdown,
  markdownCode,
  markdownCodeBlock,
  markdownWithCode,
  sanitize,
  shorten,
} from '../../reports/escape.js';
import type { ReportContext } from '../../reports/format.js';
import { ruleLink } from '../../reports/formats/markdown/links.js';
import { severityMark } from '../../reports/formats/markdown/severity-mark.js';
import { adviceOf } from '../../reports/rows/row-text.js';
import { findHunk, type Hunk } from './patch.js';

/** A comment of a review, on the new side of the diff. */
export interface ReviewComment {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly side: 'RIGHT';
  readonly start_line?: number | undefined;
  readonly start_side?: 'RIGHT' | undefined;
}

/** Findings that one comment lists. */
const MAX_LISTED = 5;
/** Findings that one comment remembers, and characters of its suggestion: GitHub accepts 65,536 characters in total. */
const MAX_REMEMBERED = 200;
const MAX_SUGGESTION = 20_000;

/** One comment for each line that the pull request changes, the most urgent first. */
export function createReviewComments(
  findings: readonly Finding[],
  files: ReadonlyMap<string, readonly Hunk[]>,
  context: ReportContext,
): ReviewComment[] {
  const lines = groupBy(
    [...findings].sort(compareByUrgency),
    (f) => `${f.location?.path}\n${f.location?.startLine}`,
  );
  return [...lines.values()].flatMap((group) => {
    const path = group[0]?.location?.path ?? '';
    return createComment(group, files.get(path) ?? [], context) ?? [];
  });
}

/** The comment on one line; undefined when the pull request does not change the line. */
function createComment(
  findings: readonly Finding[],
  hunks: readonly Hunk[],
  context: ReportContext,
): ReviewComment | undefined {
  const location = findings[0]?.location;
  if (!location) return undefined;
  const suggestion = suggestChange(findings, hunks, context.source?.(location.path));
  const { start, end } = suggestion ?? { start: location.startLine, end: location.endLine };
  const hunk = findHunk(hunks, start, end) ?? findHunk(hunks, start, start);
  if (!hunk) return undefined;
  const last = end > hunk.last ? start : end;
  if (!hasAddedLine(hunk, start, last)) return undefined;
  const body = [
    ...describeFindings(findings, context, suggestion?.fixedRules ?? new Set()),
    ...(suggestion ? ['', suggestion.block, ...warning(findings, suggestion)] : []),
    '',
    ...findings.slice(0, MAX_REMEMBERED).map(marker),
  ].join('\n');
  const isRange = last > start;
  return {
    path: location.path,
    body,
    line: last,
    side: 'RIGHT',
    start_line: isRange ? start : undefined,
    start_side: isRange ? 'RIGHT' : undefined,
  };
}

function hasAddedLine(hunk: Hunk, start: number, end: number): boolean {
  for (let line = start; line <= end; line++) if (hunk.added.has(line)) return true;
  return false;
}

/** The most urgent finding in the first line, which e-mails show, then the others, each with what to do about it. */
function describeFindings(
  findings: readonly Finding[],
  context: ReportContext,
  fixedRules: ReadonlySet<string>,
): string[] {
  const [first, ...others] = findings;
  if (!first) return [];
  // The suggestion does it.
  const adviceFor = (finding: Finding) =>
    fixedRules.has(finding.rule)
      ? ''
      : markdownWithCode(capitalize(adviceOf(finding, context.rules)));
  const advice = adviceFor(first);
  const lines = [describeFinding(first, context), ...(advice === '' ? [] : ['', advice])];
  if (others.length === 0) return lines;
  const listed = others.slice(0, MAX_LISTED - 1).map((finding) => {
    const how = adviceFor(finding);
    return `- ${describeFinding(finding, context)}${how === '' ? '' : `<br>\n  ${how}`}`;
  });
  const more = others.length - listed.length;
  return [
    ...lines,
    '',
    'Also on this line:',
    ...listed,
    ...(more > 0 ? [`- … and ${pluralize(more, 'more finding')} on this line`] : []),
  ];
}

/** `🟠 **high:** Container "web" runs privileged (DEP-PRIV)` */
function describeFinding(finding: Finding, context: ReportContext): string {
  const [mark, word] = severityMark(finding.severity).split(' ');
  const what = escapeMarkdown(shorten(finding.message, 500));
  return `${mark} **${word}:** ${what} (${ruleLink(finding, context)})`;
}

/** What to know before accepting a suggestion. */
function warning(findings: readonly Finding[], { fixedRules }: Suggestion): string[] {
  const isPartial = findings.some(({ rule }) => !fixedRules.has(rule));
  const names = [...fixedRules].slice(0, MAX_LISTED).map((rule) => markdownCode(shorten(rule, 80)));
  const sentences = [
    ...(isPartial ? [`The suggestion fixes ${names.join(', ')}.`] : []),
    ...(findings.some(isManifestFix) ? [TEST_FIRST] : []),
  ];
  return sentences.length > 0 ? ['', sentences.join(' ')] : [];
}

const TEST_FIRST =
  'Start the program once with this change before you merge: it may need what the change removes.';

function isManifestFix({ check, fix }: Finding): boolean {
  return check === 'manifest' && fix !== undefined;
}

function marker(finding: Finding): string {
  const [own, text] = [finding.fingerprint, textKey(finding)].map((key) =>
    key.replace(/[^0-9a-f]/g, ''),
  );
  return `<!-- portside finding=${own} text=${text} -->`;
}

/**
 * What a reader sees of a finding: the fingerprint, but the same key for the same vulnerability of several images that are
 * built from one Dockerfile.
 */
export function textKey({ rule, message, location, subject, fingerprint: own }: Finding): string {
  return subject?.image === undefined ? own : fingerprint(rule, message, location?.path);
}

/** The fingerprints, and the keys of the texts, in the markers of a posted comment. */
export function readMarkers(body: string): {
  readonly fingerprints: readonly string[];
  readonly texts: readonly string[];
} {
  const markers = [
    ...body.matchAll(/<!-- portside finding=([0-9a-f]{1,64}) text=([0-9a-f]{1,64}) -->/g),
  ];
  return {
    fingerprints: markers.map(([, key]) => key ?? ''),
    texts: markers.map(([, , key]) => key ?? ''),
  };
}

interface Suggestion {
  /** The rules whose findings it fixes. */
  readonly fixedRules: ReadonlySet<string>;
  /** The lines that it replaces. */
  readonly start: number;
  readonly end: number;
  readonly block: string;
}

/**
 * All fixes of one line as one suggested change. Undefined when the diff does not have the same lines as the checkout
 * (the checkout is the merge commit, comments are on the head), or when the new text has invisible characters.
 */
function suggestChange(
  findings: readonly Finding[],
  hunks: readonly Hunk[],
  source: string | undefined,
): Suggestion | undefined {
  const fixes = findings.flatMap(({ fix }) => (fix && fix.edits.length > 0 ? [fix] : []));
  if (source === undefined || fixes.length === 0) return undefined;
  const { text, applied } = applyFixes(source, fixes);
  const edits = applied.flatMap((fix) => fix.edits);
  const start = Math.min(...edits.map((edit) => edit.startLine));
  const end = Math.max(...edits.map((edit) => edit.endLine));
  const hunk = findHunk(hunks, start, end);
  if (!hunk) return undefined;
  const before = source.split('\n').map(withoutCarriageReturn);
  const after = text.split('\n').map(withoutCarriageReturn);
  const oldLines = before.slice(start - 1, end);
  const diffLines = hunk.lines.slice(start - hunk.first, end - hunk.first + 1);
  if (oldLines.join('\n') !== diffLines.map(withoutCarriageReturn).join('\n')) return undefined;
  const newLines = after.slice(start - 1, end + after.length - before.length);
  if (newLines.join('\n') === oldLines.join('\n') || newLines.some(hasInvisible)) return undefined;
  const block = markdownCodeBlock('suggestion', newLines);
  if (block.length > MAX_SUGGESTION) return undefined;
  const fixed = findings.filter(({ fix }) => fix && applied.includes(fix));
  return { start, end, block, fixedRules: new Set(fixed.map(({ rule }) => rule)) };
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function hasInvisible(line: string): boolean {
  const withoutTabs = line.replaceAll('\t', ' ');
  return sanitize(withoutTabs) !== withoutTabs;
}
