import { basename, join } from 'node:path';
import { dayOf } from '../../lib/dates.js';
import { reason } from '../../lib/errors.js';
import { fileType } from '../../lib/regular-file.js';
import { type Tables, useNewerTables } from '../../releases/tables.js';
import { CVE_RATINGS } from '../cve-ratings.js';
import { inheritedQuery } from '../inherited.js';
import {
  type AdvisorySource,
  type EcosystemCoverage,
  type EcosystemQuery,
  type FeedCoverage,
  queriesByEcosystem,
  type RecordProblem,
} from '../records/source.js';
import { VENDOR_FEEDS } from '../vendor-feeds/registry.js';
import { readEcosystemFile } from './ecosystem-file.js';
import { readFacts } from './facts.js';
import {
  type DatabaseManifest,
  MANIFEST_FILE,
  type ManifestEntry,
  type ManifestFeed,
} from './format.js';
import { manifestIdentity, readDatabaseManifest } from './manifest.js';

/** Whether a path is a built database: a folder with a manifest, or the manifest itself. */
export async function isDatabase(path: string): Promise<boolean> {
  if (basename(path) === MANIFEST_FILE) return true;
  return fileType(join(path, MANIFEST_FILE)) === 'a file';
}

/**
 * A built database as a source. Reads only the headers and the blocks with wanted packages, and verifies their digests.
 * Calls `download` before it reads an ecosystem's file. Throws PortsideError (incomplete) for a database of another
 * format or without a readable manifest; a damaged file is a problem of its ecosystem only.
 */
export async function openDatabase(
  path: string,
  now: Date,
  download: (entry: ManifestEntry) => Promise<void> = async () => undefined,
): Promise<AdvisorySource> {
  const folder = basename(path) === MANIFEST_FILE ? join(path, '..') : path;
  const manifest = await readDatabaseManifest(path);
  const ecosystems = new Map<string, EcosystemCoverage>(
    Object.entries(manifest.ecosystems)
      .filter(([, { dumped }]) => dumped)
      .map(([base, { records, modified, releases }]) => [
        base,
        { records, modified, releases: new Set(releases) },
      ]),
  );
  const unusable = useFacts(manifest, path, now);
  const feeds = manifest.feeds.map(coverageOf);
  return {
    name: path,
    identity: manifestIdentity(path),
    async find(queries) {
      const problems: RecordProblem[] = unusable.map((message) => ({ message }));
      const readOne = async ([base, query]: [string, EcosystemQuery]) => {
        const entry = Object.hasOwn(manifest.ecosystems, base)
          ? manifest.ecosystems[base]
          : undefined;
        if (!entry) return [];
        try {
          await download(entry);
          return await readEcosystemFile(join(folder, entry.file), base, entry, query);
        } catch (error) {
          problems.push({ message: `Cannot read ${base} advisories in ${path}: ${reason(error)}` });
          return [];
        }
      };
      // Concurrently: one ecosystem is decompressed while another is parsed.
      const inherited = queries.flatMap((query) => inheritedQuery(query) ?? []);
      const byEcosystem = [...queriesByEcosystem([...queries, ...inherited])];
      const advisories = (await Promise.all(byEcosystem.map(readOne))).flat();
      return { advisories, coverage: { ecosystems, feeds }, problems };
    },
    async lookup(ids) {
      const entry = manifest.ecosystems[CVE_RATINGS];
      if (!entry || ids.length === 0) return [];
      const query = { names: new Set(ids), releases: new Set([undefined]) };
      try {
        await download(entry);
        return await readEcosystemFile(join(folder, entry.file), CVE_RATINGS, entry, query);
      } catch {
        // Without them the vulnerabilities count as unrated, which the report says.
        return [];
      }
    },
  };
}

function coverageOf(feed: ManifestFeed): FeedCoverage {
  const known = VENDOR_FEEDS.find(({ id }) => id === feed.feed);
  // A small feed without releases, such as Arch Linux's, has rows for all.
  const isForAll = known?.size === 'small' && known.files(undefined).length > 0;
  const releases = new Set(isForAll ? [undefined] : feed.releases);
  return { ...feed, releases, limit: known?.limit };
}

/** The tables that were read last: a scan of many targets has the same ones for each. */
let last: { readonly facts: unknown; readonly today: string; readonly tables: Tables } | undefined;

function tablesOf(facts: unknown, today: string): Tables {
  if (last && last.facts === facts && last.today === today) return last.tables;
  const tables = readFacts(facts, today);
  last = { facts, today, tables };
  return tables;
}

/** Uses the facts of the database that are newer than those of this Portside. Returns why they cannot be used. */
function useFacts({ facts }: DatabaseManifest, path: string, now: Date): readonly string[] {
  // A database of an older Portside has none.
  if (facts === undefined) return [];
  try {
    useNewerTables(tablesOf(facts, dayOf(now)));
    return [];
  } catch (error) {
    return [
      `Cannot use the ends of life and tags of ${path}: ${reason(error)}. Build it again with portside db build`,
    ];
  }
}
