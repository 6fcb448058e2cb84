import type { Inspector } from '../core/inspector.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import type { CheckContext } from '../policy/check-context.js';
import { isTouched, type PullRequestTrees } from '../repository/tree.js';
import { type CensusFile, findFiles } from './find-files.js';
import { censusRows } from './rows.js';

/** The files of the repository, and those that other inspectors read. */
interface CensusNeeds {
  readonly targets: {
    readonly files: readonly string[];
    readonly dockerfiles: readonly string[];
    readonly manifests: readonly { readonly path: string }[];
    readonly bakeFiles?: readonly string[];
  };
  readonly trees: PullRequestTrees | undefined;
}

/** Files that build or start containers, and that no rule reads. */
export const censusInspector: Inspector<
  CensusNeeds,
  { readonly census: Inspection },
  CheckContext<never>
> = {
  inspect: async ({ targets, trees }, { root }) => {
    const found = await findFiles(root, {
      files: targets.files,
      manifests: new Set(targets.manifests.map(({ path }) => path)),
      read: new Set([...targets.dockerfiles, ...(targets.bakeFiles ?? [])]),
    });
    const coverage = censusRows(found, await touchedFiles(found.files, trees));
    return { census: { ...EMPTY_INSPECTION, coverage } };
  },
  unfinished: (_, reason) => ({
    census: {
      ...EMPTY_INSPECTION,
      incomplete: [{ check: 'manifest', target: 'files that no rule reads', reason }],
    },
  }),
};

/** The paths of the files that the change adds or modifies; none without a change to compare. */
async function touchedFiles(
  files: readonly CensusFile[],
  trees: PullRequestTrees | undefined,
): Promise<ReadonlySet<string>> {
  if (!trees) return new Set();
  // One list of all files instead of one for each. Without it, each file counts as touched.
  for (const tree of [trees.baseCommit, trees.head]) await tree.list('').catch(() => undefined);
  const touched = new Set<string>();
  for (const { path } of files) if (await isTouched(path, trees)) touched.add(path);
  return touched;
}
