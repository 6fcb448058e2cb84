import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { IgnoreComments } from './policy.js';

/** What comments suppress, and what they would like to: those findings count. */
export interface AppliedSuppressions {
  /** `existing` where comments of the base branch suppress it too. */
  readonly suppressed: readonly Finding[];
  readonly denied: readonly Finding[];
}

/**
 * Applies the comments that suppress findings as far as the policy does. `before` has the fingerprints of what comments
 * suppress in the base branch; outside a pull request no comment is new.
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
    else denied.push(counting(suppressed[index] ?? finding, policy));
  });
  return { suppressed: kept, denied };
}

function counting({ suppression, ...finding }: Finding, policy: IgnoreComments): Finding {
  const where = `${suppression?.path}:${suppression?.line}`;
  const which = policy === 'deny' ? 'none' : 'none that a change brings';
  return {
    ...finding,
    message: `${finding.message} The comment in ${where} does not suppress it: the policy applies ${which}.`,
  };
}
