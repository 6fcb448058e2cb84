import { CHECKS } from '../core/finding.js';
import type { Policy } from './policy.js';

const recommended: Policy = {
  failOn: {
    severity: 'high',
    fixable: false,
    new: true,
    knownExploited: false,
    graceDays: 0,
    // Whatever the gate of the others: nobody wants a malicious package by threshold.
    checks: { malware: { severity: 'info', fixable: false, graceDays: 0 } },
  },
  allowIncomplete: [],
  images: [],
  advisories: {},
  trust: [],
  baseImages: 'verify',
  exceptions: [],
  ignoreComments: 'allow',
  rules: [],
};

/** For services on the internet: what is old counts too, secrets of any severity, stale advisories are none, a change suppresses nothing. */
const strict: Policy = {
  ...recommended,
  failOn: {
    severity: 'medium',
    fixable: false,
    new: false,
    knownExploited: true,
    epss: 0.1,
    graceDays: 0,
    checks: { ...recommended.failOn.checks, secret: { severity: 'info' } },
  },
  advisories: { maximumAgeDays: 5 },
  ignoreComments: 'deny-new',
};

/** To look before a gate is set: everything is reported, nothing fails. */
const audit: Policy = {
  ...recommended,
  failOn: { ...recommended.failOn, severity: 'none', checks: {} },
  allowIncomplete: CHECKS,
};

/** What a policy may build on (`extends`). */
export const PRESETS = { recommended, strict, audit } as const;

export type PresetName = keyof typeof PRESETS;

/** The policy of a repository that has none. */
export const DEFAULT_POLICY = PRESETS.recommended;
