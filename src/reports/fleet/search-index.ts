import { toAsciiJson } from '../escape.js';
import type { Fleet } from './fleet.js';
import type { Touched } from './touched.js';

/** Pairs of a package and a member that the page has: at two bytes each, 6 MB. */
const MAX_PAIRS = 3_000_000;

/** What the page searches, as the content of a script element that is not run. */
export interface SearchIndex {
  readonly text: string;
  /** Members whose packages are left out. */
  readonly left: number;
}

/**
 * Vulnerabilities and packages, each with the members that have it. Members are the rows of the page, and their places are
 * written as runs: `0-3,7`.
 */
export function searchIndex({ members }: Fleet, touched: readonly Touched[]): SearchIndex {
  const packages = new Map<string, number[]>();
  let [pairs, left] = [0, 0];
  for (const [place, { newest }] of members.entries()) {
    const found = newest?.packages ?? [];
    pairs += found.length;
    if (pairs > MAX_PAIRS) {
      left++;
      continue;
    }
    for (const { type, name, version } of found) {
      const key = `${name.slice(0, 200)}\t${version.slice(0, 100)}\t${type.slice(0, 20)}`;
      const places = packages.get(key);
      if (!places) packages.set(key, [place]);
      else if (places.at(-1) !== place) places.push(place);
    }
  }
  const vulnerabilities = touched.map((one) =>
    [
      [one.id, ...one.aliases].slice(0, 10).join(' ').slice(0, 300),
      one.severity,
      one.package.slice(0, 200),
      runs(one.members),
    ].join('\t'),
  );
  const rows = [...packages].map(([key, places]) => `${key}\t${runs(places)}`);
  // A `<` could end the element.
  const text = toAsciiJson({ vulnerabilities, packages: rows }).replaceAll('<', '\\u003c');
  return { text, left };
}

/** Ascending numbers as runs, in base 36: `0-3,7`. */
export function runs(places: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < places.length; ) {
    const from = places[i] ?? 0;
    let to = from;
    while (places[i + 1] === to + 1) {
      to++;
      i++;
    }
    parts.push(from === to ? from.toString(36) : `${from.toString(36)}-${to.toString(36)}`);
    i++;
  }
  return parts.join(',');
}
