import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DAY, dayOf } from '../../lib/dates.js';
import { reason } from '../../lib/errors.js';
import type { GitHubLogger } from '../client.js';
import { branchOf, type GitHubContext } from '../event.js';
import { CACHE_PREFIX } from './cache-trust.js';

/**
 * Advisory records and feeds that were fetched, kept between runs in the Actions cache: one entry a day, and the last
 * one is what the next run begins with. A record has its time of modification in its name, so an old cache costs time
 * and is never wrong. Nothing proves a record itself: only runs on branches keep them, and restore.ts proves whose
 * they are.
 */
export interface AdvisoryCache {
  readonly context: GitHubContext;
  /** The folder that fetches write to. The same on every run: the cache goes by the path. */
  readonly folder: string;
  readonly now: Date;
  readonly host: GitHubLogger;
}

/** Milliseconds to wait for the cache: a slow one is slower than asking for the records. */
const TIMEOUT_MS = 20_000;
const PREFIX = `${CACHE_PREFIX}advisories-1-`;

/** Fills the folder. Returns the key of what was restored, undefined when there was none. Never throws. */
export async function restoreAdvisories(cache: AdvisoryCache): Promise<string | undefined> {
  try {
    const { restoreCache } = await import('@actions/cache');
    const key = await Promise.race([
      restoreCache(pathsOf(cache), keyOf(cache), [PREFIX]),
      wait(TIMEOUT_MS, undefined, { ref: false }),
    ]);
    if (key !== undefined) cache.host.info(`Advisories that were fetched before: ${key}`);
    return key;
  } catch (error) {
    cache.host.info(`The cache of advisories was not restored: ${reason(error)}`);
    return undefined;
  }
}

/** Keeps what was fetched, where the day's entry is not what was restored. Never throws. */
export async function saveAdvisories(
  cache: AdvisoryCache,
  restored: string | undefined,
): Promise<boolean> {
  if (branchOf(cache.context) === undefined || restored === keyOf(cache)) return false;
  try {
    const { isFeatureAvailable, saveCache } = await import('@actions/cache');
    if (!isFeatureAvailable() || !(await forget(cache))) return false;
    // Below zero: another job of today was first.
    return (await saveCache(pathsOf(cache), keyOf(cache))) >= 0;
  } catch (error) {
    cache.host.info(`The cache of advisories was not kept: ${reason(error)}`);
    return false;
  }
}

function keyOf({ now }: AdvisoryCache): string {
  return `${PREFIX}${dayOf(now)}`;
}

/** Takes back what was restored. */
export async function removeAdvisories(cache: AdvisoryCache): Promise<void> {
  for (const folder of pathsOf(cache)) await rm(folder, { recursive: true, force: true });
}

/** Databases are left out: they are kept by digest, and may be larger than what a cache is for. */
function pathsOf({ folder }: AdvisoryCache): string[] {
  return [join(folder, 'records'), join(folder, 'feeds')];
}

const MOST_DAYS = 30;

/** Removes what is a month old, since records change and caches would only grow. Returns whether anything is left. */
async function forget(cache: AdvisoryCache): Promise<boolean> {
  const oldest = cache.now.getTime() - MOST_DAYS * DAY;
  let left = false;
  for (const folder of pathsOf(cache)) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      if ((await stat(path)).mtimeMs >= oldest) left = true;
      else await rm(path, { force: true });
    }
  }
  return left;
}
