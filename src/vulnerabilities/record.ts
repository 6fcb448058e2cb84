import { isDay } from '../lib/dates.js';
import { isObject, list, nonEmptyText, objects, text, texts } from '../lib/json.js';
import { plainText } from '../lib/text.js';
import { splitEcosystem } from './ecosystem.js';
import { type LastKnownAffected, lastKnownAffected } from './last-known-affected.js';
import { isTimeInPast, recordDamage } from './record-damage.js';
import { cleanId, webAddresses } from './sanitize.js';

/** The fields of an OSV record that Portside uses. Source: ossf.github.io/osv-schema. */
export interface Advisory {
  readonly id: string;
  readonly modified: string | undefined;
  /** RFC 3339, or the day only. */
  readonly published?: string | undefined;
  readonly withdrawn: boolean;
  /** Other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  /** The vulnerabilities that a distribution's advisory is about. */
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly summary: string | undefined;
  readonly severity: readonly Vector[];
  /** The severity as the database writes it: `MODERATE`. */
  readonly rating: string | undefined;
  readonly affected: readonly Affected[];
  readonly references: readonly string[];
}

/** `type` is CVSS_V2, CVSS_V3, CVSS_V4, Ubuntu …, `score` a vector or a word. */
export interface Vector {
  readonly type: string;
  readonly score: string;
  /** The base score of a CVSS vector, if it was calculated before. */
  readonly base?: number;
}

/** A row of an advisory: an affected package with its versions. */
export interface Affected {
  /** Ecosystem without its release. */
  readonly ecosystem: string;
  readonly release: string | undefined;
  readonly name: string;
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
  readonly severity: readonly Vector[];
  /** Debian's `urgency`, Ubuntu's `ubuntu_priority`. */
  readonly urgency: string | undefined;
  /** The vulnerable packages of a Go module; without any, the row is about the whole module. */
  readonly imports?: readonly GoImport[];
  /** What the vendor's own feed says of the row and OSV's records do not. */
  readonly vendor?: VendorNotes;
}

/** Facts of a vendor's feed about a row. */
export interface VendorNotes {
  /** Why there is no fixed version, in the vendor's words: `Will not fix`. */
  readonly state?: string;
  /** The rpm's module, `name:stream`; empty for a package of no module. Without it, nothing is known. */
  readonly module?: string;
  /** The row applies to packages of these architectures only. */
  readonly arches?: readonly string[];
  /** What the row names, where the other rows of its ecosystem name the other kind of package. */
  readonly names?: 'binary' | 'source';
  /** The day on which the fixed version was published: `2026-01-31`. */
  readonly fixPublished?: string;
}

/** A vulnerable Go package. Source: go.dev/doc/security/vuln/database. */
export interface GoImport {
  readonly path: string;
  /** Functions and methods (`T.M`); without any, the whole package is vulnerable. */
  readonly symbols: readonly string[];
  /** Without any, all systems and architectures are affected. */
  readonly goos: readonly string[];
  readonly goarch: readonly string[];
}

/** A range of versions; ranges of commits are dropped when a record is read. */
export interface AffectedRange {
  readonly events: readonly VersionEvent[];
}

/** `unaffected` ends a range like `fixed`, but the version may not exist, so it is no remediation. */
export interface VersionEvent {
  readonly kind: 'introduced' | 'fixed' | 'unaffected' | 'last_affected';
  readonly version: string;
}

/** The largest real record has 3 MB. */
export const MAX_RECORD_BYTES = 16 << 20;

const MAX_IDS = 2_000;
const MAX_AFFECTED = 50_000;
const MAX_EVENTS = 500_000;
const MAX_SUMMARY = 300;
const MAX_STATE = 60;

/** The text is not an OSV record; the message says why. */
export class InvalidRecord extends Error {
  override readonly name = 'InvalidRecord';
}

/**
 * Reads a record; a field of the wrong type counts as missing. Throws InvalidRecord for a text that is not a record, and
 * for a record beyond a limit. A record is never truncated: half of it would give a wrong result. `now` decides whether it is
 * withdrawn.
 */
export function parseRecord(source: string, now: Date): Advisory {
  return readRecord(jsonOf(source), now);
}

/** Like parseRecord, and reports what of the record cannot be read: see recordDamage(). */
export function parseWholeRecord(
  source: string,
  now: Date,
  report: (damage: string) => void,
): Advisory {
  const json = jsonOf(source);
  const advisory = readRecord(json, now);
  const damage = isObject(json) ? recordDamage(json, now) : undefined;
  if (damage !== undefined) report(damage);
  return advisory;
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw new InvalidRecord('it is not JSON');
  }
}

type RecordVersion = Pick<Advisory, 'modified' | 'withdrawn'>;

/** Whether `a` is a later version of the record than `b`; with equal times, whether only `a` is withdrawn. */
export function isNewer(a: RecordVersion, b: RecordVersion): boolean {
  const [timeA, timeB] = [a.modified ?? '', b.modified ?? ''];
  return timeA === timeB ? a.withdrawn && !b.withdrawn : timeA > timeB;
}

/** Like parseRecord, for JSON that is already parsed. */
export function readRecord(json: unknown, now: Date): Advisory {
  if (!isObject(json)) throw new InvalidRecord('it is not a JSON object');
  const id = text(json.id);
  if (id === undefined || id.trim() === '') throw new InvalidRecord('it has no id');
  const affected = list(json.affected);
  if (affected.length > MAX_AFFECTED)
    throw new InvalidRecord(`it names more than ${MAX_AFFECTED} packages`);
  const budget = { events: MAX_EVENTS };
  const specific = isObject(json.database_specific) ? json.database_specific : {};
  return {
    id: cleanId(id),
    modified: text(json.modified),
    published: text(json.published),
    withdrawn: isTimeInPast(json.withdrawn, now),
    aliases: readIds(json.aliases),
    upstream: readIds(json.upstream),
    related: readIds(json.related),
    summary: shortSummary(text(json.summary) ?? text(json.details)),
    severity: readVectors(json.severity),
    rating: text(specific.severity),
    affected: affected.flatMap((row) => readAffected(row, budget)),
    references: webAddresses(objects(json.references).flatMap(({ url }) => text(url) ?? [])),
  };
}

function readAffected(row: unknown, budget: { events: number }): Affected[] {
  if (!isObject(row) || !isObject(row.package)) return [];
  const ecosystem = text(row.package.ecosystem);
  const name = text(row.package.name);
  if (!ecosystem || !name) return [];
  const { base, release } = splitEcosystem(ecosystem);
  const specific = isObject(row.ecosystem_specific) ? row.ecosystem_specific : {};
  const database = isObject(row.database_specific) ? row.database_specific : {};
  const last = lastKnownAffected(base, text(database.last_known_affected_version_range));
  return [
    {
      ecosystem: base,
      release,
      name,
      ranges: list(row.ranges)
        .flatMap((range) => readRange(range, budget))
        .map((range) => (last ? withEnd(range, last) : range)),
      versions: list(row.versions)
        .filter((version) => typeof version === 'string')
        .filter((version) => !last?.isAfter(version)),
      severity: readVectors(row.severity),
      urgency: text(specific.urgency) ?? text(specific.ubuntu_priority),
      ...(base === 'Go' && readImports(specific.imports)),
      ...readVendorNotes(specific.vendor),
    },
  ];
}

/** Our own member of a row, which the readers of vendor feeds write. */
function readVendorNotes(value: unknown): Pick<Affected, 'vendor'> {
  if (!isObject(value)) return {};
  const [state, module] = [nonEmptyText(value.state), text(value.module)];
  const arches = texts(value.arches);
  const day = text(value.fixPublished);
  const vendor: VendorNotes = {
    ...(state !== undefined && { state: plainText(state, MAX_STATE) }),
    ...(module !== undefined && { module }),
    ...(arches.length > 0 && { arches }),
    ...((value.names === 'binary' || value.names === 'source') && { names: value.names }),
    ...(day !== undefined && isDay(day) && { fixPublished: day }),
  };
  return Object.keys(vendor).length > 0 ? { vendor } : {};
}

/** An entry that cannot be read would hide what it names, so the row then counts as one without any. */
function readImports(value: unknown): Pick<Affected, 'imports'> {
  const imports = list(value).map((entry) => {
    const { path, symbols, goos, goarch } = isObject(entry) ? entry : {};
    const lists = [symbols, goos, goarch].map((one) => (one === undefined ? [] : one));
    return typeof path === 'string' && path !== '' && lists.every(isTextList)
      ? { path, symbols: texts(symbols), goos: texts(goos), goarch: texts(goarch) }
      : undefined;
  });
  const complete = imports.filter((one) => one !== undefined);
  return complete.length === imports.length && complete.length > 0 ? { imports: complete } : {};
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
}

function readRange(range: unknown, budget: { events: number }): AffectedRange[] {
  if (!isObject(range) || (range.type !== 'ECOSYSTEM' && range.type !== 'SEMVER')) return [];
  const events = list(range.events);
  budget.events -= events.length + 1;
  if (budget.events < 0) throw new InvalidRecord(`it has more than ${MAX_EVENTS} events`);
  return [{ events: events.flatMap(readEvent) }];
}

/** A range with several intervals says itself where each of them ends. */
function withEnd(range: AffectedRange, { end }: LastKnownAffected): AffectedRange {
  const introduced = range.events.filter(({ kind }) => kind === 'introduced');
  return introduced.length === 1 ? { events: [...range.events, end] } : range;
}

const EVENT_KINDS = ['introduced', 'fixed', 'last_affected'] as const;

function readEvent(event: unknown): VersionEvent[] {
  if (!isObject(event)) return [];
  return EVENT_KINDS.flatMap((kind) => {
    const version = event[kind];
    return typeof version === 'string' && version !== '' ? [{ kind, version }] : [];
  });
}

function readVectors(value: unknown): Vector[] {
  return list(value)
    .slice(0, 32)
    .flatMap((entry) => {
      if (!isObject(entry)) return [];
      const [type, score] = [text(entry.type), text(entry.score)];
      return type && score && score.length <= 1000 ? [{ type, score }] : [];
    });
}

function readIds(value: unknown): string[] {
  return list(value)
    .slice(0, MAX_IDS)
    .flatMap((id) => (typeof id === 'string' && id.trim() !== '' ? [cleanId(id)] : []));
}

/** The first line, or its first sentence when it is long. */
function shortSummary(value: string | undefined): string | undefined {
  const line =
    value
      ?.slice(0, 8 * MAX_SUMMARY)
      .trim()
      .split(/\r?\n/, 1)[0] ?? '';
  const sentence =
    line.length > MAX_SUMMARY / 2 ? /^.{20,}?[.!?](?=\s)/.exec(line)?.[0] : undefined;
  return plainText(sentence ?? line, MAX_SUMMARY) || undefined;
}
