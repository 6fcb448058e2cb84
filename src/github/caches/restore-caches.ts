import { rm } from 'node:fs/promises';
import type { GitHubClient, GitHubLogger } from '../client.js';
import type { GitHubContext } from '../event.js';
import { type AdvisoryCache, removeAdvisories, restoreAdvisories } from './advisory-cache.js';
import { type BaselineCache, type RestoredBaseline, restoreBaseline } from './baseline-cache.js';
import { cacheTrustProblem } from './cache-trust.js';

/** What earlier runs kept, as far as it is wanted. */
export interface RestoredCaches {
  readonly baseline?: RestoredBaseline;
  /** The key of the advisories; undefined when none were restored. */
  readonly advisories?: string | undefined;
}

interface Wanted {
  readonly baseline?: BaselineCache | undefined;
  readonly advisories?: AdvisoryCache | undefined;
}

/**
 * Restores what earlier runs kept in the Actions cache, where no code of a change can have written it. That is asked
 * before, since an archive that is unpacked may write anywhere, and once more after: another job of the same change may
 * have been quick. What cannot be proven is left, and said. Never throws.
 */
export async function restoreCaches(
  { baseline, advisories }: Wanted,
  context: GitHubContext,
  client: GitHubClient | undefined,
  host: GitHubLogger,
): Promise<RestoredCaches> {
  if (!baseline && !advisories) return {};
  const without = (why: string, log?: GitHubLogger): RestoredCaches => {
    log?.info(`Nothing was restored from the Actions cache: ${why}`);
    return baseline ? { baseline: { missing: why } } : {};
  };
  const { isFeatureAvailable } = await import('@actions/cache');
  if (!isFeatureAvailable()) return without('the Actions cache is not available here');
  const why = await cacheTrustProblem(context, client);
  if (why !== undefined) return without(why, host);
  const [restored, key] = [
    baseline && (await restoreBaseline(baseline)),
    advisories && (await restoreAdvisories(advisories)),
  ];
  const something = (restored && 'from' in restored) || key !== undefined;
  const later = something ? await cacheTrustProblem(context, client) : undefined;
  if (later === undefined) return { ...(restored && { baseline: restored }), advisories: key };
  if (baseline) await rm(baseline.file, { force: true });
  if (advisories) await removeAdvisories(advisories);
  return without(later, host);
}
