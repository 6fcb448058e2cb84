import { reason } from '../lib/errors.js';
import type { Policy, PolicyRule } from './policy.js';
import { orThrow, parsePolicy, type ReadPolicy } from './read.js';
import type { Problem } from './yaml.js';

/** The policy in a YAML text, its expressions compiled. Throws PortsideError (usage) with the line of what is wrong. */
export async function loadPolicy(text: string, path: string): Promise<Policy> {
  return orThrow(await tryPolicy(text, path), path);
}

/** The same with all its problems. */
export async function tryPolicy(text: string, path: string): Promise<ReadPolicy> {
  const read = parsePolicy(text, path);
  if (!read.policy || read.policy.rules.length === 0) return read;
  // Lazy: few policies have rules, and the language has a parser and a type checker.
  const { compileExpression } = await import('./expressions.js');
  const problems: Problem[] = [];
  const ids = new Set<string>();
  const rules = read.policy.rules.map((rule): PolicyRule => {
    if (ids.has(rule.id))
      problems.push({ line: rule.line, message: `there are two rules ${rule.id}` });
    ids.add(rule.id);
    try {
      return { ...rule, holds: compileExpression(rule.when) };
    } catch (error) {
      problems.push({ line: rule.line, message: `when of ${rule.id}: ${reason(error)}` });
      return rule;
    }
  });
  return problems.length > 0 ? { problems } : { policy: { ...read.policy, rules }, problems };
}
