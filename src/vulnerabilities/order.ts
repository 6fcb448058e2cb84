import type { Finding } from '../core/finding.js';
import { compareSeverity } from '../core/severity.js';
import { type AdvisoryIndex, stillAffected } from './match.js';
import type { Query } from './query.js';
import { type FixedVulnerability, newest } from './vulnerability.js';

/** The order to work in: exploited, then severity, then what can be fixed, then the likelihood of exploitation. */
export function compareUrgency(a: Finding, b: Finding): number {
  return (
    Number(isExploited(b)) - Number(isExploited(a)) ||
    compareSeverity(a.severity, b.severity) ||
    Number(isFixable(b)) - Number(isFixable(a)) ||
    likelihood(b) - likelihood(a) ||
    compareText(String(a.details?.package), String(b.details?.package)) ||
    compareText(b.rule, a.rule)
  );
}

function isExploited({ details }: Finding): boolean {
  return details?.exploited === true;
}

function isFixable({ details }: Finding): boolean {
  return typeof details?.fixed === 'string';
}

function likelihood({ details }: Finding): number {
  return typeof details?.epss === 'number' ? details.epss : 0;
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

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
