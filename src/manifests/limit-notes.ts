/** Services of a Compose file, and containers of a Kubernetes manifest, that are checked. docs/limits.md */
export const MAX_WORKLOADS = 1_000;
/** Objects of a Kubernetes manifest that are checked. */
export const MAX_RESOURCES = 5_000;

/** The note that only the first of the things were checked; none below the limit. */
export function limitNote(count: number, what: string, limit = MAX_WORKLOADS): string[] {
  if (count <= limit) return [];
  const most = limit.toLocaleString('en-US');
  return [
    `It has more than ${most} ${what}, and only the first of them were checked. Split the file`,
  ];
}

/** More notes of one kind about one file are counted but not listed. */
const MOST_NOTES = 5;

/** The first notes, and the number of the others. */
export function limited(notes: readonly string[]): string[] {
  const more = notes.length - MOST_NOTES;
  const listed = notes.slice(0, MOST_NOTES);
  return more > 0 ? [...listed, `${more} more places were not checked completely`] : listed;
}
