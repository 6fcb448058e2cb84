import { rm } from 'node:fs/promises';
import { startDeadline } from '../../lib/deadline.js';
import type { GitHubClient, GitHubLogger } from '../client.js';
import type { GitHubContext } from '../event.js';
import { type AdvisoryCache, removeAdvisories, restoreAdvisories } from './advisory-cache.js';
import { type BaselineCache, type RestoredBaseline, restoreBaseline } from './baseline-cache.js';
import { cacheTrustProblem } from './cache-trust.js';

/** A cache that takes longer is slower than doing without it. */
const RESTORE_MS = 10_000;
const SILENT = 'the Actions cache does not answer';

/** The caches to restore. */
export interface Caches {
  /** Milliseconds for all of them together; 10 seconds by default. */
  readonly time?: number;
  /** The commit that the run is compared with. */
  readonly commit?: string | undefined;
  readonly baseline: BaselineCache | undefined;
  readonly advisories: AdvisoryCache | undefined;
}

export interface RestoredCaches {
  /** Undefined when no baseline was requested. */
  readonly baseline?: RestoredBaseline | undefined;
  /** The key of the advisories; undefined when none were restored. */
  readonly advisories?: string | undefined;
  /** The service did not answer in time, so nothing is saved there either. */
  readonly isSilent?: boolean;
}

/**
 * Restores what earlier runs saved in the Actions cache, provided that no code of a pull request can have written it.
 * That is checked before restoring, since unpacking an archive may write anywhere, and again after it, since another job
 * of the same pull request may have written meanwhile. Otherwise nothing is used, and the reason is logged. Never throws.
 */
export async function restoreCaches(
  { baseline, advisories, commit, time = RESTORE_MS }: Caches,
  context: GitHubContext,
  client: GitHubClient | undefined,
  log: GitHubLogger,
): Promise<RestoredCaches> {
  if (!baseline && !advisories) return {};
  const restoreNothing = (problem: string): RestoredCaches =>
    baseline ? { baseline: { missing: problem } } : {};
  const { isFeatureAvailable } = await import('@actions/cache');
  if (!isFeatureAvailable()) return restoreNothing('the Actions cache is not available here');
  const problem = await cacheTrustProblem(context, client);
  if (problem !== undefined) {
    log.info(`Nothing was restored from the Actions cache: ${problem}`);
    return restoreNothing(problem);
  }
  const restored = await restoreInTime({ baseline, advisories, commit }, time);
  if (restored.isSilent) log.info('Nothing is saved in the Actions cache: it does not answer');
  if (isEmpty(restored)) return restored;
  const laterProblem = await cacheTrustProblem(context, client);
  if (laterProblem === undefined) return restored;
  if (baseline) await rm(baseline.file, { force: true });
  if (advisories) await removeAdvisories(advisories);
  log.info(`Nothing was restored from the Actions cache: ${laterProblem}`);
  return restoreNothing(laterProblem);
}

async function restoreInTime(
  { baseline, advisories, commit }: Caches,
  time: number,
): Promise<RestoredCaches> {
  const deadline = startDeadline(time);
  let isSilent = false as boolean;
  const silent = <T>(result: T) => {
    isSilent = true;
    return result;
  };
  const [restoredBaseline, restoredAdvisories] = await Promise.all([
    baseline &&
      deadline.orElse(
        () => restoreBaseline(baseline, commit),
        () => silent<RestoredBaseline>({ missing: SILENT }),
      ),
    advisories &&
      deadline.orElse(
        () => restoreAdvisories(advisories),
        () => silent(undefined),
      ),
  ]);
  deadline.stop();
  return {
    baseline: restoredBaseline,
    advisories: restoredAdvisories,
    ...(isSilent && { isSilent }),
  };
}

function isEmpty({ baseline, advisories }: RestoredCaches): boolean {
  return (!baseline || 'missing' in baseline) && advisories === undefined;
}
