import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { temporaryFolder } from '../../lib/run-resources.js';
import { type Advisory, InvalidRecord, readRecord } from '../record.js';
import type { FeedCoverage } from '../records/source.js';
import { eachPart, type FeedPart } from './content.js';
import { fetchFeedFile } from './download.js';
import type { FeedFile, OsvRecord, VendorFeed } from './feed.js';
import { VENDOR_FEEDS } from './registry.js';
import type { FeedRequest } from './requests.js';

/** A small feed with all its releases. */
export interface SmallFeed {
  readonly advisories: readonly Advisory[];
  /** Undefined when no release is complete. */
  readonly coverage: FeedCoverage | undefined;
}

/**
 * Reads a small feed for a database: from the path of the request, where its files have the names that they have in the folder
 * `vendor-feeds`, else from the network. A release of which a file is missing or not readable is left out, and a problem.
 */
export async function readSmallFeed(
  { feed, path }: FeedRequest,
  { now, problem }: { readonly now: Date; readonly problem: (message: string) => void },
  host: Host,
): Promise<SmallFeed> {
  const shown = path === undefined ? feed.name : `${feed.name} (${path})`;
  const folder = join(temporaryFolder(), `feed-${feed.id}`);
  const files = new FileSet(feed, now, (message) => problem(`${shown}: ${message}`));
  try {
    if (path === undefined) await download(feed, { now, folder }, files, host);
    else await eachPart(path, (part) => files.read(part), files.problem);
  } catch (error) {
    files.problem(reason(error));
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
  return files.result();
}

async function download(
  feed: VendorFeed,
  { now, folder }: { readonly now: Date; readonly folder: string },
  files: FileSet,
  host: Host,
): Promise<void> {
  for (const release of feed.releases?.(now) ?? [undefined])
    for (const file of feed.files(release))
      try {
        const cache = { folder, maximumAgeDays: undefined, offline: false, now };
        const { path } = await fetchFeedFile(file, cache, host);
        await eachPart(path, (part) => files.read(part), files.problem);
      } catch (error) {
        files.problem(`${file.name}: ${reason(error)}`);
      }
}

const MAX_RECORDS = 2_000_000;

/** The files of a feed that were read. */
class FileSet {
  private readonly files = new Map<string, ReadFile>();
  private records = 0;

  constructor(
    private readonly feed: VendorFeed,
    private readonly now: Date,
    readonly problem: (message: string) => void,
  ) {}

  async read({ name, dated, chunks }: FeedPart): Promise<void> {
    const file = fileNamed(name, this.feed) ?? onlyFile(name, this.feed);
    if (!file) {
      if (isOfAnotherFeed(name)) return;
      this.problem(`${name}: ${this.feed.name} has no file of this name`);
      return;
    }
    const advisories: Advisory[] = [];
    const problem = (message: string) => this.problem(`${name}: ${message}`);
    if (this.files.has(file.name)) {
      problem('another file of this name was read before');
      return;
    }
    try {
      for await (const record of this.feed.read({ file, chunks, problem })) {
        if (++this.records > MAX_RECORDS) throw new Error(`more than ${MAX_RECORDS} records`);
        const advisory = readOne({ modified: dated.toISOString(), ...record }, this.now, problem);
        if (advisory) advisories.push(advisory);
      }
      this.files.set(file.name, { file, dated, advisories });
    } catch (error) {
      problem(reason(error));
    }
  }

  result(): SmallFeed {
    const complete: ReadFile[] = [];
    const releases = new Set([...this.files.values()].map(({ file }) => file.release));
    for (const release of releases) {
      const wanted = this.feed.files(release).map(({ name }) => name);
      const found = wanted.flatMap((name) => this.files.get(name) ?? []);
      for (const name of wanted)
        if (!this.files.has(name))
          this.problem(`${name} is missing, so that ${release ?? 'it'} is left out`);
      if (found.length === wanted.length) complete.push(...found);
    }
    const advisories = complete.flatMap((one) => one.advisories);
    return { advisories, coverage: coverageOf(this.feed, complete, advisories.length) };
  }
}

interface ReadFile {
  readonly file: FeedFile;
  readonly dated: Date;
  readonly advisories: readonly Advisory[];
}

function readOne(
  record: OsvRecord,
  now: Date,
  problem: (message: string) => void,
): Advisory | undefined {
  try {
    return readRecord(record, now);
  } catch (error) {
    if (!(error instanceof InvalidRecord)) throw error;
    problem(`${record.id.slice(0, 100)}: ${error.message}`);
    return undefined;
  }
}

function coverageOf(
  { id, name, ecosystem, limit }: VendorFeed,
  files: readonly ReadFile[],
  records: number,
): FeedCoverage | undefined {
  const [oldest] = files.map(({ dated }) => dated.toISOString()).sort();
  if (oldest === undefined || records === 0) return undefined;
  const releases = new Set(files.map(({ file }) => file.release));
  return { feed: id, name, ecosystem, releases, dated: oldest, limit };
}

/** `alpine-v3.22-main.json.gz` is a file of the release v3.22. */
function fileNamed(name: string, feed: VendorFeed): FeedFile | undefined {
  const [, release] = /-(v?[0-9]+(?:\.[0-9]+)*|edge)-/.exec(name) ?? [];
  return feed.files(release).find((file) => name === file.name || name.startsWith(`${file.name}.`));
}

/** The file of a feed that has one file: the user may have it under any name. */
function onlyFile(name: string, feed: VendorFeed): FeedFile | undefined {
  const [file, ...more] = feed.releases ? [] : feed.files(undefined);
  return more.length === 0 && !isOfAnotherFeed(name) ? file : undefined;
}

/** A folder may have the files of several feeds. */
function isOfAnotherFeed(name: string): boolean {
  return VENDOR_FEEDS.some((feed) => feed.size === 'small' && fileNamed(name, feed) !== undefined);
}
