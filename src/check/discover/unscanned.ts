import type { Host } from '../../core/host.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { trackedBelow } from '../../repository/tracked.js';
import { type Discovery, isDockerfile } from './discover.js';

/**
 * The Dockerfiles that Git has in folders which were not looked through, and that nothing names; undefined where Git
 * cannot be asked.
 */
export async function unscannedDockerfiles(
  root: string,
  { skipped, dockerfiles }: Discovery,
  host: Host,
): Promise<readonly string[] | undefined> {
  const tracked = await trackedBelow(root, skipped, host);
  return tracked?.filter((path) => isDockerfile(path) && !dockerfiles.includes(path));
}

/** The same as a note. */
export function unscannedNote(files: readonly string[] = []): Inspection {
  const [first] = files;
  if (first === undefined) return EMPTY_INSPECTION;
  const which = files.length === 1 ? first : `${first} and ${files.length - 1} more Dockerfiles`;
  const were = files.length === 1 ? 'was' : 'were';
  const message = `${which}, which Git has below vendor or node_modules, ${were} not checked: no build that is known takes ${files.length === 1 ? 'it' : 'them'}. What is named is checked wherever it is.`;
  return { ...EMPTY_INSPECTION, notes: [{ check: 'lint', message }] };
}

/** What was not there to be checked, as a note: suppress would look like a pass. `images` are those that were named. */
export function unscanned(files: number, images: number): Inspection {
  if (images > 0) return EMPTY_INSPECTION;
  return { ...EMPTY_INSPECTION, notes: [{ message: files > 0 ? ONLY_FILES : NO_FILES }] };
}

/** The same where no image is asked for. */
export function unseenFiles(files: number): Inspection {
  return files > 0
    ? EMPTY_INSPECTION
    : { ...EMPTY_INSPECTION, notes: [{ message: NO_DOCKERFILE }] };
}

const NO_DOCKERFILE = 'Nothing was checked: there is no Dockerfile and no manifest here.';
const NO_IMAGE = 'No image was named (--image, or image: in the policy)';
const ONLY_FILES = `${NO_IMAGE}: only files were checked.`;
const NO_FILES = `${NO_IMAGE}, and there is no Dockerfile and no manifest here: nothing was checked.`;
