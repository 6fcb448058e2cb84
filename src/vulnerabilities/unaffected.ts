import type { Package } from '../core/package.js';
import { createRecent, type Recent } from '../lib/remember.js';
import type { Query } from './query.js';
import type { AdvisorySource, SourceResult } from './sources/source.js';
import { VENDOR_FEEDS } from './vendor-feeds/registry.js';

/**
 * Queries of earlier targets of the process that no advisory of a source matched. Most packages of an image have no known
 * vulnerability, and other images have the same ones: their advisories are not decoded again.
 */
const MAX_KNOWN = 32_768;
let known: { readonly identity: string; readonly byPurl: Recent<Matched> } | undefined;

/** The advisories of small feeds are in files of their own, which may change. */
const CHANGING: ReadonlySet<string> = new Set(
  VENDOR_FEEDS.flatMap(({ ecosystem, size }) => (size === 'small' ? ecosystem : [])),
);

/**
 * The queries without those that are known to match nothing in the source. One of each ecosystem and release is left: what
 * the source covers and cannot read is known only for what it was asked.
 */
export function withoutUnaffected(
  queries: readonly Query[],
  { identity }: AdvisorySource,
): readonly Query[] {
  if (identity === undefined || known?.identity !== identity) return queries;
  const { byPurl } = known;
  const asked = new Set<string>();
  return queries.filter((query) => {
    const system = `${query.ecosystem}\n${query.release}`;
    const same = isLasting(query) ? byPurl.get(query.package.purl) : undefined;
    if (same && asked.has(system) && hasEqualMatches(query, same)) return false;
    asked.add(system);
    return true;
  });
}

/** Keeps queries without a match. A source with a problem may have more advisories than it returned. */
export function rememberUnaffected(
  queries: readonly { readonly query: Query }[],
  { identity }: AdvisorySource,
  { problems }: SourceResult,
): void {
  if (identity === undefined || problems.length > 0) return;
  if (known?.identity !== identity) known = { identity, byPurl: createRecent(MAX_KNOWN) };
  for (const { query } of queries)
    if (isLasting(query)) known.byPurl.set(query.package.purl, whatMatches(query));
}

/** Whether only the query and the source decide about its matches. Others are answered in the place of some. */
function isLasting({ ecosystem, otherwise }: Query): boolean {
  return otherwise === undefined && !CHANGING.has(ecosystem);
}

/** What matching reads of a query and its package. */
type Matched = Omit<Query, 'package' | 'otherwise' | 'limit'> & {
  readonly package: Pick<Package, 'type' | 'name' | 'arch'>;
};

/** Without the rest of the package: its license and files are of one target. */
function whatMatches({ package: pkg, ...query }: Query): Matched {
  const { ecosystem, release, names, version, source, module } = query;
  const { type, name, arch } = pkg;
  return { ecosystem, release, names, version, source, module, package: { type, name, arch } };
}

function hasEqualMatches(a: Matched, b: Matched): boolean {
  return (
    a.ecosystem === b.ecosystem &&
    a.release === b.release &&
    a.version === b.version &&
    a.module === b.module &&
    a.source.name === b.source.name &&
    a.source.version === b.source.version &&
    a.package.type === b.package.type &&
    a.package.name === b.package.name &&
    a.package.arch === b.package.arch &&
    a.names.length === b.names.length &&
    a.names.every((name, i) => name === b.names[i])
  );
}
