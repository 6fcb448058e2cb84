import type { FoundCoverage } from '../core/coverage.js';
import type { Host } from '../core/host.js';
import { type GitFailure, gitFailure } from '../repository/git.js';
import type { TrackedFiles } from '../repository/tracked.js';

const WHY: Readonly<Record<GitFailure, string>> = {
  'not installed': 'Git is not installed, so that what it tracks is not known. Install Git',
  refuses:
    'Git refuses the repository, so that what it tracks is not known. Run git status, and add it to safe.directory',
  'cannot read':
    'Git cannot list the files that it tracks, so that they are not known. Run git status',
};

/**
 * A gap where a folder is in a repository and what Git tracks there is not known (`tracked` is undefined): files that
 * .gitignore lists were left out then, and missing ones not missed.
 */
export async function trackingGaps(
  root: string,
  tracked: TrackedFiles | undefined,
  host: Host,
): Promise<FoundCoverage[]> {
  const failure = tracked ? undefined : await gitFailure(root, host);
  if (failure === undefined) return [];
  return [
    { check: 'lint', target: '.git', state: 'partial', counts: 'always', reason: WHY[failure] },
  ];
}
