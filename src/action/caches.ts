import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../core/report.js';
import type { AdvisoryCache } from '../github/caches/advisory-cache.js';
import type { BaselineCache } from '../github/caches/baseline-cache.js';
import type { GitHubContext } from '../github/event.js';
import { startDeadline } from '../lib/deadline.js';
import type { Options } from '../options/options.js';
import type { ActionContext } from './setup.js';

/** Advisories are up to 100 MB. */
const SAVE_MS = 30_000;

/** What the Actions cache contributes to a run, and stores for later ones. */
export interface RunCaches {
  /** The options of the run, with the restored baseline. */
  readonly options: Options;
  /** The report, with the reason why no baseline could be restored. */
  withBaseline(report: Report): Report;
  /** Saves the report about these commits as the baseline of later runs, and the downloaded advisories. */
  save(reportFile: string, commits: readonly string[]): Promise<void>;
}

/**
 * Restores the baseline and the advisories from the Actions cache, as far as they are used. `folder` is the checked folder
 * of the repository; empty for all of it. `commit` is the one that the run is compared with.
 */
export async function restoreRunCaches(
  step: ActionContext,
  folder: string,
  commit: string | undefined,
): Promise<RunCaches> {
  const { inputs, github } = step;
  const { options } = inputs;
  if (!github) return { options, withBaseline: (report) => report, save: async () => {} };
  const [{ baseBranch, saveBaseline }, { saveAdvisories }, { restoreCaches }] = await Promise.all([
    import('../github/caches/baseline-cache.js'),
    import('../github/caches/advisory-cache.js'),
    import('../github/caches/restore-caches.js'),
  ]);
  const baseline = baselineCache(step, github, folder);
  const advisories = advisoryCache(step, github);
  // An input may name another baseline. On a branch there is nothing to compare with, but the report is saved.
  const comparesWithBranch = !options.baseline && baseBranch(github) !== undefined;
  const wanted = { baseline: comparesWithBranch ? baseline : undefined, advisories, commit };
  const restored = await restoreCaches(wanted, github, step.client, step.host);
  return {
    options:
      restored.baseline && 'from' in restored.baseline
        ? { ...options, baseline: restored.baseline }
        : options,
    withBaseline: (report) =>
      restored.baseline && 'missing' in restored.baseline
        ? withoutStoredReport(report, restored.baseline.missing)
        : report,
    save: async (reportFile, commits) => {
      if (restored.isSilent) return;
      const deadline = startDeadline(SAVE_MS);
      const saving = [
        () => saveBaseline(reportFile, commits, baseline),
        ...(advisories ? [() => saveAdvisories(advisories, restored.advisories)] : []),
      ];
      const saveInTime = (save: () => Promise<boolean>) => deadline.orElse(save, () => false);
      await Promise.all(saving.map(saveInTime));
      deadline.stop();
    },
  };
}

/** The report with the reason why no stored report was used. The base commit may have been checked instead. */
function withoutStoredReport(report: Report, missing: string): Report {
  if (!report.baseline) return { ...report, baseline: { with: [], missing: [missing] } };
  const message = `There is no stored report of the base commit (${missing}). The base commit was checked in this run instead.`;
  return { ...report, notes: [...report.notes, { message }] };
}

function baselineCache(
  { inputs, host }: ActionContext,
  github: GitHubContext,
  folder: string,
): BaselineCache {
  // The same path in each step and run: the Actions cache identifies entries by it.
  const file = join(inputs.temporaryFolder ?? tmpdir(), 'portside', 'baseline.json');
  const checked = { ...inputs.options, folder };
  return { context: github, checked, file, log: host };
}

/** Undefined when no advisories are downloaded. */
function advisoryCache(
  { inputs, host }: ActionContext,
  github: GitHubContext,
): AdvisoryCache | undefined {
  const { advisories, offline, environment, now } = inputs.options;
  if (advisories !== undefined || offline || environment.cacheFolder === undefined)
    return undefined;
  const folder = join(environment.cacheFolder, 'advisories');
  return { context: github, folder, now, log: host };
}
