import { isDay } from '../lib/dates.js';
import type { Finding, Suppression } from './finding.js';

export type { Suppression } from './finding.js';

import type { RuleDescription } from './rule.js';

/** What stands behind `ignore=` in a comment: rules, then for Portside's own comments `reason=…` and `until=…`. */
export interface IgnoreComment {
  /** `at` is the offset of the name in the text. */
  readonly rules: readonly { readonly id: string; readonly at: number }[];
  readonly reason: string | undefined;
  /** The last day on which it holds: `2027-01-31`. */
  readonly until: string | undefined;
  /** Parts that could not be understood. */
  readonly faults: readonly string[];
}

/** The rule names behind `ignore=`; where `dated`, also `reason=… until=…` in any order. */
export function parseIgnore(text: string, dated: boolean): IgnoreComment {
  const list = /^\s*[^\s,#]*(?:\s*,\s*[^\s,#]+)*/.exec(text)?.[0] ?? '';
  const rules = ruleNames(list);
  const faults: string[] = rules.length === 0 ? ['it names no rule'] : [];
  const rest = text.slice(list.length);
  if (!dated) return { rules, reason: undefined, until: undefined, faults };
  const until = /(?:^|\s)until\s*=\s*(\S*)/.exec(rest)?.[1];
  if (until !== undefined && !isDay(until)) {
    faults.push(`until=${until.slice(0, 40)} is no date of the form 2027-01-31`);
  }
  const reason = /(?:^|\s)reason\s*=\s*(.*?)\s*(?:\suntil\s*=.*)?$/.exec(rest)?.[1];
  return {
    rules,
    reason: reason === '' ? undefined : reason?.replace(/^"(.*)"$/, '$1'),
    until: until !== undefined && isDay(until) ? until : undefined,
    faults,
  };
}

/** The names of a list with commas or blanks between them, each with its offset. */
export function ruleNames(list: string): { readonly id: string; readonly at: number }[] {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => ({ id: match[0], at: match.index }));
}

/** The finding, marked as suppressed by a comment. */
export function suppressed(finding: Finding, by: Suppression): Finding {
  return { ...finding, suppression: by };
}

/** A comment names a rule that does not exist. */
export const UNKNOWN_RULE: RuleDescription = {
  id: 'PS0001',
  name: 'known-rule-in-ignore',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Ignore comment names a rule that does not exist',
  why: 'A mistyped rule name ignores nothing: the author believes that a decision is recorded, and it is not.',
  remediation: 'Correct the name; `portside explain` knows every rule.',
  wrong: '# hadolint ignore=DL30008\nRUN apt-get install -y curl',
  right: '# hadolint ignore=DL3008\nRUN apt-get install -y curl',
};

/** An ignore that no finding needs. */
export const UNUSED_IGNORE: RuleDescription = {
  id: 'PS0002',
  name: 'no-unused-ignore',
  severity: 'info',
  practice: 'maintainability',
  title: 'Ignore comment matches no finding',
  why: 'An exception that is no longer needed hides the next finding of the same rule on that line.',
  remediation: 'Remove the comment, or the rule from it.',
  wrong: '# hadolint ignore=DL3007\nFROM debian:12',
  right: 'FROM debian:12',
};

/** `until=` is over. */
export const EXPIRED_IGNORE: RuleDescription = {
  id: 'PS0003',
  name: 'no-expired-ignore',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Ignore comment has expired',
  why: 'The exception was granted until a date that has passed, so the finding counts again.',
  remediation: 'Fix the finding, or extend the date with a reason.',
  wrong:
    '# portside ignore=DL3008 until=2020-01-01 reason=mirror is down\nRUN apt-get install -y curl',
  right:
    '# portside ignore=DL3008 until=2099-01-01 reason=mirror is down\nRUN apt-get install -y curl',
};

/** A comment that cannot be understood. */
export const MALFORMED_IGNORE: RuleDescription = {
  id: 'PS0004',
  name: 'well-formed-ignore',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Ignore comment cannot be understood',
  why: 'What cannot be read has no effect, or not the one that was meant.',
  remediation: 'Write `# portside ignore=RULE reason=… until=2027-01-31`.',
  wrong: '# portside ignore=DL3008 until=soon\nRUN apt-get install -y curl',
  right:
    '# portside ignore=DL3008 until=2099-01-31 reason=mirror is down\nRUN apt-get install -y curl',
};
