import type { RuleDescription } from '../core/rule.js';
import type { Severity } from '../core/severity.js';
import { titleOf } from './detector.js';
import { detectors } from './detectors.js';
import { keyFileRule } from './key-files.js';

/** The kinds of one severity have one reason: what the value opens. */
const REASONS: Readonly<Record<Severity, string>> = {
  critical: 'The value alone gives control of an account, a cluster or a release',
  high: 'The value alone opens an account or a service, within the permissions that it was given',
  medium:
    'The value opens little, is only a part of what is needed, or may be none: its form is not unique',
  low: 'The value is half of a pair, or is meant to be published',
  info: 'The value opens nothing',
};

/** A rule for each detector. */
const detectorRules: readonly RuleDescription[] = detectors.map((detector) => ({
  id: detector.id,
  name: detector.id,
  severity: detector.severity,
  severityReason: REASONS[detector.severity],
  practice: 'secrets',
  title: `${titleOf(detector)} exposed`,
  why: 'Everyone who can pull the image or read the repository can use the secret. Deleting it in a later layer or commit does not remove it.',
  remediation:
    'Revoke the secret. Pass the new one to the build with RUN --mount=type=secret, and to the container at run time.',
  references: [detector.reference],
}));

/** The rules of all secrets, for `portside explain`, the rule pages and SARIF. */
export const secretRules: readonly RuleDescription[] = [...detectorRules, keyFileRule];
