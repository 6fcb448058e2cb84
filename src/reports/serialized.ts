import type { Report } from '../core/report.js';
import { asciiJson } from './escape.js';

/** The parts of a report that grow with what was checked, each with what tells most of its values apart. */
const KEYS = {
  targets: ({ name }) => name,
  packages: ({ purl }) => purl,
  findings: ({ fingerprint }) => fingerprint,
  incomplete: ({ reason }) => reason,
  notes: ({ message }) => message,
  suppressed: ({ fingerprint }) => fingerprint,
} as const satisfies { [L in List]: (value: Items<L>) => string };

type List = 'targets' | 'packages' | 'findings' | 'incomplete' | 'notes' | 'suppressed';
type Items<L extends List> = NonNullable<Report[L]>[number];

export const LISTS = Object.keys(KEYS) as readonly List[];

/** A value of a list as its JSON text, of one line. Equal values have equal keys. */
export interface Serialized {
  readonly key: string;
  readonly text: string;
}

/**
 * A report whose lists are texts: that is what merging compares and what the JSON format writes, and it takes a
 * fraction of the memory of the values.
 */
export type SerializedReport = Omit<Report, List> & Readonly<Record<List, readonly Serialized[]>>;

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
  const packed = (list: List) => {
    const key = KEYS[list] as (value: Items<List>) => string;
    const start = starts.get(list) ?? 0;
    return (report[list] ?? []).map((value, i) => ({
      key: key(value),
      text: known?.[start + i] ?? asciiJson(value),
    }));
  };
  return { ...report, ...each(packed) };
}

function isList(key: string): key is List {
  return Object.hasOwn(KEYS, key);
}

export function unpack(packed: SerializedReport): Report {
  const lists = each((list) => packed[list].map(({ text }) => JSON.parse(text)));
  const { suppressed, ...rest } = { ...packed, ...lists };
  return { ...rest, ...(suppressed.length > 0 && { suppressed }) };
}

/** An object with what `make` returns for each list. */
export function each<T>(make: (list: List) => T) {
  return Object.fromEntries(LISTS.map((list) => [list, make(list)])) as Record<List, T>;
}
