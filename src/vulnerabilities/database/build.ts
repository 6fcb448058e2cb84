import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Logger } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import { RecordFile } from '../../lib/record-file.js';
import { compareText } from '../../lib/text.js';
import { currentTables } from '../../releases/tables.js';
import { CveRatings } from '../cve-ratings.js';
import { loadScorer, type Scorer } from '../severity.js';
import type { FeedRequest } from '../vendor-feeds/requests.js';
import { databaseFacts } from './facts.js';
import { type DatabaseManifest, MANIFEST_FILE, type ManifestEntry, SCHEMA } from './format.js';
import { readDatabaseManifest } from './manifest.js';
import { placeDatabase } from './place-database.js';
import { readDumps } from './read-dumps.js';
import { readFeeds } from './read-feeds.js';
import { RecordStore } from './record-store.js';
import { writeEcosystem } from './write-ecosystem.js';

export interface DatabaseBuildOptions {
  readonly progress?: Logger['progress'];
  /** Vendor feeds, and the host that downloads them. */
  readonly vendor?: { readonly feeds: readonly FeedRequest[]; readonly host: Host };
}

export interface BuildResult {
  readonly manifest: DatabaseManifest;
  /** Records that could not be read and are missing. */
  readonly problems: readonly string[];
  /** The database that was in the folder before. */
  readonly earlier?: DatabaseManifest | undefined;
  /** Whether the earlier one is still there, because a dump or feed is missing. The manifest is its own. */
  readonly isKept: boolean;
}

/**
 * Builds a database in the folder `out` from OSV dumps (see openDump) and vendor feeds, without withdrawn records and duplicates. An
 * earlier database is replaced when all dumps and feeds could be read, but for single records. Throws PortsideError when a
 * dump does not exist (usage), or there is no record (incomplete): then nothing is written.
 */
export async function buildDatabase(
  dumps: readonly string[],
  out: string,
  now: Date,
  { progress = () => {}, vendor }: DatabaseBuildOptions = {},
): Promise<BuildResult> {
  const problems: string[] = [];
  const missing: string[] = [];
  const earlier = await earlierDatabase(out);
  const file = new RecordFile();
  try {
    const score = await loadScorer();
    const store = new RecordStore(file, score);
    const target = { store, ratings: new CveRatings(), problems, missing, now };
    await readDumps(dumps, target, progress);
    const feeds = vendor
      ? await readFeeds(vendor.feeds, target, () => new RecordStore(file, score), vendor.host)
      : [];
    if (![...store.ecosystems.values()].some(({ records }) => records.size > 0))
      throw withoutRecords(out, problems);
    if (earlier && missing.length > 0)
      return { manifest: earlier, problems, earlier, isKept: true };
    for (const record of target.ratings.records(unratedCves(store))) store.add(record, '');
    const manifest = await placeDatabase(out, earlier, async (folder) => {
      const ecosystems = await writeEcosystems(store, folder, { score, progress });
      const facts = databaseFacts(currentTables());
      const made: DatabaseManifest = {
        schema: SCHEMA,
        built: now.toISOString(),
        ecosystems,
        facts,
        feeds,
      };
      await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(made, undefined, 1)}\n`);
      return made;
    });
    return { manifest, problems, earlier, isKept: false };
  } finally {
    file.close();
  }
}

/** The database in the folder; undefined without one that can be read. */
async function earlierDatabase(out: string): Promise<DatabaseManifest | undefined> {
  try {
    return await readDatabaseManifest(out);
  } catch {
    return undefined;
  }
}

function withoutRecords(out: string, problems: readonly string[]): PortsideError {
  const why = problems.slice(0, MOST_NAMED).map((problem) => `. ${problem}`);
  const more = problems.length - why.length;
  return new PortsideError(
    'PSE6509',
    `The database ${out} is not written: no advisory could be read${why.join('')}${more > 0 ? `. ${more} more` : ''}`,
  );
}

/** Problems that the error names. */
const MOST_NAMED = 5;

async function writeEcosystems(
  store: RecordStore,
  out: string,
  { score, progress }: { readonly score: Scorer; readonly progress: Logger['progress'] },
): Promise<Record<string, ManifestEntry>> {
  const entries: Record<string, ManifestEntry> = {};
  const files = new Set<string>();
  for (const [ecosystem, { records, dumped }] of [...store.ecosystems].sort(([a], [b]) =>
    compareText(a, b),
  )) {
    if (records.size === 0) continue;
    progress(`compressing the advisories of ${ecosystem}`);
    const file = uniqueFileName(ecosystem, files);
    const entry = await writeEcosystem(join(out, file), store, records, score);
    entries[ecosystem] = { file, ...entry, dumped };
  }
  return entries;
}

/** The CVEs whose advisories have no rating for them, in ascending order. */
function unratedCves({ ecosystems }: RecordStore): readonly string[] {
  const cves = new Set<string>();
  for (const { records } of ecosystems.values())
    for (const { unrated } of records.values()) for (const cve of unrated) cves.add(cve);
  return [...cves].sort();
}

/**
 * A safe file name, since records can have any text as their ecosystem. Differs from the taken ones in more than case,
 * for file systems that ignore case.
 */
function uniqueFileName(ecosystem: string, taken: Set<string>): string {
  const safe = ecosystem.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 100);
  let name = safe;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${safe}_${n}`;
  taken.add(name.toLowerCase());
  return `${name}.advisories`;
}
