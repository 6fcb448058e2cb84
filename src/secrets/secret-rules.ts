import type { RuleDescription } from '../core/rule.js';
import { detectors } from './detectors.js';

/** Each detector as a rule that people read about. */
export const secretRules: readonly RuleDescription[] = detectors.map((detector) => ({
  id: detector.id,
  name: detector.id,
  severity: detector.severity,
  practice: 'secrets',
  title: `${detector.what.charAt(0).toUpperCase()}${detector.what.slice(1)} can be read by others`,
  why: 'Everybody who can pull the image, or read the repository, has the secret; deleting it in a later layer does not take it out.',
  remediation:
    'Revoke the secret, then hand it to the build with RUN --mount=type=secret and to the container at run time.',
  references: [detector.reference],
}));
