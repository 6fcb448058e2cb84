import type { Coverage, MissingFact } from '../core/coverage.js';
import { CHECKS } from '../core/finding.js';
import { isAboutPackages } from './custom-rules.js';
import type { Policy } from './policy.js';
import { gateOf } from './verdict.js';

/** The missing facts that the policy needs: without them, a gate or rule that uses them would pass. */
export function requiredFacts(policy: Policy, missing: readonly MissingFact[]): Coverage[] {
  return missing.flatMap(({ fact, target, platform, reason }): Coverage[] => {
    const user = fact === 'packages' ? packageUser(policy) : userOf(policy, fact);
    if (user === undefined) return [];
    const why = `${user} cannot be applied${fact === 'packages' ? ' to all packages' : ''}: ${reason}`;
    const place = platform === undefined ? { target } : { target, platform };
    return [{ check: 'policy', ...place, state: 'partial', reason: why }];
  });
}

const FIELDS = { 'known-exploited': 'finding.exploited', epss: 'finding.epss' } as const;

/** The list of licenses, or else the first rule of the policy about packages. */
function packageUser({ licenses, rules }: Policy): string | undefined {
  const hasLimits =
    licenses !== undefined &&
    (licenses.deny.length > 0 || licenses.allow !== undefined || licenses.unknown !== 'allow');
  if (hasLimits) return 'The list of licenses';
  const rule = rules.find(isAboutPackages);
  return rule && `The rule ${rule.id}`;
}

/** The gate or the first rule of the policy that uses a fact. */
function userOf(
  policy: Policy,
  fact: Exclude<MissingFact['fact'], 'packages'>,
): string | undefined {
  const usesGate = CHECKS.map((check) => gateOf(policy, check)).some((gate) =>
    fact === 'epss' ? gate.epss !== undefined : gate.knownExploited === true,
  );
  if (usesGate) return `The gate ${fact}`;
  const rule = policy.rules.find(({ fields }) => fields?.has(FIELDS[fact]));
  return rule && `The rule ${rule.id}`;
}
