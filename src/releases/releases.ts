import { currentTables } from './tables.js';

/** The support period of one release of a product; days in ISO 8601. */
export interface Release {
  /** `12`, `3.20`. */
  readonly release: string;
  /** The last day of free updates; undefined while it is not known. */
  readonly until: string | undefined;
  /** The last day of extended support: free for Debian, paid for the others. */
  readonly extendedUntil: string | undefined;
  readonly codename: string | undefined;
}

/** Products with free extended support. */
export const FREE_EXTENSION: ReadonlySet<string> = new Set(['debian']);

/** The last day of updates that are free. */
export function freeUntil(product: string, { until, extendedUntil }: Release): string | undefined {
  return FREE_EXTENSION.has(product) ? (extendedUntil ?? until) : until;
}

/** The most exact release that a version or code name belongs to: 3.8 for 3.8.20, 12 for bookworm. */
export function releaseOf(product: string, version: string): Release | undefined {
  const releases = releasesOf(product);
  const parts = version.replace(/^v/, '').split('.').slice(0, 8);
  for (let length = parts.length; length > 0; length--) {
    const found = releases.get(parts.slice(0, length).join('.'));
    if (found) return found;
  }
  return undefined;
}

/** The release with a code name: 12 for bookworm. */
export function releaseOfCodename(id: string, codename: string): string | undefined {
  const found = releaseOf(id, codename);
  return found?.codename === codename ? found.release : undefined;
}

/** The releases of a product that get free updates, or got some on a day or later. */
export function releasesSince(product: string, day: string): readonly string[] {
  const releases = [...new Set(releasesOf(product).values())].filter((release) => {
    const until = freeUntil(product, release);
    return until === undefined || until >= day;
  });
  return releases.map(({ release }) => release);
}

/** The end of free updates. */
export interface EndOfUpdates {
  /** ISO 8601 */
  readonly until: string;
  /** Whether it is the last day; else support ended before it. */
  readonly exact: boolean;
}

/**
 * When free updates of a version end. `5` stands for the newest of 5.0, 5.1 …, as a tag does. A version between or before
 * the releases of the table ended before the next newer one did. Undefined while the end is not known, and for a version
 * that is newer than the table.
 */
export function endOfUpdates(product: string, version: string): EndOfUpdates | undefined {
  const found = releaseOf(product, version);
  if (found) return endOf(freeUntil(product, found));
  const wanted = version.replace(/^v/, '');
  if (!/^\d{1,9}(?:\.\d{1,9}){0,4}$/.test(wanted)) return undefined;
  const releases = [...new Set(releasesOf(product).values())];
  const ofLine = releases.filter(({ release }) => release.startsWith(`${wanted}.`));
  if (ofLine.length > 0) {
    const days = ofLine.map((release) => freeUntil(product, release));
    // `sort` puts undefined last: an end that is not known is the latest.
    return endOf(days.sort().at(-1));
  }
  const [next] = releases
    .filter(({ release }) => compareReleases(release, wanted) > 0)
    .sort((a, b) => compareReleases(a.release, b.release));
  return next && endOf(freeUntil(product, next), false);
}

function endOf(until: string | undefined, exact = true): EndOfUpdates | undefined {
  return until === undefined ? undefined : { until, exact };
}

function compareReleases(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** By the text of the row. */
const parsed = new Map<string, ReadonlyMap<string, Release>>();

/** By release and by code name. */
function releasesOf(product: string): ReadonlyMap<string, Release> {
  const row = currentTables().lifetimes.rows.get(product) ?? '';
  let releases = parsed.get(row);
  if (!releases) {
    releases = new Map((row === '' ? [] : row.split(' ')).flatMap(parse));
    parsed.set(row, releases);
  }
  return releases;
}

function parse(entry: string): [string, Release][] {
  const [names = '', until, extendedUntil] = entry.split(':');
  const [release = '', codename] = names.split('/');
  const found: Release = { release, until, extendedUntil, codename };
  return names.split('/').map((name): [string, Release] => [name, found]);
}
