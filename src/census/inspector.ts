import { imageName } from '../core/fingerprint.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import type { Inspector } from '../core/inspector.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import type { CheckContext } from '../policy/check-context.js';
import { touchTest } from '../repository/changed-paths.js';
import type { PullRequestTrees, Tree } from '../repository/tree.js';
import { allTextSecrets, changedTextSecrets } from './changed-text.js';
import { type Census, type CensusFile, earlierFile, findFiles } from './find-files.js';
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

/** What the census found. */
export interface CensusInspection extends Inspection {
  /** Why files were not read, by path. */
  readonly unread: ReadonlyMap<string, string>;
}

/** Files that build or start containers, and that no rule reads. */
export const censusInspector: Inspector<
  CensusNeeds,
  { readonly census: CensusInspection },
  CheckContext<never>
> = {
  inspect: async ({ targets, trees }, { root }) => {
    const found = await censusOf(root, targets);
    const isTouched = await touchTest(trees);
    const introducing = await introducingFiles(found, trees, isTouched);
    const coverage = censusRows(found, isTouched, (file) => introducing.has(file));
    return { census: { ...EMPTY_INSPECTION, coverage, unread: unreadFiles(found) } };
  },
  unfinished: (_, reason) => ({
    census: {
      ...incompleteInspection('manifest', ['files that no rule reads'], reason),
      unread: new Map(),
    },
  }),
};

/** What a file was at the base commit; undefined if it started no container. Throws PortsideError (incomplete). */
async function versionBefore(file: CensusFile, baseCommit: Tree): Promise<CensusFile | undefined> {
  const entry = (await baseCommit.list(file.path)).get(file.path);
  return entry && earlierFile(file, await baseCommit.read(entry.id));
}

/** Of the touched files that are about other things, too, those that got a container, another image or more privileges. */
async function introducingFiles(
  { files }: Census,
  trees: PullRequestTrees | undefined,
  isTouched: (path: string) => boolean,
): Promise<ReadonlySet<CensusFile>> {
  const introducing = new Set<CensusFile>();
  if (!trees || trees.notChecked) return introducing;
  for (const file of files) {
    if (!file.format.otherPurposes || !isTouched(file.path)) continue;
    // What cannot be read counts as none.
    const before = await versionBefore(file, trees.baseCommit).catch(() => undefined);
    const isNew = (now: readonly string[], then: readonly string[] = []) =>
      now.some((one) => !then.includes(one));
    // Another version of an image is what updates change every day.
    const names = (images: readonly string[] = []) => images.map(imageName);
    if (
      !before ||
      isNew(names(file.images), names(before.images)) ||
      isNew(file.privileges, before.privileges)
    )
      introducing.add(file);
  }
  return introducing;
}

/** The files of the targets that build or start containers, and that no rule reads. */
export function censusOf(root: string, targets: CensusNeeds['targets']): Promise<Census> {
  return findFiles(root, {
    files: targets.files,
    manifests: new Set(targets.manifests.map(({ path }) => path)),
    read: new Set([...targets.dockerfiles, ...(targets.bakeFiles ?? [])]),
  });
}

/** Why the files of the census were not read, by path. */
export function unreadFiles({ files, left }: Census): ReadonlyMap<string, string> {
  return new Map([
    ...files.map(
      ({ path, format }) => [path, `no rule reads this format: ${format.kind}`] as const,
    ),
    ...left.map((path) => [path, 'too many files'] as const),
  ]);
}

/** What other inspectors searched for secrets, and found. */
interface ChangedTextNeeds extends CensusNeeds {
  readonly baseCommit: { readonly trees: PullRequestTrees } | undefined;
  readonly dockerfiles: Inspection;
  readonly manifests: Inspection;
  readonly contextSecrets: Inspection;
  readonly buildFileFindings: Inspection;
}

/** Secrets in the other text files: those that a change adds or modifies, or all of a run that is for no change. */
export const changedTextInspector: Inspector<
  ChangedTextNeeds,
  { readonly changedText: Inspection },
  CheckContext<never>
> = {
  inspect: async ({ targets, trees, baseCommit, ...others }, { root }) => {
    // Of a push, too, although it is no change that may be refused.
    const change = trees ?? baseCommit?.trees;
    const { dockerfiles, manifests, contextSecrets, buildFileFindings } = others;
    const all = [dockerfiles, manifests, contextSecrets, buildFileFindings];
    const searched = new Set([
      ...targets.dockerfiles,
      ...manifests.targets.map(({ name }) => name),
    ]);
    const known = all.flatMap(({ findings, suppressed = [] }) => [...findings, ...suppressed]);
    const changed =
      change && !change.notChecked
        ? await changedTextSecrets({ root, trees: change, searched, known })
        : EMPTY_INSPECTION;
    if (trees) return { changedText: changed };
    const found = [...changed.findings, ...(changed.suppressed ?? [])];
    const rest = await allTextSecrets({
      root,
      files: targets.files,
      searched,
      known: [...known, ...found],
    });
    return { changedText: mergeInspections([changed, rest]) };
  },
  unfinished: ({ trees }, reason) => ({
    changedText: incompleteInspection('secret', [trees ? 'changed files' : 'text files'], reason),
  }),
};
