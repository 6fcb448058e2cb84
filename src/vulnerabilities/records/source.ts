import { addTo, groupBy } from '../../lib/group-by.js';
import type { Query } from '../query.js';
import type { Advisory, Affected } from '../record.js';
import { rowNames } from '../row-names.js';

/** A source of advisories: the OSV API, a dump, a built database. */
export interface AdvisorySource {
  /** For messages: `folder advisories/`, `api.osv.dev`. */
  readonly name: string;
  /** Equal for sources with the same advisories; undefined for a source whose advisories may change in between. */
  readonly identity?: string;
  /**
   * Returns every record that may apply to the queries, and possibly more. Never throws for a damaged part: that is one
   * of the `problems`.
   */
  find(queries: readonly Query[]): Promise<SourceResult>;
  /**
   * Records of CVEs, of which only the ratings may be known, if the source supports this. Unknown ones are left out.
   */
  lookup?(ids: readonly string[]): Promise<readonly Advisory[]>;
}

export interface SourceResult {
  readonly advisories: readonly Advisory[];
  readonly coverage: Coverage;
  /** Parts that could not be read: their ecosystems are not completely checked. */
  readonly problems: readonly RecordProblem[];
}

export const EMPTY_RESULT: SourceResult = {
  advisories: [],
  coverage: { ecosystems: undefined },
  problems: [],
};

/** The results of two questions to the same source. */
export function mergeResults(a: SourceResult, b: SourceResult): SourceResult {
  const known = new Set(a.problems.map(({ message }) => message));
  const ecosystems = [b, a].flatMap(({ coverage }) => [...(coverage.ecosystems ?? [])]);
  const feeds = [...(a.coverage.feeds ?? []), ...(b.coverage.feeds ?? [])];
  const isKnown = a.coverage.ecosystems !== undefined || b.coverage.ecosystems !== undefined;
  return {
    advisories: mergeAdvisories(a.advisories, b.advisories),
    coverage: {
      ecosystems: isKnown ? new Map(ecosystems) : undefined,
      missing: [...(a.coverage.missing ?? []), ...(b.coverage.missing ?? [])],
      named: new Set([...(a.coverage.named ?? []), ...(b.coverage.named ?? [])]),
      feeds: [...new Map(feeds.map((one) => [`${one.feed}\n${one.dated}`, one])).values()],
    },
    problems: [...a.problems, ...b.problems.filter(({ message }) => !known.has(message))],
  };
}

/**
 * The advisories of both. An advisory in both may have other rows in each, since a source may reduce it to those of the
 * packages that were asked: then it gets the rows of both.
 */
function mergeAdvisories(a: readonly Advisory[], b: readonly Advisory[]): readonly Advisory[] {
  const known = groupBy(a, ({ id }) => id);
  const added = new Map<Advisory, Affected[]>();
  const others: Advisory[] = [];
  for (const advisory of b) {
    const same = known.get(advisory.id);
    if (!same) {
      others.push(advisory);
      continue;
    }
    const rows = new Set(
      same.flatMap(({ affected }) => affected.map((row) => JSON.stringify(row))),
    );
    for (const row of advisory.affected) {
      if (rows.has(JSON.stringify(row))) continue;
      // Of several with this id, each has the rows of one ecosystem.
      const own = ({ affected }: Advisory) => affected.some((r) => r.ecosystem === row.ecosystem);
      const into = same.find(own) ?? same[0] ?? advisory;
      addTo(added, into, row);
    }
  }
  const joined = a.map((advisory) => {
    const rows = added.get(advisory);
    return rows ? { ...advisory, affected: [...advisory.affected, ...rows] } : advisory;
  });
  return [...joined, ...others];
}

export interface RecordProblem {
  /** "Record 12.json of npm: it is not JSON" */
  readonly message: string;
}

/** The ecosystems that a source has: one without data must not look like one without vulnerabilities. */
interface Coverage {
  /** Undefined when the source does not know. */
  readonly ecosystems: ReadonlyMap<string, EcosystemCoverage> | undefined;
  /** Those of the queries that the source has no advisories for, if it only knows these. */
  readonly missing?: readonly MissingEcosystem[];
  /**
   * Packages that the source has advisories about, even if none of these is returned, by namedKey(). Asked only for queries
   * with `otherwise`; not needed from a source that returns all advisories about a package.
   */
  readonly named?: ReadonlySet<string>;
  /** The vendor feeds that the advisories contain. */
  readonly feeds?: readonly FeedCoverage[];
}

/** What a vendor feed covers: see vendor-feeds/. */
export interface FeedCoverage {
  /** Its id. */
  readonly feed: string;
  readonly name: string;
  readonly ecosystem: string;
  /** The releases that it has records about; undefined is an ecosystem without releases. */
  readonly releases: ReadonlySet<string | undefined>;
  /** When its oldest file was downloaded, ISO 8601. */
  readonly dated: string;
  /** What it does not have. */
  readonly limit?: string | undefined;
}

/** An ecosystem, or one release of it, without advisories. */
export interface MissingEcosystem {
  readonly ecosystem: string;
  readonly release: string | undefined;
}

export interface EcosystemCoverage {
  /** Releases that at least one record names. */
  readonly releases: ReadonlySet<string>;
  readonly records: number;
  /** The newest `modified` of the records, ISO 8601. */
  readonly modified: string | undefined;
}

/** All queries of one ecosystem. */
export interface EcosystemQuery {
  /** Normalized. */
  readonly names: ReadonlySet<string>;
  readonly releases: ReadonlySet<string | undefined>;
}

export function queriesByEcosystem(queries: readonly Query[]): ReadonlyMap<string, EcosystemQuery> {
  const byEcosystem = new Map<
    string,
    { readonly names: Set<string>; readonly releases: Set<string | undefined> }
  >();
  for (const one of queries) {
    const { ecosystem, release } = one;
    const query = byEcosystem.get(ecosystem) ?? { names: new Set(), releases: new Set() };
    byEcosystem.set(ecosystem, query);
    for (const name of rowNames(one)) query.names.add(name);
    query.releases.add(release);
  }
  return byEcosystem;
}
