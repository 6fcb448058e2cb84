import { list, text, texts } from '../json.js';
import type { Advisory, Affected, AffectedRange, Vector, VersionEvent } from '../record.js';

/** Links are most of a record's bytes, and a reader follows one or two. */
const MOST_REFERENCES = 4;

/**
 * A record as a short JSON array. Two things make it short besides the missing names: an id that is another one behind
 * a prefix (DEBIAN-CVE-2024-1 of CVE-2024-1) is written as the prefix alone, and versions that the ranges cover anyway
 * are left out (see build.ts). What the product never shows is not kept.
 */
export function encodeAdvisory(advisory: Advisory): unknown {
  const ids = (list: readonly string[]) => list.map((id) => shorten(id, advisory.id));
  return trimmed([
    advisory.id,
    advisory.affected.map(encodeAffected),
    ids(advisory.aliases),
    ids(advisory.upstream),
    advisory.summary ?? 0,
    advisory.severity.flatMap(({ type, score }) => [type, score]),
    advisory.rating ?? 0,
    // Only of these are related CVEs of use: see vulnerability.ts and group.ts.
    /^(?:AL|RL|RH)[SBE]A-|^USN-/.test(advisory.id) ? ids(advisory.related) : [],
    advisory.references.slice(0, MOST_REFERENCES),
    encodeDay(advisory.published),
  ]);
}

/** Undefined when the value is no such array. */
export function decodeAdvisory(value: unknown): Advisory | undefined {
  const [id, affected, aliases, upstream, summary, severity, rating, related, references, day] =
    list(value);
  if (typeof id !== 'string') return undefined;
  const ids = (value: unknown) => texts(value).map((short) => lengthen(short, id));
  return {
    id,
    modified: undefined,
    published: typeof day === 'number' && day > 0 ? decodeDay(day) : undefined,
    withdrawn: false,
    aliases: ids(aliases),
    upstream: ids(upstream),
    related: ids(related),
    summary: text(summary),
    severity: decodeVectors(severity),
    rating: text(rating),
    affected: list(affected).flatMap(decodeAffected),
    references: texts(references),
  };
}

const DAY = 86_400_000;
/** Days from 1970 to 2100: what is beyond is no publication. */
const MOST_DAYS = 47_482;

/** Days since 1970; 0 for an unknown one. */
function encodeDay(published: string | undefined): number {
  const day = Math.floor(Date.parse(published ?? '') / DAY);
  return day > 0 && day < MOST_DAYS ? day : 0;
}

function decodeDay(day: number): string | undefined {
  return day < MOST_DAYS ? new Date(day * DAY).toISOString().slice(0, 10) : undefined;
}

/** `~` stands for the record's own id from its first hyphen on. */
function shorten(id: string, own: string): string {
  const rest = own.slice(own.indexOf('-') + 1);
  return rest.length > 4 && id.endsWith(rest) && !id.includes('~')
    ? `${id.slice(0, -rest.length)}~`
    : id;
}

function lengthen(short: string, own: string): string {
  return short.endsWith('~') ? short.slice(0, -1) + own.slice(own.indexOf('-') + 1) : short;
}

function encodeAffected(row: Affected): unknown {
  return trimmed([
    row.release === undefined ? row.ecosystem : `${row.ecosystem}:${row.release}`,
    row.name,
    row.ranges.map(({ events }) => events.map(encodeEvent)),
    row.versions,
    row.urgency ?? 0,
    row.severity.flatMap(({ type, score }) => [type, score]),
  ]);
}

function decodeAffected(value: unknown): Affected[] {
  const [ecosystem, name, ranges, versions, urgency, severity] = list(value);
  if (typeof ecosystem !== 'string' || typeof name !== 'string') return [];
  const colon = ecosystem.indexOf(':');
  return [
    {
      ecosystem: colon < 0 ? ecosystem : ecosystem.slice(0, colon),
      release: colon < 0 ? undefined : ecosystem.slice(colon + 1),
      name,
      ranges: list(ranges).map(decodeRange),
      versions: texts(versions),
      urgency: text(urgency),
      severity: decodeVectors(severity),
    },
  ];
}

const MARKS = { introduced: '+', fixed: '-', last_affected: '=' } as const;

function encodeEvent({ kind, version }: VersionEvent): string {
  return kind === 'introduced' && version === '0' ? '0' : MARKS[kind] + version;
}

function decodeRange(value: unknown): AffectedRange {
  return { events: texts(value).map(decodeEvent) };
}

function decodeEvent(value: string): VersionEvent {
  const version = value.slice(1);
  if (value.startsWith(MARKS.fixed)) return { kind: 'fixed', version };
  if (value.startsWith(MARKS.last_affected)) return { kind: 'last_affected', version };
  return { kind: 'introduced', version: value === '0' ? '0' : version };
}

function decodeVectors(value: unknown): Vector[] {
  const flat = texts(value);
  return flat.flatMap((type, i) => {
    const score = flat[i + 1];
    return i % 2 === 0 && score !== undefined ? [{ type, score }] : [];
  });
}

/** Without the empty values at the end. */
function trimmed(values: readonly unknown[]): readonly unknown[] {
  let end = values.length;
  while (end > 0 && isEmpty(values[end - 1])) end--;
  return values.slice(0, end);
}

function isEmpty(value: unknown): boolean {
  return value === 0 || (Array.isArray(value) && value.length === 0);
}
