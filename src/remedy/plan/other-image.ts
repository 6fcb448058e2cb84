import type { Finding } from '../../core/finding.js';
import { type Candidate, pathAndLine } from './candidate.js';

/** A newer version of an image that a manifest names. */
export function otherImage(finding: Finding): Candidate {
  const image = finding.subject?.image ?? '';
  return {
    id: `deploy ${image}`,
    remedy: 'move-tag',
    title: () => `use a newer version of ${image}, or another image`,
    ...pathAndLine(finding),
    risk: 'unknown',
    isUnsure: true,
    notes: () => ['The registry was not asked whether a newer version clears them.'],
  };
}
