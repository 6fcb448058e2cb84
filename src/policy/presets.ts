import { CHECKS } from '../core/finding.js';
import type { Policy } from './policy.js';

/** Folders whose files are not deployed. */
const NOT_DEPLOYED = [
  'test',
  'tests',
  '__tests__',
  'testdata',
  'fixtures',
  '.fixtures',
  'example',
  'examples',
  '.examples',
  'sample',
  'samples',
  'demo',
  'demos',
  'doc',
  'docs',
  '.devcontainer',
  'e2e',
  'playwright',
  'cypress',
].map((folder) => `**/${folder}/**`);

/** What a pull request adds and somebody can act on. */
const recommended: Policy = {
  failOn: {
    severity: 'high',
    // Nobody can act on a vulnerability of the base image that has no fix.
    fixable: true,
    new: true,
    knownExploited: 'if-known',
    graceDays: 0,
    // Malicious packages fail at any severity, independent of the other gates.
    checks: { malware: { severity: 'info' }, secret: { severity: 'info' } },
  },
  allowIncomplete: [],
  allowUncovered: [],
  images: [],
  advisories: {},
  trust: [],
  baseImages: 'verify',
  packageProvenance: 'verify',
  minimumAgeDays: 2,
  fixPullRequest: 'never',
  leastPrivilege: 'off',
  exceptions: [],
  lower: { builderStages: true, paths: NOT_DEPLOYED },
  ignoreComments: 'allow',
  rules: [],
};

/**
 * For services on the internet: existing findings fail as well, secrets fail at any severity, old advisories make the
 * check incomplete, no severity is lowered, a pull request cannot add suppression comments, and all rules are shown.
 */
const strict: Policy = {
  ...recommended,
  failOn: {
    severity: 'medium',
    fixable: false,
    new: false,
    knownExploited: true,
    epss: 0.1,
    graceDays: 0,
    checks: recommended.failOn.checks,
  },
  advisories: { maximumAgeDays: 5 },
  lower: { builderStages: false, paths: [] },
  ignoreComments: 'deny-new',
  ruleSet: 'all',
};

/** For the time before a gate is set: everything is reported, nothing fails. */
const audit: Policy = {
  ...recommended,
  failOn: { ...recommended.failOn, severity: 'none', knownExploited: false, checks: {} },
  allowIncomplete: CHECKS,
};

/** The values of the policy key `extends`. */
export const PRESETS = { recommended, strict, audit } as const;

export type PresetName = keyof typeof PRESETS;

/** The policy of a repository without a policy file. */
export const DEFAULT_POLICY = PRESETS.recommended;
