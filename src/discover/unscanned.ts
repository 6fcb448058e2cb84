import { lstatSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Coverage, FoundCoverage } from '../core/coverage.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { isDockerfileContent } from '../dockerfile/dockerfile-content.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { commonFolder, escapesViaSymlink } from '../lib/paths.js';
import { manifestKind, mayBeManifest } from '../manifests/manifest-kind.js';
import { changedFiles, touchTest } from '../repository/changed-paths.js';
import { repositoryReader } from '../repository/repository-files.js';
import type { TrackedFiles } from '../repository/tracked.js';
import type { PullRequestTrees } from '../repository/tree.js';
import type { Discovery } from './discover.js';
import { isMissed } from './lfs-pointers.js';

/** What Git tracks and discovery did not search, and checkouts of other repositories. */
export interface Unscanned {
  /** Dockerfiles that no build names and manifests, in the folders that discovery skips. */
  readonly files: readonly string[];
  /** Files that a sparse checkout leaves out. */
  readonly leftOut: readonly string[];
  /** Other files that are not in the folder, because something deleted them after the index of Git was written. */
  readonly deleted: readonly string[];
  /** Links to folders that are not below the folder that was searched. */
  readonly outside: readonly string[];
  /** Files whose names are not UTF-8. */
  readonly unnamed: readonly string[];
  /** Pointers of Git LFS to files that are not in the folder. */
  readonly pointers: readonly string[];
  /** Files that cannot be read, so that it is not known what they are. */
  readonly unreadable: readonly string[];
  /** Files that Git writes in an encoding that is not read. */
  readonly encoded: readonly string[];
  /** Whether the change adds or edits one of them. */
  readonly isTouched: (path: string) => boolean;
  /** The same of the deleted ones: whether the index of Git has another content than the base commit. */
  readonly isBrought: (path: string) => boolean;
  /** Submodules that are not checked out. */
  readonly submodules: readonly string[];
  /** Folders with checkouts of other repositories. */
  readonly otherRepositories: readonly string[];
}

/** What discovery searched and skipped. */
type Searched = Pick<
  Discovery,
  'files' | 'skipped' | 'otherRepositories' | 'dockerfiles' | 'pointers' | 'unreadable'
>;

/** The number of YAML files in vendored code that are read if the change does not touch them. */
const MOST_READ = 2_000;

/** Finds what Git tracks and discovery did not search. */
export async function findUnscanned(
  root: string,
  found: Searched,
  tracked: TrackedFiles,
  change?: PullRequestTrees,
): Promise<Unscanned> {
  const isTouched = await touchTest(change);
  const about = change && (await changedFiles(change));
  const isSame = (path: string) => about?.base.get(path)?.id === tracked.idOf(path);
  const files = vendored(root, found, tracked, isTouched);
  const here = new Set(found.files);
  const isThere = presenceIn(root);
  const isAbsent = (path: string) => !isThere(path);
  const unnamed = tracked.files.filter((path) => path.includes('\ufffd') && isAbsent(path));
  const missing = tracked.files.filter(
    (path) => !here.has(path) && !path.includes('\ufffd') && isAbsent(path),
  );
  const submodules: string[] = [];
  for (const path of tracked.submodules)
    if ((await readdir(join(root, path)).catch(() => [])).length === 0) submodules.push(path);
  return {
    files,
    leftOut: missing.filter((path) => tracked.leftOut.has(path)),
    // What the change itself deletes is not missing. What a commit of it brings is, wherever it went.
    deleted: missing.filter(
      (path) => !tracked.leftOut.has(path) && !(about && isSame(path) && !about.head.has(path)),
    ),
    outside: tracked.files.filter((path) => !here.has(path) && isFolderOutside(root, path)),
    unnamed,
    pointers: found.pointers,
    unreadable: found.unreadable.filter((path) => !path.includes('\ufffd')),
    encoded: tracked.files.filter((path) => tracked.encoded.has(path)),
    isTouched,
    isBrought: (path) => change !== undefined && !isSame(path),
    submodules,
    otherRepositories: found.otherRepositories,
  };
}

/**
 * Whether a file is in the checkout as Git tracks it: not behind a link or a file in the place of one of its folders, which
 * Git does not follow.
 */
function presenceIn(root: string): (path: string) => boolean {
  const folders = new Map<string, boolean>([['.', true]]);
  const isFolder = (folder: string): boolean => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const found =
      isFolder(dirname(folder)) &&
      lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() === true;
    folders.set(folder, found);
    return found;
  };
  return (path) =>
    isFolder(dirname(path)) && lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
}

/** Whether a path is a link to a folder elsewhere: what it leads to is searched only below the root. */
function isFolderOutside(root: string, path: string): boolean {
  const place = join(root, path);
  if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  try {
    return statSync(place).isDirectory() && escapesViaSymlink(root, path);
  } catch {
    return false;
  }
}

/** The files in vendored code that would be checked elsewhere. */
function vendored(
  root: string,
  { skipped, dockerfiles }: Searched,
  tracked: TrackedFiles,
  isTouched: (path: string) => boolean,
): string[] {
  const below = tracked.files.filter((path) =>
    skipped.some((folder) => path.startsWith(`${folder}/`)),
  );
  const read = repositoryReader(root);
  const yaml = below.filter((path) => /\.ya?ml$/i.test(path) && !isDockerfile(path));
  // What the change adds is told by its content, whatever its name is.
  const isOther = (path: string) => {
    const text = isTouched(path) && !dockerfiles.includes(path) ? (read(path) ?? '') : '';
    return text !== '' && (isDockerfileContent(path, text) || mayBeManifest(text));
  };
  const [touched, others] = [yaml.filter(isTouched), yaml.filter((path) => !isTouched(path))];
  const found = [
    ...below.filter(isOther),
    ...below.filter(
      (path) =>
        isDockerfile(path) &&
        !dockerfiles.includes(path) &&
        isDockerfileContent(path, read(path) ?? ''),
    ),
    ...[...touched, ...others.slice(0, MOST_READ)].filter((path) =>
      manifestKind(path, read(path) ?? ''),
    ),
  ];
  return [...new Set(found)].sort();
}

/** When the files of a sort make a result incomplete: those that the change touches, without a comparison all, or none. */
type Counts = 'touched' | 'unless compared' | 'never';

/**
 * One row for each file that the change adds or edits and each submodule, and one for the others of a sort. In a comparison
 * (`isCompared`), what the change does not touch is only told.
 */
export function unscannedGaps(unscanned: Unscanned, isCompared: boolean): FoundCoverage[] {
  const rows = (
    paths: readonly string[],
    why: string,
    counts: Counts,
    isTouched = unscanned.isTouched,
  ): FoundCoverage[] => {
    const isCounted = (path: string) => counts !== 'never' && isTouched(path);
    const changed = paths.filter(isCounted);
    const others = joined(
      paths.filter((path) => !isCounted(path)),
      why,
    );
    const each = changed.slice(0, MOST_ROWS).map((path) => notCovered(path, why));
    return [
      ...[...each, ...joined(changed.slice(MOST_ROWS), why)].map(counted),
      ...(counts === 'unless compared' && !isCompared ? others : others.map(informational)),
    ];
  };
  const { files, leftOut, deleted, outside, unnamed, pointers, unreadable, encoded } = unscanned;
  return [
    ...rows(files, VENDORED, 'touched'),
    ...rows(leftOut, LEFT_OUT, 'unless compared'),
    ...rows(deleted, DELETED, 'touched', unscanned.isBrought),
    ...rows(outside, OUTSIDE, 'touched'),
    ...rows(unnamed, UNNAMED, 'touched'),
    ...rows(pointers.filter(isMissed), POINTER, 'unless compared'),
    ...rows(
      pointers.filter((path) => !isMissed(path)),
      POINTER,
      'never',
    ),
    ...rows(unreadable, UNREADABLE, 'unless compared'),
    ...rows(encoded, ENCODED, 'touched'),
    ...unscanned.submodules.map((path) => notCovered(path, SUBMODULE)),
    ...unscanned.otherRepositories.map((path) => informational(notCovered(path, OTHER))),
  ];
}

/** Files of a sort that have a row each. */
const MOST_ROWS = 20;

/** One row for all paths, if there are any. Its target is the folder that has them: to accept it is to accept them all. */
function joined(paths: readonly string[], why: string): Coverage[] {
  const [first] = paths;
  if (first === undefined) return [];
  if (paths.length === 1) return [notCovered(first, why)];
  const reason = `${paths.length} files, such as ${first}, were not checked: ${why}`;
  return [{ ...notCovered(commonFolder(paths) || '.', why), reason }];
}

function notCovered(target: string, why: string): Coverage {
  return { check: 'lint', target, state: 'not-covered', reason: `Not checked: ${why}` };
}

function counted(row: Coverage): FoundCoverage {
  return { ...row, counts: 'always' };
}

function informational(row: Coverage): Coverage {
  return { ...row, informational: true };
}

const VENDORED =
  'folders called vendor or node_modules are not searched. Name a Dockerfile to check it';
const LEFT_OUT = 'the checkout is sparse and leaves it out. Check out all files';
const DELETED = 'Git tracks it, but it is not in the folder. Restore it, or delete it with git rm';
const OUTSIDE =
  'it is a link to a folder outside of the one that is checked. Check that folder too';
const UNNAMED = 'its name is not UTF-8. Rename it';
const POINTER =
  'it is a pointer of Git LFS, and its content is not in the folder. Run git lfs pull, or set lfs: true of actions/checkout';
const UNREADABLE = 'it cannot be read. Check its permissions';
const ENCODED =
  'its working-tree-encoding in .gitattributes is not read. Use UTF-8, or remove the attribute';
const SUBMODULE =
  'it is a submodule that is not checked out. Run git submodule update --init, or set submodules: true of actions/checkout';
const OTHER = 'it is the checkout of another repository. Check it in a run of its own';

/** What was there to be checked. */
export interface Found {
  readonly root: string;
  readonly files: number;
  readonly images: number;
  /** Whether finding nothing to check makes the result incomplete. */
  readonly required: boolean;
}

/** Reports that no image, or nothing at all, was there to be checked: otherwise the result would look like a pass. */
export function nothingScanned({ root, files, images, required }: Found): Inspection {
  if (images > 0) return EMPTY_INSPECTION;
  if (files > 0) return { ...EMPTY_INSPECTION, notes: [{ message: ONLY_FILES }] };
  if (!required) return { ...EMPTY_INSPECTION, notes: [{ message: `${NOTHING}.` }] };
  const reason = `${NOTHING}. Check the folder, or name an image`;
  return incompleteInspection('lint', [root], reason);
}

/** The same for `lint`, which checks no images. */
export function nothingLinted(files: number): Inspection {
  if (files > 0) return EMPTY_INSPECTION;
  const reason = 'There is no Dockerfile and no manifest. Check the folder or the pattern';
  return incompleteInspection('lint', ['.'], reason);
}

const NO_IMAGE = 'No image was named (--image, or image: in the policy)';
const ONLY_FILES = `${NO_IMAGE}, so no image was scanned.`;
const NOTHING = `${NO_IMAGE}, and there is no Dockerfile and no manifest: there was nothing to lint or scan`;
