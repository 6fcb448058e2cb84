import type { Coverage } from '../core/coverage.js';
import { DAY } from '../lib/dates.js';
import { groupBy } from '../lib/group-by.js';
import { compareText, plainText } from '../lib/text.js';
import { matchRelease } from './ecosystem.js';
import { inheritedQuery } from './inherited.js';
import type { Query, UnsupportedPackage } from './query.js';
import type { SourceResult } from './records/source.js';
import { isValidVersion } from './versions/valid.js';

/** Packages that the advisories do not cover. */
export interface CoverageGaps {
  /** Whether the advisories cover all packages, some or none; the reason names those that they do not cover. */
  readonly coverage: Pick<
    Coverage,
    'state' | 'reason' | 'source' | 'uncoveredPackages' | 'informational'
  >;
  /** Why packages could not be checked that the advisories cover. */
  readonly incomplete: readonly string[];
  /** Limits of the advisories that a reader should know. */
  readonly notes: readonly string[];
}

/** Everything that the coverage depends on. */
export interface CoverageInput {
  readonly queries: readonly Query[];
  readonly unsupported: readonly UnsupportedPackage[];
  readonly result: SourceResult;
  /** The source's name, for messages. */
  readonly source: string;
  readonly now: Date;
  /** Older advisories make the result incomplete. */
  readonly maximumAgeDays: number | undefined;
}

/** Finds the packages without advisories: they must not look like packages without vulnerabilities. */
export function findGaps(input: CoverageInput): CoverageGaps {
  const { queries, unsupported, result, source } = input;
  const missing = new PackageCounter();
  const notes = new PackageCounter();
  const told = new PackageCounter();
  for (const { reason, gap, isNamed } of unsupported)
    if (!isNamed) (gap ? missing : notes).count(reason);
  const named = unsupported.filter(({ isNamed }) => isNamed);
  for (const [reason, list] of groupBy(named, (one) => one.reason))
    notes.count(`${reason}: ${packagesIn(list)}`, list.length);
  const unversioned: Query[] = [];
  const gaps = new Map<string, string | undefined>();
  for (const query of queries) {
    const key = `${query.ecosystem}\n${query.release}`;
    if (!gaps.has(key)) gaps.set(key, gapOf(query, result, source));
    const gap = gaps.get(key);
    if (gap) missing.count(gap);
    else if (!isValidVersion(query.ecosystem, writtenVersion(query), query.release))
      unversioned.push(query);
  }
  for (const [ecosystem, list] of groupBy(unversioned, (query) => query.ecosystem))
    (REFERENCES.has(ecosystem) ? told : missing).count(
      `${REFERENCES.get(ecosystem) ?? `the version is not one of ${ecosystem}`}: ${namesOf(list)}`,
      list.length,
    );
  const age = checkAge(input);
  const matched: CoverageGaps['coverage'] = hasNothingToMatch(input)
    ? { state: 'not-covered', reason: `${notes.lines().join('; ')}. ${adviceFor(queries)}` }
    : coverageOf(
        { missing, told },
        {
          packages: queries.length + unsupported.length - notes.total,
          advice: adviceFor(queries.filter((query) => gapOf(query, result, source) !== undefined)),
        },
      );
  const coverage = withGap(matched, age.gap);
  return {
    coverage: queries.length === 0 ? coverage : { ...coverage, source: datedSource(input) },
    incomplete: [...result.problems.map(({ message }) => message), ...age.incomplete],
    notes: [...notes.lines(), ...limitsOf(queries, result), ...age.notes],
  };
}

/** Whether the target lists packages or programs, and no advisories exist for any of their kinds. */
function hasNothingToMatch({ queries, unsupported }: CoverageInput): boolean {
  return queries.length === 0 && unsupported.length > 0 && unsupported.every(({ gap }) => !gap);
}

/** Workflows name actions by branches, tags and commits. Only a release can be compared, and a commit is better: such a gap is told. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  ['GitHub Actions', 'no release is known, which a comment such as # v4.2.2 names'],
]);

/** The version as it is written: that of a query about an action stands for several releases. */
function writtenVersion({ ecosystem, package: { version: written }, version }: Query): string {
  return REFERENCES.has(ecosystem) ? written : version;
}

/** Packages that a reason names; the others are counted. */
const MOST_NAMED = 5;

function packagesIn(list: readonly UnsupportedPackage[]): string {
  const names = list
    .slice(0, MOST_NAMED)
    .map(({ package: { name, version } }) => plainText(`${name} ${version}`, 120));
  const more = list.length - MOST_NAMED;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function namesOf(queries: readonly Query[]): string {
  const names = queries
    .slice(0, MOST_NAMED)
    .map((query) => plainText(`"${writtenVersion(query)}" (${query.package.name})`, 120));
  const more = queries.length - MOST_NAMED;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function coverageOf(
  { missing, told }: Readonly<Record<'missing' | 'told', PackageCounter>>,
  { packages, advice }: { readonly packages: number; readonly advice: string },
): CoverageGaps['coverage'] {
  const left = missing.total + told.total;
  if (left === 0) return { state: 'checked' };
  const gaps = missing.total > 0 ? [`${missing.lines().join('; ')}. ${advice}`] : [];
  const reason = [...gaps, ...told.lines()].join('; ');
  // What is told is compared still, with what no release fixes.
  const isPart = missing.total < packages;
  return {
    ...{ state: isPart ? 'partial' : 'not-covered', reason },
    ...(isPart && { uncoveredPackages: left }),
    ...(missing.total === 0 && { informational: true }),
  };
}

/** What to do about missing advisories. */
function adviceFor(queries: readonly Query[]): string {
  const feed = queries
    .map(({ ecosystem }) => ONLY_FEED.get(ecosystem))
    .find((one) => one !== undefined);
  return feed
    ? `Build a database with portside db build --feed ${feed}, and pass it with --advisories`
    : 'Pass advisories that cover them with --advisories';
}

/** The large vendor feed of ecosystems that OSV does not have: only `db build` reads it. */
const ONLY_FEED: ReadonlyMap<string, string> = new Map([['Oracle Linux', 'oracle-oval']]);

/** Why the source has no advisories for the query's ecosystem or release; undefined if it has some. */
export function gapOf(query: Query, result: SourceResult, source: string): string | undefined {
  const { ecosystems, missing = [] } = result.coverage;
  if (hasFeed(query, result)) return undefined;
  if (missing.some((one) => one.ecosystem === query.ecosystem && one.release === query.release))
    return `${source} has no advisories for ${plainText([query.ecosystem, query.release].filter(Boolean).join(' '), 120)}`;
  if (!ecosystems) return undefined;
  const covered = ecosystems.get(query.ecosystem);
  if (!covered || covered.records === 0) return `${source} has no ${query.ecosystem} advisories`;
  const { release } = query;
  if (release === undefined || covered.releases.size === 0) return undefined;
  for (const row of covered.releases)
    if (matchRelease(query.ecosystem, row, release) !== 'no') return undefined;
  return `${source} has no advisories for ${query.ecosystem} ${plainText(release, 80)}`;
}

/** Whether a vendor feed has records about the release of the query. */
function hasFeed({ ecosystem, release }: Query, { coverage }: SourceResult): boolean {
  return (coverage.feeds ?? []).some(
    (feed) =>
      feed.ecosystem === ecosystem &&
      [...feed.releases].some((row) => matchRelease(ecosystem, row, release) !== 'no'),
  );
}

/** Known limits of an ecosystem's advisories. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  [
    'Alpine',
    'OSV has the advisories of Alpine’s main repository only: packages from community are not covered',
  ],
  [
    'Red Hat',
    'Red Hat advisories list fixed vulnerabilities only: unfixed vulnerabilities are not covered',
  ],
  [
    'AlmaLinux',
    'AlmaLinux advisories list fixed vulnerabilities only: unfixed vulnerabilities are not covered',
  ],
  [
    'Rocky Linux',
    'Rocky Linux advisories list fixed vulnerabilities only: unfixed vulnerabilities are not covered',
  ],
]);

/** What OSV's advisories of an ecosystem leave out. */
export function limitOf(ecosystem: string): string | undefined {
  return LIMITS.get(ecosystem);
}

function limitsOf(queries: readonly Query[], result: SourceResult): readonly string[] {
  const limited = queries.filter(
    (query) => !hasFeed(query, result) && !hasFeed(inheritedQuery(query) ?? query, result),
  );
  const ofEcosystems = [...new Set(limited.map(({ ecosystem }) => ecosystem))].flatMap(
    (ecosystem) => limitOf(ecosystem) ?? [],
  );
  const asked = new Set(queries.map(({ ecosystem }) => ecosystem));
  const ofFeeds = (result.coverage.feeds ?? []).flatMap(({ ecosystem, limit }) =>
    asked.has(ecosystem) ? (limit ?? []) : [],
  );
  const ofPackages = new Set(queries.flatMap(({ limit }) => limit ?? []));
  return [...ofEcosystems, ...ofFeeds, ...ofPackages];
}

/** The coverage with one more reason why it is not complete. */
function withGap(
  coverage: CoverageGaps['coverage'],
  gap: string | undefined,
): CoverageGaps['coverage'] {
  if (gap === undefined) return coverage;
  const { informational: _, ...known } = coverage;
  const { state, reason } = known;
  const all = reason === undefined ? gap : `${reason}. ${gap}`;
  return { ...known, state: state === 'checked' ? 'partial' : state, reason: all };
}

/** Older advisories are noted, and if the user allows a certain age, those in the second half of it. */
const FRESH_DAYS = 5;

/** With older advisories a target is checked in part, unless the user allows another age. */
const MOST_DAYS = 365;

/**
 * Ecosystems that get new advisories every day: the age of their newest record is the age of the data. An ecosystem with
 * few advisories may have no new one for weeks, so that only the newest record of all ecosystems tells its age.
 */
const DAILY: ReadonlySet<string> = new Set([
  ...['Alpine', 'Chainguard', 'Debian', 'Red Hat', 'Ubuntu', 'Wolfi'],
  ...['Go', 'Maven', 'PyPI', 'npm'],
]);

interface Age extends Pick<CoverageGaps, 'incomplete' | 'notes'> {
  readonly gap?: string;
}

function checkAge(input: CoverageInput): Age {
  const { queries, result, source, maximumAgeDays } = input;
  const newest = newestRecords(input);
  const oldest = [...newest].sort(([, a], [, b]) => a - b);
  const [first] = oldest;
  if (queries.length === 0 || !first) return { incomplete: [], notes: [] };
  const isFeed = (name: string) => result.coverage.feeds?.some((feed) => feed.name === name);
  const daysOf = (time: number) => Math.floor((input.now.getTime() - time) / DAY);
  const ageOf = ([name, time]: readonly [string, number]) => {
    const verb = name === ALL ? 'is' : 'are';
    const subject = isFeed(name) ? `${name} is` : `${name} in ${source} ${verb}`;
    return `${subject} ${daysOf(time)} days old`;
  };
  const days = daysOf(first[1]);
  const age = ageOf(first);
  if (maximumAgeDays !== undefined && days > maximumAgeDays)
    return {
      incomplete: [`${age}; at most ${maximumAgeDays} are allowed. Download newer advisories`],
      notes: [],
    };
  // A vendor may have ended a feed: nobody can download a newer one.
  const own = oldest.find(([name]) => !isFeed(name));
  if (maximumAgeDays === undefined && own && daysOf(own[1]) > MOST_DAYS) {
    const gap = `${ageOf(own)}, more than ${MOST_DAYS}. Download newer ones, or set maximum-age-days of advisories in the policy`;
    return { incomplete: [], notes: [], gap };
  }
  const noted = Math.max(FRESH_DAYS, (maximumAgeDays ?? 0) / 2);
  return { incomplete: [], notes: days > noted ? [`${age}. Download newer ones`] : [] };
}

const ALL = 'Advisory data';

/**
 * The times of the newest records, by the name of the data: of each daily ecosystem that is asked, and of all; and the times
 * of the vendor feeds, of which many have no records with times.
 */
function newestRecords({ queries, result }: CoverageInput): ReadonlyMap<string, number> {
  const asked = new Set(queries.map(({ ecosystem }) => ecosystem));
  const newest = new Map<string, number>();
  for (const [ecosystem, { modified }] of result.coverage.ecosystems ?? []) {
    const time = Date.parse(modified ?? '');
    if (Number.isNaN(time)) continue;
    newest.set(ALL, Math.max(time, newest.get(ALL) ?? time));
    if (DAILY.has(ecosystem) && asked.has(ecosystem)) newest.set(`${ecosystem} advisories`, time);
  }
  for (const { name, dated } of result.coverage.feeds ?? []) newest.set(name, Date.parse(dated));
  return newest;
}

/**
 * `folder advisories (Debian 2026-11-20, npm 2026-11-18), Alpine secdb (2026-11-20)`: the source with the newest record of
 * each ecosystem looked up, and the vendor feeds.
 */
function datedSource({ queries, result, source }: CoverageInput): string {
  const { ecosystems, feeds = [] } = result.coverage;
  const asked = [...new Set(queries.map(({ ecosystem }) => ecosystem))].sort(compareText);
  const dates = asked.flatMap((name) => {
    const modified = ecosystems?.get(name)?.modified;
    return modified === undefined ? [] : [`${name} ${modified.slice(0, 10)}`];
  });
  const own = dates.length === 0 ? source : `${source} (${dates.join(', ')})`;
  const used = feeds.filter(({ ecosystem }) => asked.includes(ecosystem));
  return [own, ...used.map(({ name, dated }) => `${name} (${dated.slice(0, 10)})`)].join(', ');
}

/** Counts packages by the reason why they are not covered. */
class PackageCounter {
  private readonly counts = new Map<string, number>();

  get total(): number {
    return [...this.counts.values()].reduce((sum, n) => sum + n, 0);
  }

  count(reason: string, packages = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + packages);
  }

  lines(): readonly string[] {
    return [...this.counts].map(
      ([reason, n]) => `${n} ${n === 1 ? 'package is' : 'packages are'} not covered: ${reason}`,
    );
  }
}
