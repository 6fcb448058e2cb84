import type { Finding } from '../core/finding.js';
import type { Inspection } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import { type SeenByRun, unmatchedEntries } from '../policy/unmatched.js';
import { isTouched } from '../repository/tree.js';
import type { Known } from './inspectors.js';
import { seenByRun, seenImages } from './not-looked-at.js';
import type { Setup } from './setup.js';

/** Whether the base commit has the policy in force: always in a pull request, and unless a push changes it. */
export async function isPolicyOld({
  context: { policy },
  files,
  change,
  isPush,
}: Pick<Setup, 'context' | 'files' | 'change' | 'isPush'>): Promise<boolean> {
  if (!isPush) return files.origin !== undefined;
  if (!change) return false;
  for (const path of [policy.path, ...(policy.extendedFiles ?? [])])
    if (path !== undefined && (await isTouched(path, change))) return false;
  return true;
}

/**
 * The findings about entries of the policy that were there before: the base commit has the policy, and nothing that the
 * entry matches. An entry is new where the change takes away what it matched.
 */
export async function entriesUnmatchedBefore(
  inspection: Inspection,
  facts: Known,
  setup: Setup,
): Promise<readonly Finding[]> {
  const { context, baseCommit } = setup;
  const isAny = inspection.findings.some(({ check }) => check === 'policy');
  if (!isAny || !baseCommit || !(await isPolicyOld(setup))) return [];
  const now = seenByRun(inspection, facts, context);
  const before = await seenBefore(baseCommit, context).catch((error: unknown) => {
    if (error instanceof PortsideError) return undefined;
    throw error;
  });
  if (!before) return [];
  return unmatchedEntries(context.policy, {
    ...now,
    verified: [...now.verified, ...before.verified],
    compared: [...now.compared, ...before.compared],
    coverage: [...now.coverage, ...before.coverage],
  });
}

async function seenBefore(
  baseCommit: NonNullable<Setup['baseCommit']>,
  { policy, options }: Setup['context'],
): Promise<Pick<SeenByRun, 'verified' | 'compared' | 'coverage'>> {
  const [{ dockerfiles, gaps = [] }, manifests, builds] = await Promise.all([
    baseCommit.discovered(),
    baseCommit.manifests(),
    baseCommit.builds(),
  ]);
  const bases = [...builds.externalImages, ...manifests.externalImages];
  const linted = dockerfiles.map(
    (target) => ({ check: 'lint', target, state: 'checked' }) as const,
  );
  return {
    ...seenImages(bases, manifests.images, { policy, options }),
    coverage: [...linted, ...gaps, ...(manifests.coverage ?? [])],
  };
}
