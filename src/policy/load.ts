import type { RuleBook } from '../core/report.js';
import { reason } from '../lib/errors.js';
import type { Policy, PolicyCondition, PolicyRule, TrustRequirement } from './policy.js';
import { type ParsedPolicy, parsePolicy, requireValid } from './read.js';
import type { PolicyProblem } from './yaml.js';

/** Returns the rules that findings may have. */
export type LoadRules = () => Promise<RuleBook>;

/**
 * Parses a policy file and compiles its expressions; with the rules that findings may have, their ids in expressions are
 * checked. Throws PortsideError (usage) with the line of each problem.
 */
export async function loadPolicy(
  text: string,
  path: string,
  loadRules?: LoadRules,
): Promise<Policy> {
  return requireValid(await validatePolicy(text, path, loadRules), path);
}

/** The same, but returns the problems. */
export async function validatePolicy(
  text: string,
  path: string,
  loadRules?: LoadRules,
): Promise<ParsedPolicy> {
  const { policy, problems } = parsePolicy(text, path);
  if (!policy) return { problems };
  const found: PolicyProblem[] = [];
  const rules = policy.rules.length === 0 ? [] : await compileRules(policy.rules, found, loadRules);
  const trust = policy.trust.some(hasCondition)
    ? await compileTrust(policy.trust, found)
    : policy.trust;
  return found.length > 0
    ? { problems: found.toSorted((a, b) => a.line - b.line) }
    : { policy: { ...policy, rules, trust }, problems: [] };
}

async function compileRules(
  rules: readonly PolicyRule[],
  problems: PolicyProblem[],
  loadRules: LoadRules | undefined,
): Promise<readonly PolicyRule[]> {
  // Loaded only when needed: few policies have custom rules.
  const { compileExpression } = await import('./compile.js');
  const book = await loadRules?.();
  const ids = new Set<string>();
  return rules.map((rule) => {
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
}

function hasCondition({ provenance, attestations = [] }: TrustRequirement): boolean {
  return provenance?.condition !== undefined || attestations.some(({ condition }) => condition);
}

async function compileTrust(
  trust: readonly TrustRequirement[],
  problems: PolicyProblem[],
): Promise<readonly TrustRequirement[]> {
  const { compileCondition } = await import('./compile.js');
  const compile = (
    condition: PolicyCondition | undefined,
    kind: Parameters<typeof compileCondition>[1],
    line = 1,
  ) => {
    if (!condition) return {};
    try {
      return { condition: compileCondition(condition.text, kind) };
    } catch (error) {
      problems.push({ line, message: `condition of ${kind}: ${reason(error)}` });
      return {};
    }
  };
  return trust.map(({ provenance, attestations, ...requirement }) => ({
    ...requirement,
    ...(provenance && {
      provenance: {
        ...provenance,
        ...compile(provenance.condition, 'provenance', requirement.line),
      },
    }),
    ...(attestations && {
      attestations: attestations.map((one) => ({
        ...one,
        ...compile(one.condition, 'attestation', one.line),
      })),
    }),
  }));
}
