import type { Coverage, FoundCoverage } from '../core/coverage.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { pluralize } from '../lib/text.js';
import type { CheckContext } from '../policy/check-context.js';
import { touchTest } from '../repository/changed-paths.js';
import { baseBranchFiles, type NamedCommits } from '../repository/compared-trees.js';
import { selectDockerfiles } from '../repository/select-dockerfiles.js';
import { NOTHING_TRACKED, type TrackedFiles, trackedFiles } from '../repository/tracked.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { type Discovery, discover } from './discover.js';
import { type LedgerEntry, ledgerOf } from './ledger.js';
import { trackingGaps } from './tracking-gaps.js';
import { patternGaps, requireMatches } from './unmatched-patterns.js';
import { findUnscanned, unscannedGaps } from './unscanned.js';

/** What is checked of the repository. */
export interface Targets
  extends Pick<
    Discovery,
    | 'dockerfiles'
    | 'files'
    | 'manifests'
    | 'otherWorkflows'
    | 'projectFiles'
    | 'lockfiles'
    | 'bakeFiles'
    | 'scripts'
    | 'declared'
  > {
  /** Patterns without effect. */
  readonly notes: readonly string[];
  /** What Git tracks. */
  readonly tracked: TrackedFiles;
  /** What is done with each file. */
  readonly ledger: readonly LedgerEntry[];
  /** What was not searched, and what could not be read. */
  readonly gaps: readonly FoundCoverage[];
}

/** The change whose files decide, and the trees that the checkout is compared with. */
interface DiscoveredChange {
  readonly pullRequest: PullRequestTrees | undefined;
  readonly trees: PullRequestTrees | undefined;
  readonly commits: NamedCommits;
}

/** What discovery asks of the options. */
export type AskedByDiscovery = 'dockerfiles' | 'requireTargets' | 'baseRef' | 'baselineRef';

/** Finds the targets that the options leave. Throws PortsideError (usage) for a pattern that selects nothing, if the user asked. */
export async function discoverTargets(
  { root, options, host }: Pick<CheckContext<AskedByDiscovery>, 'root' | 'options' | 'host'>,
  { pullRequest, trees, commits }: DiscoveredChange,
): Promise<Targets> {
  // A reader of its own: a .gitignore that the pull request changes is not a change of what decides about the verdict.
  const known = await trackedFiles(root, host);
  const tracked = known ?? NOTHING_TRACKED;
  const found = await discover(root, await baseBranchFiles(commits, options, pullRequest), tracked);
  const isNarrowed = options.dockerfiles.length > 0;
  const named = selectDockerfiles(root, options.dockerfiles, found.dockerfiles);
  if (options.requireTargets) requireMatches(named);
  const dockerfiles = isNarrowed ? named.paths : found.dockerfiles;
  const skipped = found.skipped.length;
  const left = skipped > 0 ? `, skipped ${pluralize(skipped, 'folder')} of other code` : '';
  host.step(
    `found ${pluralize(dockerfiles.length, 'Dockerfile')} and ${pluralize(found.manifests.length, 'manifest')}${left}`,
  );
  // The Dockerfiles that were not named are of no interest then.
  const searched = isNarrowed ? NOTHING_TRACKED : tracked;
  const unscanned = await findUnscanned(root, found, searched, trees);
  return {
    dockerfiles,
    files: found.files,
    manifests: found.manifests,
    otherWorkflows: found.otherWorkflows,
    projectFiles: found.projectFiles,
    lockfiles: found.lockfiles,
    scripts: found.scripts,
    declared: found.declared,
    ...(found.bakeFiles && { bakeFiles: found.bakeFiles }),
    tracked,
    ledger: ledgerOf(found, unscanned, tracked),
    notes: named.unused.map(
      (pattern) => `No Dockerfile matches ${pattern}, which excludes nothing`,
    ),
    gaps: [
      ...(await trackingGaps(root, known, host)),
      ...unscannedGaps(unscanned, trees !== undefined),
      ...(found.gaps ?? []).filter(({ check }) => check !== 'lint' || !isNarrowed),
      ...(isNarrowed ? [] : await scriptGaps(found, trees)),
      ...patternGaps(named),
    ],
  };
}

/** What scripts build that is not known. Most of it was there before: only that of scripts that a change touches counts. */
async function scriptGaps(
  { scriptGaps: gaps = [] }: Discovery,
  trees: PullRequestTrees | undefined,
): Promise<Coverage[]> {
  if (gaps.length === 0) return [];
  const isTouched = await touchTest(trees);
  return gaps.map(({ row, scripts }) => ({
    ...row,
    ...(!scripts.some(isTouched) && { informational: true }),
  }));
}

/** What discovery left out, and what it could not read. */
export function discoveryGaps({ gaps, notes }: Targets): Inspection {
  return {
    ...EMPTY_INSPECTION,
    coverage: gaps,
    notes: notes.map((message) => ({ check: 'lint', message })),
  };
}
