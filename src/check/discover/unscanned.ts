import type { Host } from '../../core/host.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { trackedBelow } from '../../repository/tracked.js';
import { type Discovery, isDockerfile } from './discover.js';

/**
 * The Dockerfiles that Git tracks in the folders that discovery skips, and that no build names; undefined if Git cannot
 * be asked.
 */
export async function unscannedDockerfiles(
  root: string,
  { skipped, dockerfiles }: Discovery,
  host: Host,
): Promise<readonly string[] | undefined> {
  const tracked = await trackedBelow(root, skipped, host);
  return tracked?.filter((path) => isDockerfile(path) && !dockerfiles.includes(path));
}

/** A note that names the Dockerfiles of `unscannedDockerfiles`. */
export function unscannedNote(files: readonly string[]): Inspection {
  const [first] = files;
  if (first === undefined) return EMPTY_INSPECTION;
  const more = files.length === 1 ? ' was' : ` and ${files.length - 1} more Dockerfiles were`;
  const message = `${first}${more} not checked: Git tracks them below vendor or node_modules, and no known build uses them. Name a Dockerfile to check it.`;
  return { ...EMPTY_INSPECTION, notes: [{ check: 'lint', message }] };
}

/** A note if no image, or nothing at all, was there to be checked; without it the result would look like a pass. */
export function nothingScanned(files: number, images: number): Inspection {
  if (images > 0) return EMPTY_INSPECTION;
  return { ...EMPTY_INSPECTION, notes: [{ message: files > 0 ? ONLY_FILES : NO_FILES }] };
}

/** The same for `lint`, which checks no images. */
export function nothingLinted(files: number): Inspection {
  return files > 0
    ? EMPTY_INSPECTION
    : { ...EMPTY_INSPECTION, notes: [{ message: NO_DOCKERFILE }] };
}

const NO_DOCKERFILE = 'Nothing was checked: there is no Dockerfile and no manifest here.';
const NO_IMAGE = 'No image was named (--image, or image: in the policy)';
const ONLY_FILES = `${NO_IMAGE}: only files were checked.`;
const NO_FILES = `${NO_IMAGE}, and there is no Dockerfile and no manifest here: nothing was checked.`;
