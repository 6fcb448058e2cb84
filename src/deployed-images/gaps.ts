import type { Coverage } from '../core/coverage.js';
import { requirementGlob } from '../core/image-glob.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { plainText, pluralize } from '../lib/text.js';
import type { DeployedReference } from '../manifests/select.js';
import type { Policy } from '../policy/policy.js';

/** Images that one note names. */
const MOST_NAMED = 5;

/** A note about images that manifests name and that were not scanned. `advice` says what to do about one, and about several. */
export function unscannedNote(
  left: readonly DeployedReference[],
  advice: (pronoun: 'it' | 'them') => string,
): Inspection {
  const [one, ...others] = left;
  if (!one) return EMPTY_INSPECTION;
  const count = new Set(left.flatMap(({ places }) => places.map(({ path }) => path))).size;
  const verb = count === 1 ? 'names' : 'name';
  const start = `${pluralize(count, 'file')} ${verb}`;
  const names = left.slice(0, MOST_NAMED).map(({ reference }) => shown(reference));
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : '';
  const message =
    others.length === 0
      ? `${start} ${names[0]}, which was not scanned. ${advice('it')}.`
      : `${start} ${left.length} images that were not scanned: ${names.join(', ')}${more}. ${advice('them')}.`;
  return { ...EMPTY_INSPECTION, notes: [{ message }] };
}

/**
 * Whether the policy asks for an image, by `deployed-images` or by a required signature. Only then does it make the result
 * incomplete if it cannot be scanned.
 */
export function isAskedFor({ deployedImages, trust }: Policy): (reference: string) => boolean {
  const required = trust.map(({ images }) => requirementGlob(images));
  return (reference) => deployedImages !== undefined || required.some((glob) => glob(reference));
}

/** Rows for images that are not scanned. Those that `isAsked` names make the result incomplete. */
export function notScanned(
  left: readonly DeployedReference[],
  why: string,
  isAsked: (reference: string) => boolean,
): Inspection {
  const coverage = left.map(
    ({ reference }): Coverage => ({
      check: 'vulnerability',
      target: reference,
      state: 'not-covered',
      reason: `A manifest names it, and it was not scanned: ${why}`,
      ...(!isAsked(reference) && { informational: true }),
    }),
  );
  return { ...EMPTY_INSPECTION, coverage };
}

const COMPLETE =
  'its name is not complete. Write its repository and tag out, or give variables of Compose a default';

/** What manifests name and no registry knows, such as a reference with a variable: a row for those that are asked for, or a note. */
export function notComplete(
  unknown: readonly DeployedReference[],
  isAsked: (image: DeployedReference) => boolean,
): Inspection {
  const note = unscannedNote(
    unknown.filter((one) => !isAsked(one)),
    adviceToComplete,
  );
  return mergeInspections([note, notScanned(unknown.filter(isAsked), COMPLETE, () => true)]);
}

function adviceToComplete(pronoun: 'it' | 'them'): string {
  const names = pronoun === 'it' ? 'Its name is' : 'Their names are';
  return `${names} not complete: write the repository and tag out, or give variables of Compose a default`;
}

function shown(reference: string): string {
  return plainText(reference, 200);
}
