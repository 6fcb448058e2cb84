import { createRecent, type Recent } from '../lib/remember.js';
import type { Query } from './query.js';
import type { AdvisorySource, SourceResult } from './records/source.js';
import { VENDOR_FEEDS } from './vendor-feeds/registry.js';

/**
 * Queries of earlier targets of the process that no advisory of a source matched. Most packages of an image have no known
 * vulnerability, and other images have the same ones: their advisories are not decoded again.
 */
const MAX_KNOWN = 16_384;
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

/** What matching reads of a query and its package. Flat, because thousands are kept. */
interface Matched {
  readonly ecosystem: string;
  readonly release: string | undefined;
  readonly version: string;
  readonly module: string | undefined;
  readonly source: string;
  readonly sourceVersion: string;
  readonly type: string;
  readonly name: string;
  readonly arch: string | undefined;
  readonly names: readonly string[];
}

function whatMatches(query: Query): Matched {
  const { type, name, arch } = query.package;
  const { ecosystem, release, version, module, source, names } = query;
  const about = { ecosystem, release, version, module, type, name, arch };
  return { ...about, source: source.name, sourceVersion: source.version, names };
}

function hasEqualMatches(query: Query, known: Matched): boolean {
  const { package: pkg } = query;
  return (
    query.version === known.version &&
    query.ecosystem === known.ecosystem &&
    query.release === known.release &&
    query.module === known.module &&
    query.source.name === known.source &&
    query.source.version === known.sourceVersion &&
    pkg.type === known.type &&
    pkg.name === known.name &&
    pkg.arch === known.arch &&
    query.names.length === known.names.length &&
    query.names.every((name, i) => name === known.names[i])
  );
}
