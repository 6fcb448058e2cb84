import type { Finding } from '../core/finding.js';
import type { RuleBook } from '../core/report.js';
import type { RuleReference } from '../core/rule.js';
import { lineStarts } from '../lib/lines.js';
import { MIN_VALUE_LENGTH, multiMatch } from './multi-match.js';
import { mask, searchText } from './search.js';

/** Findings and source texts without secrets, to show to everyone who can read a report. */
export interface Redacted {
  readonly findings: readonly Finding[];
  readonly source: (path: string) => string | undefined;
}

export type Redact = typeof redact;

/**
 * Removes the secrets in the repository's files from reports. In source lines, at most the first and last two characters
 * of a secret stay, and the number of columns is the same. Messages contain no secret, and a fix that contains one is
 * dropped.
 */
export function redact(
  findings: readonly Finding[],
  source: (path: string) => string | undefined,
  rules: RuleBook,
): Redacted {
  const files = new Map<string, RedactedFile>();
  const byPath = groupByPath(findings);
  const fileOf = (path: string): RedactedFile => {
    const file = files.get(path) ?? redactFile(source(path), path, byPath.get(path) ?? [], rules);
    files.set(path, file);
    return file;
  };
  return {
    source: (path) => fileOf(path).text,
    findings: findings.map((finding) =>
      finding.location ? withoutSecrets(finding, fileOf(finding.location.path)) : finding,
    ),
  };
}

interface RedactedFile {
  readonly text: string | undefined;
  /** The secrets of the file that another text contains. */
  readonly secretsIn: (text: string) => readonly string[];
}

function groupByPath(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const path = finding.location?.path ?? '';
    const group = groups.get(path);
    if (group) group.push(finding);
    else groups.set(path, [finding]);
  }
  return groups;
}

/** No lines of a larger file are shown, nor of a file that was searched in part. */
const MAX_LENGTH = 10 * 1024 * 1024;

function redactFile(
  text: string | undefined,
  path: string,
  findings: readonly Finding[],
  rules: RuleBook,
): RedactedFile {
  if (text === undefined || text.length > MAX_LENGTH)
    return { text: undefined, secretsIn: () => [] };
  const { secrets, complete } = searchText(text, { path });
  const starts = lineStarts(text);
  const ranges = [
    ...secrets.map(({ detector, start, end }) => ({
      start,
      end: detector.isMultiline ? endOfKey(text, end) : end,
    })),
    ...findings.flatMap((finding) => secretRange(finding, rules.get(finding.rule), text, starts)),
  ].sort((a, b) => a.start - b.start);
  const parts: string[] = [];
  const values = new Set<string>();
  let last = 0;
  for (const { start, end } of ranges) {
    if (end <= last) continue;
    const from = Math.max(start, last);
    const value = text.slice(from, end);
    parts.push(text.slice(last, from), maskInPlace(value));
    if (value.length >= MIN_VALUE_LENGTH) values.add(value);
    last = end;
  }
  const redacted = complete ? parts.join('') + text.slice(last) : undefined;
  return { text: redacted, secretsIn: multiMatch(values) };
}

/** The masked value, with the same length and line breaks. */
function maskInPlace(value: string): string {
  const hidden = value.replace(/[^\r\n]/g, '•');
  return value.length < 8 ? hidden : value.slice(0, 2) + hidden.slice(2, -2) + value.slice(-2);
}

/** The end of a private key whose first line ends at `end`. */
function endOfKey(text: string, end: number): number {
  const close = text.slice(end, end + 20_000).search(/-----END|Private-MAC/);
  return close < 0 ? Math.min(text.length, end + 4000) : end + close;
}

/** The range of the secret that a finding points to, if its rule is about secrets. */
function secretRange(
  { location }: Finding,
  rule: RuleReference | undefined,
  text: string,
  starts: readonly number[],
): { start: number; end: number }[] {
  if (!location || !rule?.sensitive) return [];
  const start = offsetOf(starts, text, location.startLine, location.startColumn);
  const end = offsetOf(starts, text, location.endLine, location.endColumn);
  if (rule.sensitive === 'in-range') return [{ start, end }];
  VALUE.lastIndex = end;
  const value = VALUE.exec(text)?.[1];
  return value === undefined
    ? []
    : [{ start: VALUE.lastIndex - value.length, end: VALUE.lastIndex }];
}

/** `=v`, `="v w"` or ` v`. A reference to a variable is not a secret. */
const VALUE =
  /(?:=|[ \t]{1,20})(?!["']?\$)("(?:[^"\\\n]|\\[\s\S]){1,2000}"|'[^'\n]{1,2000}'|[^\s"']{1,2000})/y;

function offsetOf(starts: readonly number[], text: string, line: number, column: number): number {
  return Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
}

function withoutSecrets(finding: Finding, { secretsIn }: RedactedFile): Finding {
  const { fix, message } = finding;
  const masked = secretsIn(message).reduce(
    (text, value) => text.replaceAll(value, mask(value)),
    message,
  );
  const revealsSecret = fix?.edits.some(({ text }) => secretsIn(text).length > 0);
  return { ...finding, message: masked, fix: revealsSecret ? undefined : fix };
}
