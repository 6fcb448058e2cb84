import type { RuleDescription } from '../core/rule.js';
import { titleOf } from './detector.js';
import { detectors } from './detectors.js';

/** A rule for each detector, for `portside explain`, the rule pages and SARIF. */
export const secretRules: readonly RuleDescription[] = detectors.map((detector) => ({
  id: detector.id,
  name: detector.id,
  severity: detector.severity,
  practice: 'secrets',
  title: `${titleOf(detector)} exposed`,
  why: 'Everyone who can pull the image or read the repository can use the secret. Deleting it in a later layer or commit does not remove it.',
  remediation:
    'Revoke the secret. Pass the new one to the build with RUN --mount=type=secret, and to the container at run time.',
  references: [detector.reference],
}));
