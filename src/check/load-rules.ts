import type { RuleBook } from '../core/report.js';

/** All rules, loaded when they are needed: for policies whose expressions name rules. */
export async function loadRules(): Promise<RuleBook> {
  return (await import('./rule-book.js')).ruleBook;
}
