import type { RuleDescription } from '../core/rule.js';

/** A pull request changes the policy file to one that cannot be read. */
export const brokenPolicy: RuleDescription = {
  id: 'PSP001',
  name: 'policy-cannot-be-read',
  severity: 'high',
  severityReason: 'After the merge nothing is checked by the policy',
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
  severityReason:
    'A mistake: what the entry asks for is not asked of anything. Medium for a signature',
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
  severityReason: 'Who can push to the registry can sign as well',
  practice: 'image-security',
  title: 'Entry of the policy accepts a signature by anyone',
  why: 'Anyone can sign an image with an identity of their own, so such a signature proves nothing.',
  remediation: 'Name the issuer and the subject of the expected signer',
};

/** A package whose license `licenses` of the policy does not accept. */
export const deniedLicense: RuleDescription = {
  id: 'PSP004',
  name: 'package-license-denied',
  severity: 'high',
  severityReason: 'The organization does not accept the license',
  practice: 'image-security',
  title: 'License of a package is not accepted',
  why: 'A license that the organization does not accept puts conditions on the software that the image is a part of, such as publishing its source. They apply from the day on which the image is passed on.',
  remediation:
    'Replace the package by one under an accepted license, or remove the line that installs it; except it after a legal review',
  references: ['https://spdx.org/licenses/'],
};

/** A package whose license `licenses` of the policy cannot evaluate. */
export const unknownLicense: RuleDescription = {
  id: 'PSP005',
  name: 'package-license-unknown',
  severity: 'low',
  severityReason: 'Nobody knows whether the organization accepts the license',
  practice: 'image-security',
  title: 'License of a package is not known',
  why: 'A package without a license that can be read may be under one that the organization does not accept, or under none: then nobody may pass it on.',
  remediation:
    'Look the license up at its publisher, and add an exception for the package with the license as its reason. A policy with licenses: { allow } can name the text or LicenseRef there',
  references: ['https://spdx.org/licenses/'],
};

export const policyRules: readonly RuleDescription[] = [
  brokenPolicy,
  unmatchedEntry,
  anySigner,
  deniedLicense,
  unknownLicense,
];
