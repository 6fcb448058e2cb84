import { type AffectedMatch, affectedMatcher } from './affected.js';
import { matchRelease, normalizeName } from './ecosystem.js';
import type { Query } from './query.js';
import type { Advisory, Affected } from './record.js';
import { moduleMatches } from './rpm-modules.js';
import { schemeOf } from './versions/schemes.js';

/** A record that affects an installed package. */
export interface Match {
  readonly advisory: Advisory;
  /** The row that matched. */
  readonly row: Affected;
  readonly fixed: string | undefined;
  /** The fix is only in the archive of Ubuntu Pro. */
  readonly pro: boolean;
}

/** Rows by ecosystem and normalized name. */
export type AdvisoryIndex = ReadonlyMap<string, readonly Candidate[]>;

interface Candidate {
  readonly advisory: Advisory;
  readonly row: Affected;
}

/** Indexes records: withdrawn ones, repeated ones and advisories that are about no vulnerability are left out. */
export function indexAdvisories(advisories: readonly Advisory[]): AdvisoryIndex {
  const index = new Map<string, Candidate[]>();
  const firsts = new Map<string, Advisory>();
  // A record that is in several dumps comes whole, or with each ecosystem's rows alone.
  const taken = new Map<string, ReadonlySet<string>>();
  for (const advisory of advisories) {
    if (advisory.withdrawn || isNoWeakness(advisory)) continue;
    const { id } = advisory;
    const first = firsts.get(id);
    const earlier = first && (taken.get(id) ?? ecosystemsOf(first));
    for (const row of advisory.affected) {
      if (earlier?.has(row.ecosystem)) continue;
      const key = keyOf(row.ecosystem, normalizeName(row.ecosystem, row.name));
      const known = index.get(key);
      if (known) known.push({ advisory, row });
      else index.set(key, [{ advisory, row }]);
    }
    if (earlier) taken.set(id, new Set([...earlier, ...ecosystemsOf(advisory)]));
    else firsts.set(id, advisory);
  }
  return index;
}

function ecosystemsOf({ affected }: Advisory): ReadonlySet<string> {
  return new Set(affected.map(({ ecosystem }) => ecosystem));
}

/** Every record that affects the package, each once. */
export function match(query: Query, index: AdvisoryIndex): readonly Match[] {
  const matches = new Map<string, Match>();
  const pinned = proRows(query, index);
  const judge = affectedMatcher(query.version, schemeOf(query.ecosystem));
  for (const name of query.names)
    for (const { advisory, row } of index.get(keyOf(query.ecosystem, name)) ?? []) {
      const release = matchRelease(query.ecosystem, row.release, query.release);
      if (release === 'no' || (pinned.has(advisory.id) && release !== 'pro')) continue;
      const hit = speaksOf(query, advisory, row) ? judge(row) : undefined;
      if (!hit) continue;
      const known = matches.get(advisory.id);
      if (known && !prefers(release, hit, known)) continue;
      const pro = release === 'pro' && !isEsm(query.version);
      matches.set(advisory.id, { advisory, row, fixed: hit.fixed, pro });
    }
  return [...matches.values()];
}

/** Whether `version` of the package would still be affected, and what would fix that. */
export function stillAffected(
  query: Query,
  version: string,
  index: AdvisoryIndex,
): readonly Match[] {
  return match({ ...query, version }, index);
}

function keyOf(ecosystem: string, name: string): string {
  return `${ecosystem}\n${name}`;
}

/** AlmaLinux, Rocky and Red Hat publish bug fixes and enhancements as advisories too. */
function isNoWeakness(advisory: Advisory): boolean {
  const [, publisher] = /^(AL|RL|RH)(?:BA|EA)-/.exec(advisory.id) ?? [];
  if (publisher !== 'RH') return publisher !== undefined;
  return ![...advisory.aliases, ...advisory.upstream].some((other) => /^CVE-/.test(other));
}

/** Rows of the go command's toolchain are about building, not about what was built. */
function speaksOf(query: Query, advisory: Advisory, row: Affected): boolean {
  if (query.ecosystem === 'Go' && row.name === 'toolchain') return false;
  return moduleMatches(query, advisory, row);
}

/** An ordinary row before one of Ubuntu Pro, a row that names a fix before one that does not. */
function prefers(release: 'yes' | 'pro', hit: AffectedMatch, known: Match): boolean {
  const proKnown = known.pro;
  if (proKnown !== (release === 'pro')) return proKnown;
  return known.fixed === undefined && hit.fixed !== undefined;
}

const NONE: ReadonlySet<string> = new Set();

/** Records whose Ubuntu Pro rows decide, because the installed package comes from that archive. */
function proRows(query: Query, index: AdvisoryIndex): ReadonlySet<string> {
  if (query.ecosystem !== 'Ubuntu' || !isEsm(query.version)) return NONE;
  return new Set(
    query.names.flatMap((name) =>
      (index.get(keyOf(query.ecosystem, name)) ?? [])
        .filter(({ row }) => matchRelease('Ubuntu', row.release, query.release) === 'pro')
        .map(({ advisory }) => advisory.id),
    ),
  );
}

function isEsm(version: string): boolean {
  return /[+~]esm/.test(version);
}
