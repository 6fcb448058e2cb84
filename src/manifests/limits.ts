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
