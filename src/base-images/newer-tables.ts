import { reason } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import { type AskedByAdvisories, advisoryOptions } from '../vulnerabilities/advisory-options.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import { openSource } from '../vulnerabilities/sources/open.js';

/**
 * Uses the ends of life and tags of the advisory database that the options or the policy name, if they are newer than
 * those of this Portside, before anything is looked up in them. What is wrong with the database is reported by the check
 * of vulnerabilities.
 */
export async function useNewerTablesOf({
  root,
  policy,
  options,
  host,
}: CheckContext<AskedByAdvisories>): Promise<void> {
  const asked = { ...options, ...withPolicyAdvisories(root, policy, options) };
  // A zip of records has none, and is large.
  if (asked.advisories === undefined || /\.zip(?:#|$)/.test(asked.advisories)) return;
  try {
    await openSource(advisoryOptions('', asked, host), host);
  } catch (error) {
    host.debug(`No newer tables from ${asked.advisories}: ${reason(error)}`);
  }
}
