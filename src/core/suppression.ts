import { isDay } from '../lib/dates.js';
import { nearestName } from '../lib/nearest-name.js';
import type { Finding, Suppression } from './finding.js';

export type { Suppression } from './finding.js';

import type { RuleDescription } from './rule.js';

/** The text after `ignore=` in a comment: rules and, in Portside's own comments, `reason=…` and `until=…`. */
export interface IgnoreComment {
  /** `at` is the offset of the name in the text. */
  readonly rules: readonly { readonly id: string; readonly at: number }[];
  readonly reason: string | undefined;
  /** The last day on which the comment applies: `2099-12-31`. */
  readonly until: string | undefined;
  /** What is wrong with the comment, each as a clause. */
  readonly faults: readonly string[];
}

/** Parses the rule names after `ignore=`; if `dated`, also `reason=… until=…` in any order. */
export function parseIgnore(text: string, dated: boolean): IgnoreComment {
  const list = /^\s*[^\s,#]*(?:\s*,\s*[^\s,#]+)*/.exec(text)?.[0] ?? '';
  const rules = ruleNames(list);
  const faults: string[] = rules.length === 0 ? ['it names no rule'] : [];
  const rest = text.slice(list.length);
  if (!dated) return { rules, reason: undefined, until: undefined, faults };
  const until = /(?:^|\s)until\s*=\s*(\S*)/.exec(rest)?.[1];
  if (until !== undefined && !isDay(until)) {
    faults.push(`until=${until.slice(0, 40)} is not a date like 2099-12-31`);
  }
  const reason = /(?:^|\s)reason\s*=\s*(.*?)\s*(?:\suntil\s*=.*)?$/.exec(rest)?.[1];
  return {
    rules,
    reason: reason === '' ? undefined : reason?.replace(/^"(.*)"$/, '$1'),
    until: until !== undefined && isDay(until) ? until : undefined,
    faults,
  };
}

/** Groups: what stands for `portside ignore=`, its keyword, and the start of a rule name. */
const LIKE_IGNORE =
  /^#\s*(portside[\s:-]+(?:(?:stage|global)\s+)?([a-z]{1,20})(?:\s*=|\s*:|(?=\s)))\s*([A-Z]{2,}[\d-])?/i;

/**
 * What is wrong with a comment that was meant to be `# portside ignore=RULE`: a keyword with an equals sign, or one that
 * differs little from `ignore` before the name of a rule. Undefined for other comments. The caller has found that the
 * comment is not a correct one.
 */
export function misspelledIgnore(comment: string): string | undefined {
  const [, written = '', keyword = '', rule] = LIKE_IGNORE.exec(comment) ?? [];
  const isNear = rule !== undefined && nearestName(keyword.toLowerCase(), ['ignore']) !== undefined;
  return written.endsWith('=') || isNear
    ? `write "portside ignore=", not "${written.slice(0, 60)}"`
    : undefined;
}

/** The names in a list that is separated by commas or blanks, each with its offset. */
export function ruleNames(list: string): { readonly id: string; readonly at: number }[] {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => ({ id: match[0], at: match.index }));
}

/** The finding, marked as suppressed by a comment. */
export function suppressed(finding: Finding, by: Suppression): Finding {
  return { ...finding, suppression: by };
}

/** What suppresses the findings of a commit. */
export interface SuppressionsBefore {
  /** Fingerprints of the findings that are suppressed. */
  readonly findings: ReadonlySet<string>;
  /** The comments for a stage or a file: they also suppress what is added below them. */
  readonly wide: ReadonlySet<string>;
  /** What these findings are about: see FindingIdentity. */
  readonly identities: ReadonlySet<string>;
}

export function suppressionsOf(findings: readonly Finding[]): SuppressionsBefore {
  return {
    findings: new Set(findings.map(({ fingerprint }) => fingerprint)),
    wide: new Set(findings.flatMap((finding) => wideSuppression(finding) ?? [])),
    identities: new Set(
      findings.flatMap(({ identity }) => (identity ? `${identity.holder} ${identity.value}` : [])),
    ),
  };
}

/**
 * Whether a comment suppressed the finding before, or the comment was there and covers more than the finding. `moved` are the
 * ids of holders before, by their ids now.
 */
export function wasSuppressed(
  finding: Finding,
  before: SuppressionsBefore,
  moved: ReadonlyMap<string, string> = new Map(),
): boolean {
  const wide = wideSuppression(finding);
  if (before.findings.has(finding.fingerprint)) return true;
  if (wide !== undefined && before.wide.has(wide)) return true;
  const holder = finding.identity && moved.get(finding.identity.holder);
  return holder !== undefined && before.identities.has(`${holder} ${finding.identity?.value}`);
}

/** Identifies the comment for a stage or a file that suppresses a finding; undefined for one of a line. */
function wideSuppression({ location, suppression }: Finding): string | undefined {
  if (suppression?.scope === undefined) return undefined;
  return JSON.stringify([location?.path, suppression.scope, suppression.rule]);
}

/** A comment names an unknown rule. */
export const UNKNOWN_RULE: RuleDescription = {
  id: 'PS0001',
  name: 'known-rule-in-ignore',
  severity: 'low',
  severityReason: 'The comment suppresses nothing: its finding is still there',
  practice: 'maintainability',
  title: 'Ignore comment names an unknown rule',
  why: 'A misspelled rule name suppresses nothing, so the exception that the author wanted to record has no effect.',
  remediation: 'Correct the name; `portside explain RULE` describes every rule',
  suppressedBy: 'policy',
  wrong: '# hadolint ignore=DL30008\nRUN apt-get install -y curl',
  right: '# hadolint ignore=DL3008\nRUN apt-get install -y curl',
};

/** A comment matches no finding. */
export const UNUSED_IGNORE: RuleDescription = {
  id: 'PS0002',
  name: 'no-unused-ignore',
  severity: 'info',
  severityReason: 'Style: the comment suppresses nothing',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Ignore comment matches no finding',
  why: 'A comment that is no longer needed hides the next finding of the same rule on that line.',
  remediation: 'Remove the comment, or the rule from it',
  suppressedBy: 'policy',
  wrong: '# hadolint ignore=DL3007\nFROM debian:12',
  right: 'FROM debian:12',
};

/** The date of `until=` has passed. */
export const EXPIRED_IGNORE: RuleDescription = {
  id: 'PS0003',
  name: 'no-expired-ignore',
  severity: 'low',
  severityReason: 'The comment suppresses nothing anymore: its finding is there again',
  practice: 'maintainability',
  title: 'Ignore comment has expired',
  why: 'The comment was valid until a date that has passed, so the finding counts again.',
  remediation: 'Fix the finding, or extend the date and give a reason',
  suppressedBy: 'policy',
  wrong:
    '# portside ignore=DL3008 until=2020-01-01 reason=mirror is down\nRUN apt-get install -y curl',
  right:
    '# portside ignore=DL3008 until=2099-01-01 reason=mirror is down\nRUN apt-get install -y curl',
};

/** A comment cannot be parsed. */
export const MALFORMED_IGNORE: RuleDescription = {
  id: 'PS0004',
  name: 'well-formed-ignore',
  severity: 'low',
  severityReason: 'The comment suppresses nothing: its finding is still there',
  practice: 'maintainability',
  title: 'Ignore comment is malformed',
  why: 'A comment that cannot be parsed has no effect, or not the intended one.',
  remediation: 'Use the form `# portside ignore=RULE reason=… until=2099-12-31`',
  suppressedBy: 'policy',
  wrong: '# portside ignore=DL3008 until=soon\nRUN apt-get install -y curl',
  right:
    '# portside ignore=DL3008 until=2099-01-31 reason=mirror is down\nRUN apt-get install -y curl',
};
