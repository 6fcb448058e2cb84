import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { pluralize } from '../lib/text.js';
import { manifestKind } from '../manifests/manifest-kind.js';
import { repositoryReader } from '../repository/repository-files.js';
import type { TrackedFiles } from '../repository/tracked.js';
import { isTouched, type PullRequestTrees } from '../repository/tree.js';
import type { Discovery } from './discover.js';

/** What Git tracks and discovery did not search. */
export interface Unscanned {
  /** Dockerfiles that no build names and manifests, in the folders that discovery skips. */
  readonly files: readonly string[];
  /** Those of the files that the pull request adds or changes. */
  readonly touched: readonly string[];
  /** Submodules that are not checked out. */
  readonly submodules: readonly string[];
}

/** The number of YAML files in vendored code that are read, and of files that are compared with the base commit. */
const MOST_READ = 2_000;
const MOST_COMPARED = 50;

/** Finds what Git tracks and discovery did not search. */
export async function findUnscanned(
  root: string,
  { skipped, dockerfiles }: Discovery,
  tracked: TrackedFiles,
  change?: PullRequestTrees,
): Promise<Unscanned> {
  const below = tracked.files.filter((path) =>
    skipped.some((folder) => path.startsWith(`${folder}/`)),
  );
  const read = repositoryReader(root);
  const yaml = below.filter((path) => /\.ya?ml$/i.test(path) && !isDockerfile(path));
  const files = [
    ...below.filter((path) => isDockerfile(path) && !dockerfiles.includes(path)),
    ...yaml.slice(0, MOST_READ).filter((path) => manifestKind(path, read(path) ?? '', read)),
  ].sort();
  const touched: string[] = [];
  for (const path of change ? files.slice(0, MOST_COMPARED) : [])
    if (change && (await isTouched(path, change))) touched.push(path);
  const submodules: string[] = [];
  for (const path of tracked.submodules)
    if ((await readdir(join(root, path)).catch(() => [])).length === 0) submodules.push(path);
  return { files, touched, submodules };
}

/** Notes that name the files and submodules. */
export function unscannedNotes({ files, touched, submodules }: Unscanned): Inspection {
  const messages: string[] = [];
  const others = files.filter((path) => !touched.includes(path));
  if (touched.length > 0)
    messages.push(
      `${named(touched, 'file')}, which this pull request adds or changes, ${were(touched)} not checked: ${VENDORED}`,
    );
  if (others.length > 0)
    messages.push(`${named(others, 'file')} ${were(others)} not checked: ${VENDORED}`);
  if (submodules.length > 0)
    messages.push(
      `${named(submodules, 'submodule')} ${were(submodules)} not checked: ${submodules.length === 1 ? 'it is a submodule that is' : 'they are submodules that are'} not checked out. Run git submodule update --init, or set submodules: true of actions/checkout.`,
    );
  return { ...EMPTY_INSPECTION, notes: messages.map((message) => ({ check: 'lint', message })) };
}

const VENDORED =
  'folders called vendor or node_modules are not searched. Name a Dockerfile to check it.';

/** `vendor/a/Dockerfile and 2 more files` */
function named([first = '', ...more]: readonly string[], noun: string): string {
  return more.length === 0 ? first : `${first} and ${pluralize(more.length, `more ${noun}`)}`;
}

function were({ length }: readonly string[]): string {
  return length === 1 ? 'was' : 'were';
}

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
  return { ...EMPTY_INSPECTION, incomplete: [{ check: 'lint', target: root, reason }] };
}

/** The same for `lint`, which checks no images. */
export function nothingLinted(files: number): Inspection {
  if (files > 0) return EMPTY_INSPECTION;
  const reason = 'There is no Dockerfile and no manifest. Check the folder or the pattern';
  return { ...EMPTY_INSPECTION, incomplete: [{ check: 'lint', target: '.', reason }] };
}

const NO_IMAGE = 'No image was named (--image, or image: in the policy)';
const ONLY_FILES = `${NO_IMAGE}, so only files were checked.`;
const NOTHING = `${NO_IMAGE}, and there is no Dockerfile and no manifest, so nothing was checked`;
