import { DAY } from '../lib/dates.js';
import { matchRelease } from './ecosystem.js';
import type { Query, UnsupportedPackage } from './query.js';
import type { SourceResult } from './sources/source.js';

/** What the advisories do not say about the packages. */
export interface CoverageGaps {
  /** Packages that were not checked and should have been: reasons. */
  readonly incomplete: readonly string[];
  /** Limits of the advisories that a reader should know. */
  readonly notes: readonly string[];
}

/** How old advisories may be before a warning. */
const FRESH_DAYS = 5;

export interface Freshness {
  readonly now: Date;
  /** Older advisories make the result incomplete. */
  readonly maximumDays: number | undefined;
}

/** "No advisories" must not look like "no vulnerabilities": says where that is so. */
export function findGaps(
  queries: readonly Query[],
  notCovered: readonly UnsupportedPackage[],
  found: SourceResult,
  source: string,
  freshness: Freshness,
): CoverageGaps {
  const incomplete = new Tally();
  const notes = new Tally();
  for (const { reason, gap } of notCovered) (gap ? incomplete : notes).count(reason);
  const gaps = new Map<string, string | undefined>();
  for (const query of queries) {
    const about = `${query.ecosystem}\n${query.release}`;
    if (!gaps.has(about)) gaps.set(about, gapOf(query, found, source));
    const gap = gaps.get(about);
    if (gap) incomplete.count(gap);
  }
  const ages = judgeAge(queries, found, source, freshness);
  return {
    incomplete: [
      ...incomplete.lines(),
      ...found.problems.map((p) => p.message),
      ...ages.incomplete,
    ],
    notes: [...notes.lines(), ...limitsOf(queries), ...ages.notes],
  };
}

function gapOf(query: Query, found: SourceResult, source: string): string | undefined {
  const { ecosystems } = found.coverage;
  if (!ecosystems) return undefined;
  const known = ecosystems.get(query.ecosystem);
  if (!known || known.records === 0) return `${source} has no advisories of ${query.ecosystem}`;
  const { release } = query;
  if (release === undefined || known.releases.size === 0) return undefined;
  for (const row of known.releases)
    if (matchRelease(query.ecosystem, row, release) !== 'no') return undefined;
  return `${source} has no advisories of ${query.ecosystem} ${release}`;
}

/** What an ecosystem's advisories leave out by their nature. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  [
    'Alpine',
    'Alpine publishes advisories for its main repository only: packages of community are not covered',
  ],
  [
    'Red Hat',
    "Red Hat's advisories name fixed vulnerabilities only: those that are not fixed yet are not covered",
  ],
  [
    'AlmaLinux',
    "AlmaLinux's advisories name fixed vulnerabilities only: those that are not fixed yet are not covered",
  ],
  [
    'Rocky Linux',
    "Rocky Linux's advisories name fixed vulnerabilities only: those that are not fixed yet are not covered",
  ],
]);

function limitsOf(queries: readonly Query[]): readonly string[] {
  return [...new Set(queries.map(({ ecosystem }) => ecosystem))].flatMap(
    (ecosystem) => LIMITS.get(ecosystem) ?? [],
  );
}

/** By the newest record of all: ecosystems with few advisories have none for weeks. */
function judgeAge(
  queries: readonly Query[],
  found: SourceResult,
  source: string,
  { now, maximumDays }: Freshness,
): { readonly incomplete: readonly string[]; readonly notes: readonly string[] } {
  const newest = [...(found.coverage.ecosystems?.values() ?? [])]
    .map(({ modified }) => Date.parse(modified ?? ''))
    .filter((time) => !Number.isNaN(time))
    .reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (queries.length === 0 || newest === Number.NEGATIVE_INFINITY)
    return { incomplete: [], notes: [] };
  const days = Math.floor((now.getTime() - newest) / DAY);
  const age = `newest advisory in ${source} is ${days} days old`;
  if (maximumDays !== undefined && days > maximumDays)
    return { incomplete: [`the ${age}, more than the ${maximumDays} that are allowed`], notes: [] };
  return {
    incomplete: [],
    notes: days > FRESH_DAYS ? [`Warning: the ${age}: get newer ones`] : [],
  };
}

/** Counts packages by what is wrong with them. */
class Tally {
  private readonly counts = new Map<string, number>();

  count(reason: string): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }

  lines(): readonly string[] {
    return [...this.counts].map(
      ([reason, n]) => `${n} ${n === 1 ? 'package is' : 'packages are'} not covered: ${reason}`,
    );
  }
}
