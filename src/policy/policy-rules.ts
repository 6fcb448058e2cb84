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

/** An entry that is misspelled or no longer needed: nothing that the run checked matches it. */
export const unmatchedEntry: RuleDescription = {
  id: 'PSP002',
  name: 'policy-entry-matches-nothing',
  severity: 'low',
  practice: 'image-security',
  title: 'Entry of the policy matches nothing',
  why: 'A misspelled entry has no effect: a signature that it requires is not required of any image.',
  remediation: 'Correct the name in the entry, or remove the entry',
};

/** A requirement that every signature satisfies. */
export const anySigner: RuleDescription = {
  id: 'PSP003',
  name: 'policy-accepts-any-signer',
  severity: 'medium',
  practice: 'image-security',
  title: 'Entry of the policy accepts a signature by anyone',
  why: 'Anyone can sign an image with an identity of their own, so such a signature proves nothing.',
  remediation: 'Name the issuer and the subject of the expected signer',
};

export const policyRules: readonly RuleDescription[] = [brokenPolicy, unmatchedEntry, anySigner];
