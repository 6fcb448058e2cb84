import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { isObject, list, text } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import type { Query } from '../query.js';
import { type Advisory, BadRecord, readAdvisory } from '../record.js';
import { openCache, type RecordCache } from './cache.js';
import { fetchJson, type Service } from './http.js';
import type { AdvisorySource, Problem } from './source.js';

export interface ApiOptions {
  /** Base URL; https://api.osv.dev by default. */
  readonly url?: string | undefined;
  /** A folder for records; without one they are asked for each time. */
  readonly cache?: string | undefined;
  /** Milliseconds before the first repetition; for tests. */
  readonly pause?: number | undefined;
}

const OSV_API = 'https://api.osv.dev';

/** Source: google.github.io/osv.dev/post-v1-querybatch, "at most 1000 queries". */
const LARGEST_BATCH = 1000;
const MOST_PAGES = 50;
const MOST_IN_FLIGHT = 16;
/** Far more than any image has. */
const MOST_RECORDS = 100_000;

/**
 * OSV's API as a source: which records affect the packages is asked in batches, then only records that the cache does
 * not have in the same state are fetched. What cannot be had is a problem; nothing is thrown.
 */
export function openApi(options: ApiOptions, host: Host): AdvisorySource {
  const url = (options.url ?? OSV_API).replace(/\/+$/, '');
  const service: Service = { url, pause: options.pause ?? 500, debug: (m) => host.debug(m) };
  const cache = options.cache === undefined ? undefined : openCache(options.cache, host);
  return {
    name: url,
    async find(queries) {
      const problems: Problem[] = [];
      const wanted = new Map<string, string>();
      const questions = questionsFor(queries);
      for (let at = 0; at < questions.length; at += LARGEST_BATCH) {
        host.progress(`asking ${url} about ${questions.length} packages`);
        const batch = questions.slice(at, at + LARGEST_BATCH);
        await askBatch(service, batch, wanted, problems);
      }
      host.progress(`fetching ${wanted.size} advisories from ${url}`);
      const advisories = await fetchRecords(service, wanted, cache, problems);
      return { advisories, coverage: { ecosystems: undefined }, problems };
    },
    // Of one without a time of modification nothing is cached, and one that is missing is no problem.
    lookup: (ids) => fetchRecords(service, new Map(ids.map((id) => [id, ''])), undefined, []),
  };
}

interface Question {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly version: string;
  readonly page_token?: string;
}

/** One for each name and version; packages of one source share theirs. */
function questionsFor(queries: readonly Query[]): readonly Question[] {
  const questions = new Map<string, Question>();
  for (const { ecosystem, release, names, version, package: pkg } of queries)
    for (const name of names) {
      // Names are asked for as the registry writes them: OSV normalizes PyPI's only.
      const asked = name === pkg.name.toLowerCase() ? pkg.name : name;
      const question = {
        package: { ecosystem: askedEcosystem(ecosystem, release), name: asked },
        version,
      };
      questions.set(JSON.stringify(question), question);
    }
  return [...questions.values()];
}

/** Red Hat's and SUSE's rows are by product: all are asked for, and sorted out when they are matched. */
function askedEcosystem(ecosystem: string, release: string | undefined): string {
  if (release === undefined || ecosystem === 'Red Hat' || ecosystem === 'SUSE') return ecosystem;
  return `${ecosystem}:${release}`;
}

/** Adds the ids that answers name, with the times that they were modified. */
async function askBatch(
  service: Service,
  batch: readonly Question[],
  wanted: Map<string, string>,
  problems: Problem[],
): Promise<void> {
  let open = batch;
  for (let page = 0; open.length > 0; page++) {
    if (page >= MOST_PAGES) {
      problems.push({ message: `${service.url} has no end of pages for ${open.length} packages` });
      return;
    }
    let results: readonly unknown[];
    try {
      const answer = await fetchJson(service, '/v1/querybatch', { queries: open });
      results = isObject(answer) ? list(answer.results) : [];
      if (results.length !== open.length)
        throw new Error(`it answers ${results.length} of ${open.length} queries`);
    } catch (error) {
      problems.push({
        message: `${service.url} could not be asked about ${open.length} packages: ${reason(error)}`,
      });
      return;
    }
    const next: Question[] = [];
    let unclear = 0;
    results.forEach((result, i) => {
      const answer = readAnswer(result);
      if (!answer) unclear++;
      const question = open[i];
      for (const [id, modified] of answer?.ids ?? []) wanted.set(id, modified);
      if (answer?.token && question) next.push({ ...question, page_token: answer.token });
    });
    if (unclear > 0)
      problems.push({ message: `${service.url} gives no answer about ${unclear} packages` });
    if (wanted.size > MOST_RECORDS) {
      problems.push({ message: `${service.url} names more than ${MOST_RECORDS} records` });
      return;
    }
    open = next;
  }
}

interface Answer {
  /** Ids with the times that their records were modified. */
  readonly ids: readonly (readonly [id: string, modified: string])[];
  /** Where there are more. */
  readonly token: string | undefined;
}

/** Undefined for what is no answer: that is not "no vulnerabilities". */
function readAnswer(result: unknown): Answer | undefined {
  if (!isObject(result)) return undefined;
  const { vulns = [], next_page_token: token = undefined } = result;
  if (!Array.isArray(vulns) || (token !== undefined && typeof token !== 'string')) return undefined;
  const ids: [string, string][] = [];
  for (const vuln of vulns) {
    if (!isObject(vuln) || typeof vuln.id !== 'string') return undefined;
    ids.push([vuln.id, text(vuln.modified) ?? '']);
  }
  return { ids, token };
}

const MOST_PROBLEMS = 20;
/** Failures on end, each after all its tries: nobody is there any more. */
const MOST_FAILURES = 2 * MOST_IN_FLIGHT;

async function fetchRecords(
  service: Service,
  wanted: ReadonlyMap<string, string>,
  cache: RecordCache | undefined,
  problems: Problem[],
): Promise<readonly Advisory[]> {
  const waiting = [...wanted];
  const advisories: Advisory[] = [];
  let [failed, onEnd] = [0, 0];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [id, modified] = next;
      try {
        advisories.push(await fetchRecord(service, id, modified, cache));
        onEnd = 0;
      } catch (error) {
        failed++;
        if (++onEnd >= MOST_FAILURES) failed += waiting.splice(0).length;
        if (failed <= MOST_PROBLEMS)
          problems.push({
            message: `Record ${plainText(id, 80)} of ${service.url}: ${reason(error)}`,
          });
      }
    }
  };
  await Promise.all(Array.from({ length: MOST_IN_FLIGHT }, work));
  if (failed > MOST_PROBLEMS)
    problems.push({ message: `and ${failed - MOST_PROBLEMS} more records of ${service.url}` });
  return advisories;
}

async function fetchRecord(
  service: Service,
  id: string,
  modified: string,
  cache: RecordCache | undefined,
): Promise<Advisory> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:+-]{0,127}$/.test(id)) throw new BadRecord('its id is none');
  const cached = await cache?.get(id, modified);
  if (cached) return cached;
  const json = await fetchJson(service, `/v1/vulns/${encodeURIComponent(id)}`);
  const advisory = readAdvisory(json);
  if (advisory.id !== id) throw new BadRecord(`the answer is about ${advisory.id}`);
  await cache?.put(id, modified, json);
  return advisory;
}
