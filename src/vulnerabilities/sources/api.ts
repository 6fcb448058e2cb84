import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { plainText, pluralize } from '../../lib/text.js';
import { affectedMatcher } from '../affected.js';
import { matchRelease, normalizeName, splitEcosystem } from '../ecosystem.js';
import type { Query } from '../query.js';
import { type Advisory, InvalidRecord, readRecord } from '../record.js';
import type { AdvisorySource, RecordProblem } from '../records/source.js';
import { namedKey } from '../unnamed.js';
import { schemeOf } from '../versions/schemes.js';
import { missingEcosystems } from './api-coverage.js';
import { type ApiQuery, apiEcosystem, type NamedRecord, queryRecords } from './batch.js';
import { openCache, type RecordCache } from './cache.js';
import { fetchJson, type JsonApi } from './http.js';

export interface ApiOptions {
  /** Base URL; https://api.osv.dev by default. */
  readonly url?: string | undefined;
  /** The list of the API's ecosystems, one a line; without one, the API's own answers decide. */
  readonly ecosystems?: string | undefined;
  /** A folder that caches records; without one, every run fetches them. */
  readonly cache?: string | undefined;
  readonly now: Date;
  /** Milliseconds before the first retry; for tests. */
  readonly pause?: number | undefined;
}

export const OSV_API = 'https://api.osv.dev';
/** Source: google.github.io/osv.dev/data. */
export const OSV_ECOSYSTEMS = 'https://osv-vulnerabilities.storage.googleapis.com/ecosystems.txt';

const MAX_REQUESTS = 16;

/**
 * OSV's API as a source: queries in batches which records affect the packages, then fetches the records that are not in
 * the cache in their current version. A failed request is a problem; nothing is thrown.
 */
export function openApi(options: ApiOptions, host: Host): AdvisorySource {
  const url = (options.url ?? OSV_API).replace(/\/+$/, '');
  const ecosystems = options.ecosystems ?? (options.url === undefined ? OSV_ECOSYSTEMS : undefined);
  const service: JsonApi = {
    url,
    pause: options.pause ?? 500,
    debug: (m) => host.debug(m),
    now: options.now,
  };
  const cache =
    options.cache === undefined ? undefined : openCache(options.cache, options.now, host);
  return {
    name: url,
    async find(asked) {
      // The API would reject a batch with one of these.
      const queries = asked.filter(({ ecosystem }) => !UNKNOWN_TO_OSV.has(ecosystem));
      const unknown = asked.filter(({ ecosystem }) => UNKNOWN_TO_OSV.has(ecosystem));
      const apiQueries = apiQueriesFor(queries);
      host.progress(`querying ${url} for ${pluralize(apiQueries.length, 'package')}`);
      const { records, failed, problems } = await queryRecords(service, apiQueries);
      host.progress(`fetching ${records.size} advisories from ${url}`);
      const fetched = await fetchRecords(service, records, cache);
      const named = await namedPackages(service, queries);
      const unanswered = new Set([...failed].map((query) => query.package.ecosystem));
      const coverage = await missingEcosystems(
        { service, ecosystems },
        queries.filter(
          ({ ecosystem, release }) => !unanswered.has(apiEcosystem(ecosystem, release)),
        ),
        fetched.advisories,
      );
      return {
        advisories: fetched.advisories,
        coverage: {
          ecosystems: undefined,
          missing: [...coverage.missing, ...unknown],
          named: named.keys,
        },
        problems: [...problems, ...fetched.problems, ...coverage.problems, ...named.problems],
      };
    },
    // Records without a time of modification are not cached; a missing one is not a problem here.
    async lookup(ids) {
      const some = ids.slice(0, MAX_LOOKUPS);
      const wanted = new Map(
        some.map((id) => [id, { modified: '', queries: new Set<ApiQuery>() }]),
      );
      return (await fetchRecords(service, wanted, undefined)).advisories;
    },
  };
}

/** Distributions whose advisories OSV does not have. Source: ossf.github.io/osv-schema, "Defined ecosystems". */
const UNKNOWN_TO_OSV: ReadonlySet<string> = new Set([
  'Amazon Linux',
  'Arch Linux',
  'Bottlerocket',
  'Fedora',
  'Oracle Linux',
]);

/** Each is a request of its own. */
const MAX_LOOKUPS = 500;

/**
 * The packages of queries with `otherwise` that the API names, by namedKey(): it returns no record of a package whose
 * version none affects.
 */
async function namedPackages(
  service: JsonApi,
  queries: readonly Query[],
): Promise<{ readonly keys: ReadonlySet<string>; readonly problems: readonly RecordProblem[] }> {
  const doubtful = queries.filter(({ otherwise }) => otherwise !== undefined);
  const asked = new Map<ApiQuery, string>();
  for (const query of doubtful)
    for (const { package: pkg } of apiQueriesFor([query]))
      asked.set({ package: pkg }, namedKey(query));
  const { records, problems } = await queryRecords(service, [...asked.keys()]);
  const keys = [...records.values()].flatMap((record) =>
    [...record.queries].flatMap((query) => asked.get(query) ?? []),
  );
  return { keys: new Set(keys), problems };
}

/** One for each name and version: packages from one source package share theirs. */
function apiQueriesFor(queries: readonly Query[]): readonly ApiQuery[] {
  const unique = new Map<string, ApiQuery>();
  for (const { ecosystem, release, names, version, package: pkg } of queries)
    for (const name of names) {
      // OSV normalizes the names of PyPI only: send names as the package registry writes them.
      const original = name === pkg.name.toLowerCase() ? pkg.name : name;
      const query = {
        package: { ecosystem: apiEcosystem(ecosystem, release), name: original },
        version,
      };
      unique.set(JSON.stringify(query), query);
    }
  return [...unique.values()];
}

const MAX_PROBLEMS = 20;
/** After this many consecutive failures, each with all its retries, the service counts as down. */
const MAX_FAILURES = 2 * MAX_REQUESTS;

interface Fetched {
  readonly advisories: readonly Advisory[];
  readonly problems: readonly RecordProblem[];
}

async function fetchRecords(
  service: JsonApi,
  records: ReadonlyMap<string, NamedRecord>,
  cache: RecordCache | undefined,
): Promise<Fetched> {
  const pending = [...records];
  const advisories: Advisory[] = [];
  const problems: RecordProblem[] = [];
  let [failed, consecutive] = [0, 0];
  const work = async () => {
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [id, named] = next;
      try {
        advisories.push(await fetchRecord(service, id, named, cache));
        consecutive = 0;
      } catch (error) {
        failed++;
        if (++consecutive >= MAX_FAILURES) failed += pending.splice(0).length;
        if (failed <= MAX_PROBLEMS)
          problems.push({
            message: `Cannot fetch record ${plainText(id, 80)} from ${service.url}: ${reason(error)}`,
          });
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_REQUESTS }, work));
  if (failed > MAX_PROBLEMS)
    problems.push({
      message: `Cannot fetch ${failed - MAX_PROBLEMS} more records from ${service.url}`,
    });
  return { advisories, problems };
}

async function fetchRecord(
  service: JsonApi,
  id: string,
  { modified, queries }: NamedRecord,
  cache: RecordCache | undefined,
): Promise<Advisory> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}$/.test(id))
    throw new InvalidRecord('the id is invalid');
  const cached = await cache?.get(id, modified);
  // The API named the record for these packages: a copy that does not affect them is not its record.
  if (cached && [...queries].every((query) => confirms(cached, query))) return cached;
  const json = await fetchJson(service, `/v1/vulns/${encodeURIComponent(id)}`);
  const advisory = readRecord(json, service.now);
  if (advisory.id !== id) throw new InvalidRecord(`the response is record ${advisory.id}`);
  await cache?.put(id, modified, json);
  return advisory;
}

/** Whether a record affects the package of a query, as the API says of every record that it names for the query. */
function confirms(advisory: Advisory, { package: pkg, version }: ApiQuery): boolean {
  if (advisory.withdrawn) return false;
  const { base, release } = splitEcosystem(pkg.ecosystem);
  const name = normalizeName(base, pkg.name);
  const matchRow = affectedMatcher(version ?? '', schemeOf(base, release));
  return advisory.affected.some(
    (row) =>
      row.ecosystem === base &&
      normalizeName(base, row.name) === name &&
      matchRelease(base, row.release, release) !== 'no' &&
      (version === undefined || matchRow(row) !== undefined),
  );
}
