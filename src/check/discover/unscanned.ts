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
