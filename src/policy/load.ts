import type { RuleBook } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { type ReadPolicyFile, withExtendedFiles } from './extended-policies.js';
import type { Policy, PolicyCondition, PolicyRule, TrustRequirement } from './policy.js';
import { readValues } from './policy-values.js';
import { type ParsedPolicy, policyOf, requireValid } from './read.js';
import type { PolicyProblem } from './yaml.js';

/** Returns the rules that findings may have. */
export type LoadRules = () => Promise<RuleBook>;

/**
 * Parses a policy file, with the files that it extends, and compiles its expressions; with the rules that findings may have,
 * their ids in expressions are checked. Without `read`, it can extend no file. Throws PortsideError (usage) with the line of each problem.
 */
export async function loadPolicy(
  text: string,
  path: string,
  loadRules?: LoadRules,
  read?: ReadPolicyFile,
): Promise<Policy> {
  return requireValid(await validatePolicy(text, path, loadRules, read), path);
}

/** The same, but returns the problems. */
export async function validatePolicy(
  text: string,
  path: string,
  loadRules?: LoadRules,
  read?: ReadPolicyFile,
): Promise<ParsedPolicy> {
  const own = readValues(text);
  if (!own.values) return { problems: own.problems };
  const { values, files, problems } = await withExtendedFiles(own.values, path, read);
  const { policy, problems: others } = values ? policyOf({ values, files }, path) : { problems };
  if (!policy) return { problems: others };
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
      problems.push({ ...placeOf(rule), message: `there are two rules with the id ${rule.id}` });
    ids.add(rule.id);
    try {
      return { ...rule, ...compileExpression(rule.when, book) };
    } catch (error) {
      problems.push({ ...placeOf(rule), message: `when of ${rule.id}: ${reason(error)}` });
      return rule;
    }
  });
}

function placeOf({
  line = 1,
  file,
}: {
  readonly line?: number | undefined;
  readonly file?: string;
}): {
  readonly line: number;
  readonly path?: string;
} {
  return { line, ...(file !== undefined && { path: file }) };
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
    place: { readonly line: number },
  ) => {
    if (!condition) return {};
    try {
      return { condition: compileCondition(condition.text, kind) };
    } catch (error) {
      problems.push({ ...place, message: `condition of ${kind}: ${reason(error)}` });
      return {};
    }
  };
  return trust.map(({ provenance, attestations, ...requirement }) => ({
    ...requirement,
    ...(provenance && {
      provenance: {
        ...provenance,
        ...compile(provenance.condition, 'provenance', placeOf(requirement)),
      },
    }),
    ...(attestations && {
      attestations: attestations.map((one) => ({
        ...one,
        ...compile(one.condition, 'attestation', placeOf({ ...requirement, line: one.line })),
      })),
    }),
  }));
}
