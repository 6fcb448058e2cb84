import type { RuleBook } from '../core/report.js';
import { reason } from '../lib/errors.js';
import type { Policy, PolicyRule } from './policy.js';
import { type ParsedPolicy, parsePolicy, requireValid } from './read.js';
import type { PolicyProblem } from './yaml.js';

/**
 * Parses a policy file and compiles its expressions; with the rules that findings may have, their ids in expressions are
 * checked. Throws PortsideError (usage) with the line of each problem.
 */
export async function loadPolicy(
  text: string,
  path: string,
  rules?: () => Promise<RuleBook>,
): Promise<Policy> {
  return requireValid(await validatePolicy(text, path, rules), path);
}

/** The same, but returns the problems. */
export async function validatePolicy(
  text: string,
  path: string,
  loadRules?: () => Promise<RuleBook>,
): Promise<ParsedPolicy> {
  const parsed = parsePolicy(text, path);
  if (!parsed.policy || parsed.policy.rules.length === 0) return parsed;
  // Loaded only when needed: few policies have custom rules.
  const { compileExpression } = await import('./expressions.js');
  const book = await loadRules?.();
  const problems: PolicyProblem[] = [];
  const ids = new Set<string>();
  const rules = parsed.policy.rules.map((rule): PolicyRule => {
    if (ids.has(rule.id))
      problems.push({ line: rule.line, message: `there are two rules with the id ${rule.id}` });
    ids.add(rule.id);
    try {
      return { ...rule, ...compileExpression(rule.when, book) };
    } catch (error) {
      problems.push({ line: rule.line, message: `when of ${rule.id}: ${reason(error)}` });
      return rule;
    }
  });
  return problems.length > 0 ? { problems } : { policy: { ...parsed.policy, rules }, problems };
}
