import { type Inspection, NOTHING } from '../findings/report.js';

/** What was not there to be checked, as a note: silence would look like a pass. `images` are those that were named. */
export function unseen(files: number, images: number): Inspection {
  if (images > 0) return NOTHING;
  return { ...NOTHING, notes: [{ message: files > 0 ? ONLY_FILES : NO_FILES }] };
}

/** The same where no image is asked for. */
export function unseenFiles(files: number): Inspection {
  return files > 0 ? NOTHING : { ...NOTHING, notes: [{ message: NO_DOCKERFILE }] };
}

const NO_DOCKERFILE = 'Nothing was checked: there is no Dockerfile and no manifest here.';
const NO_IMAGE = 'No image was named (--image, or image: in the policy)';
const ONLY_FILES = `${NO_IMAGE}: only files were checked.`;
const NO_FILES = `${NO_IMAGE}, and there is no Dockerfile and no manifest here: nothing was checked.`;
