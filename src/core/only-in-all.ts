import type { Finding } from './finding.js';
import type { RuleBook } from './report.js';
import type { RuleSet } from './rule-set.js';
import { atLeast } from './severity.js';

/** Whether the set `recommended` does not have a finding. */
export function isOnlyInAll(finding: Finding, rules: RuleBook): boolean {
  const severity = finding.lowered?.from ?? finding.severity;
  return ruleSetOf(finding, rules) === 'all' && !atLeast(severity, 'medium');
}

function ruleSetOf({ rule, ruleSet }: Finding, rules: RuleBook): RuleSet {
  // The rules of ShellCheck are not in the book.
  const ofRule = SHELLCHECK.test(rule) ? 'all' : rules.get(rule)?.ruleSet;
  return ruleSet ?? ofRule ?? 'recommended';
}

const SHELLCHECK = /^SC\d{4}$/;
