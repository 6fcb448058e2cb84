/** The rules whose findings are usually acted on, or all rules. The policy chooses one. */
export const RULE_SETS = ['recommended', 'all'] as const;

export type RuleSet = (typeof RULE_SETS)[number];

/** A rule with findings that are not in the rule set of the policy, and how many there are. */
export interface NotShown {
  readonly rule: string;
  readonly count: number;
}
