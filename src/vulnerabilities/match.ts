import { type AffectedMatch, affectedMatcher } from './affected.js';
import { matchRelease, normalizeName } from './ecosystem.js';
import { inheritedQuery, isInherited } from './inherited.js';
import type { Query } from './query.js';
import type { Advisory, Affected } from './record.js';
import { isNamedBy, rowNames } from './row-names.js';
import { flavorMatches } from './rpm-flavors.js';
import { moduleMatches } from './rpm-modules.js';
import { schemeOf } from './versions/schemes.js';

/** An advisory that affects an installed package. */
export interface Match {
  readonly advisory: Advisory;
  /** The row that matched. */
  readonly row: Affected;
  /** All rows of the advisory that match. */
  readonly rows: readonly Affected[];
  readonly fixed: string | undefined;
  /** The fixed version requires Ubuntu Pro. */
  readonly pro: boolean;
}

/** Rows of advisories by ecosystem and normalized name. */
export type AdvisoryIndex = ReadonlyMap<string, readonly Candidate[]>;

interface Candidate {
  readonly advisory: Advisory;
  readonly row: Affected;
}

/** Leaves out withdrawn advisories, duplicates, and advisories that are not about a vulnerability. */
export function indexAdvisories(advisories: readonly Advisory[]): AdvisoryIndex {
  const index = new Map<string, Candidate[]>();
  const firsts = new Map<string, Advisory>();
  // An advisory in several dumps has all its rows in each, or the rows of one ecosystem in each.
  const indexed = new Map<string, ReadonlySet<string>>();
  for (const advisory of advisories) {
    if (advisory.withdrawn || !isAboutVulnerability(advisory)) continue;
    const { id } = advisory;
    const first = firsts.get(id);
    const earlier = first && (indexed.get(id) ?? ecosystemsOf(first));
    for (const row of advisory.affected) {
      if (earlier?.has(row.ecosystem)) continue;
      const key = keyOf(row.ecosystem, normalizeName(row.ecosystem, row.name));
      const candidates = index.get(key);
      if (candidates) candidates.push({ advisory, row });
      else index.set(key, [{ advisory, row }]);
    }
    if (earlier) indexed.set(id, new Set([...earlier, ...ecosystemsOf(advisory)]));
    else firsts.set(id, advisory);
  }
  return index;
}

function ecosystemsOf({ affected }: Advisory): ReadonlySet<string> {
  return new Set(affected.map(({ ecosystem }) => ecosystem));
}

/** AlmaLinux, Rocky Linux and Red Hat publish bug fixes and enhancements as advisories too. */
function isAboutVulnerability(advisory: Advisory): boolean {
  const [, publisher] = /^(AL|RL|RH)(?:BA|EA)-/.exec(advisory.id) ?? [];
  if (publisher !== 'RH') return publisher === undefined;
  return [...advisory.aliases, ...advisory.upstream].some((id) => /^CVE-/.test(id));
}

/** Every advisory that affects the package, each once. */
export function matchAdvisories(query: Query, index: AdvisoryIndex): readonly Match[] {
  const inherited = inheritedQuery(query);
  const own = matchOwn(query, index);
  return inherited ? [...own, ...matchInherited(inherited, query, index)] : own;
}

/**
 * What the package inherits without a fix. Vulnerabilities that the distribution's own advisories name for the package are
 * fixed there, in the installed version or in a newer one.
 */
function matchInherited(inherited: Query, query: Query, index: AdvisoryIndex): readonly Match[] {
  const decided = new Set(
    rowNames(query).flatMap((name) =>
      (index.get(keyOf(query.ecosystem, name)) ?? [])
        .filter(({ row }) => matchRelease(query.ecosystem, row.release, query.release) !== 'no')
        .flatMap(({ advisory }) => [...advisory.upstream, ...advisory.related]),
    ),
  );
  return matchOwn(inherited, index).filter(
    ({ advisory, row }) => isInherited(row) && !advisory.upstream.some((id) => decided.has(id)),
  );
}

function matchOwn(query: Query, index: AdvisoryIndex): readonly Match[] {
  const matches = new Map<string, Match>();
  const rowsById = new Map<string, Affected[]>();
  const proAdvisories = proAdvisoriesOf(query, index);
  const matchRow = affectedMatcher(query.version, schemeOf(query.ecosystem, query.release));
  for (const name of rowNames(query))
    for (const { advisory, row } of index.get(keyOf(query.ecosystem, name)) ?? []) {
      if (!isNamedBy(row, name, query)) continue;
      const release = matchRelease(query.ecosystem, row.release, query.release);
      if (release === 'no' || (proAdvisories.has(advisory.id) && release !== 'pro')) continue;
      const affected = isApplicable(query, advisory, row) ? matchRow(row) : undefined;
      if (!affected) continue;
      const rows = rowsById.get(advisory.id) ?? [];
      rowsById.set(advisory.id, rows);
      rows.push(row);
      const previous = matches.get(advisory.id);
      if (previous && !isPreferred(release, affected, previous)) continue;
      const pro = release === 'pro' && !isEsm(query.version);
      matches.set(advisory.id, { advisory, row, rows, fixed: affected.fixed, pro });
    }
  return [...matches.values()];
}

function keyOf(ecosystem: string, name: string): string {
  return `${ecosystem}\n${name}`;
}

/** Rows for the toolchain of the go command are about building programs, not about the programs that it built. */
function isApplicable(query: Query, advisory: Advisory, row: Affected): boolean {
  if (row.name === 'toolchain' && query.ecosystem === 'Go' && query.package.type === 'golang')
    return false;
  const { arches } = row.vendor ?? {};
  if (arches && query.package.arch !== undefined && !arches.includes(query.package.arch))
    return false;
  return flavorMatches(query, row) && moduleMatches(query, advisory, row);
}

/** Prefers an ordinary row to one of Ubuntu Pro, and a row with a fix to one without. */
function isPreferred(release: 'yes' | 'pro', affected: AffectedMatch, previous: Match): boolean {
  if (previous.pro !== (release === 'pro')) return previous.pro;
  return previous.fixed === undefined && affected.fixed !== undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** For a package that was installed from Ubuntu Pro: the advisories with rows for Ubuntu Pro, which then decide. */
function proAdvisoriesOf(query: Query, index: AdvisoryIndex): ReadonlySet<string> {
  if (query.ecosystem !== 'Ubuntu' || !isEsm(query.version)) return NONE;
  return new Set(
    query.names.flatMap((name) =>
      (index.get(keyOf(query.ecosystem, name)) ?? [])
        .filter(({ row }) => matchRelease('Ubuntu', row.release, query.release) === 'pro')
        .map(({ advisory }) => advisory.id),
    ),
  );
}

/** Ubuntu Pro marks its versions: `1.2-3ubuntu4+esm1`. */
function isEsm(version: string): boolean {
  return /[+~]esm/.test(version);
}
