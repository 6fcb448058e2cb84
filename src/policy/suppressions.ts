import type { Finding } from '../core/finding.js';
import { distinguish } from '../core/fingerprint.js';
import type { IgnoreComments } from './policy.js';

/** What comments silence, and what they would like to: those findings count. */
export interface Honoured {
  /** `known` where comments of the base branch silence it too. */
  readonly silenced: readonly Finding[];
  readonly denied: readonly Finding[];
}

/**
 * Honours the comments that silence findings as far as the policy does. `before` has the fingerprints of what comments
 * silence in the base branch; on a run that is of no `change` no comment is new.
 */
export function honourComments(
  silenced: readonly Finding[],
  policy: IgnoreComments,
  {
    before,
    change,
  }: { readonly before?: ReadonlySet<string> | undefined; readonly change: boolean },
): Honoured {
  const kept: Finding[] = [];
  const denied: Finding[] = [];
  distinguish(silenced).forEach((finding, index) => {
    const status = before?.has(finding.fingerprint) ? 'known' : 'new';
    const isDenied = policy === 'deny' || (policy === 'deny-new' && change && status === 'new');
    if (!isDenied) kept.push({ ...finding, status });
    else denied.push(counting(silenced[index] ?? finding, policy));
  });
  return { silenced: kept, denied };
}

function counting({ exception, ...finding }: Finding, policy: IgnoreComments): Finding {
  const where = `${exception?.path}:${exception?.line}`;
  const which = policy === 'deny' ? 'none' : 'none that a change brings';
  return {
    ...finding,
    message: `${finding.message} The comment in ${where} does not silence it: the policy honours ${which}.`,
  };
}
