import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { IgnoreComments } from './policy.js';

export interface AppliedSuppressions {
  /** Findings that a comment suppresses. Their status is `existing` if a comment on the base branch does as well. */
  readonly suppressed: readonly Finding[];
  /** Findings with a comment that the policy does not apply. They count as findings. */
  readonly denied: readonly Finding[];
}

/**
 * Applies suppression comments, if the policy does. `before` has the fingerprints of the findings that comments suppress
 * on the base branch. Outside of a pull request, no comment is new.
 */
export function applySuppressions(
  suppressed: readonly Finding[],
  policy: IgnoreComments,
  {
    before,
    isPullRequest,
  }: { readonly before?: ReadonlySet<string> | undefined; readonly isPullRequest: boolean },
): AppliedSuppressions {
  const kept: Finding[] = [];
  const denied: Finding[] = [];
  disambiguateFingerprints(suppressed).forEach((finding, index) => {
    const status = before?.has(finding.fingerprint) ? 'existing' : 'new';
    const isDenied =
      policy === 'deny' || (policy === 'deny-new' && isPullRequest && status === 'new');
    if (!isDenied) kept.push({ ...finding, status });
    else denied.push(asDenied(suppressed[index] ?? finding, policy));
  });
  return { suppressed: kept, denied };
}

function asDenied({ suppression, ...finding }: Finding, policy: IgnoreComments): Finding {
  const place = `${suppression?.path}:${suppression?.line}`;
  const comments = policy === 'deny' ? 'suppression comments' : 'comments that a pull request adds';
  return {
    ...finding,
    message: `${finding.message} (not suppressed by the comment in ${place}: the policy does not apply ${comments})`,
  };
}
