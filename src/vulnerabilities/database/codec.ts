import { DAY } from '../../lib/dates.js';
import { list, number, text, texts } from '../../lib/json.js';
import type { Advisory, Affected, AffectedRange, Vector, VersionEvent } from '../record.js';
import type { Scorer } from '../severity.js';

/** Links are most of a record's bytes, and a reader follows one or two. */
const MOST_REFERENCES = 4;

/**
 * A record as a line of ASCII: what matching needs, a tab, the rest; both are short JSON arrays. Two things make them
 * short besides the missing names: an id that is another one behind a prefix (DEBIAN-CVE-2024-1 of CVE-2024-1) is
 * written as the prefix alone, and versions that the ranges cover anyway are left out (see build.ts). What the product
 * never shows is not kept. The rows are those of one ecosystem, which a line does not name.
 */
export function encodeAdvisory(advisory: Advisory, score: Scorer): string {
  const { id, affected, summary, rating, published } = advisory;
  const ids = (others: readonly string[]) => others.map((other) => shorten(other, id));
  const rows = affected.map((row) => encodeAffected(row, score));
  const rest = trimmed([
    ids(advisory.aliases),
    ids(advisory.upstream),
    summary ?? 0,
    encodeVectors(advisory.severity, score),
    rating ?? 0,
    // Only of these are related CVEs of use: see vulnerability.ts and group.ts.
    /^(?:AL|RL|RH)[SBE]A-|^USN-/.test(id) ? ids(advisory.related) : [],
    advisory.references.slice(0, MOST_REFERENCES),
    encodeDay(published),
  ]);
  return `${asciiJson([id, ...rows])}\t${asciiJson(rest)}`;
}

/**
 * The record of a line, with the rows that are wanted alone; undefined when there is none of these. Throws Error when
 * the line is damaged.
 */
export function decodeAdvisory(
  line: string,
  ecosystem: string,
  wanted: (name: string, release: string | undefined) => boolean,
): Advisory | undefined {
  const tab = line.indexOf('\t');
  const [id, ...rows] = list(tab < 0 ? undefined : JSON.parse(line.slice(0, tab)));
  if (typeof id !== 'string') throw new Error('a record is damaged');
  const affected: Affected[] = [];
  for (const row of rows) {
    const [release, name] = list(row);
    if (typeof name === 'string' && wanted(name, text(release)))
      affected.push(decodeAffected(row, ecosystem, name, text(release)));
  }
  return affected.length === 0 ? undefined : new StoredAdvisory(id, affected, line.slice(tab + 1));
}

type Details = Pick<
  Advisory,
  'aliases' | 'upstream' | 'related' | 'summary' | 'severity' | 'rating' | 'references'
> & { readonly published: string | undefined };

/** The rest of a line is read when it is first asked for: four of five records do not affect what is installed. */
class StoredAdvisory implements Advisory {
  readonly modified = undefined;
  readonly withdrawn = false;
  private known: Details | undefined;

  constructor(
    readonly id: string,
    readonly affected: readonly Affected[],
    private readonly rest: string,
  ) {}

  get aliases() {
    return this.details.aliases;
  }

  get upstream() {
    return this.details.upstream;
  }

  get related() {
    return this.details.related;
  }

  get summary() {
    return this.details.summary;
  }

  get severity() {
    return this.details.severity;
  }

  get rating() {
    return this.details.rating;
  }

  get references() {
    return this.details.references;
  }

  get published() {
    return this.details.published;
  }

  private get details(): Details {
    this.known ??= decodeDetails(this.rest, this.id);
    return this.known;
  }
}

/** Damage that the digests do not tell was made with the database: the record still counts, by its id alone. */
function decodeDetails(rest: string, id: string): Details {
  let values: readonly unknown[] = [];
  try {
    values = list(JSON.parse(rest));
  } catch {}
  const [aliases, upstream, summary, severity, rating, related, references, day] = values;
  const ids = (value: unknown) => texts(value).map((short) => lengthen(short, id));
  return {
    aliases: ids(aliases),
    upstream: ids(upstream),
    summary: text(summary),
    severity: decodeVectors(severity),
    rating: text(rating),
    related: ids(related),
    references: texts(references),
    published: decodeDay(number(day) ?? 0),
  };
}

/** JSON whose text has one byte a character. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Days from 1970 to 2100: what is beyond is no publication. */
const MOST_DAYS = 47_482;

/** Days since 1970; 0 for an unknown one. */
function encodeDay(published: string | undefined): number {
  const day = Math.floor(Date.parse(published ?? '') / DAY);
  return day > 0 && day < MOST_DAYS ? day : 0;
}

function decodeDay(day: number): string | undefined {
  return day > 0 && day < MOST_DAYS ? new Date(day * DAY).toISOString().slice(0, 10) : undefined;
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

function encodeAffected(row: Affected, score: Scorer): unknown {
  return trimmed([
    row.release ?? 0,
    row.name,
    row.ranges.map(({ events }) => events.map(encodeEvent)),
    row.versions,
    row.urgency ?? 0,
    encodeVectors(row.severity, score),
  ]);
}

function decodeAffected(
  row: unknown,
  ecosystem: string,
  name: string,
  release: string | undefined,
): Affected {
  const [, , ranges, versions, urgency, severity] = list(row);
  return {
    ecosystem,
    release,
    name,
    ranges: list(ranges).map(decodeRange),
    versions: texts(versions),
    urgency: text(urgency),
    severity: decodeVectors(severity),
  };
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

/** With their base scores, so that readers need no calculator. */
function encodeVectors(vectors: readonly Vector[], score: Scorer): readonly unknown[] {
  return vectors.map((vector) => {
    const cvss = score(vector);
    return cvss ? [vector.type, vector.score, cvss.score] : [vector.type, vector.score];
  });
}

const NO_VECTORS: readonly Vector[] = [];

function decodeVectors(value: unknown): readonly Vector[] {
  if (value === undefined) return NO_VECTORS;
  return list(value).flatMap((entry): Vector[] => {
    const [type, score, base] = list(entry);
    if (typeof type !== 'string' || typeof score !== 'string') return [];
    return [{ type, score, ...(typeof base === 'number' && { base }) }];
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
