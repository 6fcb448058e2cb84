import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import { whyNoFile } from '../../lib/regular-file.js';
import { normalizeName } from '../ecosystem.js';
import { type Advisory, InvalidRecord, readRecord } from '../record.js';
import { FEED_FOLDER } from '../records/dump.js';
import type { EcosystemQuery, FeedCoverage, RecordProblem } from '../records/source.js';
import { decompress } from './decompress.js';
import { fetchFeedFile, type LocalFile } from './download.js';
import type { FeedContent, FeedFile, OsvRecord, VendorFeed } from './feed.js';

/** Where the files of feeds come from: the network with a cache, or a folder of the user. */
export type FeedLocation =
  | {
      readonly cache: string;
      readonly maximumAgeDays: number | undefined;
      /** Only copies in the cache are used. */
      readonly offline: boolean;
      /**
       * The advisories are the user's own, in a network that may not reach the vendors: a feed that cannot be downloaded
       * is one that is not there.
       */
      readonly isOptional: boolean;
      readonly now: Date;
    }
  | { readonly folder: string; readonly now: Date };

/** The advisories of a feed about the queried packages. */
export interface LoadedFeed {
  readonly advisories: readonly Advisory[];
  /** Undefined when there is no file for the queried releases. */
  readonly coverage: FeedCoverage | undefined;
  readonly problems: readonly RecordProblem[];
}

/**
 * Loads the files of a feed for the queried releases. A file that is not readable, or missing where others of its release are
 * there, is a problem; nothing is thrown.
 */
export async function loadFeed(
  feed: VendorFeed,
  wanted: EcosystemQuery,
  location: FeedLocation,
  host: Host,
): Promise<LoadedFeed> {
  const files = new Map<string, FeedFile>();
  for (const release of wanted.releases)
    for (const file of feed.files(release)) files.set(file.name, file);
  const parts = await Promise.all(
    [...files.values()].map((file) => loadFile({ feed, file, wanted }, location, host)),
  );
  const byRelease = [...groupBy(parts, ({ file }) => file.release)];
  return {
    advisories: parts.flatMap(({ advisories }) => advisories),
    coverage: coverageOf(feed, byRelease),
    problems: [
      ...parts.flatMap(({ problems }) => problems),
      ...('folder' in location ? byRelease.flatMap(([, group]) => missingFiles(feed, group)) : []),
    ],
  };
}

type ByRelease = readonly (readonly [string | undefined, readonly LoadedFile[]])[];

/** A release is covered if all its files are read. */
function coverageOf(feed: VendorFeed, byRelease: ByRelease): FeedCoverage | undefined {
  const complete = byRelease.filter(
    ([, parts]) =>
      parts.every(({ dated }) => dated !== undefined) && parts.some(({ records }) => records > 0),
  );
  const [oldest] = complete
    .flatMap(([, parts]) => parts.flatMap(({ dated }) => dated?.toISOString() ?? []))
    .sort();
  if (oldest === undefined) return undefined;
  const releases = new Set(complete.map(([release]) => release));
  const { id, name, ecosystem, limit } = feed;
  return { feed: id, name, ecosystem, releases, dated: oldest, limit };
}

function missingFiles(feed: VendorFeed, parts: readonly LoadedFile[]): readonly RecordProblem[] {
  if (parts.every(({ isMissing }) => isMissing)) return [];
  return parts
    .filter(({ isMissing }) => isMissing)
    .map(({ file }) => ({
      message: `Cannot read ${feed.name} (${file.name}): there is no such file in ${FEED_FOLDER}`,
    }));
}

interface LoadedFile {
  readonly file: FeedFile;
  readonly isMissing: boolean;
  readonly advisories: readonly Advisory[];
  readonly records: number;
  /** Undefined when the file is not there or not readable. */
  readonly dated: Date | undefined;
  readonly problems: readonly RecordProblem[];
}

interface Task {
  readonly feed: VendorFeed;
  readonly file: FeedFile;
  readonly wanted: EcosystemQuery;
}

async function loadFile(task: Task, location: FeedLocation, host: Host): Promise<LoadedFile> {
  const { feed, file } = task;
  const none = { file, isMissing: false, advisories: [], records: 0, dated: undefined };
  const shown = `${feed.name} (${file.name})`;
  try {
    const local = await findFile(task, location, host);
    if (!local) return { ...none, isMissing: true, problems: [] };
    const problems = new ProblemList(shown);
    const found = await readFile(task, { ...local, now: location.now }, (message, name) => {
      if (name === undefined || task.wanted.names.has(normalizeName(feed.ecosystem, name)))
        problems.add(message);
    });
    return { ...none, ...found, dated: local.dated, problems: problems.list() };
  } catch (error) {
    return { ...none, problems: [{ message: `Cannot read ${shown}: ${reason(error)}` }] };
  }
}

const ENDINGS = ['', '.gz', '.zst', '.xz', '.bz2', '.zck'];

/** Undefined when there is no such file, and there need not be. Throws Error for something else of this name. */
async function findFile(
  { file, feed: { name } }: Task,
  location: FeedLocation,
  host: Host,
): Promise<LocalFile | undefined> {
  if ('cache' in location) {
    const { cache: folder, maximumAgeDays, offline, isOptional, now } = location;
    try {
      return await fetchFeedFile(file, { folder, maximumAgeDays, offline, now }, host);
    } catch (error) {
      if (!isOptional) throw error;
      host.info(`${file.name} of ${name} is not used: ${reason(error)}`);
      return undefined;
    }
  }
  for (const ending of ENDINGS) {
    const path = join(location.folder, `${file.name}${ending}`);
    const found = await stat(path).catch(() => undefined);
    if (found && !found.isFile()) throw new Error(whyNoFile(path));
    if (found) return { path, dated: found.mtime };
  }
  return undefined;
}

/** The content of a small feed has less than 100 MB. Reading this much XML of the worst form takes a minute. */
const MAX_CONTENT_BYTES = 192 << 20;
const MAX_RECORDS = 500_000;

async function readFile(
  { feed, file, wanted }: Task,
  { path, now }: LocalFile & { readonly now: Date },
  problem: FeedContent['problem'],
): Promise<Pick<LoadedFile, 'advisories' | 'records'>> {
  const chunks = decompress(createReadStream(path), MAX_CONTENT_BYTES);
  const advisories: Advisory[] = [];
  let records = 0;
  for await (const record of feed.read({ file, chunks, problem })) {
    if (++records > MAX_RECORDS) throw new Error(`it has more than ${MAX_RECORDS} records`);
    if (!isWanted(record, feed.ecosystem, wanted)) continue;
    try {
      const advisory = readRecord(record, now);
      const affected = advisory.affected.filter(
        (row) => row.ecosystem === feed.ecosystem && wanted.names.has(row.name),
      );
      advisories.push({ ...advisory, affected });
    } catch (error) {
      if (!(error instanceof InvalidRecord)) throw error;
      problem(error.message);
    }
  }
  return { advisories, records };
}

function isWanted({ affected }: OsvRecord, ecosystem: string, { names }: EcosystemQuery): boolean {
  return affected.some((row) => names.has(normalizeName(ecosystem, row.package.name)));
}

const MAX_PROBLEMS = 20;

/** The problems of a file, of which the first are named. */
class ProblemList {
  private readonly messages: string[] = [];
  private more = 0;

  constructor(private readonly where: string) {}

  add(message: string): void {
    if (this.messages.length < MAX_PROBLEMS) this.messages.push(message);
    else this.more++;
  }

  list(): readonly RecordProblem[] {
    const last = this.more > 0 ? [`${this.more} more entries could not be read`] : [];
    return [...this.messages, ...last].map((message) => ({ message: `${this.where}: ${message}` }));
  }
}
