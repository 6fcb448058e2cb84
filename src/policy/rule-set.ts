import type { Finding } from '../core/finding.js';
import { isOnlyInAll } from '../core/only-in-all.js';
import type { Note, RuleBook } from '../core/report.js';
import type { NotShown } from '../core/rule-set.js';
import { atLeast } from '../core/severity.js';
import { compareText, pluralize } from '../lib/text.js';
import type { Policy } from './policy.js';
import { gateOf } from './verdict.js';

/** The findings that the rule set of the policy has, and the others, counted by rule. */
export interface SelectedFindings {
  readonly findings: readonly Finding[];
  readonly notShown: readonly NotShown[];
}

/**
 * Leaves out the findings of rules that are only in the set `all`, unless that is the set of the policy. A rule that the policy
 * names in an exception or in a rule of its own is shown. So is what is medium or above, or reaches the gate of its check,
 * whatever its rule: nothing that fails is left out.
 */
export function selectRuleSet(
  findings: readonly Finding[],
  policy: Policy,
  rules: RuleBook,
): SelectedFindings {
  if (policy.ruleSet === 'all') return { findings, notShown: [] };
  const named = namedRules(policy);
  const isShown = (finding: Finding) =>
    !isOnlyInAll(finding, rules) ||
    reachesGate(finding, policy) ||
    [finding.rule, ...finding.aliases].some((id) => named.has(id));
  const counts = new Map<string, number>();
  for (const finding of findings)
    if (!isShown(finding) && finding.status !== 'fixed')
      counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  return {
    findings: findings.filter(isShown),
    notShown: [...counts]
      .map(([rule, count]) => ({ rule, count }))
      .sort((a, b) => compareText(a.rule, b.rule)),
  };
}

/** One line about what is not shown. */
export function notShownNote(notShown: readonly NotShown[]): Note[] {
  const count = notShown.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return [];
  const what = pluralize(count, 'finding');
  const are = count === 1 ? 'is' : 'are';
  const message = `${what} of rules outside the set recommended ${are} not shown, and ${count === 1 ? 'does' : 'do'} not fail. To show them: rule-set: all in the policy`;
  return [{ check: 'policy', message }];
}

function reachesGate({ check, severity }: Finding, policy: Policy): boolean {
  const gate = gateOf(policy, check);
  return gate.severity !== 'none' && atLeast(severity, gate.severity);
}

/** The ids that the policy names as they are, not by a glob: in exceptions, and in quotes in the expressions of its rules. */
function namedRules({ exceptions, rules }: Policy): ReadonlySet<string> {
  return new Set([
    ...exceptions.map(({ rule }) => rule),
    ...rules.flatMap(({ when }) => [...when.matchAll(QUOTED)].map(([, text = '']) => text)),
  ]);
}

const QUOTED = /["']([^"']*)["']/g;
