import { createHash } from 'node:crypto';
import { isDay } from '../../lib/dates.js';
import { isObject, text } from '../../lib/json.js';
import type { Table, Tables } from '../../releases/tables.js';

/** The tables of facts in the manifest of a database, with the digest of their JSON text. */
export interface Facts {
  readonly digest: string;
  readonly lifetimes: FactTable;
  readonly officialTags: FactTable;
}

interface FactTable {
  readonly day: string;
  readonly rows: Readonly<Record<string, string>>;
}

/** The facts that `db build` writes. */
export function databaseFacts({ lifetimes, officialTags }: Tables): Facts {
  const tables = { lifetimes: asJson(lifetimes), officialTags: asJson(officialTags) };
  return { digest: digestOf(tables), ...tables };
}

function asJson({ day, rows }: Table): FactTable {
  return { day, rows: Object.fromEntries(rows) };
}

/**
 * The tables of a manifest. Throws Error, with the reason, for facts that are damaged, of a day after `today`, or too many:
 * then those of this Portside are used.
 */
export function readFacts(facts: unknown, today: string): Tables {
  if (!isObject(facts)) throw new Error('they are damaged');
  const tables = {
    lifetimes: readTable(facts.lifetimes, LIFETIME, today),
    officialTags: readTable(facts.officialTags, TAGS, today),
  };
  const { lifetimes, officialTags } = tables;
  if (
    digestOf({ lifetimes: asJson(lifetimes), officialTags: asJson(officialTags) }) !== facts.digest
  )
    throw new Error('their digest is wrong');
  return tables;
}

/** Far more than the tables have. */
const MAX_ROWS = 2000;
const MAX_ROW = 20_000;

/** Releases with code names and days: `12/bookworm:2026-07-11:2028-06-30 13`. */
const LIFETIME = /^[0-9A-Za-z./:_+-]+(?: [0-9A-Za-z./:_+-]+)*$/;
/** Versions with suffixes: `3.24.1|3.24.1,3.23.5 . -slim`. */
const TAGS = /^[0-9A-Za-z.,|=_+ -]+$/;
const NAME = /^[a-z0-9][a-z0-9._/-]{0,199}$/;

function readTable(table: unknown, pattern: RegExp, today: string): Table {
  if (!isObject(table) || !isObject(table.rows)) throw new Error('they are damaged');
  const day = text(table.day) ?? '';
  if (!isDay(day)) throw new Error('they have no day');
  if (day > today) throw new Error(`they are of ${day}, which is in the future`);
  const rows = Object.entries(table.rows);
  if (rows.length === 0 || rows.length > MAX_ROWS) throw new Error('they are damaged');
  const read = rows.map(([name, row]): [string, string] => {
    const value = text(row) ?? '';
    if (!NAME.test(name) || value.length > MAX_ROW || !pattern.test(value))
      throw new Error(`they are damaged at ${name.slice(0, 80)}`);
    return [name, value];
  });
  return { day, rows: new Map(read) };
}

function digestOf(tables: Omit<Facts, 'digest'>): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(tables)).digest('hex')}`;
}
