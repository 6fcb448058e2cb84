import type { Range } from '../core/location.js';
import type { RuleDescription } from '../core/rule.js';
import { offsetOf } from '../lib/lines.js';
import type { Span } from '../lib/span.js';

/** The place of a range in a text whose lines begin at `starts`. */
export function spanOf(range: Range, text: string, starts: readonly number[]): Span {
  return {
    start: offsetOf(starts, text, range.startLine, range.startColumn),
    end: offsetOf(starts, text, range.endLine, range.endColumn),
  };
}

/** The place of the secret that a finding points to; undefined if its rule is not about secrets, or there is none. */
export function secretSpan(
  range: Range,
  sensitive: RuleDescription['sensitive'],
  text: string,
  starts: readonly number[],
): Span | undefined {
  if (!sensitive) return undefined;
  const span = spanOf(range, text, starts);
  if (sensitive !== 'after-range') return span;
  VALUE.lastIndex = span.end;
  const value = VALUE.exec(text)?.[1];
  return value === undefined
    ? undefined
    : { start: VALUE.lastIndex - value.length, end: VALUE.lastIndex };
}

/** `=v`, `="v w"` or ` v`. A reference to a variable is not a secret. */
const VALUE =
  /(?:=|[ \t]{1,20})(?!["']?\$)("(?:[^"\\\n]|\\[\s\S]){1,2000}"|'[^'\n]{1,2000}'|[^\s"']{1,2000})/y;
