import type { Host } from '../../core/host.js';
import { compareText } from '../../lib/text.js';
import type { Advisory } from '../record.js';
import { readLargeFeed } from '../vendor-feeds/load-large.js';
import type { FeedRequest } from '../vendor-feeds/requests.js';
import type { ManifestFeed } from './format.js';
import { addRecord, type DumpRecords } from './read-dumps.js';

/**
 * Adds the records of vendor feeds to those of dumps. Of a record in both, the newer version stays; those of several files
 * of a feed become one with the rows of all. Adds to `problems` what could not be read. Returns what the feeds cover.
 */
export async function readFeeds(
  requests: readonly FeedRequest[],
  { ecosystems, ratings }: DumpRecords,
  problems: string[],
  host: Host,
): Promise<readonly ManifestFeed[]> {
  const feeds: ManifestFeed[] = [];
  for (const request of requests) {
    const { id, name, ecosystem } = request.feed;
    const records = new Map<string, Advisory>();
    const releases = new Set<string>();
    let oldest: Date | undefined;
    const advisory = (one: Advisory) => {
      const known = records.get(one.id);
      records.set(one.id, known ? joined(known, one) : one);
      for (const row of one.affected)
        if (row.ecosystem === ecosystem && row.release !== undefined) releases.add(row.release);
    };
    const dated = (date: Date) => {
      if (!oldest || date < oldest) oldest = date;
    };
    await readLargeFeed(request, { advisory, dated, problem: (text) => problems.push(text) }, host);
    for (const one of records.values()) {
      addRecord(one, ecosystem, ecosystems);
      ratings.add(one);
    }
    if (oldest === undefined) continue;
    feeds.push({
      ...{ feed: id, name, ecosystem },
      releases: [...releases].sort(compareText),
      dated: oldest.toISOString(),
    });
  }
  return feeds;
}

function joined(a: Advisory, b: Advisory): Advisory {
  const newest = (a.modified ?? '') >= (b.modified ?? '') ? a : b;
  const rows = new Map([...a.affected, ...b.affected].map((row) => [JSON.stringify(row), row]));
  return { ...newest, affected: [...rows.values()] };
}
