import type { RuleDescription } from '../core/rule.js';
import type { Severity } from '../core/severity.js';
import type { Change } from './change.js';

/** A rule for the files of packages. The first rule of the list whose `check` returns a message reports the change. */
export interface IntegrityRule extends RuleDescription {
  /** The message, if the rule is about the change. */
  check(change: Change): string | undefined;
  /** The severity of a change that has another one than the rule. */
  severityOf?(change: Change): Severity | undefined;
}

export function defineIntegrityRule(rule: IntegrityRule): IntegrityRule {
  return rule;
}
