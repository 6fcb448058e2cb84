import type { Query } from '../query.js';
import type { Advisory } from '../record.js';

/** Where advisories come from. */
export interface AdvisorySource {
  /** For messages: `folder advisories/`, `api.osv.dev`. */
  readonly name: string;
  /** Every record that may speak of what is asked; may hold more. Never throws for a part that is damaged: see `problems`. */
  find(queries: readonly Query[]): Promise<SourceResult>;
  /** Records by their ids, where the source can tell; what it does not have is left out. */
  lookup?(ids: readonly string[]): Promise<readonly Advisory[]>;
}

export interface SourceResult {
  readonly advisories: readonly Advisory[];
  readonly coverage: Coverage;
  /** Parts that could not be read: their ecosystems are not fully checked. */
  readonly problems: readonly Problem[];
}

export const EMPTY_RESULT: SourceResult = {
  advisories: [],
  coverage: { ecosystems: undefined },
  problems: [],
};

export interface Problem {
  /** What is missing, of what, why: "record 12.json of npm: it is not JSON". */
  readonly message: string;
}

/** What the source has data about: an ecosystem that it does not know must not look like one without vulnerabilities. */
interface Coverage {
  /** By ecosystem; undefined for a source that does not tell. */
  readonly ecosystems: ReadonlyMap<string, EcosystemCoverage> | undefined;
}

export interface EcosystemCoverage {
  /** Releases that at least one record names. */
  readonly releases: ReadonlySet<string>;
  readonly records: number;
  /** The newest `modified` of its records, ISO 8601. */
  readonly modified: string | undefined;
}

/** What is asked of one ecosystem. */
export interface EcosystemQuery {
  /** Normalized. */
  readonly names: ReadonlySet<string>;
  readonly releases: ReadonlySet<string | undefined>;
}

export function queriesByEcosystem(queries: readonly Query[]): ReadonlyMap<string, EcosystemQuery> {
  const asked = new Map<string, { names: Set<string>; releases: Set<string | undefined> }>();
  for (const { ecosystem, names, release } of queries) {
    const known = asked.get(ecosystem) ?? { names: new Set(), releases: new Set() };
    asked.set(ecosystem, known);
    for (const name of names) known.names.add(name);
    known.releases.add(release);
  }
  return asked;
}
