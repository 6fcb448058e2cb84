import { matchRelease, normalizeName } from './ecosystem.js';
import type { Query, UnsupportedPackage } from './query.js';
import type { SourceResult } from './records/source.js';
import { rowNames } from './row-names.js';

/**
 * Finds what takes the place of queries whose advisories do not name their package: a mark in a package database, such as
 * `+tuxcare.els1` in a version, selects the advisories of a vendor, and anyone can write it. A vendor that does not know the
 * package would otherwise look like one that knows of no vulnerability.
 */
export function replacementFor(
  result: SourceResult,
  isGap: (query: Query) => boolean,
): (query: Query) => Query | UnsupportedPackage {
  const rows = new Map<string, (string | undefined)[]>();
  for (const { affected } of result.advisories)
    for (const { ecosystem, name, release } of affected) {
      const key = keyOf(ecosystem, normalizeName(ecosystem, name));
      const releases = rows.get(key);
      if (releases) releases.push(release);
      else rows.set(key, [release]);
    }
  const isNamed = (query: Query) =>
    result.coverage.named?.has(namedKey(query)) === true ||
    rowNames(query).some((name) =>
      rows
        .get(keyOf(query.ecosystem, name))
        ?.some((release) => matchRelease(query.ecosystem, release, query.release) !== 'no'),
    );
  // Advisories that are missing altogether are reported as such.
  return (query) =>
    query.otherwise === undefined || isGap(query) || isNamed(query) ? query : query.otherwise;
}

/** The key of a query's package in the coverage of a source. */
export function namedKey({ ecosystem, release, names }: Query): string {
  return [ecosystem, release, ...names].join('\n');
}

function keyOf(ecosystem: string, name: string): string {
  return `${ecosystem}\n${name}`;
}
