import type { Coverage, MissingFact } from '../core/coverage.js';
import { CHECKS } from '../core/finding.js';
import type { Policy } from './policy.js';
import { gateOf } from './verdict.js';

/** The missing facts that the policy needs: without them, a gate or rule that uses them would pass. */
export function requiredFacts(policy: Policy, missing: readonly MissingFact[]): Coverage[] {
  return missing.flatMap(({ fact, target, reason }): Coverage[] => {
    const user = userOf(policy, fact);
    if (user === undefined) return [];
    const why = `${user} cannot be applied: ${reason}`;
    return [{ check: 'policy', target, state: 'partial', reason: why }];
  });
}

const FIELDS = { 'known-exploited': 'finding.exploited', epss: 'finding.epss' } as const;

/** The gate or the first rule of the policy that uses a fact. */
function userOf(policy: Policy, fact: MissingFact['fact']): string | undefined {
  const usesGate = CHECKS.map((check) => gateOf(policy, check)).some((gate) =>
    fact === 'epss' ? gate.epss !== undefined : gate.knownExploited === true,
  );
  if (usesGate) return `The gate ${fact}`;
  const rule = policy.rules.find(({ fields }) => fields?.has(FIELDS[fact]));
  return rule && `The rule ${rule.id}`;
}
