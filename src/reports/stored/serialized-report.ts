import type { Report } from '../../core/report.js';
import { toAsciiJson } from '../escape.js';

/** The parts of a report that grow with what was checked, each with what tells most of its values apart. */
const KEYS = {
  targets: ({ name }) => name,
  packages: ({ purl }) => purl,
  findings: ({ fingerprint }) => fingerprint,
  incomplete: ({ reason }) => reason,
  notes: ({ message }) => message,
  suppressed: ({ fingerprint }) => fingerprint,
} as const satisfies { [L in ListName]: (value: Item<L>) => string };

type ListName = 'targets' | 'packages' | 'findings' | 'incomplete' | 'notes' | 'suppressed';
type Item<L extends ListName> = NonNullable<Report[L]>[number];

export const LIST_NAMES = Object.keys(KEYS) as readonly ListName[];

/** A value of a list as its JSON text, of one line. Equal values have equal keys. */
export interface SerializedItem {
  readonly key: string;
  readonly text: string;
}

/**
 * A report whose lists are texts: that is what merging compares and what the JSON format writes, and it takes a
 * fraction of the memory of the values.
 */
export type SerializedReport = Omit<Report, ListName> &
  Readonly<Record<ListName, readonly SerializedItem[]>>;

/** `texts`, where they are known, are of all values of all lists in the order of the report's keys. */
export function serializeReport(report: Report, texts?: readonly string[]): SerializedReport {
  const starts = new Map<string, number>();
  let count = 0;
  for (const list of Object.keys(report).filter(isList)) {
    starts.set(list, count);
    count += report[list]?.length ?? 0;
  }
  // A key that is there twice has more texts than values.
  const known = texts?.length === count ? texts : undefined;
  const packed = (list: ListName) => {
    const key = KEYS[list] as (value: Item<ListName>) => string;
    const start = starts.get(list) ?? 0;
    return (report[list] ?? []).map((value, i) => ({
      key: key(value),
      text: known?.[start + i] ?? toAsciiJson(value),
    }));
  };
  return { ...report, ...mapLists(packed) };
}

function isList(key: string): key is ListName {
  return Object.hasOwn(KEYS, key);
}

export function deserializeReport(packed: SerializedReport): Report {
  const lists = mapLists((list) => packed[list].map(({ text }) => JSON.parse(text)));
  const { suppressed, ...rest } = { ...packed, ...lists };
  return { ...rest, ...(suppressed.length > 0 && { suppressed }) };
}

/** An object with what `make` returns for each list. */
export function mapLists<T>(make: (list: ListName) => T) {
  return Object.fromEntries(LIST_NAMES.map((list) => [list, make(list)])) as Record<ListName, T>;
}
