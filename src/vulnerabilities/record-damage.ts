import { isObject, type JsonObject, text } from '../lib/json.js';
import { plainText } from '../lib/text.js';

/**
 * What a record says in a way that cannot be read, so that a package which it affects may not be found: the first such member;
 * undefined for a sound record. Source: ossf.github.io/osv-schema. The rest of the record is used.
 */
export function recordDamage(json: JsonObject, now: Date): string | undefined {
  const { affected, withdrawn } = json;
  if (isPresent(withdrawn) && !isTimeInPast(withdrawn, now))
    return 'its time of withdrawal is not a time in the past';
  return damageOfList('affected', affected, damageOfRow);
}

/** A record may be withdrawn only at a time that has come. */
export function isTimeInPast(value: unknown, now: Date): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && time <= now.getTime() + CLOCK_DIFFERENCE;
}

const CLOCK_DIFFERENCE = 24 * 60 * 60 * 1000;

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function damageOfList(
  name: string,
  value: unknown,
  damageOf: (item: unknown) => string | undefined,
): string | undefined {
  if (!isPresent(value)) return undefined;
  if (!Array.isArray(value)) return `${name} is not a list`;
  for (const item of value) {
    const damage = damageOf(item);
    if (damage !== undefined) return damage;
  }
  return undefined;
}

/** Rows of commits name a repository and no package. */
function damageOfRow(row: unknown): string | undefined {
  if (!isObject(row)) return 'affected has an item that is not an object';
  const { package: named } = row;
  if (!isPresent(named)) return undefined;
  const { ecosystem, name } = isObject(named) ? named : {};
  if (!text(ecosystem) || !text(name)) return 'a package has no name or ecosystem';
  return (
    damageOfList('ranges', row.ranges, damageOfRange) ??
    damageOfList('versions', row.versions, (version) =>
      typeof version === 'string' ? undefined : 'a version is not a text',
    )
  );
}

function damageOfRange(range: unknown): string | undefined {
  if (!isObject(range)) return 'a range is not an object';
  const { type, events } = range;
  if (type === 'GIT') return undefined;
  if (type !== 'ECOSYSTEM' && type !== 'SEMVER')
    return `a range has the type ${plainText(text(type) ?? 'none', 40)}`;
  if (!isPresent(events)) return 'a range has no events';
  return damageOfList('events', events, damageOfEvent);
}

function damageOfEvent(event: unknown): string | undefined {
  if (!isObject(event)) return 'an event is not an object';
  return EVENTS.some((kind) => text(event[kind])) ? undefined : 'an event has no version';
}

const EVENTS = ['introduced', 'fixed', 'last_affected', 'limit'] as const;
