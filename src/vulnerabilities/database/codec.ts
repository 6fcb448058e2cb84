import { DAY } from '../../lib/dates.js';
import { list, number, text, texts } from '../../lib/json.js';
import type {
  Advisory,
  Affected,
  AffectedRange,
  GoImport,
  Vector,
  VendorNotes,
  VersionEvent,
} from '../record.js';
import type { Scorer } from '../severity.js';
import { namesRelatedCves } from '../vulnerability.js';

/** Links are most of a record's bytes, and few readers follow more than these. */
const MAX_REFERENCES = 4;

/**
 * A record as a line of ASCII: the data for matching, a tab, the other fields; both are JSON arrays without member
 * names. An id that ends like the record's own (DEBIAN-CVE-2024-1 of CVE-2024-1) is written as its prefix only. Versions
 * that the ranges cover are left out (see build.ts), and so are fields that Portside never shows. All rows are of one
 * ecosystem, which the line does not name.
 */
export function encodeAdvisory(advisory: Advisory, score: Scorer): string {
  const { id, affected, summary, rating, published } = advisory;
  const shorten = (ids: readonly string[]) => ids.map((other) => shortenId(other, id));
  const rows = affected.map((row) => encodeAffected(row, score));
  const details = trimmed([
    shorten(advisory.aliases),
    shorten(advisory.upstream),
    summary ?? 0,
    encodeVectors(advisory.severity, score),
    rating ?? 0,
    // The related ids of other advisories are not used.
    namesRelatedCves(id) ? shorten(advisory.related) : [],
    advisory.references.slice(0, MAX_REFERENCES),
    encodeDay(published),
  ]);
  return `${asciiJson([id, ...rows])}\t${asciiJson(details)}`;
}

/** The record of a line with its wanted rows; undefined when it has none. Throws Error when the line is damaged. */
export function decodeAdvisory(
  line: string,
  ecosystem: string,
  isWanted: (name: string, release: string | undefined) => boolean,
): Advisory | undefined {
  const tab = line.indexOf('\t');
  const [id, ...rows] = list(tab < 0 ? undefined : JSON.parse(line.slice(0, tab)));
  if (typeof id !== 'string') throw new Error('a record is damaged');
  const affected: Affected[] = [];
  for (const row of rows) {
    const [release, name] = list(row);
    if (typeof name === 'string' && isWanted(name, text(release)))
      affected.push(decodeAffected(row, ecosystem, name, text(release)));
  }
  return affected.length === 0 ? undefined : new StoredAdvisory(id, affected, line.slice(tab + 1));
}

type StoredDetails = Pick<
  Advisory,
  'aliases' | 'upstream' | 'related' | 'summary' | 'severity' | 'rating' | 'references'
> & { readonly day: number };

/** Decodes the details on first use: four of five records do not affect the installed version. */
class StoredAdvisory implements Advisory {
  readonly modified = undefined;
  readonly withdrawn = false;
  private decoded: StoredDetails | undefined;

  constructor(
    readonly id: string,
    readonly affected: readonly Affected[],
    private readonly encoded: string,
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
    return decodeDay(this.details.day);
  }

  private get details(): StoredDetails {
    this.decoded ??= decodeDetails(this.encoded, this.id);
    return this.decoded;
  }
}

/**
 * The digests were verified, so damage here was in the database when it was built. The record still counts, with its id
 * only.
 */
function decodeDetails(encoded: string, id: string): StoredDetails {
  let values: readonly unknown[] = [];
  try {
    values = list(JSON.parse(encoded));
  } catch {}
  const [aliases, upstream, summary, severity, rating, related, references, day] = values;
  const restore = (ids: unknown) => texts(ids).map((short) => restoreId(short, id));
  return {
    aliases: restore(aliases),
    upstream: restore(upstream),
    summary: text(summary),
    severity: decodeVectors(severity),
    rating: text(rating),
    related: restore(related),
    references: texts(references),
    day: number(day) ?? 0,
  };
}

/** JSON with escapes for all characters beyond ASCII: one byte a character. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Days from 1970 to 2100; a later publication is invalid. */
const MAX_DAYS = 47_482;

/** Days since 1970; 0 for an unknown or invalid date. */
function encodeDay(published: string | undefined): number {
  const day = Math.floor(Date.parse(published ?? '') / DAY);
  return day > 0 && day < MAX_DAYS ? day : 0;
}

function decodeDay(day: number): string | undefined {
  return day > 0 && day < MAX_DAYS ? new Date(day * DAY).toISOString().slice(0, 10) : undefined;
}

/** `~` replaces the part after the first hyphen of the record's own id. */
function shortenId(id: string, own: string): string {
  const suffix = own.slice(own.indexOf('-') + 1);
  return suffix.length > 4 && id.endsWith(suffix) && !id.includes('~')
    ? `${id.slice(0, -suffix.length)}~`
    : id;
}

function restoreId(short: string, own: string): string {
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
    (row.imports ?? []).map(({ path, symbols, goos, goarch }) =>
      trimmed([path, symbols, goos, goarch]),
    ),
    encodeVendorNotes(row.vendor),
  ]);
}

function encodeVendorNotes(vendor: VendorNotes | undefined): readonly unknown[] {
  const { state, module, arches = [], names, fixPublished } = vendor ?? {};
  return trimmed([state ?? 0, module ?? 0, arches, names ?? 0, encodeDay(fixPublished)]);
}

function decodeVendorNotes(value: unknown): VendorNotes {
  const [state, module, architectures, names, day] = list(value);
  const arches = texts(architectures);
  const fixPublished = decodeDay(number(day) ?? 0);
  return {
    ...(typeof state === 'string' && { state }),
    ...(typeof module === 'string' && { module }),
    ...(arches.length > 0 && { arches }),
    ...((names === 'binary' || names === 'source') && { names }),
    ...(fixPublished !== undefined && { fixPublished }),
  };
}

function decodeAffected(
  row: unknown,
  ecosystem: string,
  name: string,
  release: string | undefined,
): Affected {
  const [, , ranges, versions, urgency, severity, imports, vendor] = list(row);
  const goImports = list(imports);
  return {
    ecosystem,
    release,
    name,
    ranges: list(ranges).map(decodeRange),
    versions: texts(versions),
    urgency: text(urgency),
    severity: decodeVectors(severity),
    ...(goImports.length > 0 && { imports: goImports.map(decodeImport) }),
    ...(vendor !== undefined && { vendor: decodeVendorNotes(vendor) }),
  };
}

function decodeImport(value: unknown): GoImport {
  const [path, symbols, goos, goarch] = list(value);
  if (typeof path !== 'string') throw new Error('a record is damaged');
  return { path, symbols: texts(symbols), goos: texts(goos), goarch: texts(goarch) };
}

const EVENT_PREFIXES = {
  introduced: '+',
  fixed: '-',
  unaffected: '<',
  last_affected: '=',
} as const;

function encodeEvent({ kind, version }: VersionEvent): string {
  return kind === 'introduced' && version === '0' ? '0' : EVENT_PREFIXES[kind] + version;
}

function decodeRange(value: unknown): AffectedRange {
  return { events: texts(value).map(decodeEvent) };
}

function decodeEvent(value: string): VersionEvent {
  const version = value.slice(1);
  if (value.startsWith(EVENT_PREFIXES.fixed)) return { kind: 'fixed', version };
  if (value.startsWith(EVENT_PREFIXES.unaffected)) return { kind: 'unaffected', version };
  if (value.startsWith(EVENT_PREFIXES.last_affected)) return { kind: 'last_affected', version };
  return { kind: 'introduced', version: value === '0' ? '0' : version };
}

/** With their base scores, so that a reader does not have to load the CVSS calculators. */
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
