import type { Evidence, Upgrade } from '../core/details.js';
import { type AdvisoryIndex, matchAdvisories } from './match.js';
import type { Query } from './query.js';
import { schemeOf } from './versions/schemes.js';
import type { Vulnerability } from './vulnerability.js';

/** A vulnerability of a package and the version that fixes it. */
export interface FixedVulnerability {
  readonly vulnerability: Vulnerability;
  readonly fixed: string | undefined;
  readonly evidence?: Evidence | undefined;
}

/** The fixed version is the newest that the advisories name: it fixes what each of them is about. */
export function withFixedVersion(query: Query, vulnerability: Vulnerability): FixedVulnerability {
  const fixed = newestVersion(
    query,
    vulnerability.matches.flatMap((match) => match.fixed ?? []),
  );
  return { vulnerability, fixed };
}

/** A fixed version may be affected by another vulnerability, whose fix may be again: the search ends after this many. */
const MAX_ROUNDS = 20;

/**
 * The lowest version that clears all vulnerabilities of a package that have a fix, and that no other fixable
 * vulnerability affects; undefined when nothing has a fix.
 */
export function upgradeOf(
  query: Query,
  vulnerabilities: readonly FixedVulnerability[],
  index: AdvisoryIndex,
): Upgrade | undefined {
  let to = newestVersion(
    query,
    vulnerabilities.flatMap(({ fixed }) => fixed ?? []),
  );
  if (to === undefined) return undefined;
  let remaining: ReadonlySet<string> = new Set();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const matches = matchAdvisories({ ...query, version: to }, index);
    remaining = new Set(matches.map(({ advisory }) => advisory.id));
    const next = newestVersion(
      query,
      matches.flatMap(({ fixed }) => fixed ?? []),
    );
    if (next === undefined) break;
    to = next;
  }
  const cleared = vulnerabilities.filter(({ vulnerability }) =>
    vulnerability.matches.every(({ advisory }) => !remaining.has(advisory.id)),
  );
  return { to, clears: cleared.length, of: vulnerabilities.length };
}

/** By the ecosystem's order of versions; the first one when its order is unknown. */
function newestVersion(
  { ecosystem, release }: Query,
  versions: readonly string[],
): string | undefined {
  const scheme = schemeOf(ecosystem, release);
  let newest: string | undefined;
  for (const version of versions)
    if (newest === undefined || (scheme && scheme.compare(version, newest) > 0)) newest = version;
  return newest;
}
