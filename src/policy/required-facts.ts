import type { Coverage, MissingFact } from '../core/coverage.js';
import { CHECKS } from '../core/finding.js';
import { isAboutPackages } from './custom-rules.js';
import type { Policy } from './policy.js';
import { gateOf } from './verdict.js';

/** The missing facts that the policy needs: without them, a gate or rule that uses them would pass. */
export function requiredFacts(policy: Policy, missing: readonly MissingFact[]): Coverage[] {
  return missing.flatMap(({ fact, target, platform, reason }): Coverage[] => {
    const user = USERS[fact](policy);
    if (user === undefined) return [];
    const why = `${user} cannot be applied${fact === 'packages' ? ' to all packages' : ''}: ${reason}`;
    const place = platform === undefined ? { target } : { target, platform };
    return [{ check: 'policy', ...place, state: 'partial', reason: why }];
  });
}

const USERS: Readonly<Record<MissingFact['fact'], (policy: Policy) => string | undefined>> = {
  packages: packageUser,
  'image-changes': (policy) => changeRule(policy) ?? changeGate(policy),
  'earlier-images': changeRule,
  epss: (policy) => userOf(policy, 'epss'),
  'known-exploited': (policy) => userOf(policy, 'known-exploited'),
};

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

/** The first rule that may select findings about changes: it names such a rule, or reads names of rules that may be one. */
function changeRule(policy: Policy): string | undefined {
  const rule = policy.rules.find(
    ({ when, fields }) =>
      /\bDIFF\b/.test(when) || (fields?.has('finding.rule') && !isAboutOthers(when)),
  );
  return rule && `The rule ${rule.id}`;
}

/** Whether an expression reads the names of rules only to compare them with others than those about changes. */
function isAboutOthers(when: string): boolean {
  const rest = when.replace(
    COMPARISON,
    (all, name: string | undefined, names: string | undefined) => {
      const isOther = name === undefined ? names !== undefined : !/^(?:$|D)/.test(name);
      return isOther && !/["']D/.test(names ?? '') ? '' : all;
    },
  );
  return !/\brule\b|!(?!=)/.test(
    rest.replace(/(["'])(?:(?!\1)[^\\])*\1/g, (text) => (/^.rule.$/.test(text) ? text : '')),
  );
}

/** `finding.rule == "A"`, `finding.rule.startsWith("A")` and `finding.rule in ["A", "B"]`. */
const COMPARISON =
  /\bfinding\.rule\s*(?:(?:==\s*|\.startsWith\(\s*)["']([\w-]*)["']|in\s*\[((?:\s*["'][\w-]+["']\s*,?)+)\])/g;

/** The gate that fails findings as low as those about changes. */
function changeGate(policy: Policy): string | undefined {
  const { severity } = gateOf(policy, 'hardening');
  return severity === 'low' || severity === 'info' ? `The gate severity: ${severity}` : undefined;
}

/** The gate or the first rule of the policy that uses a fact. */
function userOf(policy: Policy, fact: keyof typeof FIELDS): string | undefined {
  const usesGate = CHECKS.map((check) => gateOf(policy, check)).some((gate) =>
    fact === 'epss' ? gate.epss !== undefined : gate.knownExploited === true,
  );
  if (usesGate) return `The gate ${fact}`;
  const rule = policy.rules.find(({ fields }) => fields?.has(FIELDS[fact]));
  return rule && `The rule ${rule.id}`;
}
