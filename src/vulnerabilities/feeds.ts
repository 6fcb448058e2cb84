import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../core/host.js';
import { DAY } from '../lib/dates.js';
import { reason } from '../lib/errors.js';
import { bodyChunks, discard, HTTP_DEFAULTS, send } from '../lib/http.js';
import { redactUrl } from '../lib/redact-url.js';
import { type ExploitData, MAX_FEED_BYTES, readEpss, readKev } from './exploit-data.js';
import { cacheDownload } from './remote/download-cache.js';

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
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

export interface LoadedExploitData {
  readonly exploitData: ExploitData;
  /** Feeds that are not available, and why. */
  readonly notes: readonly string[];
}

/**
 * Loads the known exploited vulnerabilities and the EPSS scores of the CVEs, from files or feeds. A feed that is not
 * available is a note: it changes the order of findings only. Throws PortsideError (usage) for an unreadable file of the
 * user.
 */
export async function loadExploitData(
  cves: ReadonlySet<string>,
  { kev, epss, feeds, folder }: ExploitDataOptions,
  host: Host,
): Promise<LoadedExploitData> {
  const notes: string[] = [];
  const fromFeed = async <T>(
    feed: keyof FeedAddresses,
    empty: T,
    read: (path: string) => Promise<T>,
  ) => {
    if (feeds === undefined || cves.size === 0) return empty;
    const path = join(folder, CACHE_FILES[feed]);
    try {
      await fetchFeed(feeds[feed], path, host);
      return await read(path);
    } catch (error) {
      notes.push(`${UNAVAILABLE[feed]}: ${reason(error)}`);
      // An unreadable file must not stay in the cache.
      await rm(path, { force: true }).catch(() => undefined);
      return empty;
    }
  };
  const readScores = (path: string) => readEpss(path, cves);
  const [exploited, scores] = await Promise.all([
    kev === undefined ? fromFeed('kev', new Set<string>(), readKev) : readKev(kev),
    epss === undefined ? fromFeed('epss', new Map<string, number>(), readScores) : readScores(epss),
  ]);
  return { exploitData: { exploited, epss: scores }, notes };
}

const CACHE_FILES = { kev: 'kev.json', epss: 'epss.csv.gz' } as const;
const UNAVAILABLE = {
  kev: 'Known exploited vulnerabilities (KEV) are not available',
  epss: 'EPSS scores are not available',
} as const;

/** Shorter than the defaults: a feed changes the order of findings only, so a scan does not wait long for it. */
const FEED_HTTP = { ...HTTP_DEFAULTS, timeout: 10_000, attempts: 2 };

/** Downloads the feed to `path`, unless the file is less than a day old. An older file is kept when this fails. */
async function fetchFeed(address: string, path: string, host: Host): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs < DAY) return;
  host.progress(`downloading ${redactUrl(address)}`);
  try {
    await cacheDownload(path, {}, () => download(new URL(address)), redactUrl(address));
  } catch (error) {
    if (!found) throw error;
    const days = Math.floor((Date.now() - found.mtimeMs) / DAY);
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
