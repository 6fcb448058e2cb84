import type { Package } from '../core/package.js';
import { gapOf } from './coverage.js';
import { normalizeName } from './ecosystem.js';
import { isQuery, type Query, type UnsupportedPackage } from './query.js';
import type { SourceResult } from './records/source.js';

/** A package of a language whose files a package of the distribution owns. */
export interface OwnedPackage {
  readonly package: Package;
  /** The query for the owner. */
  readonly owner: Query;
}

/** The packages that are looked up in any case, and those for which their owner may be instead. */
export function splitOwned(
  packages: readonly Package[],
  ask: (pkg: Package) => Query | UnsupportedPackage,
): { readonly others: readonly Package[]; readonly owned: readonly OwnedPackage[] } {
  const wanted = new Set(packages.flatMap(({ ownedBy }) => ownedBy ?? []));
  const owners = new Map<string, Query>();
  for (const pkg of packages) {
    const answer = wanted.has(pkg.purl) ? ask(pkg) : undefined;
    if (answer && isQuery(answer)) owners.set(pkg.purl, answer);
  }
  const others: Package[] = [];
  const owned: OwnedPackage[] = [];
  for (const pkg of packages) {
    const owner = pkg.ownedBy === undefined ? undefined : owners.get(pkg.ownedBy);
    if (owner) owned.push({ package: pkg, owner });
    else others.push(pkg);
  }
  return { others, owned };
}

/**
 * Whether the distribution's advisories decide about the packages that `owner` contains, instead of the advisories of their
 * languages, which do not know of backported fixes.
 *
 * They do not if the source has none for the distribution's release. Otherwise it depends on the distribution:
 * - Debian, Ubuntu, Red Hat and its rebuilds, SUSE, Amazon, Oracle, Azure and the like keep old versions and backport fixes,
 *   and track the vulnerabilities of every package: no advisory means not affected, or not fixed by choice. They decide.
 * - Wolfi, Chainguard and the other hardened distributions publish an advisory for each vulnerability that a scanner finds
 *   in a package, its dependencies included. They decide.
 * - Alpine and Arch Linux ship the versions of upstream, and record vulnerabilities of few packages: Alpine those that its
 *   maintainers note in the build script (py3-django, nodejs), Arch those that its team looked at. They decide about a
 *   package that an advisory names. The others may be affected, and their version is that of upstream.
 */
export function speaksOf(owner: Query, result: SourceResult): boolean {
  if (gapOf(owner, result, '') !== undefined) return false;
  if (!TRACKS_SOME.has(owner.ecosystem)) return true;
  const names = new Set(owner.names);
  return result.advisories.some(({ affected }) =>
    affected.some(
      ({ ecosystem, name }) =>
        ecosystem === owner.ecosystem && names.has(normalizeName(ecosystem, name)),
    ),
  );
}

const TRACKS_SOME: ReadonlySet<string> = new Set(['Alpine', 'Arch Linux']);
