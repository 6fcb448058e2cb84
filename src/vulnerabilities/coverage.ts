import type { Coverage } from '../core/coverage.js';
import { DAY } from '../lib/dates.js';
import { matchRelease } from './ecosystem.js';
import type { Query, UnsupportedPackage } from './query.js';
import type { SourceResult } from './sources/source.js';

/** Packages that the advisories do not cover. */
export interface CoverageGaps {
  /** Whether the advisories cover all packages, some or none; the reason names those that they do not cover. */
  readonly coverage: Pick<Coverage, 'state' | 'reason'>;
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
  for (const { reason, gap } of unsupported) (gap ? missing : notes).count(reason);
  const gaps = new Map<string, string | undefined>();
  for (const query of queries) {
    const key = `${query.ecosystem}\n${query.release}`;
    if (!gaps.has(key)) gaps.set(key, gapOf(query, result, source));
    const gap = gaps.get(key);
    if (gap) missing.count(gap);
  }
  const age = checkAge(input);
  return {
    coverage: coverageOf(missing, queries.length + unsupported.length - notes.total),
    incomplete: [...result.problems.map(({ message }) => message), ...age.incomplete],
    notes: [...notes.lines(), ...limitsOf(queries), ...age.notes],
  };
}

function coverageOf(missing: PackageCounter, packages: number): CoverageGaps['coverage'] {
  if (missing.total === 0) return { state: 'checked' };
  return {
    state: missing.total < packages ? 'partial' : 'not-covered',
    reason: `${missing.lines().join('; ')}. ${ADVICE}`,
  };
}

const ADVICE =
  'Pass advisories that cover them with --advisories, or list the target under allow-uncovered in the policy';

function gapOf(query: Query, result: SourceResult, source: string): string | undefined {
  const { ecosystems, missing = [] } = result.coverage;
  if (missing.some((one) => one.ecosystem === query.ecosystem && one.release === query.release))
    return `${source} has no advisories for ${[query.ecosystem, query.release].filter(Boolean).join(' ')}`;
  if (!ecosystems) return undefined;
  const covered = ecosystems.get(query.ecosystem);
  if (!covered || covered.records === 0) return `${source} has no ${query.ecosystem} advisories`;
  const { release } = query;
  if (release === undefined || covered.releases.size === 0) return undefined;
  for (const row of covered.releases)
    if (matchRelease(query.ecosystem, row, release) !== 'no') return undefined;
  return `${source} has no advisories for ${query.ecosystem} ${release}`;
}

/** Known limits of an ecosystem's advisories. */
const LIMITS: ReadonlyMap<string, string> = new Map([
  [
    'Alpine',
    'Alpine publishes advisories for its main repository only: packages from community are not covered',
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

function limitsOf(queries: readonly Query[]): readonly string[] {
  return [...new Set(queries.map(({ ecosystem }) => ecosystem))].flatMap(
    (ecosystem) => LIMITS.get(ecosystem) ?? [],
  );
}

/** Older advisories are noted. */
const FRESH_DAYS = 5;

/** Uses the newest record of all ecosystems: an ecosystem with few advisories may have no new one for weeks. */
function checkAge({
  queries,
  result,
  source,
  now,
  maximumAgeDays,
}: CoverageInput): Pick<CoverageGaps, 'incomplete' | 'notes'> {
  const newest = [...(result.coverage.ecosystems?.values() ?? [])]
    .map(({ modified }) => Date.parse(modified ?? ''))
    .filter((time) => !Number.isNaN(time))
    .reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (queries.length === 0 || newest === Number.NEGATIVE_INFINITY)
    return { incomplete: [], notes: [] };
  const days = Math.floor((now.getTime() - newest) / DAY);
  const age = `Advisory data in ${source} is ${days} days old`;
  if (maximumAgeDays !== undefined && days > maximumAgeDays)
    return { incomplete: [`${age}; at most ${maximumAgeDays} are allowed`], notes: [] };
  return { incomplete: [], notes: days > FRESH_DAYS ? [`${age}; update it`] : [] };
}

/** Counts packages by the reason why they are not covered. */
class PackageCounter {
  private readonly counts = new Map<string, number>();

  get total(): number {
    return [...this.counts.values()].reduce((sum, n) => sum + n, 0);
  }

  count(reason: string): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }

  lines(): readonly string[] {
    return [...this.counts].map(
      ([reason, n]) => `${n} ${n === 1 ? 'package is' : 'packages are'} not covered: ${reason}`,
    );
  }
}
