import { reason } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import { isObject, list, text } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import type { RecordProblem } from '../records/source.js';
import { fetchJson, type JsonApi, RejectedRequest } from './http.js';

/** A question to the API about one package; without a version, about all its versions. */
export interface ApiQuery {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly version?: string;
}

/** The releases of Red Hat and SUSE are products: query all of them, and select by release when matching. */
export function apiEcosystem(ecosystem: string, release: string | undefined): string {
  if (release === undefined || ecosystem === 'Red Hat' || ecosystem === 'SUSE') return ecosystem;
  return `${ecosystem}:${release}`;
}

/** A record that the API named. */
export interface NamedRecord {
  /** The time of modification of its current version. */
  readonly modified: string;
  /** The queries that it answers. */
  readonly queries: ReadonlySet<ApiQuery>;
}

export interface BatchResult {
  readonly records: ReadonlyMap<string, NamedRecord>;
  /** Queries without a complete answer: each is part of a problem. */
  readonly failed: ReadonlySet<ApiQuery>;
  readonly problems: readonly RecordProblem[];
}

/** Source: google.github.io/osv.dev/post-v1-querybatch, "at most 1000 queries". */
const BATCH_SIZE = 1000;
const MAX_PAGES = 50;
/** Far more than any image has. */
const MAX_RECORDS = 100_000;

/** Asks the API in batches which records answer the queries. A failed request is a problem; nothing is thrown. */
export async function queryRecords(
  service: JsonApi,
  queries: readonly ApiQuery[],
): Promise<BatchResult> {
  const state: State = { service, records: new Map(), failed: new Set(), problems: [] };
  for (let at = 0; at < queries.length; at += BATCH_SIZE)
    await queryBatch(state, queries.slice(at, at + BATCH_SIZE));
  return state;
}

interface State {
  readonly service: JsonApi;
  readonly records: Map<string, { modified: string; queries: Set<ApiQuery> }>;
  readonly failed: Set<ApiQuery>;
  readonly problems: RecordProblem[];
}

/** A query with the page that is wanted next. */
interface Pending {
  readonly query: ApiQuery;
  readonly page?: string;
}

const OFFLINE_ADVICE = 'Check the network and the proxy, or use --advisories FOLDER --offline';

async function queryBatch(state: State, batch: readonly ApiQuery[]): Promise<void> {
  const { url } = state.service;
  let pending: readonly Pending[] = batch.map((query) => ({ query }));
  for (let page = 0; pending.length > 0; page++) {
    if (page >= MAX_PAGES)
      return fail(state, pending, (n) => `${url} returned more than ${MAX_PAGES} pages (${n})`);
    let next: Pending[];
    try {
      next = await queryPage(state, pending);
    } catch (error) {
      // One ecosystem that the API does not know makes it reject the complete batch.
      const parts = error instanceof RejectedRequest ? byEcosystem(batch) : [];
      if (parts.length > 1) {
        for (const part of parts) await queryBatch(state, part);
        return;
      }
      const advice = error instanceof RejectedRequest ? '' : `. ${OFFLINE_ADVICE}`;
      return fail(
        state,
        pending,
        (n) => `Query to ${url} failed (${n}): ${reason(error)}${advice}`,
      );
    }
    if (state.records.size > MAX_RECORDS)
      return fail(state, pending, () => `${url} returned more than ${MAX_RECORDS} records`);
    pending = next;
  }
}

function fail(
  { failed, problems }: State,
  pending: readonly Pending[],
  message: (packages: string) => string,
): void {
  for (const { query } of pending) failed.add(query);
  problems.push({ message: message(pluralize(pending.length, 'package')) });
}

function byEcosystem(queries: readonly ApiQuery[]): readonly (readonly ApiQuery[])[] {
  return [...groupBy(queries, (query) => query.package.ecosystem).values()];
}

/** Adds the records of one page of each query, and returns the queries that have a next page. */
async function queryPage(state: State, pending: readonly Pending[]): Promise<Pending[]> {
  const { service, records, failed, problems } = state;
  const response = await fetchJson(service, '/v1/querybatch', {
    queries: pending.map(({ query, page }) => (page ? { ...query, page_token: page } : query)),
  });
  const results = isObject(response) ? list(response.results) : [];
  if (results.length !== pending.length)
    throw new Error(`it returned ${results.length} results for ${pending.length} queries`);
  const next: Pending[] = [];
  let invalid = 0;
  pending.forEach(({ query }, i) => {
    const result = readResult(results[i]);
    if (!result) {
      invalid++;
      failed.add(query);
    }
    for (const [id, modified] of result?.ids ?? []) {
      const record = records.get(id);
      if (record) record.queries.add(query);
      else records.set(id, { modified, queries: new Set([query]) });
    }
    if (result?.nextPage) next.push({ query, page: result.nextPage });
  });
  if (invalid > 0)
    problems.push({
      message: `${service.url} returned no result for ${pluralize(invalid, 'package')}`,
    });
  return next;
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
