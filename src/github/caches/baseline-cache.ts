import { createHash } from 'node:crypto';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { imageName } from '../../core/fingerprint.js';
import { reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { readReport } from '../../reports/stored/read-report.js';
import type { GitHubLogger } from '../client.js';
import { branchOf, type GitHubContext } from '../event.js';
import { CACHE_PREFIX } from './cache-trust.js';

/**
 * The report of the last run on a branch, kept in the Actions cache: a pull request reads the caches of its base
 * branch and of the default branch and of no other pull request, from a fork too. That it is theirs is proven by
 * restore.ts.
 */
export interface BaselineCache {
  readonly context: GitHubContext;
  /** What is checked, as the inputs name it: legs of a matrix keep one each. */
  readonly checked: {
    readonly images: readonly string[];
    readonly dockerfiles: readonly string[];
    readonly platform?: string;
  };
  /** Where the report lies while it is kept or restored. The same on every run: the cache goes by the path. */
  readonly file: string;
  readonly host: GitHubLogger;
}

/** A baseline to compare with, or why there is none, as the end of a sentence. */
export type RestoredBaseline =
  | { readonly from: string; readonly name: string }
  | { readonly missing: string };

/** Milliseconds to wait for the cache: a slow one is none. */
const TIMEOUT_MS = 15_000;

/** The branch that this event's findings are compared with; undefined when they are not compared. */
export function baseBranch({ event }: GitHubContext): string | undefined {
  return event.kind === 'pull_request' || event.kind === 'merge_group' ? event.baseRef : undefined;
}

/** The report that the base branch kept: of the very commit, else the last one. Never throws. */
export async function restoreBaseline(cache: BaselineCache): Promise<RestoredBaseline> {
  const branch = baseBranch(cache.context) ?? '';
  const { event } = cache.context;
  const commit = 'baseSha' in event ? (event.baseSha ?? '') : '';
  try {
    const { restoreCache } = await import('@actions/cache');
    const prefix = prefixFor(branch, cache);
    await rm(cache.file, { force: true });
    const key = await Promise.race([
      restoreCache([cache.file], `${prefix}${commit}`, [prefix]),
      wait(TIMEOUT_MS, 'late' as const, { ref: false }),
    ]);
    if (key === 'late') return { missing: 'the Actions cache does not answer' };
    if (key === undefined)
      return {
        missing: `no run on ${branch} has kept one yet: let this workflow run on its pushes`,
      };
    // One of another version, or cut short, is none; what a user names is read without this mercy.
    readReport(await readFile(cache.file), cache.file);
    return {
      from: cache.file,
      name: `${branch} at ${key.slice(prefix.length, prefix.length + 8)}`,
    };
  } catch (error) {
    return { missing: `the Actions cache failed: ${reason(error)}` };
  }
}

/** Keeps `report` for the pull requests to come, when this run is on a branch. Never throws. */
export async function saveBaseline(report: string, cache: BaselineCache): Promise<boolean> {
  const branch = branchOf(cache.context);
  if (branch === undefined) return false;
  try {
    const { isFeatureAvailable, saveCache } = await import('@actions/cache');
    if (!isFeatureAvailable()) return false;
    await makeFolder(dirname(cache.file));
    await copyFile(report, cache.file);
    // Below zero: there is one of this commit already.
    const saved = await saveCache([cache.file], `${prefixFor(branch, cache)}${cache.context.sha}`);
    if (saved >= 0) cache.host.info(`Kept as the baseline of ${branch}`);
    return saved >= 0;
  } catch (error) {
    cache.host.info(`The baseline of ${branch} was not kept: ${reason(error)}`);
    return false;
  }
}

/** Keys of one branch and of what is checked on it, whoever checks it. The commit follows. */
function prefixFor(branch: string, { checked }: BaselineCache): string {
  const { images, dockerfiles, platform } = checked;
  const what = [branch, images.map(imageName), dockerfiles, platform ?? ''];
  const hash = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
  return `${CACHE_PREFIX}baseline-1-${hash}-`;
}
