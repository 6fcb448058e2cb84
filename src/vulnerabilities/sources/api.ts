import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { isObject, list, text } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import type { Query } from '../query.js';
import { type Advisory, InvalidRecord, readRecord } from '../record.js';
import { openCache, type RecordCache } from './cache.js';
import { fetchJson, type Service } from './http.js';
import type { AdvisorySource, Problem } from './source.js';

export interface ApiOptions {
  /** Base URL; https://api.osv.dev by default. */
  readonly url?: string | undefined;
  /** A folder that caches records; without one, every run fetches them. */
  readonly cache?: string | undefined;
  /** Milliseconds before the first retry; for tests. */
  readonly pause?: number | undefined;
}

const OSV_API = 'https://api.osv.dev';

/** Source: google.github.io/osv.dev/post-v1-querybatch, "at most 1000 queries". */
const BATCH_SIZE = 1000;
const MAX_PAGES = 50;
const MAX_REQUESTS = 16;
/** Far more than any image has. */
const MAX_RECORDS = 100_000;

/**
 * OSV's API as a source: queries in batches which records affect the packages, then fetches the records that are not in
 * the cache in their current version. A failed request is a problem; nothing is thrown.
 */
export function openApi(options: ApiOptions, host: Host): AdvisorySource {
  const url = (options.url ?? OSV_API).replace(/\/+$/, '');
  const service: Service = { url, pause: options.pause ?? 500, debug: (m) => host.debug(m) };
  const cache = options.cache === undefined ? undefined : openCache(options.cache, host);
  return {
    name: url,
    async find(queries) {
      const problems: Problem[] = [];
      const records = new Map<string, string>();
      const apiQueries = apiQueriesFor(queries);
      for (let at = 0; at < apiQueries.length; at += BATCH_SIZE) {
        host.progress(`querying ${url} for ${packages(apiQueries.length)}`);
        const batch = apiQueries.slice(at, at + BATCH_SIZE);
        await queryBatch(service, batch, records, problems);
      }
      host.progress(`fetching ${records.size} advisories from ${url}`);
      const advisories = await fetchRecords(service, records, cache, problems);
      return { advisories, coverage: { ecosystems: undefined }, problems };
    },
    // Records without a time of modification are not cached; a missing one is not a problem here.
    lookup: (ids) => fetchRecords(service, new Map(ids.map((id) => [id, ''])), undefined, []),
  };
}

interface ApiQuery {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly version: string;
  readonly page_token?: string;
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

/** The releases of Red Hat and SUSE are products: query all of them, and select by release when matching. */
function apiEcosystem(ecosystem: string, release: string | undefined): string {
  if (release === undefined || ecosystem === 'Red Hat' || ecosystem === 'SUSE') return ecosystem;
  return `${ecosystem}:${release}`;
}

/** Adds the ids of the affecting records to `records`, with their times of modification. */
async function queryBatch(
  service: Service,
  batch: readonly ApiQuery[],
  records: Map<string, string>,
  problems: Problem[],
): Promise<void> {
  let pending = batch;
  for (let page = 0; pending.length > 0; page++) {
    if (page >= MAX_PAGES) {
      problems.push({
        message: `${service.url} returned more than ${MAX_PAGES} pages (${packages(pending.length)})`,
      });
      return;
    }
    let results: readonly unknown[];
    try {
      const response = await fetchJson(service, '/v1/querybatch', { queries: pending });
      results = isObject(response) ? list(response.results) : [];
      if (results.length !== pending.length)
        throw new Error(`it returned ${results.length} results for ${pending.length} queries`);
    } catch (error) {
      problems.push({
        message: `Query to ${service.url} failed (${packages(pending.length)}): ${reason(error)}`,
      });
      return;
    }
    const next: ApiQuery[] = [];
    let invalid = 0;
    results.forEach((value, i) => {
      const result = readResult(value);
      if (!result) invalid++;
      const query = pending[i];
      for (const [id, modified] of result?.ids ?? []) records.set(id, modified);
      if (result?.nextPage && query) next.push({ ...query, page_token: result.nextPage });
    });
    if (invalid > 0)
      problems.push({ message: `${service.url} returned no result for ${packages(invalid)}` });
    if (records.size > MAX_RECORDS) {
      problems.push({ message: `${service.url} returned more than ${MAX_RECORDS} records` });
      return;
    }
    pending = next;
  }
}

function packages(count: number): string {
  return `${count} ${count === 1 ? 'package' : 'packages'}`;
}

interface QueryResult {
  /** Ids with the times of modification of their records. */
  readonly ids: readonly (readonly [id: string, modified: string])[];
  /** The token for the next page, if there is one. */
  readonly nextPage: string | undefined;
}

/** Undefined for an invalid result: it must not count as "no vulnerabilities". */
function readResult(result: unknown): QueryResult | undefined {
  if (!isObject(result)) return undefined;
  const { vulns = [], next_page_token: nextPage = undefined } = result;
  if (!Array.isArray(vulns) || (nextPage !== undefined && typeof nextPage !== 'string'))
    return undefined;
  const ids: [string, string][] = [];
  for (const vuln of vulns) {
    if (!isObject(vuln) || typeof vuln.id !== 'string') return undefined;
    ids.push([vuln.id, text(vuln.modified) ?? '']);
  }
  return { ids, nextPage };
}

const MAX_PROBLEMS = 20;
/** After this many consecutive failures, each with all its retries, the service counts as down. */
const MAX_FAILURES = 2 * MAX_REQUESTS;

async function fetchRecords(
  service: Service,
  records: ReadonlyMap<string, string>,
  cache: RecordCache | undefined,
  problems: Problem[],
): Promise<readonly Advisory[]> {
  const pending = [...records];
  const advisories: Advisory[] = [];
  let [failed, consecutive] = [0, 0];
  const work = async () => {
    for (let next = pending.pop(); next; next = pending.pop()) {
      const [id, modified] = next;
      try {
        advisories.push(await fetchRecord(service, id, modified, cache));
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
  return advisories;
}

async function fetchRecord(
  service: Service,
  id: string,
  modified: string,
  cache: RecordCache | undefined,
): Promise<Advisory> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}$/.test(id))
    throw new InvalidRecord('the id is invalid');
  const cached = await cache?.get(id, modified);
  if (cached) return cached;
  const json = await fetchJson(service, `/v1/vulns/${encodeURIComponent(id)}`);
  const advisory = readRecord(json);
  if (advisory.id !== id) throw new InvalidRecord(`the response is record ${advisory.id}`);
  await cache?.put(id, modified, json);
  return advisory;
}
