import type { RuleDescription } from '../core/rule.js';

/** A pull request changes the policy file to one that cannot be read. */
export const brokenPolicy: RuleDescription = {
  id: 'PSP001',
  name: 'policy-cannot-be-read',
  severity: 'high',
  practice: 'image-security',
  title: 'Policy file of the pull request is not valid',
  why: 'After the merge, every run would fail with an error instead of applying the policy.',
  remediation: 'Fix the reported line; `portside policy check` lists all problems',
};

export const policyRules: readonly RuleDescription[] = [brokenPolicy];
