import type { Finding } from '../core/finding.js';
import type { Range } from '../core/location.js';
import type { RuleBook } from '../core/report.js';
import type { RuleReference } from '../core/rule.js';
import { lineStarts } from '../lib/lines.js';
import { multiMatch, SHORTEST } from './multi-match.js';
import { mask, searchText } from './search.js';

/** Findings and source texts that may be shown to everybody. */
export interface Redacted {
  readonly findings: readonly Finding[];
  readonly source: (path: string) => string | undefined;
}

export type Redact = typeof redact;

/**
 * Hides the secrets of the repository's files from reports: in source lines, of each no more than the first and last two
 * characters stay, with as many columns as before; a fix that would write one out is dropped; messages name none.
 */
export function redact(
  findings: readonly Finding[],
  source: (path: string) => string | undefined,
  rules: RuleBook,
): Redacted {
  const files = new Map<string, Hidden>();
  const byPath = grouped(findings);
  const fileOf = (path: string): Hidden => {
    const known = files.get(path) ?? hide(source(path), path, byPath.get(path) ?? [], rules);
    files.set(path, known);
    return known;
  };
  return {
    source: (path) => fileOf(path).text,
    findings: findings.map((finding) =>
      finding.location ? withoutValues(finding, fileOf(finding.location.path).within) : finding,
    ),
  };
}

interface Hidden {
  readonly text: string | undefined;
  /** What was hidden that a text holds. */
  readonly within: (text: string) => readonly string[];
}

function pathOf(finding: Finding): string {
  return finding.location?.path ?? '';
}

function grouped(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(pathOf(finding));
    if (group) group.push(finding);
    else groups.set(pathOf(finding), [finding]);
  }
  return groups;
}

/** A file larger than this is shown nowhere, nor is one that could not be searched whole. */
const MAX_TEXT = 10 * 1024 * 1024;

function hide(
  text: string | undefined,
  path: string,
  findings: readonly Finding[],
  rules: RuleBook,
): Hidden {
  if (text === undefined || text.length > MAX_TEXT) return { text: undefined, within: () => [] };
  const { secrets, complete } = searchText(text, { path });
  const starts = lineStarts(text);
  const spans = [
    ...secrets.map(({ detector, start, end }) => ({
      start,
      end: detector.id.endsWith('private-key') ? endOfKey(text, end) : end,
    })),
    ...findings.flatMap((finding) => valuesOf(finding, rules.get(finding.rule), text, starts)),
  ].sort((a, b) => a.start - b.start);
  const parts: string[] = [];
  const values = new Set<string>();
  let last = 0;
  for (const { start, end } of spans) {
    if (end <= last) continue;
    const from = Math.max(start, last);
    const value = text.slice(from, end);
    parts.push(text.slice(last, from), blank(value));
    if (value.length >= SHORTEST) values.add(value);
    last = end;
  }
  const shown = complete ? parts.join('') + text.slice(last) : undefined;
  return { text: shown, within: multiMatch(values) };
}

/** As long as the value, line breaks kept. */
function blank(value: string): string {
  const hidden = value.replace(/[^\r\n]/g, '•');
  return value.length < 8 ? hidden : value.slice(0, 2) + hidden.slice(2, -2) + value.slice(-2);
}

/** The body of a key stands behind its first line. */
function endOfKey(text: string, end: number): number {
  const close = text.slice(end, end + 20_000).search(/-----END|Private-MAC/);
  return close < 0 ? Math.min(text.length, end + 4000) : end + close;
}

/** The ranges of the secrets that a finding points at, as its rule tells. */
function valuesOf(
  { location }: Finding,
  rule: RuleReference | undefined,
  text: string,
  starts: readonly number[],
): { start: number; end: number }[] {
  if (!location || !rule?.sensitive) return [];
  const end = offset(starts, text, location.endLine, location.endColumn);
  if (rule.sensitive === 'in-range') return [{ start: startOf(starts, text, location), end }];
  VALUE.lastIndex = end;
  const value = VALUE.exec(text)?.[1];
  return value === undefined
    ? []
    : [{ start: VALUE.lastIndex - value.length, end: VALUE.lastIndex }];
}

/** `=v`, `="v w"` or ` v`; a reference to a variable is no secret. */
const VALUE =
  /(?:=|[ \t]{1,20})(?!["']?\$)("(?:[^"\\\n]|\\[\s\S]){1,2000}"|'[^'\n]{1,2000}'|[^\s"']{1,2000})/y;

function startOf(starts: readonly number[], text: string, at: Range): number {
  return offset(starts, text, at.startLine, at.startColumn);
}

function offset(starts: readonly number[], text: string, line: number, column: number): number {
  return Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
}

function withoutValues(finding: Finding, within: Hidden['within']): Finding {
  const { fix, ...rest } = finding;
  const message = within(finding.message).reduce(
    (text, value) => text.replaceAll(value, mask(value)),
    finding.message,
  );
  const tells = fix?.edits.some(({ text }) => within(text).length > 0);
  return { ...rest, message, ...(fix && !tells ? { fix } : {}) };
}
