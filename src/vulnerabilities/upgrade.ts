import type { AdvisoryIndex } from './match.js';
import { stillAffected } from './match.js';
import type { Query } from './query.js';
import { schemeOf } from './versions/schemes.js';
import type { Vulnerability } from './vulnerability.js';

/** A vulnerability of a package and the version that fixes it. */
export interface FixedVulnerability {
  readonly vulnerability: Vulnerability;
  readonly fixed: string | undefined;
}

/** Of several records' fixes the newest: the others are then fixed too. */
export function withFixedVersion(query: Query, vulnerability: Vulnerability): FixedVulnerability {
  const fixed = newest(
    query.ecosystem,
    vulnerability.matches.flatMap(({ fixed }) => fixed ?? []),
  );
  return { vulnerability, fixed };
}

/** The one version to upgrade a package to. */
export interface Upgrade {
  readonly to: string;
  /** How many of the package's vulnerabilities it clears, of how many. */
  readonly clears: number;
  readonly of: number;
}

/** Later fixes may lie in an interval of another vulnerability; more rounds than this have no end. */
const MOST_ROUNDS = 20;

/**
 * The smallest version that clears all vulnerabilities of one package that have a fix, and is itself not known to be
 * affected by another that has one; undefined when none has.
 */
export function upgradeOf(
  query: Query,
  fixes: readonly FixedVulnerability[],
  index: AdvisoryIndex,
): Upgrade | undefined {
  let to = newest(
    query.ecosystem,
    fixes.flatMap(({ fixed }) => fixed ?? []),
  );
  if (to === undefined) return undefined;
  let remaining: ReadonlySet<string> = new Set();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const still = stillAffected(query, to, index);
    remaining = new Set(still.map(({ advisory }) => advisory.id));
    const further = newest(
      query.ecosystem,
      still.flatMap(({ fixed }) => fixed ?? []),
    );
    if (further === undefined) break;
    to = further;
  }
  const cleared = fixes.filter(({ vulnerability }) =>
    vulnerability.matches.every(({ advisory }) => !remaining.has(advisory.id)),
  );
  return { to, clears: cleared.length, of: fixes.length };
}

/** The newest version of a list, by the ecosystem's order. */
function newest(ecosystem: string, versions: readonly string[]): string | undefined {
  const scheme = schemeOf(ecosystem);
  let found: string | undefined;
  for (const version of versions)
    if (found === undefined || (scheme && scheme.compare(version, found) > 0)) found = version;
  return found;
}
