import type { Coverage } from '../core/coverage.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import { pluralize } from '../lib/text.js';
import type { CheckContext } from '../policy/check-context.js';
import { baseBranchFiles } from '../repository/find.js';
import { type NamedDockerfiles, selectDockerfiles } from '../repository/named-dockerfiles.js';
import { NOTHING_TRACKED, type TrackedFiles, trackedFiles } from '../repository/tracked.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { type Discovery, discover } from './discover.js';
import { findUnscanned, type Unscanned, unscannedNotes } from './unscanned.js';

/** What is checked of the repository. */
export interface Targets
  extends Pick<
    Discovery,
    'dockerfiles' | 'files' | 'manifests' | 'projectFiles' | 'lockfiles' | 'bakeFiles' | 'declared'
  > {
  /** What Git tracks and discovery did not search. */
  readonly unscanned: Unscanned;
  /** Builds whose Dockerfile is not known. */
  readonly notes: readonly string[];
  /** What Git tracks. */
  readonly tracked: TrackedFiles;
  /** What could not be searched or read. */
  readonly gaps: readonly Coverage[];
}

/** What discovery asks of the options. */
export type AskedByDiscovery = 'dockerfiles' | 'requireTargets' | 'baseRef' | 'baselineRef';

/** Finds the targets that the options leave. Throws PortsideError (usage) for a pattern that selects nothing, if the user asked. */
export async function discoverTargets(
  { root, options, host }: Pick<CheckContext<AskedByDiscovery>, 'root' | 'options' | 'host'>,
  change: PullRequestTrees | undefined,
): Promise<Targets> {
  // A reader of its own: a .gitignore that the pull request changes is not a change of what decides about the verdict.
  const tracked = (await trackedFiles(root, host)) ?? NOTHING_TRACKED;
  const found = await discover(root, await baseBranchFiles(root, options, host, change), tracked);
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
  return {
    dockerfiles,
    files: found.files,
    manifests: found.manifests,
    projectFiles: found.projectFiles,
    lockfiles: found.lockfiles,
    declared: found.declared,
    ...(found.bakeFiles && { bakeFiles: found.bakeFiles }),
    tracked,
    notes: [
      ...(found.notes ?? []),
      ...named.unused.map((pattern) => `No Dockerfile matches ${pattern}, which excludes nothing`),
    ],
    unscanned: await findUnscanned(root, found, searched, change),
    gaps: [
      ...(found.gaps ?? []).filter(({ check }) => check !== 'lint' || !isNarrowed),
      ...named.unmatched.map((pattern) =>
        patternGap(pattern, 'No Dockerfile matches the pattern. Check it'),
      ),
      ...named.emptying.map((pattern) =>
        patternGap(pattern, 'The patterns leave out every Dockerfile. Check them'),
      ),
    ],
  };
}

/** Throws PortsideError (usage) for a pattern that matches nothing, and for patterns that leave nothing. */
function requireMatches({ unmatched: [unmatched], emptying }: NamedDockerfiles): void {
  if (unmatched !== undefined)
    throw new PortsideError('PSE1009', `No Dockerfile matches ${unmatched}`, 'Check the pattern');
  if (emptying.length > 0)
    throw new PortsideError(
      'PSE1009',
      `${emptying.join(' and ')} ${emptying.length === 1 ? 'leaves' : 'leave'} out every Dockerfile`,
      'Check the patterns',
    );
}

/** A pattern that selects nothing is a gap, like a Dockerfile that is named and missing. */
function patternGap(pattern: string, reason: string): Coverage {
  return { check: 'lint', target: pattern, state: 'not-covered', reason };
}

/** What discovery left out, and what it could not read. */
export function discoveryGaps({ unscanned, gaps, notes }: Targets): Inspection {
  return mergeInspections([
    unscannedNotes(unscanned),
    {
      ...EMPTY_INSPECTION,
      coverage: gaps,
      notes: notes.map((message) => ({ check: 'lint', message })),
    },
  ]);
}
