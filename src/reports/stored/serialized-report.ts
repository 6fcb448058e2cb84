import type { Report } from '../../core/report.js';
import { toAsciiJson } from '../escape.js';

/** The lists of a report, each with a key that differs for most of its items. */
const KEYS = {
  targets: ({ name }) => name,
  packages: ({ purl }) => purl,
  findings: ({ fingerprint }) => fingerprint,
  incomplete: ({ reason }) => reason,
  notes: ({ message }) => message,
  coverage: ({ target }) => target,
  suppressed: ({ fingerprint }) => fingerprint,
  imageChanges: ({ after }) => after.name,
  snapshots: ({ image }) => image,
  buildInputs: ({ what }) => what,
  holders: ({ id }) => id,
} as const satisfies { [L in ListName]: (value: Item<L>) => string };

type ListName =
  | 'targets'
  | 'packages'
  | 'findings'
  | 'incomplete'
  | 'notes'
  | 'coverage'
  | 'suppressed'
  | 'imageChanges'
  | 'snapshots'
  | 'buildInputs'
  | 'holders';
type Item<L extends ListName> = NonNullable<Report[L]>[number];

/** Lists that a report leaves out when they are empty. */
const OPTIONAL = ['suppressed', 'imageChanges', 'snapshots', 'buildInputs', 'holders'] as const;

export function isOptionalList(list: string): boolean {
  return (OPTIONAL as readonly string[]).includes(list);
}

export const LIST_NAMES = Object.keys(KEYS) as readonly ListName[];

/** An item of a list as JSON text on one line. Equal items have equal keys. */
export interface SerializedItem {
  readonly key: string;
  readonly text: string;
}

/**
 * A report whose lists hold JSON texts. Merging compares these texts and the JSON format writes them; they need much less
 * memory than the values.
 */
export type SerializedReport = Omit<Report, ListName> &
  Readonly<Record<ListName, readonly SerializedItem[]>>;

/** `texts` are the JSON texts of all items of all lists in the order of the report's keys, if they are known already. */
export function serializeReport(report: Report, texts?: readonly string[]): SerializedReport {
  const starts = new Map<string, number>();
  let count = 0;
  for (const list of Object.keys(report).filter(isList)) {
    starts.set(list, count);
    count += report[list]?.length ?? 0;
  }
  // A file that has a list twice has more texts than items.
  const knownTexts = texts?.length === count ? texts : undefined;
  const serialize = (list: ListName) => {
    const key = KEYS[list] as (value: Item<ListName>) => string;
    const start = starts.get(list) ?? 0;
    return (report[list] ?? []).map((value, i) => ({
      key: key(value),
      text: knownTexts?.[start + i] ?? toAsciiJson(withoutFacts(value)),
    }));
  };
  return { ...report, ...mapLists(serialize) };
}

/** The facts of packages are for SBOMs. */
function withoutFacts(value: Item<ListName>): unknown {
  // A copy takes as long as its JSON text.
  if (!('facts' in value) || (value.facts === undefined && value.use === undefined)) return value;
  const { facts: _, use: __, ...rest } = value;
  return rest;
}

function isList(key: string): key is ListName {
  return Object.hasOwn(KEYS, key);
}

export function deserializeReport(serialized: SerializedReport): Report {
  const lists = mapLists((list) => serialized[list].map(({ text }) => JSON.parse(text)));
  const filled = Object.entries(lists).filter(
    ([list, items]) => items.length > 0 || !isOptionalList(list),
  );
  const {
    suppressed: _,
    imageChanges: __,
    snapshots: ___,
    buildInputs: ____,
    holders: _____,
    ...rest
  } = serialized;
  return { ...rest, ...(Object.fromEntries(filled) as typeof lists) };
}

/** An object that holds the result of `map` for each list. */
export function mapLists<T>(map: (list: ListName) => T) {
  return Object.fromEntries(LIST_NAMES.map((list) => [list, map(list)])) as Record<ListName, T>;
}
