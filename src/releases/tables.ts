import { DAY, dayOf } from '../lib/dates.js';
import { LIFETIMES, LIFETIMES_DAY } from './lifetimes.js';
import { OFFICIAL_TAGS, OFFICIAL_TAGS_DAY } from './official-tags.js';

/** Facts that age, by product or image. lifetimes.ts and official-tags.ts describe the formats. */
export interface Table {
  /** The day of the facts, ISO 8601. */
  readonly day: string;
  readonly rows: ReadonlyMap<string, string>;
}

export type TableName = 'lifetimes' | 'officialTags';
export type Tables = Readonly<Record<TableName, Table>>;

const BUILT_IN: Tables = {
  lifetimes: { day: LIFETIMES_DAY, rows: LIFETIMES },
  officialTags: { day: OFFICIAL_TAGS_DAY, rows: OFFICIAL_TAGS },
};

/** A run has one state of the facts: an advisory database may replace the tables of an older Portside before they are used. */
let current = BUILT_IN;

/** The newest tables: those of this Portside, or of an advisory database that a newer one built. */
export function currentTables(): Tables {
  return current;
}

/** Uses those of the tables that are newer than the current ones. */
export function useNewerTables(tables: Tables): void {
  const newer = (name: TableName): Table =>
    tables[name].day > current[name].day ? tables[name] : current[name];
  current = { lifetimes: newer('lifetimes'), officialTags: newer('officialTags') };
}

/** Uses the tables of this Portside again. */
export function useBuiltInTables(): void {
  current = BUILT_IN;
}

/** Older tables are noted, unless the user allows a greater age of advisories: then they are in the second half of it. */
const MAX_DAYS = 180;

const WHAT: Readonly<Record<TableName, string>> = {
  lifetimes: 'The dates of the ends of life',
  officialTags: 'The tags of official images',
};

/** A note for each of the tables that is old: what it says of newer releases may be wrong, or missing. */
export function notesOnAge(
  names: readonly TableName[],
  now: Date,
  maximumAgeDays = 0,
): readonly string[] {
  return names.flatMap((name) => {
    const { day } = current[name];
    const days = Math.floor((Date.parse(dayOf(now)) - Date.parse(day)) / DAY);
    if (!(days > Math.max(MAX_DAYS, maximumAgeDays / 2))) return [];
    return `${WHAT[name]} that Portside knows are ${days} days old. Update Portside, or use an advisory database that a newer one built`;
  });
}
