import { createHash } from 'node:crypto';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { imageName } from '../../core/fingerprint.js';
import { reason } from '../../lib/errors.js';
import { makeFolder } from '../../lib/make-folder.js';
import { readReport } from '../../reports/stored/read-report.js';
import type { GitHubLogger } from '../client.js';
import { analyzedCommit, checkedBranch, type GitHubContext, otherSubject } from '../event.js';
import { CACHE_PREFIX } from './cache-trust.js';
import { saveOnce } from './save-once.js';

/**
 * The reports of runs on a branch, each about one commit, kept in the Actions cache. A pull request, from a fork too, reads the cache of
 * its base branch and of the default branch, and not that of other pull requests. restore-caches.ts checks which runs
 * wrote the entries.
 */
export interface BaselineCache {
  readonly context: GitHubContext;
  /** What the inputs select: each job of a matrix has its own baseline. */
  readonly checked: {
    readonly images: readonly string[];
    readonly dockerfiles: readonly string[];
    readonly platforms: readonly string[];
    /** The folder of the repository; absent or empty for all of it. */
    readonly folder?: string;
  };
  /** The file of the report. The same in every run, since the cache identifies entries by path. */
  readonly file: string;
  readonly log: GitHubLogger;
}

/** A baseline, or why there is none, as the end of a sentence. */
export type RestoredBaseline =
  | { readonly from: string; readonly name: string; readonly commit: string }
  | { readonly missing: string };

/**
 * The branch to compare findings with: the base of a pull request, and the branch of a push, whose earlier runs stored a
 * report. Undefined when the event has none: a scheduled run reports what has come up since.
 */
export function baseBranch(context: GitHubContext): string | undefined {
  const { event, analyzed } = context;
  if (event.kind === 'push' && event.before && !analyzed) return checkedBranch(context);
  return event.kind === 'pull_request' || event.kind === 'merge_group' ? event.baseRef : undefined;
}

/**
 * Restores the report about `commit`, which this run is compared with. No other one is: another commit of the branch may
 * have findings that this one does not have. Never throws.
 */
export async function restoreBaseline(
  cache: BaselineCache,
  commit: string | undefined,
): Promise<RestoredBaseline> {
  const branch = baseBranch(cache.context) ?? '';
  if (!commit) return { missing: 'the base commit is not known' };
  try {
    const { restoreCache } = await import('@actions/cache');
    const wanted = `${keyPrefix(branch, cache)}${commit}`;
    await rm(cache.file, { force: true });
    const key = await restoreCache([cache.file], wanted);
    if (key !== wanted) {
      // @actions/cache reports an entry that it cannot unpack as none.
      const saved = await restoreCache([cache.file], wanted, [], { lookupOnly: true });
      const about = commit.slice(0, 8);
      return {
        missing:
          saved === wanted
            ? `the one that is saved for ${about} could not be restored: the log has the reason`
            : `no run on ${branch} has saved one for ${about}: run this workflow on pushes to ${branch}`,
      };
    }
    // A damaged report, or one of another version, counts as none. A report that an input names must be valid.
    readReport(await readFile(cache.file), cache.file);
    return { from: cache.file, name: `${branch} at ${commit.slice(0, 8)}`, commit };
  } catch (error) {
    return { missing: `the Actions cache failed: ${reason(error)}` };
  }
}

/**
 * Saves `report` for later pull requests when this run checks a branch, and the report is about its commit. Returns
 * whether it did. Never throws.
 */
export async function saveBaseline(
  report: string,
  commits: readonly string[],
  cache: BaselineCache,
): Promise<boolean> {
  const branch = checkedBranch(cache.context);
  if (branch === undefined) return false;
  const other = otherSubject(commits, cache.context);
  if (other !== undefined) {
    cache.log.info(`Not saved as the baseline of ${branch}: the result is about ${other}`);
    return false;
  }
  try {
    await makeFolder(dirname(cache.file));
    await copyFile(report, cache.file);
    const key = `${keyPrefix(branch, cache)}${analyzedCommit(cache.context).sha}`;
    const saved = await saveOnce([cache.file], key);
    if (saved) cache.log.info(`Saved as the baseline of ${branch}`);
    return saved;
  } catch (error) {
    cache.log.info(`The baseline of ${branch} was not saved: ${reason(error)}`);
    return false;
  }
}

/** The prefix of the keys for one branch and selection of inputs; the commit follows. */
function keyPrefix(branch: string, { checked }: BaselineCache): string {
  const { images, dockerfiles, platforms, folder } = checked;
  const parts = [
    branch,
    images.map(imageName),
    dockerfiles,
    platforms,
    ...(folder ? [folder] : []),
  ];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
  return `${CACHE_PREFIX}baseline-1-${hash}-`;
}
