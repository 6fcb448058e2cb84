import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MissingFact } from '../core/coverage.js';
import type { Host } from '../core/host.js';
import { DAY } from '../lib/dates.js';
import { reason } from '../lib/errors.js';
import { bodyChunks, discard, HTTP_DEFAULTS, send } from '../lib/http.js';
import { redactUrl } from '../lib/redact-url.js';
import { fileType } from '../lib/regular-file.js';
import { cacheDownload } from './download-cache.js';
import { type ExploitData, MAX_FEED_BYTES, readEpss, readKev } from './exploit-data.js';

/** The web addresses of feeds that change daily. */
export interface FeedAddresses {
  /** CISA's catalog of known exploited vulnerabilities, JSON. */
  readonly kev: string;
  /** FIRST's EPSS scores of the day, gzipped CSV. */
  readonly epss: string;
}

export const OFFICIAL_FEEDS: FeedAddresses = {
  kev: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  epss: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
};

export interface ExploitDataOptions {
  /** A file from the user is used instead of the feed. */
  readonly kev?: string | undefined;
  readonly epss?: string | undefined;
  /** Undefined when nothing may be downloaded. */
  readonly feeds?: FeedAddresses | undefined;
  /** The folder that caches feeds for a day. */
  readonly folder: string;
  /** Older copies of feeds are not used; seven days by default. */
  readonly maximumAgeDays?: number | undefined;
  readonly now: Date;
}

/** The publishers' file names: a folder of advisories may contain these files too. */
const FEED_FILES = {
  kev: ['known_exploited_vulnerabilities.json'],
  epss: ['epss_scores-current.csv.gz', 'epss_scores-current.csv'],
} as const;

/** The file of a feed in a folder of advisories; undefined when there is none. */
export async function findFeedFile(
  folder: string,
  feed: keyof FeedAddresses,
): Promise<string | undefined> {
  for (const name of FEED_FILES[feed]) {
    const path = join(folder, name);
    // Synchronous: a scan of many SBOMs asks for each, and a thread would take longer.
    if (fileType(path) === 'a file') return path;
  }
  return undefined;
}

export interface LoadedExploitData {
  readonly exploitData: ExploitData;
  /** Feeds that could not be downloaded. */
  readonly notes: readonly string[];
  /** What is not known of the CVEs, and why. */
  readonly missing: readonly Omit<MissingFact, 'target'>[];
}

/**
 * Loads the known exploited vulnerabilities and the EPSS scores of the CVEs, from files or feeds. A feed that is not
 * available is a note, and a missing fact for policies that use it. Throws PortsideError (usage) for an unreadable file
 * of the user.
 */
export async function loadExploitData(
  cves: ReadonlySet<string>,
  options: ExploitDataOptions,
  host: Host,
): Promise<LoadedExploitData> {
  const kev = new Set<string>();
  const epss = new Map<string, number>();
  const [exploited, scores] = await Promise.all([
    loadFeed({ feed: 'kev', empty: kev, read: readKev, needed: cves.size > 0 }, options, host),
    loadFeed(
      { feed: 'epss', empty: epss, read: (path) => readEpss(path, cves), needed: cves.size > 0 },
      options,
      host,
    ),
  ]);
  return {
    exploitData: { exploited: exploited.data, epss: scores.data },
    notes: [exploited, scores].flatMap(({ problem }) => (problem?.isFailure ? problem.reason : [])),
    missing: [
      ...missingFact('known-exploited', exploited.problem),
      ...missingFact('epss', scores.problem),
    ],
  };
}

/** One of the feeds: what it is without data, and how its file is read. */
interface Feed<T> {
  readonly feed: keyof FeedAddresses;
  readonly empty: T;
  readonly read: (path: string) => Promise<T>;
  /** Whether there is a CVE to look up. */
  readonly needed: boolean;
}

interface FeedProblem {
  readonly reason: string;
  /** A download failed; otherwise nobody asked for the data. */
  readonly isFailure: boolean;
}

async function loadFeed<T>(
  { feed, empty, read, needed }: Feed<T>,
  { feeds, folder, maximumAgeDays, now, ...files }: ExploitDataOptions,
  host: Host,
): Promise<{ readonly data: T; readonly problem?: FeedProblem }> {
  const file = files[feed];
  if (file !== undefined) return { data: await read(file) };
  if (!needed) return { data: empty };
  if (feeds === undefined) {
    const why = `no file was passed, and nothing is downloaded with --offline or local advisories. Pass --${feed} FILE`;
    return { data: empty, problem: { reason: `${UNAVAILABLE[feed]}: ${why}`, isFailure: false } };
  }
  const path = join(folder, CACHE_FILES[feed]);
  try {
    await fetchFeed(feeds[feed], { path, maximumAgeDays, now }, host);
    return { data: await read(path) };
  } catch (error) {
    // An unreadable file must not stay in the cache.
    await rm(path, { force: true }).catch(() => undefined);
    const why = `${UNAVAILABLE[feed]}: ${reason(error)}`;
    return { data: empty, problem: { reason: why, isFailure: true } };
  }
}

function missingFact(
  fact: MissingFact['fact'],
  problem: FeedProblem | undefined,
): LoadedExploitData['missing'] {
  return problem ? [{ fact, reason: problem.reason }] : [];
}

const CACHE_FILES = { kev: 'kev.json', epss: 'epss.csv.gz' } as const;
const UNAVAILABLE = {
  kev: 'Known exploited vulnerabilities (KEV) are not available',
  epss: 'EPSS scores are not available',
} as const;

/** Shorter than the defaults: a feed changes the order of findings only, so a scan does not wait long for it. */
const FEED_HTTP = { ...HTTP_DEFAULTS, timeout: 10_000, attempts: 2 };

/** An older copy of a feed is not used: it lacks what was published since. */
const MAX_AGE_DAYS = 7;

/**
 * Downloads the feed to `path`, unless the file is less than a day old. If this fails, an older file is used, but none
 * that is too old.
 */
async function fetchFeed(
  address: string,
  {
    path,
    maximumAgeDays = MAX_AGE_DAYS,
    now,
  }: Pick<ExploitDataOptions, 'maximumAgeDays' | 'now'> & { readonly path: string },
  host: Host,
): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  const age = now.getTime() - (found?.mtimeMs ?? 0);
  if (found && age < DAY) return;
  host.progress(`downloading ${redactUrl(address)}`);
  try {
    await cacheDownload(path, {}, () => download(new URL(address)), redactUrl(address));
  } catch (error) {
    if (!found) throw error;
    const days = Math.floor(age / DAY);
    if (days > maximumAgeDays)
      throw new Error(`${reason(error)}; the copy in the cache is ${days} days old`);
    host.info(`${reason(error)}; using the copy from ${days} days ago`);
  }
}

async function* download(url: URL): AsyncGenerator<Uint8Array> {
  const response = await send({ url, purpose: `download ${redactUrl(url)}` }, FEED_HTTP);
  if (response.status !== 200) {
    discard(response);
    throw new Error(`${url.host} returned status ${response.status}`);
  }
  let size = 0;
  for await (const chunk of bodyChunks(response, FEED_HTTP.timeout)) {
    size += chunk.length;
    if (size > MAX_FEED_BYTES) throw new Error(`it is larger than ${MAX_FEED_BYTES >> 20} MB`);
    yield chunk;
  }
}
