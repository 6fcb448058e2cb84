import { qualifiedRepository, spellings } from '../../core/image-glob.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { plainText, pluralize } from '../../lib/text.js';

/** An image that a manifest names. */
export interface DeployedImage {
  readonly reference: string;
  /** The manifest. */
  readonly path: string;
}

/** Images that one note names. */
const MOST_NAMED = 5;

/** A note about the images that manifests name and that were not scanned. `scanned` has names, tags and digests. */
export function unscannedImages(
  deployed: readonly DeployedImage[],
  scanned: readonly string[],
): Inspection {
  const known = new Set(scanned.flatMap(identities));
  const files = new Map<string, Set<string>>();
  for (const { reference, path } of deployed) {
    if (identities(reference).some((identity) => known.has(identity))) continue;
    files.set(reference, (files.get(reference) ?? new Set()).add(path));
  }
  if (files.size === 0) return EMPTY_INSPECTION;
  return { ...EMPTY_INSPECTION, notes: [{ message: noteOf(files) }] };
}

function noteOf(files: ReadonlyMap<string, ReadonlySet<string>>): string {
  const [one, ...others] = [...files.keys()];
  const count = new Set([...files.values()].flatMap((paths) => [...paths])).size;
  const verb = count === 1 ? 'names' : 'name';
  const advice = 'to images: in the policy';
  if (others.length === 0)
    return `${pluralize(count, 'file')} ${verb} ${shown(one)}, which was not scanned. Add it ${advice}.`;
  const names = [...files.keys()].slice(0, MOST_NAMED).map(shown).join(', ');
  const more = files.size > MOST_NAMED ? ` and ${files.size - MOST_NAMED} more` : '';
  return `${pluralize(count, 'file')} ${verb} ${files.size} images that were not scanned: ${names}${more}. Add them ${advice}.`;
}

function shown(reference = ''): string {
  return plainText(reference, 200);
}

/** What two references of the same image have in common: the digest, or without one the full name with its tag. */
function identities(reference: string): string[] {
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (digest !== undefined) return [digest];
  return spellings(reference).flatMap((spelling) => {
    const [, name, tag] = /^((?:[^@]*\/)?[^:@/]+):([^@/]+)$/.exec(spelling) ?? [];
    return name === undefined ? [] : [`${qualifiedRepository(name)}:${tag}`];
  });
}
