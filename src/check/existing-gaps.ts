import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BaseReading, baseReading } from '../baseline/base-reading.js';
import { type Coverage, isGap } from '../core/coverage.js';
import { EMPTY_INSPECTION, type Incomplete, type Inspection } from '../core/report.js';
import type { CheckContext } from '../policy/check-context.js';
import { isTouched, type PullRequestTrees } from '../repository/tree.js';

/** What is checked, and what it is compared with. */
interface Compared extends Pick<CheckContext<'dockerfiles'>, 'root' | 'options'> {
  readonly trees: PullRequestTrees | undefined;
  readonly baseCommit: BaseReading | undefined;
}

/**
 * In a pull request, or when compared with a revision, what could not be checked of a file that is not touched, and that
 * no option names, is reported but does not make the result incomplete. A manifest depends on the files that it names, so
 * the base commit must have the same gap. The same holds for a base image whose registry denies access to a run without
 * secrets.
 */
export async function markExistingGaps(
  inspection: Inspection,
  { root, options, trees: change, baseCommit }: Compared,
): Promise<Inspection> {
  if (!change) return inspection;
  const isFile = fileTest(root, inspection);
  // One list of all files instead of one for each row. Without it, isTouched says that the file is touched.
  for (const tree of [change.baseCommit, change.head]) await tree.list('').catch(() => undefined);
  const isOld = gapTest(baseCommit);
  const isLeft = async (row: Incomplete) =>
    !options.dockerfiles.includes(row.target) &&
    !(await isTouched(row.target, change)) &&
    (row.check !== 'manifest' || (await isOld(row)));
  const coverage = (inspection.coverage ?? []).map(async (row): Promise<Coverage> => {
    // A base image that this run cannot ask for is verified by the run after the merge.
    if (
      row.check === 'trust' &&
      row.state === 'not-covered' &&
      change.withoutSecrets &&
      !isFile(row)
    )
      return { ...row, informational: true };
    if (row.counts === 'always') return row;
    if (row.counts === 'if touched') {
      const { counts: _, ...counted } = row;
      return (await isTouched(row.target, change)) ? counted : { ...counted, informational: true };
    }
    if (!isGap(row) || !isFile(row)) return row;
    const { reason = row.state } = row;
    return (await isLeft({ ...row, reason })) ? { ...row, informational: true } : row;
  });
  // Other failures are not about one file: that of ShellCheck, or that there is nothing to check.
  const files = new Set(
    inspection.targets.flatMap(({ kind, name }) =>
      kind === 'dockerfile' || kind === 'manifest' ? name : [],
    ),
  );
  const incomplete: Incomplete[] = [];
  const unread: Coverage[] = [];
  for (const item of inspection.incomplete)
    if (files.has(item.target) && isFile(item) && (await isLeft(item)))
      unread.push({ ...item, state: 'not-covered', informational: true });
    else incomplete.push(item);
  return { ...inspection, incomplete, coverage: [...(await Promise.all(coverage)), ...unread] };
}

/** The same for `lint`: its operands are what it was asked for by name. */
export async function markGapsOfLint(
  inspection: Inspection,
  {
    trees,
    operands,
    ...context
  }: CheckContext<'now'> & Pick<Compared, 'trees'> & { readonly operands: readonly string[] },
): Promise<Inspection> {
  const baseCommit = trees && baseReading(trees, context);
  const options = { dockerfiles: operands };
  return markExistingGaps(inspection, { root: context.root, options, trees, baseCommit });
}

/** A test of whether the base commit has the same gap in its manifests and builds; false if they cannot be read. */
function gapTest(baseCommit: BaseReading | undefined): (row: Incomplete) => Promise<boolean> {
  const keyOf = ({ target, reason = '' }: Pick<Coverage, 'target' | 'reason'>) =>
    `${target}\n${reason}`;
  let known: Promise<ReadonlySet<string>> | undefined;
  const read = async () => {
    const { coverage = [], incomplete } = (await baseCommit?.manifests()) ?? EMPTY_INSPECTION;
    const { gaps = [] } = (await baseCommit?.discovered()) ?? {};
    return new Set([...coverage.filter(isGap), ...gaps, ...incomplete].map(keyOf));
  };
  return async (row) => {
    known ??= read().catch(() => new Set());
    return (await known).has(keyOf(row));
  };
}

/** A test of whether a row is about a file of the repository. */
function fileTest(
  root: string,
  { targets }: Inspection,
): (row: Pick<Coverage, 'check' | 'target'>) => boolean {
  const namesOf = (wanted: string) =>
    new Set(targets.flatMap(({ kind, name }) => (kind === wanted ? name : [])));
  const dockerfiles = namesOf('dockerfile');
  const manifests = namesOf('manifest');
  const images = namesOf('image');
  return ({ check, target }) =>
    check === 'lint' ||
    check === 'manifest' ||
    dockerfiles.has(target) ||
    (check === 'vulnerability' && manifests.has(target)) ||
    // The row of an image has its tag.
    (check === 'trust' && !target.includes(':') && existsSync(resolve(root, target))) ||
    (check === 'secret' && !images.has(target) && existsSync(resolve(root, target)));
}
