import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../core/host.js';
import { DAY } from '../lib/dates.js';
import { reason } from '../lib/errors.js';
import { bodyChunks, discard, HTTP_DEFAULTS, send } from '../lib/http.js';
import { redactUrl } from '../lib/redact-url.js';
import { type ExploitData, LARGEST_FEED, readEpss, readKev } from './exploit-data.js';
import { cacheDownload } from './remote/download-cache.js';

/** Where the facts are published that change daily. */
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
  /** Files that the user gave go before feeds. */
  readonly kev?: string | undefined;
  readonly epss?: string | undefined;
  /** Undefined when nothing is fetched. */
  readonly feeds?: FeedAddresses | undefined;
  /** Feeds are kept in it for a day. */
  readonly folder: string;
}

/** The files by their publishers' names, which a folder of advisories may hold as well. */
const BESIDE = {
  kev: ['known_exploited_vulnerabilities.json'],
  epss: ['epss_scores-current.csv.gz', 'epss_scores-current.csv'],
} as const;

/** The file of a feed in a folder of advisories; undefined where it has none. */
export async function findFeedFile(
  folder: string,
  feed: keyof FeedAddresses,
): Promise<string | undefined> {
  for (const name of BESIDE[feed]) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

/** Facts about vulnerabilities, and what is not known of them. */
export interface LoadedExploitData {
  readonly urgency: ExploitData;
  readonly notes: readonly string[];
}

/**
 * What is exploited, and how likely the others are to be, from files or feeds. A feed that cannot be had costs the order
 * of findings and none of them: it is a note. Throws PortsideError (usage) for a file that cannot be read.
 */
export async function loadExploitData(
  cves: ReadonlySet<string>,
  { kev, epss, feeds, folder }: ExploitDataOptions,
  host: Host,
): Promise<LoadedExploitData> {
  const notes: string[] = [];
  const fed = async <T>(feed: keyof FeedAddresses, none: T, read: (path: string) => Promise<T>) => {
    if (feeds === undefined || cves.size === 0) return none;
    try {
      return await read(await fetchFeed(feeds[feed], join(folder, FILES[feed]), host));
    } catch (error) {
      notes.push(`${WHAT[feed]} is not known: ${reason(error)}`);
      // What cannot be read now cannot be read tomorrow.
      await rm(join(folder, FILES[feed]), { force: true }).catch(() => undefined);
      return none;
    }
  };
  const scores = (path: string) => readEpss(path, cves);
  const [exploited, likely] = await Promise.all([
    kev === undefined ? fed('kev', new Set<string>(), readKev) : readKev(kev),
    epss === undefined ? fed('epss', new Map<string, number>(), scores) : scores(epss),
  ]);
  return { urgency: { exploited, epss: likely }, notes };
}

const FILES = { kev: 'kev.json', epss: 'epss.csv.gz' } as const;
const WHAT = { kev: 'What is exploited', epss: 'The likelihood of exploitation (EPSS)' } as const;

/** A scan does not wait long for what only orders it. */
const TIMEOUT_MS = { ...HTTP_DEFAULTS, timeout: 10_000, attempts: 2 };

/** The file that the feed is kept in; one of the last day as it is, an older one when there is no newer. */
async function fetchFeed(address: string, path: string, host: Host): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs < DAY) return path;
  host.progress(`fetching ${redactUrl(address)}`);
  try {
    await cacheDownload(path, {}, () => download(new URL(address)), redactUrl(address));
  } catch (error) {
    if (!found) throw error;
    const days = Math.floor((Date.now() - found.mtimeMs) / DAY);
    host.info(`${reason(error)}; the one of ${days} days ago is used`);
  }
  return path;
}

async function* download(url: URL): AsyncGenerator<Uint8Array> {
  const response = await send({ url, purpose: `fetch ${redactUrl(url)}` }, TIMEOUT_MS);
  if (response.status !== 200) {
    discard(response);
    throw new Error(`${url.host} answered ${response.status}`);
  }
  let size = 0;
  for await (const chunk of bodyChunks(response, TIMEOUT_MS.timeout)) {
    size += chunk.length;
    if (size > LARGEST_FEED) throw new Error(`it is larger than ${LARGEST_FEED >> 20} MB`);
    yield chunk;
  }
}
