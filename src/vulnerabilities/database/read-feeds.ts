import type { Host } from '../../core/host.js';
import { compareText } from '../../lib/text.js';
import type { Advisory } from '../record.js';
import { readLargeFeed } from '../vendor-feeds/load-large.js';
import { readSmallFeed } from '../vendor-feeds/load-small.js';
import { mergeFeedAdvisories } from '../vendor-feeds/merge.js';
import type { FeedRequest } from '../vendor-feeds/requests.js';
import type { ManifestFeed } from './format.js';
import type { RecordTarget } from './read-dumps.js';
import type { RecordStore } from './record-store.js';

/**
 * Adds the records of vendor feeds to those of dumps. Of a record in both, the newer version stays; those of several files
 * of a feed become one with the rows of all. Returns what the feeds cover.
 */
export async function readFeeds(
  requests: readonly FeedRequest[],
  { store, ratings, problems, missing, now }: RecordTarget,
  newStore: () => RecordStore,
  host: Host,
): Promise<readonly ManifestFeed[]> {
  const feeds: ManifestFeed[] = [];
  for (const request of requests) {
    const { id, name, ecosystem, size } = request.feed;
    if (size === 'small') {
      const covered = await addSmallFeed(request, { store, problems, now }, host);
      if (covered.length === 0) missing.push(id);
      feeds.push(...covered);
      continue;
    }
    const own = newStore();
    const releases = new Set<string>();
    let oldest: Date | undefined;
    const advisory = (one: Advisory) => {
      own.join(one, ecosystem);
      ratings.add(one);
      for (const row of one.affected)
        if (row.ecosystem === ecosystem && row.release !== undefined) releases.add(row.release);
    };
    const dated = (date: Date) => {
      if (!oldest || date < oldest) oldest = date;
    };
    const sink = { now, advisory, dated, problem: (text: string) => problems.push(text) };
    const isComplete = await readLargeFeed(request, sink, host);
    // Half of a feed would look like all of it.
    if (!isComplete || oldest === undefined) {
      missing.push(id);
      continue;
    }
    store.addAll(own);
    feeds.push({
      ...{ feed: id, name, ecosystem },
      releases: [...releases].sort(compareText),
      dated: oldest.toISOString(),
    });
  }
  return feeds;
}

/** A small feed is merged with the records of dumps as a scan merges it. */
async function addSmallFeed(
  request: FeedRequest,
  { store, problems, now }: Pick<RecordTarget, 'store' | 'problems' | 'now'>,
  host: Host,
): Promise<readonly ManifestFeed[]> {
  const { ecosystem } = request.feed;
  const before = problems.length;
  const problem = (message: string) => problems.push(message);
  const { advisories, coverage } = await readSmallFeed(request, { now, problem }, host);
  if (!coverage) {
    if (problems.length === before) problems.push(withoutFile(request));
    return [];
  }
  const own = advisories.map((one) => ({
    ...one,
    affected: one.affected.filter((row) => row.ecosystem === ecosystem),
  }));
  store.replace(ecosystem, mergeFeedAdvisories(store.all(ecosystem), own));
  const { feed, name, dated } = coverage;
  const releases = [...coverage.releases].flatMap((release) => release ?? []).sort(compareText);
  return [{ feed, name, ecosystem, releases, dated }];
}

/** A file of another feed is passed over, since feeds can share a folder. */
function withoutFile({ feed, path }: FeedRequest): string {
  const where = path === undefined ? '' : ` in ${path}`;
  return `${feed.name}: there is no advisory of this feed${where}`;
}
