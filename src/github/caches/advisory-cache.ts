import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reason } from '../../lib/errors.js';
import type { GitHubLogger } from '../client.js';
import { checkedBranch, type GitHubContext } from '../event.js';
import { CACHE_PREFIX } from './cache-trust.js';
import { saveOnce } from './save-once.js';

/**
 * Downloaded advisories and feeds, kept in the Actions cache: one entry a day, and each run starts with the latest. The
 * name of a record contains its modification time, so an outdated cache is slower but never wrong. Records are not
 * signed: only runs on branches save them, and restore-caches.ts checks which runs wrote the entries.
 */
export interface AdvisoryCache {
  readonly context: GitHubContext;
  /** The folder of downloads. The same in every run, since the cache identifies entries by path. */
  readonly folder: string;
  readonly now: Date;
  readonly log: GitHubLogger;
}

const KEY_PREFIX = `${CACHE_PREFIX}advisories-1-`;

/** Fills the folder. Returns the key of the restored entry, undefined when there is none. Never throws. */
export async function restoreAdvisories(cache: AdvisoryCache): Promise<string | undefined> {
  try {
    const { restoreCache } = await import('@actions/cache');
    const key = await restoreCache(cachedFolders(cache), keyOfToday(cache), [KEY_PREFIX]);
    if (key !== undefined) cache.log.info(`Restored advisories from the Actions cache: ${key}`);
    return key;
  } catch (error) {
    cache.log.info(`Advisories were not restored from the Actions cache: ${reason(error)}`);
    return undefined;
  }
}

/** Saves the downloads, unless today's entry was restored. Returns whether it did. Never throws. */
export async function saveAdvisories(
  cache: AdvisoryCache,
  restoredKey: string | undefined,
): Promise<boolean> {
  if (
    checkedBranch({ ...cache.context, analyzed: undefined }) === undefined ||
    restoredKey === keyOfToday(cache)
  )
    return false;
  try {
    const { isFeatureAvailable } = await import('@actions/cache');
    if (!isFeatureAvailable() || !(await removeOldFiles(cache))) return false;
    return await saveOnce(cachedFolders(cache), keyOfToday(cache));
  } catch (error) {
    cache.log.info(`Advisories were not saved in the Actions cache: ${reason(error)}`);
    return false;
  }
}

function keyOfToday({ now }: AdvisoryCache): string {
  return `${KEY_PREFIX}${now.toISOString().slice(0, 10)}`;
}

/** Removes what was restored. */
export async function removeAdvisories(cache: AdvisoryCache): Promise<void> {
  for (const folder of cachedFolders(cache)) await rm(folder, { recursive: true, force: true });
}

/** Databases are not cached: they are stored by digest, and may be too large. */
function cachedFolders({ folder }: AdvisoryCache): string[] {
  return [join(folder, 'records'), join(folder, 'feeds')];
}

const MAX_AGE_DAYS = 30;

/** Removes files older than a month, so that the cache does not grow forever. Returns whether any file is left. */
async function removeOldFiles(cache: AdvisoryCache): Promise<boolean> {
  const oldest = cache.now.getTime() - MAX_AGE_DAYS * 86_400_000;
  let left = false;
  for (const folder of cachedFolders(cache)) {
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
