import { isObject, list, objects, text } from '../lib/json.js';
import { plainText } from '../lib/text.js';
import { splitEcosystem } from './ecosystem.js';
import { cleanId, webAddresses } from './sanitize.js';

/** An OSV record, the parts that are used. Source: ossf.github.io/osv-schema. */
export interface Advisory {
  readonly id: string;
  readonly modified: string | undefined;
  /** When it was made public; RFC 3339, or its day. */
  readonly published?: string | undefined;
  readonly withdrawn: boolean;
  /** Other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  /** The vulnerabilities that this advisory of a distribution is about. */
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly summary: string | undefined;
  readonly severity: readonly Vector[];
  /** The database's own word: `MODERATE`. */
  readonly rating: string | undefined;
  readonly affected: readonly Affected[];
  readonly references: readonly string[];
}

/** `type` is CVSS_V2, CVSS_V3, CVSS_V4, Ubuntu …, `score` a vector or a word. */
export interface Vector {
  readonly type: string;
  readonly score: string;
  /** The base score of a CVSS vector, where it was calculated before. */
  readonly base?: number;
}

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
}

/** A range over versions; ranges over commits are left out when a record is read. */
export interface AffectedRange {
  readonly events: readonly VersionEvent[];
}

export interface VersionEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected';
  readonly version: string;
}

/** The largest record that is read, in bytes; the largest real one has 3 MB. */
export const LARGEST_RECORD = 16 << 20;

const MOST_IDS = 2_000;
const MOST_AFFECTED = 50_000;
const MOST_EVENTS = 500_000;
const LONGEST_SUMMARY = 300;

/** Why a text is no advisory. */
export class BadRecord extends Error {
  override readonly name = 'BadRecord';
}

/**
 * Reads a record leniently: fields of a wrong type are as if absent. Throws BadRecord for what is no record at all, or
 * one past a limit (never cut: half a record would be a wrong answer).
 */
export function readRecord(source: string): Advisory {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    throw new BadRecord('it is not JSON');
  }
  return readAdvisory(json);
}

/** Whether `a` is a later state of the record than `b`; of two of one time, the one that was withdrawn. */
export function isNewer(a: Advisory, b: Advisory): boolean {
  const [timeA, timeB] = [a.modified ?? '', b.modified ?? ''];
  return timeA === timeB ? a.withdrawn && !b.withdrawn : timeA > timeB;
}

/** As readRecord, of a value that is already parsed. */
export function readAdvisory(json: unknown): Advisory {
  if (!isObject(json)) throw new BadRecord('it is not a JSON object');
  const id = text(json.id);
  if (id === undefined || id.trim() === '') throw new BadRecord('it has no id');
  const affected = list(json.affected);
  if (affected.length > MOST_AFFECTED)
    throw new BadRecord(`it names more than ${MOST_AFFECTED} packages`);
  const budget = { events: MOST_EVENTS };
  const specific = isObject(json.database_specific) ? json.database_specific : {};
  return {
    id: cleanId(id),
    modified: text(json.modified),
    published: text(json.published),
    withdrawn: typeof json.withdrawn === 'string' && json.withdrawn !== '',
    aliases: ids(json.aliases),
    upstream: ids(json.upstream),
    related: ids(json.related),
    summary: summary(text(json.summary) ?? text(json.details)),
    severity: vectors(json.severity),
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
  return [
    {
      ecosystem: base,
      release,
      name,
      ranges: list(row.ranges).flatMap((range) => readRange(range, budget)),
      versions: list(row.versions).filter((version) => typeof version === 'string'),
      severity: vectors(row.severity),
      urgency: text(specific.urgency) ?? text(specific.ubuntu_priority),
    },
  ];
}

function readRange(range: unknown, budget: { events: number }): AffectedRange[] {
  if (!isObject(range) || (range.type !== 'ECOSYSTEM' && range.type !== 'SEMVER')) return [];
  const events = list(range.events);
  budget.events -= events.length + 1;
  if (budget.events < 0) throw new BadRecord(`it has more than ${MOST_EVENTS} events`);
  return [{ events: events.flatMap(readEvent) }];
}

const KINDS = ['introduced', 'fixed', 'last_affected'] as const;

function readEvent(event: unknown): VersionEvent[] {
  if (!isObject(event)) return [];
  return KINDS.flatMap((kind) => {
    const version = event[kind];
    return typeof version === 'string' && version !== '' ? [{ kind, version }] : [];
  });
}

function vectors(value: unknown): Vector[] {
  return list(value)
    .slice(0, 32)
    .flatMap((entry) => {
      if (!isObject(entry)) return [];
      const [type, score] = [text(entry.type), text(entry.score)];
      return type && score && score.length <= 1000 ? [{ type, score }] : [];
    });
}

function ids(value: unknown): string[] {
  return list(value)
    .slice(0, MOST_IDS)
    .flatMap((id) => (typeof id === 'string' && id.trim() !== '' ? [cleanId(id)] : []));
}

/** The first line; of longer prose its first sentence. */
function summary(value: string | undefined): string | undefined {
  const line =
    value
      ?.slice(0, 8 * LONGEST_SUMMARY)
      .trim()
      .split(/\r?\n/, 1)[0] ?? '';
  const sentence =
    line.length > LONGEST_SUMMARY / 2 ? /^.{20,}?[.!?](?=\s)/.exec(line)?.[0] : undefined;
  return plainText(sentence ?? line, LONGEST_SUMMARY) || undefined;
}
