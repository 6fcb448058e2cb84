import type { RuleDescription } from '../core/rule.js';

/** A change brings a policy that cannot be read. */
export const brokenPolicy: RuleDescription = {
  id: 'PSP001',
  name: 'policy-cannot-be-read',
  severity: 'high',
  practice: 'image-security',
  title: 'The policy of this change cannot be read',
  why: 'Once merged it would stop every run, or leave the built-in policy in force.',
  remediation: 'Fix the line; `portside policy check` tells all that is wrong.',
};

export const policyRules: readonly RuleDescription[] = [brokenPolicy];
